//! Partners for a profile, best first, every score the sum of its parts.

use super::index::{Bearing, Entry, Index};
use super::part::{Borne, Grounds, Part, PartKind};
use super::{MatchingError, Points};
use crate::domain::{OrganisationId, Phase, Profile, ProfileId, ProfileKind, TagState};
use crate::vocabulary::{Complement, Facet, Side};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// Which side of industry and academia partners are looked for on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    #[default]
    All,
    /// Another sector than one's own; companies and start-ups are one sector.
    Across,
    /// One's own sector.
    Within,
}

/// What partners are looked for by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Lens {
    /// Everything that speaks for a partner.
    #[default]
    Whole,
    /// Who works on the same, in whatever language: shared concepts and texts only.
    Likeness,
    /// Who has what the other lacks: complements only.
    Complement,
}

impl Lens {
    /// Whether a part counts when looked at through this lens.
    pub fn shows(self, kind: PartKind) -> bool {
        match self {
            Lens::Whole => true,
            Lens::Likeness => matches!(kind, PartKind::Shared | PartKind::Text),
            Lens::Complement => kind == PartKind::Complement,
        }
    }
}

/// What is asked of a ranking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    pub scope: Scope,
    pub lens: Lens,
    /// Kinds of profile that may be suggested.
    pub kinds: Vec<ProfileKind>,
    /// How many suggestions to list.
    pub limit: usize,
}

impl Default for Query {
    /// Twenty partners of any sector; projects are records, not partners to meet.
    fn default() -> Self {
        Query {
            scope: Scope::All,
            lens: Lens::Whole,
            kinds: vec![ProfileKind::Need, ProfileKind::Offer, ProfileKind::Seed],
            limit: 20,
        }
    }
}

/// A partner suggested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// From 1.
    pub rank: usize,
    pub profile: ProfileId,
    pub organisation: OrganisationId,
    /// The sum of the parts' points, exactly.
    pub score: Points,
    /// In the order of [`PartKind`]; parts that give nothing are left out.
    pub parts: Vec<Part>,
}

/// The most common words shown as grounds.
const WORDS_SHOWN: usize = 6;

impl Index<'_> {
    /// Suggests partners for a profile of the index: those that have anything for it, best first,
    /// equals by id. Excluded partners are neither listed nor counted. O(uses of the profile's
    /// words + profiles · tags).
    pub fn rank(&self, id: &ProfileId, query: &Query) -> Result<Vec<Suggestion>, MatchingError> {
        let asked = Asked::new(self, self.position(id)?, query.lens);
        let ranked = asked.ranked(query);
        Ok(ranked
            .into_iter()
            .take(query.limit)
            .enumerate()
            .map(|(i, (score, position))| asked.suggestion(i + 1, score, position))
            .collect())
    }

    /// The rankings of all profiles, in the order of the register; on rayon's threads.
    pub fn rank_all(&self, query: &Query) -> Vec<(ProfileId, Vec<Suggestion>)> {
        let rank = |entry: &Entry| {
            let id = entry.profile.id.clone();
            let ranked = self.rank(&id, query).unwrap_or_default();
            (id, ranked)
        };
        self.entries.par_iter().map(rank).collect()
    }

    /// Everyone the query lists, with the score alone, best first.
    pub fn scores(
        &self,
        id: &ProfileId,
        query: &Query,
    ) -> Result<Vec<(ProfileId, Points)>, MatchingError> {
        let ranked = Asked::new(self, self.position(id)?, query.lens).ranked(query);
        let named =
            |(score, position): (Points, usize)| (self.entries[position].profile.id.clone(), score);
        Ok(ranked.into_iter().map(named).collect())
    }
}

/// One who asks, prepared.
struct Asked<'a> {
    index: &'a Index<'a>,
    position: usize,
    lens: Lens,
    entry: &'a Entry,
    /// For each concept on the other side, what of mine it would answer or pose.
    links: HashMap<usize, Vec<Link<'a>>>,
    /// Products of my words with each profile's.
    word_products: Vec<f64>,
    /// Where walks over joint work lead.
    walked: BTreeMap<OrganisationId, f64>,
}

