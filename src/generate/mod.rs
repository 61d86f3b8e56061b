//! Makes believable workshops from a seed; all that it makes up is marked synthetic.

mod material;

mod draw;
mod names;
mod organisations;

mod cast;
mod profiles;

mod day;
mod people;

mod demand;
mod talks;

mod meetings;

mod consultations;
mod surroundings;

mod aimgain;

mod convention;

pub use aimgain::{SEED, aimgain_2022};
pub use convention::{Size, convention};
