//! The ZIP layer of projects, and what is in it.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = emic::import::refi::archive(std::io::Cursor::new(bytes));
});
