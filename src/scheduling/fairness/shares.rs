//! What people wish for, the most that a day could give each of them, and which share of it a plan gives.

use super::groups::{Group, Groups};
use crate::domain::{ItemId, PersonId};
use crate::scheduling::directory::Directory;
use crate::scheduling::instance::Instance;
use crate::scheduling::plan::{Plan, Progress};
use crate::scheduling::program::{Goal, Program};
use crate::scheduling::received::{own_wishes, received};
use crate::solver::{Limits, SolverError};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::ControlFlow;

/// Of more different sums of points what is owed is not rounded up to one of them.
const MOST_SUMS: usize = 10_000;

/// What a person wishes for, and what the day could give them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MostForOne {
    pub person: PersonId,
    /// Points of all own wishes.
    pub wished: i64,
    /// No plan grants them more points: proved.
    pub most: i64,
}

/// How a plan treats the people of one group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupShare {
    pub group: Group,
    pub people: usize,
    pub least_percent: u32,
    pub mean_percent: f64,
}

/// Everybody's wishes, and the most they could be given.
pub(super) struct Shares<'a> {
    directory: Directory<'a>,
    wishes: Vec<Vec<(ItemId, i64)>>,
    /// Points, per person.
    most: Vec<i64>,
}

impl<'a> Shares<'a> {
    /// `plan` shows for many people that they can be given everything; the others are looked at one by
    /// one.
    pub fn new(
        instance: &Instance<'a>,
        plan: &Plan,
        limits: Limits,
        watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Self, SolverError> {
        let wishes = own_wishes(&instance.directory);
        let received = received(&instance.directory, &plan.timetable);
        let mut most = Vec::with_capacity(wishes.len());
        for (person, wishes) in wishes.iter().enumerate() {
            let wished: i64 = wishes.iter().map(|w| w.1).sum();
            let known = received[person] == wished || watch(Progress::default()).is_break();
            most.push(match known {
                true => wished,
                false => wished.min(most_for_one(instance, person, wishes, limits, watch)?),
            });
        }
        Ok(Self { directory: instance.directory.clone(), wishes, most })
    }

    pub fn people(&self) -> Vec<MostForOne> {
        let people = self.directory.workshop.people.iter().zip(&self.wishes).zip(&self.most);
        people
            .filter(|(_, most)| **most > 0)
            .map(|((person, wishes), &most)| MostForOne {
                person: person.id.clone(),
                wished: wishes.iter().map(|w| w.1).sum(),
                most,
            })
            .collect()
    }

    /// Whole shares that a plan gives, in per cent, rounded down; `None` for those who can be given
    /// nothing.
    fn of(&self, plan: &Plan) -> Vec<Option<u32>> {
        let received = received(&self.directory, &plan.timetable);
        let percent = |(received, most): (i64, &i64)| (100 * received).checked_div(*most);
        received.into_iter().zip(&self.most).map(|r| percent(r).map(|p| p as u32)).collect()
    }

    /// What the worst-off receive in a plan, in per cent.
    pub fn least(&self, plan: &Plan) -> u32 {
        self.of(plan).into_iter().flatten().min().unwrap_or(100)
    }

    /// Points that everybody is owed with a floor.
    pub fn owed(&self, percent: u32) -> Vec<i64> {
        let of = |(wishes, most): (&Vec<(ItemId, i64)>, &i64)| {
            least_sum(wishes, (most * i64::from(percent) + 99) / 100)
        };
        self.wishes.iter().zip(&self.most).map(of).collect()
    }

    pub fn groups(&self, plan: &Plan) -> Vec<GroupShare> {
        let workshop = self.directory.workshop;
        let known = Groups::new(workshop);
        let mut groups: BTreeMap<Group, Vec<u32>> = BTreeMap::new();
        for (person, share) in workshop.people.iter().zip(self.of(plan)) {
            let Some(share) = share else { continue };
            for group in known.of(person) {
                groups.entry(group).or_default().push(share);
            }
        }
        groups
            .into_iter()
            .map(|(group, shares)| GroupShare {
                group,
                people: shares.len(),
                least_percent: shares.iter().copied().min().unwrap_or(100),
                mean_percent: f64::from(shares.iter().sum::<u32>()) / shares.len() as f64,
            })
            .collect()
    }
}

/// The least sum of some of the wishes that is at least so large: less cannot be given either.
fn least_sum(wishes: &[(ItemId, i64)], wanted: i64) -> i64 {
    let mut sums = BTreeSet::from([0]);
    for (_, points) in wishes {
        let more: Vec<i64> = sums.iter().filter(|s| **s < wanted).map(|s| s + points).collect();
        sums.extend(more);
        if sums.len() > MOST_SUMS {
            return wanted;
        }
    }
    sums.range(wanted..).next().copied().unwrap_or(wanted)
}

/// The most points of own wishes that a day can give to one person: the program of the day with nothing
/// but the sessions that must be held and what they wish.
fn most_for_one(
    instance: &Instance,
    person: usize,
    wishes: &[(ItemId, i64)],
    limits: Limits,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<i64, SolverError> {
    let mut alone = instance.clone();
    let points: HashMap<&ItemId, i64> =
        wishes.iter().map(|(item, points)| (item, *points)).collect();
    for item in &mut alone.items {
        item.candidates.iter_mut().for_each(|c| c.points = 0);
        // Sessions are held for all; what they are to this person, the interests say.
        if item.must && matches!(item.id, ItemId::Session(_)) {
            continue;
        }
        item.points = points.get(&item.id).copied().unwrap_or(0);
        if item.points == 0 && !item.must {
            item.candidates.clear();
        }
    }
    alone.interests.retain(|interest| interest.person == person);
    let program = Program::new(&alone, Goal::Value, &BTreeSet::from([person]));
    let outcome = program.model.solve(limits, 1.0, &mut |_| watch(Progress::default()))?;
    // Beyond the wishes anything is a bound.
    Ok(if outcome.bound.is_finite() { (outcome.bound + 1e-6).floor() as i64 } else { i64::MAX })
}
