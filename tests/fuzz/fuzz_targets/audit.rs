//! Fuzz target: `cargo fuzz run audit`, from `tests`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| urtext_fuzz::list_of_sources(bytes));
