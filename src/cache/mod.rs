//! What is derived and may be deleted at any time.
