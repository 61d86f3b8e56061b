//! The profiles prepared for ranking: concepts and words with their rarity, in inverted lists.

use super::MatchingError;
use super::bound::Lists;
use super::exclusions::Exclusions;
use super::fit::{Asking, Demand};
use super::graph::Relations;
use super::register::Register;
use super::stance::stances;
use super::telling::Telling;
use super::weights::Weights;
use super::words::Words;
use crate::domain::{
    ConceptId, MAX_TAGS, Organisation, OrganisationId, OrganisationKind, Profile, ProfileId,
    Sector, TagState,
};
use crate::vocabulary::{Thesaurus, supported};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Profiles that are read side by side before they are put in, one after another.
const TOGETHER: usize = 256;

/// Everything needed to rank partners. Built once, O(text of all profiles); it holds no matrix of
/// pairs. One profile can be replaced.
#[derive(Debug, Clone)]
pub struct Index<'t> {
    pub(super) thesaurus: &'t Thesaurus,
    pub(super) weights: Weights,
    pub(super) relations: Relations,
    pub(super) exclusions: Exclusions,
    pub(super) organisations: HashMap<OrganisationId, Organisation>,
    /// Copies share them.
    pub(super) entries: Vec<Arc<Entry>>,
    positions: HashMap<ProfileId, usize>,
    /// Profiles of each organisation.
    pub(super) of_organisation: HashMap<OrganisationId, Vec<usize>>,
    /// Profiles that bear each concept of the thesaurus or a narrower one.
    bearers: Vec<u32>,
    pub(super) lists: Lists,
    pub(super) telling: Telling,
    pub(super) words: Words,
}

