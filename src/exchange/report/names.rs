//! Ids turned into the names that people read.

use super::ReportError;
use super::input::{PlanSheet, Report};
use super::words::Words;
use crate::domain::{
    ConceptId, DeskId, ItemId, Lang, Organisation, OrganisationId, OrganisationKind, PersonId,
    Placement, Profile, ProfileId, ProfileKind, RoomId, Sector, SessionId, SessionKind, Workshop,
};
use crate::exchange::when;
use crate::scheduling::{self, Directory, Plan};
use crate::vocabulary::Thesaurus;
use serde::Serialize;
use std::collections::HashMap;

/// A name with what stands beside it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Label {
    pub name: String,
    /// Smaller, behind the name; may be empty.
    pub beside: String,
    /// Made up.
    pub synthetic: bool,
}

/// Everything a section needs to know of the report, in one language.
pub struct Names<'a> {
    pub lang: Lang,
    pub words: Words,
    pub report: &'a Report<'a>,
    pub workshop: &'a Workshop,
    pub directory: Directory<'a>,
    /// What the engine says of the day is said by these.
    pub plain: scheduling::Names<'a>,
    pub shown: &'a PlanSheet<'a>,
    /// All people and their organisations are made up: then sections say so once, instead of a mark
    /// at each name.
    pub everyone_synthetic: bool,
    organisations: HashMap<&'a OrganisationId, &'a Organisation>,
    profiles: HashMap<&'a ProfileId, &'a Profile>,
}

impl<'a> Names<'a> {
    pub fn new(report: &'a Report<'a>, lang: Lang) -> Result<Self, ReportError> {
        let shown = report.plans.iter().find(|sheet| sheet.plan.name == report.shown);
        let shown = shown.ok_or_else(|| ReportError::UnknownPlan {
            shown: report.shown.to_owned(),
            given: report.plans.iter().map(|sheet| sheet.plan.name.clone()).collect(),
        })?;
        for ranking in &report.rankings {
            if ranking.suggestions.len() != ranking.reasons.len() {
                return Err(ReportError::ReasonsMissing {
                    profile: ranking.profile.to_string(),
                    suggestions: ranking.suggestions.len(),
                    reasons: ranking.reasons.len(),
                });
            }
        }
        let workshop = report.workshop;
        // The workshop's own entries come last and win.
        let organisations = report.organisations.iter().chain(&workshop.organisations);
        let profiles = report.records.iter().chain(&workshop.profiles);
        Ok(Self {
            lang,
            words: Words(lang),
            report,
            workshop,
            directory: Directory::new(workshop),
            plain: scheduling::Names::of(workshop, lang),
            shown,
            everyone_synthetic: !workshop.people.is_empty()
                && workshop.people.iter().all(|p| p.synthetic)
                && workshop.organisations.iter().all(|o| o.synthetic),
            organisations: organisations.map(|o| (&o.id, o)).collect(),
            profiles: profiles.map(|p| (&p.id, p)).collect(),
        })
    }

