//! The profiles prepared for ranking: concepts and words with their rarity, in inverted lists.

use super::MatchingError;
use super::exclusions::Exclusions;
use super::graph::Relations;
use super::register::Register;
use super::stance::stances;
use super::weights::Weights;
use crate::domain::{
    ConceptId, Organisation, OrganisationId, OrganisationKind, Profile, ProfileId, Sector, TagState,
};
use crate::vocabulary::{Facet, Side, Thesaurus, features_once, supported};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// The most tags a profile may have; more would be a way to be found for everything.
pub const MAX_TAGS: usize = 30;

/// Everything needed to rank partners. Built once, O(text of all profiles); it holds no matrix of
/// pairs. One profile can be replaced.
#[derive(Debug, Clone)]
pub struct Index<'t> {
    pub(super) thesaurus: &'t Thesaurus,
    pub(super) weights: Weights,
    pub(super) relations: Relations,
    pub(super) exclusions: Exclusions,
    pub(super) organisations: HashMap<OrganisationId, Organisation>,
    pub(super) entries: Vec<Entry>,
    positions: HashMap<ProfileId, usize>,
    /// Profiles that bear each concept of the thesaurus or a narrower one.
    bearers: Vec<u32>,
    /// Those of them that have it, not only seek it.
    havers: Vec<u32>,
    /// Profiles that have an answer to each concept's problem.
    answerers: Vec<u32>,
    /// How telling each concept is by its place in the thesaurus alone, 0–1.
    place: Vec<f64>,
    /// How telling each concept is, and how much more than its next broader ones.
    pub(super) information: Vec<f64>,
    pub(super) step: Vec<f64>,
    word_numbers: HashMap<String, u32>,
    pub(super) words: Vec<String>,
    /// For each word, the profiles that use it and how much.
    pub(super) uses: Vec<Vec<(u32, f32)>>,
    /// How telling each word is.
    word_rarity: Vec<f64>,
}

/// A concept as a profile bears it, itself or by a narrower tag. Weights are 0–1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bearing {
    pub concept: usize,
    /// Position of the heaviest tag that gives it, in the profile's tags.
    pub tag: usize,
    pub weight: f64,
    /// As something the profile has (its offers, what it is about).
    pub there: f64,
    /// As something the profile seeks.
    pub sought: f64,
}

