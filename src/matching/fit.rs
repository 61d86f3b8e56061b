//! What one side asks for and the other has.

use super::Points;
use super::index::{Bearing, Entry, Index};
use super::rank::{Asked, in_both};
use crate::vocabulary::{Complement, Facet, Side};
use std::collections::{BTreeMap, HashMap};

/// What a concept on the other side would be to one of mine.
#[derive(Clone, Copy)]
pub(super) struct Link<'a> {
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
pub(super) struct Fit<'a> {
    pub mine: &'a Bearing,
    pub theirs: &'a Bearing,
    pub mine_is_problem: bool,
    /// `None`: the same concept, sought here and there on the other side.
    pub complement: Option<&'a Complement>,
    /// The share in all that is asked for, times how well it is answered; 0–1.
    worth: f64,
}

impl Index<'_> {
    /// For each tag, its share in all that the profile asks for. What is sought or complained of
    /// counts by its weight and rarity, a problem that is only named less, and least what a disease
    /// or a phase calls for unsaid. One who asks for little is not answered in full by meeting one
    /// vague wish: there is a least total.
    pub(super) fn demands(&self, entry: &Entry, profiles: usize) -> Vec<f64> {
        let weights = &self.weights;
        let mut demands = vec![0.0; entry.profile.tags.len()];
        for (position, tag) in entry.profile.tags.iter().enumerate() {
            let Some(own) = self.thesaurus.index(&tag.concept) else { continue };
            let Ok(bearing) = entry.bearings.binary_search_by_key(&own, |b| b.concept) else {
                continue;
            };
            let bearing = &entry.bearings[bearing];
            let pressing = match self.thesaurus.concepts()[own].facet {
                Facet::Sought => bearing.sought.max(weights.named * bearing.weight),
                _ if self.can_be_sought(own) => bearing.sought,
                _ if self.calls_for_an_answer(own) => weights.unsaid * bearing.weight,
                _ => 0.0,
            };
            demands[position] = pressing * self.concept_rarity(own, profiles);
        }
        let total = demands.iter().sum::<f64>().max(weights.usual_demand);
        for demand in &mut demands {
            *demand /= total;
        }
        demands
    }

    /// Methods, means and help are sought; diseases, products and phases are what work is about.
    pub(super) fn can_be_sought(&self, concept: usize) -> bool {
        match self.thesaurus.concepts()[concept].facet {
            Facet::Technology
            | Facet::Resource
            | Facet::Sought
            | Facet::Offered
            | Facet::Regulation => true,
            Facet::Modality | Facet::Disease | Facet::Phase => false,
        }
    }

    /// Whether a concept, or one that it is a kind of, is the problem of a complement.
    fn calls_for_an_answer(&self, concept: usize) -> bool {
        let id = self.concept_id(concept);
        let wider = self.thesaurus.broader(id).map(|(wider, _)| wider);
        std::iter::once(id)
            .chain(wider)
            .any(|id| self.thesaurus.complements_of(id).any(|(_, side)| side == Side::Problem))
    }
}

/// For each concept on the other side, what of mine it would answer or pose.
pub(super) fn links<'a>(index: &'a Index, entry: &'a Entry) -> Vec<Vec<Link<'a>>> {
    let mut links: Vec<Vec<Link>> = vec![Vec::new(); index.thesaurus.concepts().len()];
    for mine in &entry.bearings {
        for (complement, side) in index.thesaurus.complements_of(index.concept_id(mine.concept)) {
            let problem = index.thesaurus.index(&complement.problem);
            let answer = index.thesaurus.index(&complement.answer);
            let (Some(problem), Some(answer)) = (problem, answer) else { continue };
            let mine_is_it = side == Side::Problem;
            let other = if mine_is_it { answer } else { problem };
            for turned in [false, true] {
                let mine_is_problem = mine_is_it != turned;
                let link = Link { mine, complement, problem, answer, mine_is_problem, turned };
                links[other].push(link);
            }
        }
    }
    links
}

