//! The log of what happened, and the state as a fold of it.
