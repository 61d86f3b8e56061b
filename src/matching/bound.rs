//! What each profile can be worth to one who asks, at most: added up along lists by concept, so that
//! only those who may come before the last one listed are looked at in full.

use super::Points;
use super::index::Entry;
use super::part::PartKind;
use super::rank::Asked;

/// One who bears a concept.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bearer {
    profile: u32,
    pub weight: f32,
    pub had: f32,
}

/// One with a demand that is met by what meets a concept.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asker {
    profile: u32,
    /// The demand's own concept.
    pub concept: u32,
    pub pressing: f32,
    pub sought: bool,
}

/// For each concept who bears it and who asks for what meets it, in the profiles' order.
#[derive(Debug, Clone)]
pub(super) struct Lists {
    bearers: Vec<Vec<Bearer>>,
    askers: Vec<Vec<Asker>>,
}

impl Lists {
    pub fn new(concepts: usize) -> Lists {
        Lists { bearers: vec![Vec::new(); concepts], askers: vec![Vec::new(); concepts] }
    }

    pub fn add(&mut self, position: usize, entry: &Entry) {
        let profile = position as u32;
        for bearing in &entry.bearings {
            let (weight, had) = (bearing.weight, bearing.had);
            let list = &mut self.bearers[bearing.concept()];
            let at = list.partition_point(|one| one.profile < profile);
            list.insert(at, Bearer { profile, weight, had });
        }
        for (by, demand, sought) in entry.asked() {
            let (concept, pressing) = (demand.concept() as u32, demand.pressing());
            let list = &mut self.askers[by];
            let at = list.partition_point(|one| one.profile < profile);
            list.insert(at, Asker { profile, concept, pressing, sought });
        }
    }

    pub fn remove(&mut self, position: usize, entry: &Entry) {
        let profile = position as u32;
        for bearing in &entry.bearings {
            self.bearers[bearing.concept()].retain(|one| one.profile != profile);
        }
        for (by, ..) in entry.asked() {
            self.askers[by].retain(|one| one.profile != profile);
        }
    }

    pub fn bearers(&self, concept: usize) -> impl Iterator<Item = (usize, &Bearer)> {
        self.bearers[concept].iter().map(|one| (one.profile as usize, one))
    }

    pub fn askers(&self, concept: usize) -> impl Iterator<Item = (usize, &Asker)> {
        self.askers[concept].iter().map(|one| (one.profile as usize, one))
    }
}

/// Thousandths by which rounding can lift a score of five parts above what was added up here.
const ROUNDING: Points = Points(PartKind::ALL.len() as i64 + 1);

/// A part of a whole to which something is always added.
fn share(part: f64, beside: f64) -> f64 {
    if part > 0.0 { part / (part + beside) } else { 0.0 }
}

impl Asked<'_> {
    /// At most the score of each profile: of what two share against what they do not, all that lists
    /// do not tell is left out of what stands against it; of several ways to meet a demand, all are
    /// counted. O(bearers of my concepts and of what meets my demands, askers for what I have).
    pub(super) fn at_most(&self) -> Vec<Points> {
        let (index, weights) = (self.index, &self.index.weights);
        let (shared, complement) =
            (self.lens.shows(PartKind::Shared), self.lens.shows(PartKind::Complement));
        let text = self.lens.shows(PartKind::Text);
        let (mut both, mut mine_too) = (vec![0.0; index.len()], vec![0.0; index.len()]);
        if shared || text {
            let crossed = weights.crossed.max(1.0);
            for mine in &self.entry.bearings {
                let told = index.told_alone(mine);
                let step = crossed * index.telling.step[mine.concept()] * mine.weight as f64;
                for (profile, their) in index.lists.bearers(mine.concept()) {
                    both[profile] += step * their.weight as f64;
                    mine_too[profile] += told;
                }
            }
        }
        let met = if complement { self.exchange.met_at_most(&index.lists) } else { Vec::new() };
        let bound = |position: usize| {
            let apart = weights.apart * (self.told - mine_too[position]).max(0.0);
            let likeness = share(both[position], apart + weights.usual_information);
            let mut points = 0.0;
            if shared {
                points += weights.shared * likeness;
            }
            if let Some([mine, their]) = met.get(position) {
                let usual = weights.usual_demand;
                let asked = share(*mine, usual) + weights.asked_of_me * share(*their, usual);
                points += weights.complement * asked;
            }
            if text {
                points += weights.text * self.text(position, likeness).0;
            }
            Points::of(points * (1.0 + 1e-9)) + ROUNDING
        };
        (0..index.len()).map(bound).collect()
    }
}
