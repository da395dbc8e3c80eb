#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| imcloud_properties::check("base_urls", input));
