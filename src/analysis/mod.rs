//! Figures: state and selection in, tables out. Pure.
