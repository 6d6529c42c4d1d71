//! The query language and the one matcher. Pure.
