//! How a plan treats people who have something in common: their sector, and the kind, size and region of
//! their organisation.

use crate::domain::{
    ItemId, Organisation, OrganisationId, OrganisationKind, OrganisationSize, Person, PersonId,
    Sector, Timetable, Workshop,
};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// People who have something in common; unknown sizes and regions are in no group.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    Sector(Sector),
    Kind(OrganisationKind),
    Size(OrganisationSize),
    Region(String),
}

impl Group {
    /// By what it is told apart from others: `sector`, `kind`, `size` or `region`.
    pub fn grouping(&self) -> &'static str {
        match self {
            Group::Sector(_) => "sector",
            Group::Kind(_) => "kind",
            Group::Size(_) => "size",
            Group::Region(_) => "region",
        }
    }
}

/// The groups of each person, found by their organisation.
pub(super) struct Groups<'a>(HashMap<&'a OrganisationId, &'a Organisation>);

impl<'a> Groups<'a> {
    pub fn new(workshop: &'a Workshop) -> Self {
        Self(workshop.organisations.iter().map(|o| (&o.id, o)).collect())
    }

    pub fn of(&self, person: &Person) -> Vec<Group> {
        let mut of = vec![Group::Sector(person.sector)];
        if let Some(o) = self.0.get(&person.organisation) {
            of.push(Group::Kind(o.kind));
            of.extend(o.size.map(Group::Size));
            of.extend((!o.region.is_empty()).then(|| Group::Region(o.region.clone())));
        }
        of
    }
}

/// What a plan gives to the people of a group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupResult {
    pub group: Group,
    /// With whom somebody wishes a meeting, whichever side wishes it.
    pub people: usize,
    /// Meetings wished with each of them, added up; one between two of them counts for both.
    pub meetings_wished: usize,
    pub meetings_held: usize,
    /// Own wishes for meetings and consultations, and how many of them come true.
    pub wishes: usize,
    pub fulfilled: usize,
    /// The mean rank of the own wishes that come true, 1 the dearest; `None` where none does.
    pub mean_rank: Option<f64>,
}

impl GroupResult {
    /// Orders by the share of meetings that are held, the worst-off first; of those alike the one with more
    /// meetings to lose.
    pub fn by_share(&self, other: &Self) -> Ordering {
        let (ours, theirs) = (
            self.meetings_held * other.meetings_wished,
            other.meetings_held * self.meetings_wished,
        );
        ours.cmp(&theirs).then(other.meetings_wished.cmp(&self.meetings_wished))
    }
}

/// What a plan gives to each group of whom meetings are wished, by grouping and then the worst-off first.
/// Linear in wishes; calls no solver.
pub fn group_results(workshop: &Workshop, timetable: &Timetable) -> Vec<GroupResult> {
    #[derive(Default)]
    struct Own<'a> {
        meetings: BTreeSet<(&'a PersonId, &'a PersonId)>,
        held: usize,
        wishes: usize,
        ranks: Vec<u32>,
    }
    let placed: HashSet<&ItemId> = timetable.placements.iter().map(|p| &p.item).collect();
    let mut own: HashMap<&PersonId, Own> = HashMap::new();
    for wish in &workshop.meeting_wishes {
        let held = placed.contains(&ItemId::meeting(&wish.from, &wish.to));
        let pair = ((&wish.from).min(&wish.to), (&wish.from).max(&wish.to));
        for person in [&wish.from, &wish.to] {
            let of = own.entry(person).or_default();
            of.held += usize::from(of.meetings.insert(pair) && held);
        }
        let of = own.entry(&wish.from).or_default();
        of.wishes += 1;
        of.ranks.extend(held.then_some(wish.rank));
    }
    for c in &workshop.consultations {
        let of = own.entry(&c.person).or_default();
        of.wishes += 1;
        of.ranks.extend(placed.contains(&ItemId::Consultation(c.id.clone())).then_some(c.rank));
    }
    let groups = Groups::new(workshop);
    let mut results: BTreeMap<Group, (GroupResult, u64)> = BTreeMap::new();
    for person in &workshop.people {
        let Some(of) = own.get(&person.id).filter(|of| !of.meetings.is_empty()) else { continue };
        for group in groups.of(person) {
            let (result, ranks) = results.entry(group.clone()).or_insert_with(|| {
                let result = GroupResult {
                    group,
                    people: 0,
                    meetings_wished: 0,
                    meetings_held: 0,
                    wishes: 0,
                    fulfilled: 0,
                    mean_rank: None,
                };
                (result, 0)
            });
            result.people += 1;
            result.meetings_wished += of.meetings.len();
            result.meetings_held += of.held;
            result.wishes += of.wishes;
            result.fulfilled += of.ranks.len();
            *ranks += of.ranks.iter().map(|&rank| u64::from(rank)).sum::<u64>();
        }
    }
    let mut all: Vec<GroupResult> = results
        .into_values()
        .map(|(result, ranks)| {
            let some = result.fulfilled > 0;
            let mean_rank = some.then(|| ranks as f64 / result.fulfilled as f64);
            GroupResult { mean_rank, ..result }
        })
        .collect();
    all.sort_by(|a, b| a.group.grouping().cmp(b.group.grouping()).then_with(|| a.by_share(b)));
    all
}

/// The group of which the smallest share of meetings is held.
pub fn worst_off(results: &[GroupResult]) -> Option<&GroupResult> {
    results.iter().min_by(|a, b| a.by_share(b))
}
