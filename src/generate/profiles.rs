//! What the made-up people need, offer or have found.

use super::cast::{Cast, Duty};
use super::material;
use crate::domain::{Lang, Phase, Profile, ProfileId, ProfileKind, Session};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    talk: Vec<Described>,
    poster: Vec<Described>,
    further: Vec<Described>,
}

/// A profile as the material gives it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Described {
    /// Of a talk: the session whose title it bears.
    session: Option<String>,
    /// Of a poster.
    number: Option<u32>,
    #[serde(default)]
    id: String,
    kind: Option<ProfileKind>,
    pub organisation: String,
    /// Empty for those who lead a company.
    pub department: Option<String>,
    pub position: Option<String>,
    #[serde(default)]
    pub lang: Lang,
    #[serde(default)]
    title: String,
    phase: Phase,
    popular: f64,
    text: String,
    seeks: String,
    offers: String,
    pub has: Vec<String>,
    pub wants: Vec<String>,
}

impl Described {
    pub fn id(&self) -> ProfileId {
        match (&self.session, self.number) {
            (Some(session), _) => ProfileId(format!("talk-{session}")),
            (None, Some(number)) => ProfileId(format!("poster-{number:02}")),
            (None, None) => self.id.as_str().into(),
        }
    }

    pub fn duty(&self) -> Option<Duty> {
        match (&self.session, self.number) {
            (Some(session), _) => Some(Duty::Talk(session.clone())),
            (None, Some(_)) => Some(Duty::Poster),
            (None, None) => None,
        }
    }

    /// In tenths.
    pub fn popular(&self) -> u64 {
        (self.popular * 10.0).round() as u64
    }

    fn kind(&self) -> ProfileKind {
        match (&self.session, self.kind) {
            (Some(_), _) => ProfileKind::Need,
            (None, Some(kind)) => kind,
            (None, None) => ProfileKind::Seed,
        }
    }
}

/// Talks, posters, then further profiles.
pub(super) fn described() -> Vec<Described> {
    let file: File = material::read(material::PROFILES);
    file.talk.into_iter().chain(file.poster).chain(file.further).collect()
}

/// The profiles with their owners; talks bear the printed titles of their sessions.
pub(super) fn all(cast: &Cast, sessions: &[Session]) -> Vec<Profile> {
    let with_owner = |described: Described| {
        let id = described.id();
        let owner = cast.with_profile(id.as_str())?;
        let printed = sessions.iter().find(|s| Some(s.id.as_str()) == described.session.as_deref());
        Some(Profile {
            kind: described.kind(),
            organisation: owner.person.organisation.clone(),
            people: vec![owner.id().clone()],
            laboratory: owner.person.laboratory.clone(),
            lang: described.lang,
            title: printed.map_or(described.title, |session| session.title.ja.clone()),
            text: described.text,
            seeks: described.seeks,
            offers: described.offers,
            phase: Some(described.phase),
            tags: Vec::new(),
            synthetic: true,
            id,
        })
    };
    described().into_iter().filter_map(with_owner).collect()
}
