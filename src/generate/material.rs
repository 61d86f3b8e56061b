//! The embedded texts the generator works with.

use serde::de::DeserializeOwned;

pub(super) const PRINTED: &str = include_str!("../../data/workshops/aimgain-2022/printed.toml");
pub(super) const NAMES: &str = include_str!("../../data/generate/names.toml");
pub(super) const CONVENTION: &str = include_str!("../../data/generate/convention.toml");
pub(super) const DAY: &str = include_str!("../../data/generate/aimgain-2022/day.toml");
pub(super) const ORGANISATIONS: &str =
    include_str!("../../data/generate/aimgain-2022/organisations.toml");
pub(super) const PEOPLE: &str = include_str!("../../data/generate/aimgain-2022/people.toml");
pub(super) const PROFILES: &str = include_str!("../../data/generate/aimgain-2022/profiles.toml");
pub(super) const WISHES: &str = include_str!("../../data/generate/aimgain-2022/wishes.toml");
pub(super) const CONSULTATIONS: &str =
    include_str!("../../data/generate/aimgain-2022/consultations.toml");

/// Reads an embedded text. No input reaches it: a fault is one of this build, and stops it in tests.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> T {
    toml::from_str(text).unwrap_or_else(|e| panic!("embedded material cannot be read: {e}"))
}
