//! What one side asks for and the other has.

use super::bound::Lists;
use super::index::{Bearing, Counted, Entry, Index};
use crate::domain::MAX_TAGS;
use crate::vocabulary::{Complement, Facet, Side};

/// Something that a profile asks for: a tag of it that is sought, complained of, or calls for an
/// answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Demand {
    concept: u32,
    /// Position in the profile's tags.
    tag: u32,
    /// How much it presses, 0–1.
    pressing: f32,
}

impl Demand {
    pub fn concept(&self) -> usize {
        self.concept as usize
    }

    pub fn pressing(&self) -> f32 {
        self.pressing
    }

    pub fn tag(&self) -> usize {
        self.tag as usize
    }
}

/// A demand asks for what meets one of the concepts that its tag bears.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Asking {
    concept: u32,
    /// Position among the profile's demands.
    demand: u16,
    /// Whether it is said to be sought; else only a complement can answer it.
    sought: bool,
}

impl Asking {
    pub fn concept(&self) -> usize {
        self.concept as usize
    }

    pub fn demand(&self) -> usize {
        self.demand as usize
    }

    pub fn sought(&self) -> bool {
        self.sought
    }
}

/// A way to meet a demand that bears a concept.
#[derive(Clone, Copy)]
struct Way<'a> {
    /// What the other must have.
    given: usize,
    /// `None`: the very concept that is sought.
    complement: Option<&'a Complement>,
    /// How well it meets the demand where it is had in full, 0–1.
    worth: f64,
    /// Whether it meets only what is said to be sought.
    of_sought: bool,
}

/// A demand and what meets it best.
pub(super) struct Fit<'a> {
    /// What is asked for, as the side that asks bears it.
    pub asked: &'a Demand,
    pub given: &'a Bearing,
    /// `None`: the very concept that is sought.
    pub complement: Option<&'a Complement>,
    /// Its share in all that is asked for, times how well it is met; 0–1.
    pub worth: f64,
}

impl Index<'_> {
    /// What tags ask for. What is sought or complained of counts by its weight, a problem that is
    /// only named less, and least what a disease or a phase calls for unsaid.
    pub(super) fn demands(&self, tags: &[Counted]) -> (Vec<Demand>, Vec<Asking>) {
        let (unsaid, named) = (self.weights.unsaid as f32, self.weights.named as f32);
        let (mut demands, mut ways) = (Vec::new(), Vec::new());
        for tag in tags {
            let own = tag.concepts[0] as usize;
            let pressing = match self.thesaurus.concepts()[own].facet {
                Facet::Sought => tag.sought.max(named * tag.weight),
                _ if self.telling.sought[own] => tag.sought,
                _ if self.calls_for_an_answer(tag) => unsaid * tag.weight,
                _ => 0.0,
            };
            if pressing > 0.0 {
                let (demand, sought) = (demands.len() as u16, tag.sought > 0.0);
                let asking = |concept: &u32| Asking { concept: *concept, demand, sought };
                ways.extend(tag.concepts.iter().map(asking));
                demands.push(Demand { concept: own as u32, tag: tag.position, pressing });
            }
        }
        (demands, ways)
    }

    /// Whether a concept, or one that it is a kind of, is the problem of a complement.
    fn calls_for_an_answer(&self, tag: &Counted) -> bool {
        let ids = tag.concepts.iter().map(|concept| self.concept_id(*concept as usize));
        ids.flat_map(|id| self.thesaurus.complements_of(id)).any(|(_, side)| side == Side::Problem)
    }

    /// How a demand that bears the concept can be met.
    fn ways(&self, concept: usize) -> impl Iterator<Item = Way<'_>> {
        let is_problem = |concept: usize| self.thesaurus.concepts()[concept].facet == Facet::Sought;
        let complements = self.thesaurus.complements_of(self.concept_id(concept));
        let complements = complements.filter_map(move |(complement, side)| {
            let (given, of_sought) = match side {
                Side::Problem => (&complement.answer, false),
                // An answer that is sought by its name is met by one who treats its problem.
                Side::Answer => (&complement.problem, true),
            };
            let given = self.thesaurus.index(given)?;
            let worth = self.weights.kind(complement.kind);
            let treats = !of_sought || is_problem(given);
            treats.then_some(Way { given, complement: Some(complement), worth, of_sought })
        });
        // That somebody names a problem does not yet say that he has its answer.
        let rate = if is_problem(concept) { self.weights.same_problem } else { 1.0 };
        let worth = rate * self.telling.place[concept];
        let same = Way { given: concept, complement: None, worth, of_sought: true };
        complements.chain(self.telling.sought[concept].then_some(same))
    }

    /// How the demands that a profile makes can be met.
    fn ways_to(&self, asks: &Entry) -> impl Iterator<Item = (usize, Way<'_>)> {
        asks.ways.iter().flat_map(|asking| {
            let ways = self.ways(asking.concept as usize);
            ways.filter(|way| asking.sought || !way.of_sought)
                .map(|way| (asking.demand as usize, way))
        })
    }

    /// How much of all that is asked for a demand is, before the others are counted.
    fn presses(&self, demand: &Demand, both_bear_it: bool) -> f64 {
        let telling = &self.telling;
        let rare = if both_bear_it { &telling.rare_of_both } else { &telling.rare_of_one };
        demand.pressing as f64 * rare[demand.concept()]
    }
}

