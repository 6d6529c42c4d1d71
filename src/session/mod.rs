//! An open study: the one door for both faces.
