//! The matching room held to its promises: the written cases come first, scores are the sum of
//! their parts, counterfactuals come true, exclusions hold.

#[path = "../bilingual/mod.rs"]
mod bilingual;
mod profiles;

mod written_cases;
mod promises;
mod exclusions;
mod exposure;
mod learning;
mod hostile;
mod consortia;
