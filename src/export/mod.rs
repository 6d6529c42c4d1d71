//! Tables and reports as bytes. Pure.
