//! The only code that knows the folder layout and file names.
