//! Fuzz target: `cargo fuzz run office`, from `tests`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| urtext_fuzz::office(bytes));
