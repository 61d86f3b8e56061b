//! Makes believable workshops from a seed; all that it makes up is marked synthetic.

mod aimgain;
mod cast;
mod consultations;
mod day;
mod demand;
mod draw;
mod material;
mod meetings;
mod names;
mod organisations;
mod people;
mod profiles;
mod surroundings;
mod talks;

pub use aimgain::{SEED, aimgain_2022};
