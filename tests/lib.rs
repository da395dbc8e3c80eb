//! Nothing here: everything is in the test binary `it`.
