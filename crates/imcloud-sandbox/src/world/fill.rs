//! Making received types, which can only be made member by member from outside their crate.

/// Makes a received type with these members; the others are absent.
macro_rules! fill {
    ($type:ident { $($member:ident: $value:expr),* $(,)? }) => {{
        let mut value = imcloud_raw::types::$type::default();
        $(value.$member = $value.into();)*
        value
    }};
}