impl<'a> Asked<'a> {
    /// The complements with another, the best for each thing asked for, each with what it gives.
    pub(super) fn fits(&self, theirs: &'a Entry) -> Vec<(Fit<'a>, Points)> {
        let weights = &self.index.weights;
        let mut best: BTreeMap<(bool, usize), Fit<'a>> = BTreeMap::new();
        let mut keep = |fit: Fit<'a>| {
            let asked = if fit.mine_is_problem { fit.mine } else { fit.theirs };
            let key = (fit.mine_is_problem, asked.tag);
            if fit.worth > best.get(&key).map_or(0.0, |known| known.worth) {
                best.insert(key, fit);
            }
        };
        for their in &theirs.bearings {
            for link in &self.links[their.concept] {
                keep(Fit {
                    mine: link.mine,
                    theirs: their,
                    mine_is_problem: link.mine_is_problem,
                    complement: Some(link.complement),
                    worth: self.linked(theirs, their, link),
                });
            }
        }
        in_both(self.entry, theirs, |mine, their| {
            for mine_is_problem in [true, false] {
                let worth = self.sought(theirs, mine, their, mine_is_problem);
                keep(Fit { mine, theirs: their, mine_is_problem, complement: None, worth });
            }
        });
        let mut fits: Vec<Fit> = best.into_values().collect();
        // A stable sort: equals stay in the order of what is asked for.
        fits.sort_by(|a, b| b.worth.total_cmp(&a.worth));
        let mut given: HashMap<(bool, usize), f64> = HashMap::new();
        fits.into_iter()
            .map(|fit| {
                let gives = if fit.mine_is_problem { fit.theirs } else { fit.mine };
                let rate = given.entry((fit.mine_is_problem, gives.tag)).or_insert(1.0);
                let points = Points::of(weights.complement * *rate * fit.worth);
                *rate *= weights.again;
                (fit, points)
            })
            .collect()
    }

    /// What a complement of the thesaurus is worth between me and another.
    fn linked(&self, theirs: &Entry, their: &Bearing, link: &Link) -> f64 {
        let index = self.index;
        let (asks, asked, given) = if link.mine_is_problem {
            (self.entry, link.mine, their)
        } else {
            (theirs, their, link.mine)
        };
        // A problem presses by being named, an answer only by being sought; and only a problem can
        // be had so as to treat it: who has a disease at hand has no answer.
        let treats = index.thesaurus.concepts()[link.problem].facet == Facet::Sought;
        if link.turned && !(treats && asked.sought > 0.0) {
            return 0.0;
        }
        asks.demands[asked.tag]
            * index.weights.kind(link.complement.kind)
            * self.heard(link.mine_is_problem)
            * index.answer_rarity(link.problem)
            * self.had(given)
            * self.lacking(asks, link.answer)
    }

    /// What the same concept is worth, sought on one side and there on the other.
    fn sought(&self, theirs: &Entry, mine: &Bearing, their: &Bearing, i_ask: bool) -> f64 {
        let index = self.index;
        let (asks, asked, given) =
            if i_ask { (self.entry, mine, their) } else { (theirs, their, mine) };
        if asked.sought == 0.0 || !index.can_be_sought(mine.concept) {
            return 0.0;
        }
        // That somebody names a problem does not yet say that he has its answer.
        let problem = index.thesaurus.concepts()[mine.concept].facet == Facet::Sought;
        let rate = if problem { index.weights.same_problem } else { 1.0 };
        asks.demands[asked.tag]
            * rate
            * self.heard(i_ask)
            * index.place(mine.concept)
            * index.having_rarity(mine.concept)
            * self.had(given)
            * self.lacking(asks, mine.concept)
    }

    /// Something is had or it is not: said in passing, it counts nearly as much as in the title.
    /// Who seeks it as well hardly has it to give.
    fn had(&self, given: &Bearing) -> f64 {
        let weights = &self.index.weights;
        let there = (given.there - weights.sought_too * given.sought).max(0.0);
        there / (there + weights.had_half)
    }

    /// What I ask for counts full in my ranking, what is asked of me less.
    fn heard(&self, i_ask: bool) -> f64 {
        if i_ask { 1.0 } else { self.index.weights.asked_of_me }
    }

    /// 1 for one that lacks the answer, less for one that has it already.
    fn lacking(&self, asks: &Entry, answer: usize) -> f64 {
        let own = asks.bearings.binary_search_by_key(&answer, |b| b.concept);
        let has = own.is_ok_and(|i| asks.bearings[i].there > asks.bearings[i].sought);
        if has { self.index.weights.has_answer } else { 1.0 }
    }
}
