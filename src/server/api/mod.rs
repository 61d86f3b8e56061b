//! The handlers, one file for each resource.

pub mod health;
pub mod demo;
pub mod sign_in;
pub mod me;
pub mod workshops;
pub mod import;
pub mod members;
pub mod people;
pub mod profiles;
pub mod suggestions;
pub mod requests;
pub mod wishes;
pub mod absences;
pub mod consultations;
pub mod consortia;
pub mod plans;
pub mod edits;
pub mod jobs;
pub mod events;
pub mod my_day;
pub mod desks;
pub mod feeds;
pub mod bookings;
pub mod history;
pub mod programme;
pub mod docs;
