//! Mentions that a text denies: out of scope, excluded, not done.
//!
//! Only denials of *scope* count (対象外, を除く, 以外, ではなく, は扱わない; not, except, without …).
//! A statement of a problem is no denial: 治療法がない, "does not cross the blood–brain barrier" and
//! "no cure for ALS" stay about their subject, and so does a lack, which makes a need.

mod japanese;
mod english;
mod scope;

pub(super) use scope::denied;