/// A profile, prepared.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub profile: Profile,
    /// By concept.
    pub bearings: Vec<Bearing>,
    /// Problems to which the profile has an answer.
    answers: Vec<usize>,
    /// Words with their weight, in the words' order.
    pub words: Vec<(u32, f32)>,
    /// For each tag, its share in all that the profile asks for; together at most 1.
    pub demands: Vec<f64>,
    /// Lengths of the two vectors under the present rarities.
    pub concept_length: f64,
    pub word_length: f64,
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
            bearers: vec![0; concepts],
            havers: vec![0; concepts],
            answerers: vec![0; concepts],
            place: places(thesaurus),
            information: vec![0.0; concepts],
            step: vec![0.0; concepts],
            word_numbers: HashMap::new(),
            words: Vec::new(),
            uses: Vec::new(),
            word_rarity: Vec::new(),
        };
        for organisation in register.organisations {
            index.organisations.insert(organisation.id.clone(), organisation.clone());
        }
        for profile in register.profiles {
            let position = index.entries.len();
            if index.positions.insert(profile.id.clone(), position).is_some() {
                return Err(MatchingError::DuplicateProfile(profile.id.clone()));
            }
            let entry = index.prepare(profile)?;
            index.count(position, &entry);
            index.entries.push(entry);
        }
        index.weigh();
        Ok(index)
    }

    /// Puts a profile in the place of the one with its id; every ranking is then as if the index
    /// had been built with it.
    pub fn replace(&mut self, profile: &Profile) -> Result<(), MatchingError> {
        let position = self.position(&profile.id)?;
        let entry = self.prepare(profile)?;
        let old = std::mem::replace(&mut self.entries[position], entry.clone());
        for bearing in &old.bearings {
            self.bearers[bearing.concept] -= 1;
            self.havers[bearing.concept] -= u32::from(bearing.there > 0.0);
        }
        for problem in &old.answers {
            self.answerers[*problem] -= 1;
        }
        for (word, _) in &old.words {
            self.uses[*word as usize].retain(|(user, _)| *user != position as u32);
        }
        self.count(position, &entry);
        self.relations.replace(profile);
        self.weigh();
        Ok(())
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

    /// How rare a concept, or a narrower one, is among so many profiles, wherever it stands.
    pub(super) fn concept_rarity(&self, concept: usize, profiles: usize) -> f64 {
        rarity(profiles, self.bearers[concept] as usize)
    }

    /// How narrow a concept is, 0–1.
    pub(super) fn place(&self, concept: usize) -> f64 {
        self.place[concept]
    }

    /// How rare it is to have what a concept names, not only to seek it.
    pub(super) fn having_rarity(&self, concept: usize) -> f64 {
        rarity(self.entries.len(), self.havers[concept] as usize)
    }

    /// How rare it is to have an answer to a problem.
    pub(super) fn answer_rarity(&self, problem: usize) -> f64 {
        rarity(self.entries.len(), self.answerers[problem] as usize)
    }

    /// How telling a word is: less, the more profiles use it.
    pub(super) fn word_rarity(&self, word: u32) -> f64 {
        self.word_rarity[word as usize]
    }

    fn prepare(&mut self, profile: &Profile) -> Result<Entry, MatchingError> {
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
        let words = self.words_of(profile);
        let bearings = self.bearings(profile)?;
        Ok(Entry {
            answers: self.answers(&bearings),
            profile: profile.clone(),
            bearings,
            words,
            demands: Vec::new(),
            concept_length: 0.0,
            word_length: 0.0,
        })
    }

    /// What the profile's tags bear, broader concepts included. A concept that the thesaurus does
    /// not know cannot be compared and is passed over.
    fn bearings(&self, profile: &Profile) -> Result<Vec<Bearing>, MatchingError> {
        let mut borne: BTreeMap<usize, Bearing> = BTreeMap::new();
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
            let weight = if tag.weight.is_finite() { tag.weight.clamp(0.0, 1.0) } else { 0.0 };
            let (there, sought) = stances(profile, tag);
            let (there, sought) = (there * weight, sought * weight);
            let wider = self.thesaurus.broader(&tag.concept);
            let wider = wider.filter_map(|(id, _)| self.thesaurus.index(id));
            for concept in std::iter::once(own).chain(wider) {
                let new = Bearing { concept, tag: position, weight, there, sought };
                let bearing = borne.entry(concept).or_insert(new);
                if weight > bearing.weight {
                    (bearing.weight, bearing.tag) = (weight, position);
                }
                bearing.there = bearing.there.max(there);
                bearing.sought = bearing.sought.max(sought);
            }
        }
        Ok(borne.into_values().collect())
    }

    fn answers(&self, bearings: &[Bearing]) -> Vec<usize> {
        let mut problems: Vec<usize> = bearings
            .iter()
            .filter(|bearing| bearing.there > 0.0)
            .flat_map(|bearing| self.thesaurus.complements_of(self.concept_id(bearing.concept)))
            .filter(|(_, side)| *side == Side::Answer)
            .filter_map(|(complement, _)| self.thesaurus.index(&complement.problem))
            .collect();
        problems.sort_unstable();
        problems.dedup();
        problems
    }

    /// The profile's words; those of the title count once more, for they say what it is about.
    fn words_of(&mut self, profile: &Profile) -> Vec<(u32, f32)> {
        let all = [&profile.title, &profile.text, &profile.seeks, &profile.offers]
            .map(String::as_str)
            .join("\n");
        let mut weights: BTreeMap<String, f32> =
            features_once(&all, profile.lang).into_iter().collect();
        for (word, weight) in features_once(&profile.title, profile.lang) {
            *weights.entry(word).or_default() += weight;
        }
        weights
            .into_iter()
            .map(|(word, weight)| {
                let next = self.words.len() as u32;
                let number = *self.word_numbers.entry(word).or_insert_with_key(|word| {
                    self.words.push(word.clone());
                    self.uses.push(Vec::new());
                    next
                });
                (number, weight)
            })
            .collect()
    }

    fn count(&mut self, position: usize, entry: &Entry) {
        for bearing in &entry.bearings {
            self.bearers[bearing.concept] += 1;
            self.havers[bearing.concept] += u32::from(bearing.there > 0.0);
        }
        for problem in &entry.answers {
            self.answerers[*problem] += 1;
        }
        for &(word, weight) in &entry.words {
            let uses = &mut self.uses[word as usize];
            let at = uses.partition_point(|(user, _)| (*user as usize) < position);
            uses.insert(at, (position as u32, weight));
        }
    }

    /// Rarities and lengths from the present counts. What a concept tells is the product of its
    /// rarity among the profiles, of its place in the thesaurus and of its facet; it never falls
    /// from a concept to a narrower one, so the steps from broader to narrower add up to it.
    fn weigh(&mut self) {
        let concepts = self.thesaurus.concepts();
        for (i, concept) in concepts.iter().enumerate() {
            let rare = rarity(self.entries.len(), self.bearers[i] as usize);
            self.information[i] = rare * self.place[i] * facet_worth(concept.facet);
        }
        for (i, concept) in concepts.iter().enumerate() {
            let broader = concept.broader.iter().filter_map(|id| self.thesaurus.index(id));
            let known = broader.map(|b| self.information[b]).fold(0.0, f64::max);
            self.step[i] = (self.information[i] - known).max(0.0);
        }
        let profiles = self.entries.len();
        self.word_rarity = self.uses.iter().map(|users| rarity(profiles, users.len())).collect();
        let mut entries = std::mem::take(&mut self.entries);
        entries.par_iter_mut().for_each(|entry| {
            let concepts: f64 =
                entry.bearings.iter().map(|b| self.step[b.concept] * b.weight * b.weight).sum();
            let words: f64 = entry
                .words
                .iter()
                .map(|(word, weight)| (self.word_rarity(*word) * *weight as f64).powi(2))
                .sum();
            entry.demands = self.demands(entry, profiles);
            entry.concept_length = concepts.sqrt();
            entry.word_length = words.sqrt();
        });
        self.entries = entries;
    }
}

