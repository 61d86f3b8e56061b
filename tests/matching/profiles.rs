//! Profiles for the tests, one organisation each.

use enishi::domain::{Lang, Organisation, OrganisationKind, Profile, ProfileKind, Text};
use enishi::matching::{Index, Query, Register, Suggestion, Weights};
use enishi::vocabulary::{Thesaurus, retag};
use serde::Deserialize;

pub fn profile(id: &str, kind: ProfileKind, title: &str, text: &str) -> Profile {
    let mut profile = Profile {
        id: id.into(),
        kind,
        organisation: format!("o-{id}").as_str().into(),
        people: vec![format!("p-{id}").as_str().into()],
        laboratory: None,
        lang: Lang::of(&format!("{title}{text}")),
        title: title.into(),
        text: text.into(),
        seeks: String::new(),
        offers: String::new(),
        phase: None,
        tags: vec![],
        synthetic: true,
    };
    profile.tags = retag(Thesaurus::embedded(), &profile);
    profile
}

pub fn organisation(id: &str, kind: OrganisationKind) -> Organisation {
    Organisation {
        id: id.into(),
        name: Text::new(id, id),
        kana: String::new(),
        kind,
        size: None,
        region: String::new(),
        registered_on: None,
        domestic: None,
        deemed_large: None,
        synthetic: true,
    }
}

/// One organisation for each profile: needs are companies', the rest academia's.
pub fn organisations(profiles: &[Profile]) -> Vec<Organisation> {
    let kind = |profile: &Profile| match profile.kind {
        ProfileKind::Need => OrganisationKind::Company,
        _ => OrganisationKind::Academia,
    };
    let mut all: Vec<Organisation> =
        profiles.iter().map(|p| organisation(p.organisation.as_str(), kind(p))).collect();
    all.sort_by(|a, b| a.id.cmp(&b.id));
    all.dedup_by(|a, b| a.id == b.id);
    all
}

pub fn index(profiles: &[Profile]) -> Index<'static> {
    let organisations = organisations(profiles);
    let register = Register { profiles, organisations: &organisations, ..Register::default() };
    Index::build(&register, Thesaurus::embedded(), Weights::default()).expect("profiles are sound")
}

pub fn ranked(index: &Index, id: &str) -> Vec<Suggestion> {
    let query = Query {
        limit: usize::MAX,
        kinds: vec![ProfileKind::Need, ProfileKind::Offer, ProfileKind::Seed, ProfileKind::Project],
        ..Query::default()
    };
    index.rank(&id.into(), &query).expect("the profile is there")
}

#[derive(Deserialize)]
pub struct Written {
    pub side: ProfileKind,
    title: String,
    text: String,
}

impl Written {
    pub fn profile(&self, id: &str) -> Profile {
        profile(id, self.side, &self.title, &self.text)
    }
}

#[derive(Deserialize)]
struct Distractors {
    profile: Vec<Written>,
}

/// More than 200 realistic profiles of other matters.
pub fn crowd() -> Vec<Profile> {
    let distractors: Distractors =
        toml::from_str(include_str!("../texts/distractors.toml")).expect("the texts can be read");
    assert!(distractors.profile.len() >= 200);
    distractors
        .profile
        .iter()
        .enumerate()
        .map(|(i, written)| written.profile(&format!("d{i:03}")))
        .collect()
}
