//! Funding schemes: rule data in, typed verdicts out.
