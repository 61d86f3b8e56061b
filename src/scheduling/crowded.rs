//! Places that are left with more than they have room for, as when a hall loses a table: who leaves.
//!
//! However a timetable is repaired, so many items of each such place change as there are too many. A
//! small program picks them so that the fewest people notice, then the fewest items change; where they
//! go to it leaves open, so no repair changes less: where there is time to prove it, that is a bound, and
//! else what it found is only where to begin. Among equals it picks those that have somewhere to
//! go.
//!
//! Sets: items i that stand in an overfull place, their people p. Variables: `l[i]` ∈ {0,1}, i leaves ·
//! 0 ≤ `a[p]` ≤ 1, p notices. Objective: fewest Σ a\[p\], then fewest Σ l\[i\], then fewest i that find
//! no free place. Rows: per place and moment, Σ of its items' l ≥ those too many · l\[i\] ≤ a\[p\].

use super::instance::{Instance, Item, Minute, Span};
use crate::solver::{Limits, Model, SolverError, Status, Sum, Variable, Watch};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Who leaves overfull places.
#[derive(Default)]
pub(super) struct Leaving {
    pub items: Vec<usize>,
    /// Whether no choice of others is noticed by fewer.
    pub fewest: bool,
}

/// Picks who leaves. `had`: the candidate each item stands at; `broken`: who has to change anyway.
pub(super) fn leaving(
    instance: &Instance,
    had: &[Option<Option<usize>>],
    broken: &[bool],
    limits: Limits,
    watch: &mut Watch<'_>,
) -> Result<Leaving, SolverError> {
    let standing: Vec<Standing> = (0..had.len())
        .filter(|&i| !broken[i])
        .filter_map(|item| {
            let c = &instance.items[item].candidates[had[item]??];
            Some(Standing { item, place: c.place, span: c.span })
        })
        .collect();
    let crowds = crowds(instance, &standing);
    let free = Free::new(instance, &standing);
    let crowded: BTreeSet<usize> = crowds.iter().flat_map(|c| c.items.iter().copied()).collect();
    if crowded.is_empty() {
        return Ok(Leaving::default());
    }
    let more = crowded.len() as f64 + 1.0;
    let mut model = Model::new();
    let notice_anyway: BTreeSet<usize> = (0..broken.len())
        .filter(|&i| broken[i])
        .flat_map(|i| instance.items[i].people.iter().copied())
        .collect();
    let mut notices: BTreeMap<usize, Variable> = BTreeMap::new();
    let mut leaves: BTreeMap<usize, Variable> = BTreeMap::new();
    for &i in &crowded {
        let stuck = if free.has_place_for(i) { 0.0 } else { 1.0 };
        let leave = model.binary(-more - stuck);
        leaves.insert(i, leave);
        for &p in instance.items[i].people.iter().filter(|p| !notice_anyway.contains(p)) {
            let notice = *notices.entry(p).or_insert_with(|| model.continuous(1.0, -more * more));
            model.at_most(Sum::from(leave) - Sum::from(notice), 0.0);
        }
    }
    for crowd in &crowds {
        model.at_least(crowd.items.iter().map(|i| leaves[i]).collect(), crowd.too_many as f64);
    }
    let outcome = model.solve(limits, 1.0, watch)?;
    let leaves = leaves
        .into_iter()
        .filter(|(_, leave)| outcome.values.get(leave.index()).is_some_and(|value| *value > 0.5));
    let items = leaves.map(|(i, _)| i).collect();
    Ok(Leaving { items, fewest: outcome.status == Status::Optimal })
}

/// An item where it was.
struct Standing {
    item: usize,
    place: usize,
    span: Span,
}

/// Items of which so many have to leave. Those that are locked cannot.
struct Crowd {
    items: Vec<usize>,
    too_many: usize,
}

fn crowds(instance: &Instance, standing: &[Standing]) -> Vec<Crowd> {
    let mut places: BTreeMap<usize, Vec<&Standing>> = BTreeMap::new();
    for s in standing {
        places.entry(s.place).or_default().push(s);
    }
    let mut crowds = Vec::new();
    for (place, there) in places {
        let starts: BTreeSet<Minute> = there.iter().map(|s| s.span.start).collect();
        for t in starts {
            let now: Vec<&&Standing> =
                there.iter().filter(|s| s.span.start <= t && t < s.span.end).collect();
            let units = now.iter().map(|s| instance.places[place].units(s.span)).max();
            let too_many = now.len().saturating_sub(units.unwrap_or(0) as usize);
            let locked =
                |i: usize| instance.items[i].must && instance.items[i].candidates.len() == 1;
            let items = now.iter().map(|s| s.item).filter(|&i| !locked(i)).collect();
            if too_many > 0 {
                crowds.push(Crowd { items, too_many });
            }
        }
    }
    crowds
}

/// What is free around what stands; walks are left out.
struct Free<'i, 'a> {
    instance: &'i Instance<'a>,
    used: HashMap<(usize, Span), u32>,
    busy: HashMap<usize, Vec<(usize, Span)>>,
}

impl<'i, 'a> Free<'i, 'a> {
    fn new(instance: &'i Instance<'a>, standing: &[Standing]) -> Self {
        let mut free = Self { instance, used: HashMap::new(), busy: HashMap::new() };
        for s in standing {
            *free.used.entry((s.place, s.span)).or_default() += 1;
            for &p in &instance.items[s.item].people {
                free.busy.entry(p).or_default().push((s.item, s.span));
            }
        }
        free
    }

    fn has_place_for(&self, item: usize) -> bool {
        let Item { people, candidates, .. } = &self.instance.items[item];
        candidates.iter().any(|c| {
            let used = self.used.get(&(c.place, c.span)).copied().unwrap_or(0);
            let busy = |p: &usize| {
                let spans = self.busy.get(p).into_iter().flatten();
                spans.filter(|(other, _)| *other != item).any(|(_, s)| s.overlaps(c.span))
            };
            used < self.instance.places[c.place].units(c.span) && !people.iter().any(busy)
        })
    }
}