impl<'t> Index<'t> {
    /// Prepares the register's profiles. Tags are taken as they are: tag the profiles before.
    pub fn build(
        register: &Register,
        thesaurus: &'t Thesaurus,
        weights: Weights,
    ) -> Result<Index<'t>, MatchingError> {
        let concepts = thesaurus.concepts().len();
        let mut index = Index {
            thesaurus,
            weights,
            relations: Relations::build(register, thesaurus),
            exclusions: Exclusions::of(register),
            organisations: HashMap::new(),
            entries: Vec::with_capacity(register.profiles.len()),
            positions: HashMap::new(),
            of_organisation: HashMap::new(),
            bearers: vec![0; concepts],
            lists: Lists::new(concepts),
            telling: Telling::new(thesaurus),
            words: Words::default(),
        };
        for organisation in register.organisations {
            index.organisations.insert(organisation.id.clone(), organisation.clone());
        }
        for some in register.profiles.chunks(TOGETHER) {
            let read: Vec<_> = some.par_iter().map(|profile| index.read(profile)).collect();
            for (profile, read) in some.iter().zip(read) {
                let position = index.entries.len();
                if index.positions.insert(profile.id.clone(), position).is_some() {
                    return Err(MatchingError::DuplicateProfile(profile.id.clone()));
                }
                let entry = index.numbered(read?);
                index.count(&entry);
                index.words.add(position, &entry.words);
                index.lists.add(position, &entry);
                index.entries.push(Arc::new(entry));
                let organisation = profile.organisation.clone();
                index.of_organisation.entry(organisation).or_default().push(position);
            }
        }
        index.words.weigh(index.entries.len());
        index.telling.weigh(thesaurus, index.entries.len(), &index.bearers);
        Ok(index)
    }

    /// Puts a profile in the place of the one with its id; every ranking is then as if the index
    /// had been built with it. O(uses of its words + profiles · its tags).
    pub fn replace(&mut self, profile: &Profile) -> Result<(), MatchingError> {
        let position = self.position(&profile.id)?;
        let entry = self.numbered(self.read(profile)?);
        for bearing in &self.entries[position].bearings {
            self.bearers[bearing.concept()] -= 1;
        }
        self.count(&entry);
        self.telling.weigh(self.thesaurus, self.entries.len(), &self.bearers);
        let old = std::mem::replace(&mut self.entries[position], Arc::new(entry));
        self.words.replace(position, &old.words, &self.entries[position].words);
        self.lists.remove(position, &old);
        self.lists.add(position, &self.entries[position]);
        if old.profile.organisation != profile.organisation {
            let of = self.of_organisation.entry(old.profile.organisation.clone()).or_default();
            of.retain(|known| *known != position);
            let organisation = profile.organisation.clone();
            self.of_organisation.entry(organisation).or_default().push(position);
        }
        self.relations.replace(profile);
        Ok(())
    }

    /// Takes over who must not be brought together.
    pub fn exclude(&mut self, register: &Register) {
        self.exclusions = Exclusions::of(register);
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub fn profiles(&self) -> impl Iterator<Item = &Profile> {
        self.entries.iter().map(|entry| &entry.profile)
    }

    pub fn profile(&self, id: &ProfileId) -> Result<&Profile, MatchingError> {
        self.position(id).map(|position| &self.entries[position].profile)
    }

    pub fn relations(&self) -> &Relations {
        &self.relations
    }

    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    pub fn thesaurus(&self) -> &'t Thesaurus {
        self.thesaurus
    }

    pub(super) fn position(&self, id: &ProfileId) -> Result<usize, MatchingError> {
        let found = self.positions.get(id).copied();
        found.ok_or_else(|| MatchingError::UnknownProfile(id.clone()))
    }

    pub(super) fn kind_of(&self, organisation: &OrganisationId) -> OrganisationKind {
        self.organisations.get(organisation).map_or(OrganisationKind::Other, |o| o.kind)
    }

    /// Companies and start-ups are one sector.
    pub(super) fn sector(&self, organisation: &OrganisationId) -> Sector {
        match self.kind_of(organisation) {
            OrganisationKind::Academia => Sector::Academia,
            OrganisationKind::Company | OrganisationKind::Startup => Sector::Industry,
            OrganisationKind::Other => Sector::Other,
        }
    }

    pub(super) fn concept_id(&self, concept: usize) -> &'t ConceptId {
        &self.thesaurus.concepts()[concept].id
    }

    /// What a tag tells that only one of two has; the wider concepts it implies tell nothing more.
    pub(super) fn told_alone(&self, bearing: &Bearing) -> f64 {
        let told = self.telling.alone[bearing.concept()];
        if bearing.own { told * (bearing.weight * bearing.weight) as f64 } else { 0.0 }
    }

    /// Everything about a profile that depends on no other one: most of the work of an index.
    fn read(&self, profile: &Profile) -> Result<Read, MatchingError> {
        if !self.organisations.contains_key(&profile.organisation) {
            return Err(MatchingError::UnknownOrganisation {
                profile: profile.id.clone(),
                organisation: profile.organisation.clone(),
            });
        }
        let count = profile.tags.iter().filter(|tag| tag.state != TagState::Removed).count();
        if count > MAX_TAGS {
            let profile = profile.id.clone();
            return Err(MatchingError::TooManyTags { profile, count, limit: MAX_TAGS });
        }
        let tags = self.tags(profile)?;
        let (demands, ways) = self.demands(&tags);
        let entry = Entry {
            bearings: bearings(&tags, self.weights.had_half as f32),
            demands,
            ways,
            words: Vec::new(),
            sector: self.sector(&profile.organisation),
            profile: profile.clone(),
        };
        Ok(Read { entry, words: Words::read(profile) })
    }

    fn numbered(&mut self, read: Read) -> Entry {
        Entry { words: self.words.number(read.words), ..read.entry }
    }

    /// The tags that count, with what they say. A concept that the thesaurus does not know cannot be
    /// compared and is passed over.
    fn tags(&self, profile: &Profile) -> Result<Vec<Counted>, MatchingError> {
        let mut tags = Vec::new();
        let mut seen: Vec<&ConceptId> = Vec::new();
        for (position, tag) in profile.tags.iter().enumerate() {
            if !supported(profile, tag) {
                continue;
            }
            if seen.contains(&&tag.concept) {
                return Err(MatchingError::DuplicateTag {
                    profile: profile.id.clone(),
                    concept: tag.concept.clone(),
                });
            }
            seen.push(&tag.concept);
            let Some(own) = self.thesaurus.index(&tag.concept) else { continue };
            let weight =
                if tag.weight.is_finite() { tag.weight.clamp(0.0, 1.0) as f32 } else { 0.0 };
            let (there, sought) = stances(profile, tag);
            let wider = self.thesaurus.broader(&tag.concept);
            let wider = wider.filter_map(|(id, _)| self.thesaurus.index(id));
            let concepts = std::iter::once(own).chain(wider).map(|c| c as u32).collect();
            let (there, sought) = (there * weight, sought * weight);
            tags.push(Counted { position: position as u32, concepts, weight, there, sought });
        }
        Ok(tags)
    }

    fn count(&mut self, entry: &Entry) {
        for bearing in &entry.bearings {
            self.bearers[bearing.concept()] += 1;
        }
    }
}

