//! Fuzz target: `cargo fuzz run exports`, from `tests`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| urtext_fuzz::exports(bytes));