/// 1 for what a single profile has, towards 0 for what all have.
fn rarity(profiles: usize, users: usize) -> f64 {
    let n = profiles as f64;
    ((n + 1.0) / (users as f64 + 0.5)).ln() / ((n + 1.0) / 0.5).ln()
}

/// How much a concept of a facet says about what a profile is about.
fn facet_worth(facet: Facet) -> f64 {
    match facet {
        Facet::Disease | Facet::Technology | Facet::Modality => 1.0,
        Facet::Sought | Facet::Resource | Facet::Regulation => 0.6,
        Facet::Offered => 0.5,
        Facet::Phase => 0.3,
    }
}

/// 1 for a concept with nothing below it, towards 0 for one with its whole facet below it.
fn places(thesaurus: &Thesaurus) -> Vec<f64> {
    let concepts = thesaurus.concepts();
    let mut below = vec![0usize; concepts.len()];
    let mut facets: HashMap<Facet, usize> = HashMap::new();
    for concept in concepts {
        *facets.entry(concept.facet).or_default() += 1;
        for (wider, _) in thesaurus.broader(&concept.id) {
            if let Some(i) = thesaurus.index(wider) {
                below[i] += 1;
            }
        }
    }
    concepts
        .iter()
        .enumerate()
        .map(|(i, concept)| {
            let all = facets[&concept.facet] as f64;
            1.0 - (1.0 + below[i] as f64).ln() / (1.0 + all).ln()
        })
        .collect()
}
