//! The service: HTTP in front, the store and the engines behind.

mod settings;
mod limits;
mod routes;
mod problem;
mod picture;
mod service;
mod caller;
mod guard;
mod answer;
mod mail;
mod wire;
mod notices;
mod publication;
mod api;
mod document;
mod application;
mod demo;
mod runner;
mod run;
mod first;
mod keeping;

pub use application::document;
pub use document::operations;
pub use first::add_administrator;
pub use keeping::{Health, backup, doctor, restore};
pub use routes::{ROUTES, Route, Who};
pub use run::{Running, StartError, start};
pub use service::Service;
pub use settings::Settings;