/// One of my demands, by position, as a concept on the other side touches it.
#[derive(Clone, Copy)]
struct Touched {
    demand: usize,
    /// How well the concept meets it, where it is had in full; 0–1.
    worth: f64,
    /// Whether the concept is the very one asked for.
    spoken: bool,
}

/// What I ask for and have, laid out by concept.
pub(super) struct Exchange<'a> {
    index: &'a Index<'a>,
    mine: &'a Entry,
    /// My bearing of each concept.
    borne: Vec<Option<&'a Bearing>>,
    /// What somebody who bears the concept is to my demands.
    touched: Vec<Vec<Touched>>,
    /// How well I meet a demand that bears the concept, and one that is said to be sought.
    meets: Vec<[f64; 2]>,
}

impl<'a> Exchange<'a> {
    pub fn new(index: &'a Index<'a>, mine: &'a Entry) -> Exchange<'a> {
        let concepts = index.thesaurus.concepts().len();
        let mut exchange = Exchange {
            index,
            mine,
            borne: vec![None; concepts],
            touched: vec![Vec::new(); concepts],
            meets: vec![[0.0; 2]; concepts],
        };
        for bearing in &mine.bearings {
            exchange.borne[bearing.concept()] = Some(bearing);
        }
        for (demand, asked) in mine.demands.iter().enumerate() {
            let spoken = Touched { demand, worth: 0.0, spoken: true };
            exchange.touched[asked.concept()].push(spoken);
        }
        for (demand, way) in index.ways_to(mine) {
            let met = Touched { demand, worth: way.worth, spoken: false };
            exchange.touched[way.given].push(met);
        }
        for concept in 0..concepts {
            for way in index.ways(concept) {
                let Some(given) = exchange.borne[way.given] else { continue };
                let well = way.worth * given.had as f64;
                let [any, sought] = &mut exchange.meets[concept];
                *sought = sought.max(well);
                if !way.of_sought {
                    *any = any.max(well);
                }
            }
        }
        exchange
    }

    /// My bearing of a concept.
    pub fn borne(&self, concept: usize) -> Option<&'a Bearing> {
        self.borne[concept]
    }

    /// How much of what I ask for the other has, and how much of what the other asks for I have.
    pub fn shares(&self, theirs: &Entry) -> [f64; 2] {
        let usual = self.index.weights.usual_demand;
        let [mine, their] = self.sums(theirs);
        [mine.share(usual), self.index.weights.asked_of_me * their.share(usual)]
    }

    fn sums(&self, theirs: &Entry) -> [Sum; 2] {
        let index = self.index;
        let mut best = [0.0f64; MAX_TAGS];
        let mut spoken = [false; MAX_TAGS];
        for their in &theirs.bearings {
            for touched in &self.touched[their.concept()] {
                let best = &mut best[touched.demand];
                *best = best.max(touched.worth * their.had as f64);
                spoken[touched.demand] |= touched.spoken;
            }
        }
        let [mut mine, mut their] = [Sum::default(); 2];
        for (position, demand) in self.mine.demands.iter().enumerate() {
            mine.add(index.presses(demand, spoken[position]), best[position], spoken[position]);
        }
        let mut best = [0.0f64; MAX_TAGS];
        for asking in &theirs.ways {
            let well = self.meets[asking.concept as usize][usize::from(asking.sought)];
            let best = &mut best[asking.demand as usize];
            *best = best.max(well);
        }
        for (demand, best) in theirs.demands.iter().zip(best) {
            let spoken = self.borne[demand.concept()].is_some();
            their.add(index.presses(demand, spoken), best, spoken);
        }
        [mine, their]
    }