/// A profile read, its words not numbered yet.
struct Read {
    entry: Entry,
    words: Vec<(String, f32)>,
}

/// A tag that counts. Weights are 0–1.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Counted {
    /// In the profile's tags.
    pub position: u32,
    /// Its own concept, then the wider ones.
    pub concepts: Vec<u32>,
    pub weight: f32,
    /// As something the profile has (its offers, what it is about).
    pub there: f32,
    /// As something the profile seeks.
    pub sought: f32,
}

/// A concept as a profile bears it, itself or by a narrower tag. Weights are 0–1. A ranking reads
/// those of all profiles: they are kept small.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bearing {
    concept: u32,
    /// Position of the heaviest tag that gives it, in the profile's tags.
    tag: u32,
    pub weight: f32,
    /// As something to give: there, and not sought in the same breath. Something is had or it is
    /// not: said in passing, it counts nearly as much as in the title.
    pub had: f32,
    /// Whether one of the tags is of this very concept.
    pub own: bool,
    pub there: bool,
    pub sought: bool,
}

impl Bearing {
    pub fn concept(&self) -> usize {
        self.concept as usize
    }

    pub fn tag(&self) -> usize {
        self.tag as usize
    }
}

/// A profile, prepared. Nothing in it depends on other profiles.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub profile: Profile,
    /// By concept.
    pub bearings: Vec<Bearing>,
    /// What the profile asks for, by tag, and the concepts by which that can be met.
    pub demands: Vec<Demand>,
    pub ways: Vec<Asking>,
    /// Words with their weight, in the words' order.
    pub words: Vec<(u32, f32)>,
    pub sector: Sector,
}

impl Entry {
    /// By what concepts its demands can be met, each with the demand and whether it is said to be
    /// sought.
    pub fn asked(&self) -> impl Iterator<Item = (usize, &Demand, bool)> {
        self.ways
            .iter()
            .map(|asking| (asking.concept(), &self.demands[asking.demand()], asking.sought()))
    }
}

/// What tags bear, broader concepts included.
fn bearings(tags: &[Counted], had_half: f32) -> Vec<Bearing> {
    let mut borne: BTreeMap<u32, Bearing> = BTreeMap::new();
    for tag in tags {
        for &concept in &tag.concepts {
            let bearing = borne.entry(concept).or_insert(Bearing {
                concept,
                tag: tag.position,
                weight: 0.0,
                had: 0.0,
                own: false,
                there: false,
                sought: false,
            });
            if tag.weight > bearing.weight {
                (bearing.weight, bearing.tag) = (tag.weight, tag.position);
            }
            bearing.own |= concept == tag.concepts[0];
            let given = (tag.there - tag.sought).max(0.0);
            bearing.had = bearing.had.max(given / (given + had_half));
            bearing.there |= tag.there > 0.0;
            bearing.sought |= tag.sought > 0.0;
        }
    }
    borne.into_values().collect()
}
