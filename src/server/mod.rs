//! The service: HTTP in front, the store and the engines behind.

mod settings;
mod config;
mod limits;
mod routes;
mod problem;
mod day;
mod ranking;
mod pages;
mod picture;
mod metrics;
mod journal;
mod service;
mod password;
mod one_time;
mod caller;
mod guard;
mod answer;
mod edit;
mod conditional;
mod plain_page;
mod told;
mod smtp;
mod mail;
mod postman;
mod wire;
mod letters;
mod place_letters;
mod notices;
mod publication;
mod api;
mod document;
mod application;
mod demo;
mod agreed;
mod away;
mod runner;
mod worker;
mod run;
mod first;
mod erase;
mod keeping;

pub use application::document;
pub use config::{
    Setting, Wrong, file_of_environment, read as read_settings, shown as shown_settings,
};
pub use document::operations;
pub use erase::{Whom, erase, personal_data};
pub use first::add_administrator;
pub use keeping::{Health, backup, doctor, restore};
pub use routes::{BEFORE_ONE_TIME, ROUTES, Route, UNVERSIONED, Who};
pub use run::{Running, StartError, start};
pub use service::Service;
pub use settings::{Settings, Smtp, SmtpSecurity};
pub use worker::work_elsewhere;
