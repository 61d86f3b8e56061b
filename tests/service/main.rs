//! The service as its clients meet it: a server on a free port, a database of its own, HTTP.

mod client;
mod harness;
mod postgres;
mod process;

mod access;
mod bookings;
mod demo;
mod drafts;
mod editing;
mod exchange;
mod factors;
mod follow_up;
mod history;
mod import;
mod jobs;
mod keeping;
mod kills;
mod lists;
mod mails;
mod merging;
mod odd_input;
mod operation;
mod pages;
mod outage;
mod partners;
mod personal;
mod reception;
mod registration;
mod requests;
mod schema;
mod setup;
mod sign_in;
mod steering;
mod versions;