    pub fn plan(&self) -> &'a Plan {
        self.shown.plan
    }

    pub fn profile(&self, id: &ProfileId) -> Option<&'a Profile> {
        self.profiles.get(id).copied()
    }

    pub fn organisation_data(&self, id: &OrganisationId) -> Option<&'a Organisation> {
        self.organisations.get(id).copied()
    }

    pub fn organisation(&self, id: &OrganisationId) -> Label {
        match self.organisations.get(id) {
            Some(o) if !o.name.is_empty() => Label {
                name: o.name.get(self.lang).to_owned(),
                beside: String::new(),
                synthetic: o.synthetic,
            },
            known => Label {
                name: id.to_string(),
                beside: String::new(),
                synthetic: known.is_some_and(|o| o.synthetic),
            },
        }
    }

    /// The full name, the organisation beside it.
    pub fn person(&self, id: &PersonId) -> Label {
        match self.directory.person(id) {
            Some(p) => Label {
                name: p.name.full(self.lang),
                beside: self.organisation(&p.organisation).name,
                synthetic: p.synthetic,
            },
            None => Label { name: id.to_string(), beside: String::new(), synthetic: false },
        }
    }

    /// The family name, the organisation beside it: for narrow cells.
    pub fn person_short(&self, id: &PersonId) -> Label {
        let full = self.person(id);
        match self.directory.person(id) {
            Some(p) => {
                let romaji = &p.name.family_romaji;
                let family = match self.lang {
                    Lang::En if !romaji.is_empty() => romaji,
                    _ => &p.name.family,
                };
                Label { name: family.clone(), ..full }
            }
            None => full,
        }
    }

    /// 山田 花子（○○大学）
    pub fn person_in_words(&self, id: &PersonId) -> String {
        let label = self.person(id);
        let name = self.person_name(id);
        if label.beside.is_empty() {
            return name;
        }
        match self.lang {
            Lang::Ja => format!("{name}（{}）", label.beside),
            Lang::En => format!("{name} ({})", label.beside),
        }
    }

    /// The name alone, marked where only some people are made up.
    pub fn person_name(&self, id: &PersonId) -> String {
        let label = self.person(id);
        if label.synthetic && !self.everyone_synthetic {
            self.words.fill("name.synthetic", &[("name", &label.name)])
        } else {
            label.name
        }
    }

    pub fn room(&self, id: &RoomId) -> String {
        self.directory.room(id).map_or_else(|| id.to_string(), |r| r.name.get(self.lang).to_owned())
    }

    pub fn floor(&self, floor: Option<i32>) -> String {
        match floor {
            Some(floor) => self.words.fill("floor", &[("n", &floor)]),
            None => self.words.say("floor.unknown"),
        }
    }

    pub fn desk(&self, id: &DeskId) -> String {
        self.directory.desk(id).map_or_else(|| id.to_string(), |d| d.name.get(self.lang).to_owned())
    }

    pub fn session(&self, id: &SessionId) -> String {
        match self.directory.session(id) {
            Some(s) if !s.title.is_empty() => s.title.get(self.lang).to_owned(),
            _ => id.to_string(),
        }
    }

    /// The title, or the code and the title of a talk.
    pub fn session_in_words(&self, id: &SessionId) -> String {
        let title = self.session(id);
        match self.directory.session(id).map(|s| s.kind) {
            Some(SessionKind::Talk) if title != id.0 => format!("{id} {title}"),
            _ => title,
        }
    }

    pub fn session_kind(&self, kind: SessionKind) -> String {
        self.words.say(match kind {
            SessionKind::Talk => key("session.talk"),
            SessionKind::Lecture => key("session.lecture"),
            SessionKind::Posters => key("session.posters"),
            SessionKind::Plenary => key("session.plenary"),
        })
    }

    pub fn sector(&self, sector: Sector) -> String {
        self.words.say(match sector {
            Sector::Industry => key("sector.industry"),
            Sector::Academia => key("sector.academia"),
            Sector::Other => key("sector.other"),
        })
    }

    pub fn kind(&self, kind: OrganisationKind) -> String {
        self.words.say(match kind {
            OrganisationKind::Academia => key("kind.academia"),
            OrganisationKind::Company => key("kind.company"),
            OrganisationKind::Startup => key("kind.startup"),
            OrganisationKind::Other => key("kind.other"),
        })
    }

    pub fn profile_kind(&self, kind: ProfileKind) -> String {
        self.words.say(match kind {
            ProfileKind::Need => key("profile.need"),
            ProfileKind::Offer => key("profile.offer"),
            ProfileKind::Seed => key("profile.seed"),
            ProfileKind::Project => key("profile.project"),
        })
    }

    pub fn concept(&self, id: &ConceptId) -> String {
        let concept = Thesaurus::embedded().concept(id);
        concept.map_or_else(|| id.to_string(), |c| c.label.get(self.lang).to_owned())
    }

    /// What an item is, with those who take part.
    pub fn item(&self, item: &ItemId) -> String {
        match item {
            ItemId::Session(id) => self.session_in_words(id),
            ItemId::Consultation(id) => match self.directory.consultation(id) {
                Some(c) => self.words.fill(
                    "item.consultation",
                    &[("who", &self.person_in_words(&c.person)), ("topic", &c.topic)],
                ),
                None => id.to_string(),
            },
            ItemId::Meeting(a, b) => self.words.fill(
                "item.meeting",
                &[("one", &self.person_in_words(a)), ("other", &self.person_in_words(b))],
            ),
            ItemId::Group(id) => match self.directory.group(id) {
                Some(g) => self.words.fill("item.group", &[("title", &g.title)]),
                None => id.to_string(),
            },
        }
    }

    /// Room, and the desk or table in it.
    pub fn place(&self, placement: &Placement) -> String {
        let room = self.room(&placement.room);
        match (&placement.desk, placement.table) {
            (Some(desk), _) => {
                let desk = self.desk(desk);
                if desk.contains(&room) { desk } else { format!("{room} {desk}") }
            }
            (None, Some(n)) => self.words.fill("place.table", &[("room", &room), ("n", &n)]),
            (None, None) => room,
        }
    }

    /// With the day where there are several.
    pub fn at(&self, start: chrono::NaiveDateTime, end: chrono::NaiveDateTime) -> String {
        let span = when::span(start, end);
        match self.workshop.days.len() {
            0 | 1 => span,
            _ => format!("{} {span}", start.format("%-m/%-d")),
        }
    }
}

/// Marks a key of the words, so that the test of the words finds it.
pub fn key(key: &'static str) -> &'static str {
    key
}
