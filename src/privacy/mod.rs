//! Identifiers, pseudonyms and disclosure control: what must not get out of a study.
