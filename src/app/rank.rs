//! Ranking partners, each with reasons.

use super::AppError;
use super::tag::unknown_profile;
use crate::domain::{
    Lang, Organisation, OrganisationId, OrganisationKind, Profile, ProfileId, ProfileKind,
    SessionId, Text, Unknown, Workshop, nearest,
};
use crate::matching::{Index, Query, Reason, Register, Suggestion, Weights};
use crate::programmes::{AdoptedProject, adopted_projects};
use crate::vocabulary::{Thesaurus, retag};
use rayon::prelude::*;

/// Partners for a profile.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking {
    pub profile: ProfileId,
    pub suggestions: Vec<Suggestion>,
    /// One for each suggestion.
    pub reasons: Vec<Reason>,
}

/// An index over the workshop's profiles. Their tags are taken as they are.
pub fn index_workshop(workshop: &Workshop, weights: Weights) -> Result<Index<'static>, AppError> {
    let register = Register::of(workshop, &[]);
    Ok(Index::build(&register, Thesaurus::embedded(), weights)?)
}

/// Partners for one profile.
pub fn rank_profile(index: &Index, id: &ProfileId, query: &Query) -> Result<Ranking, AppError> {
    let suggestions = index.rank(id, query)?;
    let reasons = index.reasons(id, query, &suggestions)?;
    Ok(Ranking { profile: id.clone(), suggestions, reasons })
}

/// Partners for the profiles of these ids, all where none is given.
pub fn rank_workshop(
    workshop: &Workshop,
    weights: Weights,
    ids: &[ProfileId],
    query: &Query,
) -> Result<Vec<Ranking>, AppError> {
    let known = |id: &&ProfileId| workshop.profiles.iter().any(|p| p.id == **id);
    if let Some(id) = ids.iter().find(|id| !known(id)) {
        return Err(unknown_profile(workshop, id));
    }
    let index = index_workshop(workshop, weights)?;
    let all: Vec<ProfileId> = workshop.profiles.iter().map(|p| p.id.clone()).collect();
    let ids = if ids.is_empty() { &all } else { ids };
    ids.par_iter().map(|id| rank_profile(&index, id, query)).collect()
}

/// A talk held against the adopted projects.
#[derive(Debug, Clone, PartialEq)]
pub struct AgainstProjects {
    pub ranking: Ranking,
    /// The talk and the projects as profiles, of their printed titles alone.
    pub records: Vec<Profile>,
    pub organisations: Vec<Organisation>,
}

/// Ranks the adopted projects for a talk, by printed titles only: nothing made up takes part. The
/// other talks stand in the index too, so that words common to all weigh little.
pub fn rank_projects(workshop: &Workshop, talk: &SessionId) -> Result<AgainstProjects, AppError> {
    if !workshop.sessions.iter().any(|s| s.id == *talk) {
        return Err(Unknown {
            what: Text::new("講演", "session"),
            value: talk.to_string(),
            expected: Text::new("sessions 表のID", "an id of the sheet sessions"),
            nearest: nearest(talk.as_str(), workshop.sessions.iter().map(|s| s.id.as_str())),
        }
        .into());
    }
    let speakers = OrganisationId::new("talks");
    let mut organisations = vec![Organisation {
        kind: OrganisationKind::Company,
        ..organisation(
            speakers.clone(),
            Text::new("発表企業（社名は資料に記載なし）", "a company, its name not printed"),
        )
    }];
    let mut records: Vec<Profile> = workshop
        .sessions
        .iter()
        .filter(|s| s.profile.is_some() || s.id == *talk)
        .map(|s| record(s.id.as_str(), ProfileKind::Need, &speakers, s.title.get(Lang::Ja)))
        .collect();
    for AdoptedProject { id, affiliation, title, .. } in adopted_projects() {
        let institution = OrganisationId::new(affiliation.clone());
        if organisations.iter().all(|o| o.id != institution) {
            let name = Text::new(affiliation.clone(), "");
            organisations.push(organisation(institution.clone(), name));
        }
        records.push(record(id, ProfileKind::Project, &institution, title));
    }
    let register =
        Register { profiles: &records, organisations: &organisations, ..Register::default() };
    let index = Index::build(&register, Thesaurus::embedded(), Weights::default())?;
    let query = Query {
        kinds: vec![ProfileKind::Project],
        limit: adopted_projects().len(),
        ..Query::default()
    };
    let ranking = rank_profile(&index, &ProfileId::new(talk.as_str()), &query)?;
    Ok(AgainstProjects { ranking, records, organisations })
}

fn organisation(id: OrganisationId, name: Text) -> Organisation {
    Organisation {
        id,
        name,
        kana: String::new(),
        kind: OrganisationKind::Academia,
        size: None,
        region: String::new(),
        registered_on: None,
        domestic: None,
        deemed_large: None,
        synthetic: false,
    }
}

fn record(id: &str, kind: ProfileKind, organisation: &OrganisationId, title: &str) -> Profile {
    let mut profile = Profile {
        id: ProfileId::new(id),
        kind,
        organisation: organisation.clone(),
        people: Vec::new(),
        laboratory: None,
        lang: Lang::Ja,
        title: title.to_owned(),
        text: String::new(),
        seeks: String::new(),
        offers: String::new(),
        phase: None,
        tags: Vec::new(),
        synthetic: false,
    };
    profile.tags = retag(Thesaurus::embedded(), &profile);
    profile
}