/// What a concept on the other side would be to one of mine.
#[derive(Clone, Copy)]
struct Link<'a> {
    mine: &'a Bearing,
    complement: &'a Complement,
    problem: usize,
    answer: usize,
    /// Whether it is I who ask.
    mine_is_problem: bool,
    /// The asking side names the answer that it seeks, the other the problem that it treats.
    turned: bool,
}

/// A complement between me and another.
struct Fit<'a> {
    mine: &'a Bearing,
    theirs: &'a Bearing,
    mine_is_problem: bool,
    /// `None`: the same concept, sought here and there on the other side.
    complement: Option<&'a Complement>,
    worth: f64,
}

impl<'a> Asked<'a> {
    fn new(index: &'a Index<'a>, position: usize, lens: Lens) -> Asked<'a> {
        let entry = &index.entries[position];
        let mut links: HashMap<usize, Vec<Link>> = HashMap::new();
        for mine in &entry.bearings {
            for (complement, side) in index.thesaurus.complements_of(index.concept_id(mine.concept))
            {
                let problem = index.thesaurus.index(&complement.problem);
                let answer = index.thesaurus.index(&complement.answer);
                let (Some(problem), Some(answer)) = (problem, answer) else { continue };
                let mine_is_it = side == Side::Problem;
                let other = if mine_is_it { answer } else { problem };
                for turned in [false, true] {
                    let mine_is_problem = mine_is_it != turned;
                    let link = Link { mine, complement, problem, answer, mine_is_problem, turned };
                    links.entry(other).or_default().push(link);
                }
            }
        }
        let mut word_products = vec![0.0; index.entries.len()];
        for &(word, weight) in &entry.words {
            let mine = weight as f64 * index.word_rarity(word).powi(2);
            for &(user, theirs) in &index.uses[word as usize] {
                word_products[user as usize] += mine * theirs as f64;
            }
        }
        let walked = index.relations.walk(&entry.profile.organisation);
        Asked { index, position, lens, entry, links, word_products, walked }
    }

    /// Everyone with anything for me, best first.
    fn ranked(&self, query: &Query) -> Vec<(Points, usize)> {
        let mut ranked: Vec<(Points, usize)> = (0..self.index.entries.len())
            .filter(|position| self.may_be_suggested(*position, query))
            .map(|position| (self.score(position), position))
            .filter(|(score, _)| *score > Points::ZERO)
            .collect();
        ranked.sort_unstable_by_key(|(score, position)| {
            (Reverse(*score), &self.index.entries[*position].profile.id)
        });
        ranked
    }

    fn may_be_suggested(&self, position: usize, query: &Query) -> bool {
        let (mine, theirs) = (&self.entry.profile, &self.index.entries[position].profile);
        let sector = |profile: &Profile| self.index.sector(&profile.organisation);
        position != self.position
            && query.kinds.contains(&theirs.kind)
            && match query.scope {
                Scope::All => true,
                Scope::Across => sector(mine) != sector(theirs),
                Scope::Within => sector(mine) == sector(theirs),
            }
            && self.index.exclusions.between(mine, theirs).is_none()
    }

    fn score(&self, position: usize) -> Points {
        let theirs = &self.index.entries[position];
        PartKind::ALL
            .into_iter()
            .filter(|kind| self.lens.shows(*kind))
            .map(|kind| match kind {
                PartKind::Shared => {
                    let mut points = Points::ZERO;
                    self.shared(theirs, |_, _, more| points += more);
                    points
                }
                PartKind::Complement => {
                    self.fits(theirs).into_iter().map(|(_, points)| points).sum()
                }
                PartKind::Text => self.text(position).0,
                PartKind::Past => self.past(theirs),
                PartKind::Phase => self.phase(theirs).0,
            })
            .sum()
    }

    /// Calls `each` for every concept of both sides with the share of full likeness it gives.
    fn alike(&self, theirs: &'a Entry, mut each: impl FnMut(&'a Bearing, &'a Bearing, f64)) {
        let weights = &self.index.weights;
        let usual = weights.usual_information.sqrt();
        let lengths = self.entry.concept_length.max(usual) * theirs.concept_length.max(usual);
        in_both(self.entry, theirs, |a, b| {
            let share = self.index.step[a.concept] * a.weight * b.weight / lengths;
            each(a, b, share.min(weights.one_concept));
        });
    }

    /// How alike the concepts of both are, 0–1.
    fn likeness(&self, theirs: &'a Entry) -> f64 {
        let mut likeness = 0.0;
        self.alike(theirs, |_, _, share| likeness += share);
        likeness.min(1.0)
    }

    /// Calls `each` for every concept of both sides with what it gives.
    fn shared(&self, theirs: &'a Entry, mut each: impl FnMut(&'a Bearing, &'a Bearing, Points)) {
        let weights = &self.index.weights;
        self.alike(theirs, |a, b, share| each(a, b, Points::of(weights.shared * share)));
    }

    /// The complements with another, the best of each problem, each with what it gives.
    fn fits(&self, theirs: &'a Entry) -> Vec<(Fit<'a>, Points)> {
        let index = self.index;
        let weights = &index.weights;
        let mut best: BTreeMap<(bool, usize), Fit<'a>> = BTreeMap::new();
        let mut keep = |fit: Fit<'a>| {
            let problem = if fit.mine_is_problem { fit.mine } else { fit.theirs };
            let key = (fit.mine_is_problem, problem.tag);
            if fit.worth > best.get(&key).map_or(0.0, |known| known.worth) {
                best.insert(key, fit);
            }
        };
        for their in &theirs.bearings {
            for link in self.links.get(&their.concept).into_iter().flatten() {
                let (asks, asked, given) = if link.mine_is_problem {
                    (self.entry, link.mine, their)
                } else {
                    (theirs, their, link.mine)
                };
                // A problem presses by being named, an answer only by being sought; and only a
                // problem can be had so as to treat it: who has a disease at hand has no answer.
                let treats = index.thesaurus.concepts()[link.problem].facet == Facet::Sought;
                let pressing = match link.turned {
                    false => asked.sought.max(weights.named * asked.weight),
                    true if treats => asked.sought,
                    true => 0.0,
                };
                let rare = index.concept_rarity(link.problem) * index.answer_rarity(link.problem);
                let worth = weights.kind(link.complement.kind)
                    * (rare * pressing).sqrt()
                    * given.there
                    * self.lacking(asks, link.answer);
                keep(Fit {
                    mine: link.mine,
                    theirs: their,
                    mine_is_problem: link.mine_is_problem,
                    complement: Some(link.complement),
                    worth,
                });
            }
        }
        in_both(self.entry, theirs, |mine, their| {
            if !can_be_sought(index.thesaurus.concepts()[mine.concept].facet) {
                return;
            }
            for mine_is_problem in [true, false] {
                let (asks, sought, there) = if mine_is_problem {
                    (self.entry, mine.sought, their.there)
                } else {
                    (theirs, their.sought, mine.there)
                };
                let worth = weights.sought
                    * index.information[mine.concept]
                    * sought.sqrt()
                    * there
                    * self.lacking(asks, mine.concept);
                keep(Fit { mine, theirs: their, mine_is_problem, complement: None, worth });
            }
        });
        let mut fits: Vec<Fit> = best.into_values().collect();
        // A stable sort: equals stay in the order of their problems.
        fits.sort_by(|a, b| b.worth.total_cmp(&a.worth));
        let mut rate = weights.complement;
        fits.into_iter()
            .map(|fit| {
                let points = Points::of(rate * fit.worth);
                rate *= weights.further_complement;
                (fit, points)
            })
            .collect()
    }

    /// 1 for one that lacks the answer, less for one that has it already.
    fn lacking(&self, asks: &Entry, answer: usize) -> f64 {
        let own = asks.bearings.binary_search_by_key(&answer, |b| b.concept);
        let has = own.is_ok_and(|i| asks.bearings[i].there > asks.bearings[i].sought);
        if has { self.index.weights.has_answer } else { 1.0 }
    }

    /// What the likeness of the texts gives, and whether it was read off the words.
    fn text(&self, position: usize) -> (Points, bool) {
        let theirs = &self.index.entries[position];
        let weights = &self.index.weights;
        let lengths = self.entry.word_length * theirs.word_length;
        let words = if lengths > 0.0 { self.word_products[position] / lengths } else { 0.0 };
        let concepts = if self.entry.profile.lang == theirs.profile.lang {
            0.0
        } else {
            weights.across_languages * self.likeness(theirs)
        };
        (Points::of(weights.text * concepts.max(words)), words >= concepts)
    }

    fn past(&self, theirs: &Entry) -> Points {
        let share = self.walked.get(&theirs.profile.organisation).copied().unwrap_or(0.0);
        Points::of(self.index.weights.past * share / (share + self.index.weights.past_half))
    }

    fn phase(&self, theirs: &Entry) -> (Points, Option<(Phase, Phase)>) {
        match (self.entry.profile.phase, theirs.profile.phase) {
            (Some(mine), Some(their)) => {
                let fit = match (mine as i32 - their as i32).abs() {
                    0 => 1.0,
                    1 => 0.5,
                    _ => 0.0,
                };
                (Points::of(self.index.weights.phase * fit), Some((mine, their)))
            }
            _ => (Points::ZERO, None),
        }
    }

    fn suggestion(&self, rank: usize, score: Points, position: usize) -> Suggestion {
        let theirs = &self.index.entries[position];
        let mut parts = Vec::new();
        let mut part = |kind, points, grounds| {
            if points != Points::ZERO && self.lens.shows(kind) {
                parts.push(Part { kind, points, grounds });
            }
        };
        let shared = self.shared_grounds(theirs);
        part(PartKind::Shared, shared.iter().map(|(points, _)| *points).sum(), grounds(shared));
        let fits: Vec<(Points, Grounds)> = self
            .fits(theirs)
            .into_iter()
            .filter(|(_, points)| *points != Points::ZERO)
            .map(|(fit, points)| (points, self.fit_grounds(theirs, fit, points)))
            .collect();
        part(PartKind::Complement, fits.iter().map(|(points, _)| *points).sum(), grounds(fits));
        let (text, by_words) = self.text(position);
        let text_grounds = if by_words {
            Grounds::Words { words: self.common_words(theirs) }
        } else {
            Grounds::AcrossLanguages
        };
        part(PartKind::Text, text, vec![text_grounds]);
        part(PartKind::Past, self.past(theirs), self.past_grounds(theirs));
        let (phase, phases) = self.phase(theirs);
        let phases = phases.map(|(mine, theirs)| Grounds::Phases { mine, theirs });
        part(PartKind::Phase, phase, phases.into_iter().collect());
        Suggestion {
            rank,
            profile: theirs.profile.id.clone(),
            organisation: theirs.profile.organisation.clone(),
            score,
            parts,
        }
    }

    /// The narrowest common concepts, each with the points of the wider ones it implies.
    fn shared_grounds(&self, theirs: &'a Entry) -> Vec<(Points, Grounds)> {
        let thesaurus = self.index.thesaurus;
        let mut common: Vec<(&Bearing, &Bearing, Points)> = Vec::new();
        self.shared(theirs, |a, b, points| common.push((a, b, points)));
        let wider: Vec<Vec<usize>> = common
            .iter()
            .map(|(a, ..)| {
                let wider = thesaurus.broader(self.index.concept_id(a.concept));
                wider.filter_map(|(id, _)| thesaurus.index(id)).collect()
            })
            .collect();
        let is_narrowest = |i: &usize| !wider.iter().any(|w| w.contains(&common[*i].0.concept));
        let narrowest: Vec<usize> = (0..common.len()).filter(is_narrowest).collect();
        let mut sums = vec![Points::ZERO; common.len()];
        for (i, (bearing, _, points)) in common.iter().enumerate() {
            let owner = narrowest
                .iter()
                .find(|n| **n == i || wider[**n].contains(&bearing.concept))
                .copied()
                .unwrap_or(i);
            sums[owner] += *points;
        }
        let mut grounds: Vec<(Points, Grounds)> = common
            .iter()
            .zip(sums)
            .filter(|(_, points)| *points != Points::ZERO)
            .map(|((mine, their, _), points)| {
                let grounds = Grounds::SharedConcept {
                    concept: self.index.concept_id(mine.concept).clone(),
                    mine: borne(self.entry, mine),
                    theirs: borne(theirs, their),
                    points,
                };
                (points, grounds)
            })
            .collect();
        grounds.sort_by_key(|(points, _)| Reverse(*points));
        grounds
    }

    fn fit_grounds(&self, theirs: &Entry, fit: Fit, points: Points) -> Grounds {
        let mine = borne(self.entry, fit.mine);
        let their = borne(theirs, fit.theirs);
        match fit.complement {
            Some(complement) => Grounds::Complement {
                problem: complement.problem.clone(),
                answer: complement.answer.clone(),
                kind: complement.kind,
                mine_is_problem: fit.mine_is_problem,
                mine,
                theirs: their,
                reason: complement.reason.clone(),
                points,
            },
            None => Grounds::Sought {
                concept: self.index.concept_id(fit.mine.concept).clone(),
                mine_is_sought: fit.mine_is_problem,
                mine,
                theirs: their,
                points,
            },
        }
    }

    /// The weightiest words of both texts; pieces of words count but are not shown.
    fn common_words(&self, theirs: &Entry) -> Vec<String> {
        let their: HashMap<u32, f32> = theirs.words.iter().copied().collect();
        let mut common: Vec<(f64, &String)> = self
            .entry
            .words
            .iter()
            .filter_map(|(word, weight)| {
                let name = &self.index.words[*word as usize];
                let both = *their.get(word)? as f64 * *weight as f64;
                (!name.starts_with('~'))
                    .then(|| (both * self.index.word_rarity(*word).powi(2), name))
            })
            .collect();
        common.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        common.into_iter().take(WORDS_SHOWN).map(|(_, word)| word.clone()).collect()
    }

    fn past_grounds(&self, theirs: &Entry) -> Vec<Grounds> {
        let (mine, their) = (&self.entry.profile.organisation, &theirs.profile.organisation);
        let relations = &self.index.relations;
        let work: Vec<_> = relations.together(mine, their).into_iter().cloned().collect();
        if !work.is_empty() {
            return vec![Grounds::Together { work }];
        }
        vec![Grounds::Through { organisations: relations.between(mine, their) }]
    }
}

