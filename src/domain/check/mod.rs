//! Whether a workshop's data agrees with itself: one file per kind of question.

mod every;
mod findings;
mod fixed;
mod identity;
mod numbers;
mod precedence;
mod references;
mod times;
mod wishes;

#[cfg(test)]
mod tests;

pub use every::check;