    /// What each profile meets of my demands and I of its, at most: every way to meet a demand is
    /// counted, and each demand presses as much as it can.
    pub fn met_at_most(&self, lists: &Lists) -> Vec<[f64; 2]> {
        let telling = &self.index.telling;
        let rare = |concept: usize| telling.rare_of_both[concept].max(telling.rare_of_one[concept]);
        let mut met = vec![[0.0; 2]; self.index.len()];
        for (concept, touched) in self.touched.iter().enumerate() {
            let demands = &self.mine.demands;
            let press = |one: &Touched| demands[one.demand].pressing as f64 * one.worth;
            let worth = touched.iter().map(|one| press(one) * rare(demands[one.demand].concept()));
            let worth: f64 = worth.sum();
            if worth > 0.0 {
                for (profile, their) in lists.bearers(concept) {
                    met[profile][0] += worth * their.had as f64;
                }
            }
        }
        for (concept, meets) in self.meets.iter().enumerate().filter(|(_, m)| m[1] > 0.0) {
            for (profile, asker) in lists.askers(concept) {
                let well = meets[usize::from(asker.sought)];
                met[profile][1] += asker.pressing as f64 * rare(asker.concept as usize) * well;
            }
        }
        met
    }

    /// What meets each demand best, the weightiest first, and whether it is I who ask.
    pub fn fits(&self, theirs: &'a Entry) -> Vec<(bool, Fit<'a>)> {
        let usual = self.index.weights.usual_demand;
        let [mine, their] = self.sums(theirs);
        let i_ask = self.fits_of(self.mine, theirs, 1.0 / mine.whole(usual));
        let rate = self.index.weights.asked_of_me / their.whole(usual);
        let they_ask = self.fits_of(theirs, self.mine, rate);
        let all = i_ask.into_iter().map(|fit| (true, fit));
        let mut all: Vec<_> = all.chain(they_ask.into_iter().map(|fit| (false, fit))).collect();
        // A stable sort: equals stay in the order of what is asked for.
        all.sort_by(|a, b| b.1.worth.total_cmp(&a.1.worth));
        all
    }

    fn fits_of(&self, asks: &'a Entry, gives: &'a Entry, rate: f64) -> Vec<Fit<'a>> {
        let index = self.index;
        let bears = |entry: &'a Entry, concept: usize| {
            let found = entry.bearings.binary_search_by_key(&concept, Bearing::concept);
            found.ok().map(|position| &entry.bearings[position])
        };
        let mut best: Vec<Option<Fit>> = asks.demands.iter().map(|_| None).collect();
        for (position, way) in index.ways_to(asks) {
            let Some(given) = bears(gives, way.given) else { continue };
            let asked = &asks.demands[position];
            let spoken = bears(gives, asked.concept()).is_some();
            let worth = rate * index.presses(asked, spoken) * way.worth * given.had as f64;
            if worth > best[position].as_ref().map_or(0.0, |known| known.worth) {
                best[position] = Some(Fit { asked, given, complement: way.complement, worth });
            }
        }
        best.into_iter().flatten().collect()
    }
}

/// What is asked for between two, met and left.
#[derive(Clone, Copy, Default)]
struct Sum {
    met: f64,
    /// Neither met nor even spoken of by the other.
    left: f64,
}

impl Sum {
    fn add(&mut self, presses: f64, best: f64, spoken: bool) {
        self.met += presses * best;
        if best == 0.0 && !spoken {
            self.left += presses;
        }
    }

    /// One who asks for little is not met in full by one vague wish: something is always left.
    fn whole(self, usual: f64) -> f64 {
        self.met + self.left + usual
    }

    /// One more demand that is met takes nothing from the others, for what is met stands against what
    /// is left, not against all.
    fn share(self, usual: f64) -> f64 {
        self.met / self.whole(usual)
    }
}
