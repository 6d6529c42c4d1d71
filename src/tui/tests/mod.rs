//! What keys do and screens show: journeys of (study, keys, screen) on an invented study.

mod ahead;
mod analyses;
mod around;
mod coding;
mod compare;
mod cursor;
mod first_hour;
mod framework;
mod ground;
mod keystrokes;
mod looks;
mod narrow;
mod panics;
mod past;
mod reading;
mod screens;
mod scripts;
mod size;
mod texts;
mod tour;
mod walk;
mod world;
