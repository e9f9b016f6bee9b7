//! Fuzz target: `cargo fuzz run feed`, from `tests`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| urtext_fuzz::feed(bytes));
