//! Fuzz target: `cargo fuzz run csv`, from `tests`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| urtext_fuzz::csv(bytes));
