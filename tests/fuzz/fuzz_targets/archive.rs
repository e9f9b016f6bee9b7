//! Fuzz target: `cargo fuzz run archive --features tables`, from `tests`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| urtext_fuzz::archive::damaged(bytes));
