//! What keys do and screens show.