/// Methods, means and help are sought; diseases, products and phases are what the work is about.
fn can_be_sought(facet: Facet) -> bool {
    match facet {
        Facet::Technology
        | Facet::Resource
        | Facet::Sought
        | Facet::Offered
        | Facet::Regulation => true,
        Facet::Modality | Facet::Disease | Facet::Phase => false,
    }
}

fn grounds(grounds: Vec<(Points, Grounds)>) -> Vec<Grounds> {
    grounds.into_iter().map(|(_, grounds)| grounds).collect()
}

/// Walks the concepts that both bear, in their order.
fn in_both<'a>(a: &'a Entry, b: &'a Entry, mut each: impl FnMut(&'a Bearing, &'a Bearing)) {
    let (mut i, mut j) = (0, 0);
    while i < a.bearings.len() && j < b.bearings.len() {
        let (x, y) = (&a.bearings[i], &b.bearings[j]);
        if x.concept == y.concept {
            each(x, y);
        }
        i += usize::from(x.concept <= y.concept);
        j += usize::from(y.concept <= x.concept);
    }
}

fn borne(entry: &Entry, bearing: &Bearing) -> Borne {
    let tag = &entry.profile.tags[bearing.tag];
    debug_assert_ne!(tag.state, TagState::Removed);
    let mut words: Vec<String> = tag.evidence.iter().map(|e| e.words.clone()).collect();
    words.sort();
    words.dedup();
    Borne { tag: tag.concept.clone(), words }
}
