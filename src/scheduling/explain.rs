//! Why a wish is not in the plan, and the cheapest thing that would let it in.
//!
//! Every place and time that could be thought of for the wish is held against the plan; each fails
//! for causes that can be named. The repair lifts the causes of one option; it is kept only after
//! the judge has passed the repaired day with the wish in it, so it is true by construction.

use super::directory::Directory;
use super::judge::{faults_in, judge_in};
use super::objective::placement_points;
use super::reason::{Cause, Reason, Repair, Step, Unplaced};
use crate::domain::{
    Consultation, ItemId, Minutes, PersonId, Placement, RoomId, SessionKind, Timetable, Workshop,
};
use chrono::{Duration, NaiveDateTime};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Every wish that is not in the timetable, in the order of items, with its reason and cheapest
/// repair. Linear in wishes × places × times; the judge is called a few times per wish.
pub fn explain(workshop: &Workshop, timetable: &Timetable) -> Vec<Unplaced> {
    let directory = Directory::new(workshop);
    let plan = Plan::new(&directory, timetable);
    wanted(&directory, timetable)
        .into_iter()
        .map(|(item, people)| plan.explain(item, people))
        .collect()
}

/// The same of one wish; `None` where the timetable has it or nobody wishes it.
pub fn explain_wish(workshop: &Workshop, timetable: &Timetable, wish: &ItemId) -> Option<Unplaced> {
    let directory = Directory::new(workshop);
    let (item, people) = wanted(&directory, timetable).into_iter().find(|(id, _)| id == wish)?;
    Some(Plan::new(&directory, timetable).explain(item, people))
}

/// The wishes that are not in the timetable with those concerned and their points, in the order of items.
/// Linear.
pub fn unplaced(workshop: &Workshop, timetable: &Timetable) -> Vec<(ItemId, Vec<PersonId>, i64)> {
    let directory = Directory::new(workshop);
    let with_points = |(item, people): (ItemId, Vec<PersonId>)| {
        let points = placement_points(&directory, &item);
        (item, people, points)
    };
    wanted(&directory, timetable).into_iter().map(with_points).collect()
}

/// The wishes that are not in the timetable, in the order of items.
fn wanted(directory: &Directory, timetable: &Timetable) -> Vec<(ItemId, Vec<PersonId>)> {
    let workshop = directory.workshop;
    let mut wanted: Vec<(ItemId, Vec<PersonId>)> = Vec::new();
    for item in directory.meetings() {
        if let ItemId::Meeting(a, b) = item {
            wanted.push((item.clone(), vec![a.clone(), b.clone()]));
        }
    }
    for g in &workshop.group_wishes {
        let people = std::iter::once(&g.moderator).chain(&g.members).cloned().collect();
        wanted.push((ItemId::Group(g.id.clone()), people));
    }
    for c in &workshop.consultations {
        wanted.push((ItemId::Consultation(c.id.clone()), vec![c.person.clone()]));
    }
    let placed: HashSet<&ItemId> = timetable.placements.iter().map(|p| &p.item).collect();
    wanted.retain(|(item, _)| !placed.contains(item));
    wanted.sort();
    wanted
}

struct Plan<'p, 'a> {
    directory: &'p Directory<'a>,
    timetable: &'p Timetable,
    days: HashMap<&'p PersonId, Vec<&'p Placement>>,
    rooms: HashMap<&'p RoomId, Vec<&'p Placement>>,
    meetings: HashMap<&'p PersonId, u32>,
}

struct Choice {
    placement: Placement,
    causes: BTreeSet<Cause>,
}

impl<'p, 'a> Plan<'p, 'a> {
    fn new(directory: &'p Directory<'a>, timetable: &'p Timetable) -> Self {
        let mut days: HashMap<&PersonId, Vec<&Placement>> = HashMap::new();
        let mut meetings: HashMap<&PersonId, u32> = HashMap::new();
        let mut rooms: HashMap<&RoomId, Vec<&Placement>> = HashMap::new();
        for p in &timetable.placements {
            rooms.entry(&p.room).or_default().push(p);
            for person in &p.people {
                days.entry(person).or_default().push(p);
                if matches!(p.item, ItemId::Meeting(..) | ItemId::Group(_)) {
                    *meetings.entry(person).or_default() += 1;
                }
            }
        }
        Self { directory, timetable, days, rooms, meetings }
    }

    fn explain(&self, item: ItemId, people: Vec<PersonId>) -> Unplaced {
        let points = placement_points(self.directory, &item);
        let is_meeting = !matches!(item, ItemId::Consultation(_));
        let excluded = is_meeting
            && people.iter().enumerate().any(|(i, a)| {
                people[i + 1..].iter().any(|b| self.directory.excluded(a, b).is_some())
            });
        if excluded {
            return Unplaced { item, people, points, reason: Reason::Excluded, repair: None };
        }
        let choices = self.choices(&item, &people);
        let free = choices.iter().filter(|c| c.causes.is_empty());
        let gains = free.map(|c| (self.gained(&people, &c.placement), &c.placement));
        if let Some((gained, placement)) = gains.rev().max_by_key(|(gained, _)| *gained) {
            let start = placement.start;
            let reason = match gained > 0 {
                true => Reason::Unfinished { start },
                false => Reason::CostsMore { start, lost: points - gained },
            };
            let repair = Some(Repair { steps: Vec::new(), placement: placement.clone() });
            return Unplaced { item, people, points, reason, repair };
        }
        let repair = self.cheapest(&choices);
        let mut counts: BTreeMap<Cause, usize> = BTreeMap::new();
        for cause in choices.iter().flat_map(|c| &c.causes) {
            *counts.entry(cause.clone()).or_default() += 1;
        }
        let mut causes: Vec<(Cause, usize)> = counts.into_iter().collect();
        causes.sort_by_key(|(cause, n)| (std::cmp::Reverse(*n), cause.clone()));
        let reason = Reason::Blocked { options: choices.len(), causes };
        Unplaced { item, people, points, reason, repair }
    }

    /// Every place and time that could be thought of, with what stands against it.
    fn choices(&self, item: &ItemId, people: &[PersonId]) -> Vec<Choice> {
        match item {
            ItemId::Consultation(id) => {
                self.directory.consultation(id).map_or_else(Vec::new, |c| self.at_desks(item, c))
            }
            _ => self.at_tables(item, people),
        }
    }

    /// Points that the plan is worth more with the wish there. A plan is worth the sum of what it is to
    /// each person: those concerned are looked at alone.
    fn gained(&self, people: &[PersonId], placement: &Placement) -> i64 {
        let concerned = |p: &&Placement| {
            let anybody = p.people.iter().any(|person| people.contains(person));
            anybody || matches!(p.item, ItemId::Session(_))
        };
        let placements = self.timetable.placements.iter().filter(concerned).cloned().collect();
        let mut part = Timetable {
            placements,
            workshop: self.timetable.workshop.clone(),
            name: String::new(),
        };
        let worth = |part: &Timetable| judge_in(self.directory, part).objective.total();
        let without = worth(&part);
        part.placements.push(placement.clone());
        worth(&part) - without
    }

    fn at_tables(&self, item: &ItemId, people: &[PersonId]) -> Vec<Choice> {
        let workshop = self.directory.workshop;
        let mut choices = Vec::new();
        for slot in &workshop.slots {
            for room in workshop.rooms.iter().filter(|r| r.tables > 0) {
                let mut placement = Placement {
                    item: item.clone(),
                    room: room.id.clone(),
                    desk: None,
                    table: None,
                    start: slot.start,
                    end: slot.end,
                    people: people.to_vec(),
                    locked: false,
                };
                let mut causes = self.people_causes(&placement);
                let here: Vec<&Placement> = self.overlapping(&placement).collect();
                let open = workshop.is_open(&room.id, slot.start, slot.end);
                let session = here.iter().any(|p| matches!(p.item, ItemId::Session(_)));
                if !open || session {
                    causes.insert(Cause::RoomClosed { room: room.id.clone() });
                }
                let free = (1..=room.tables).find(|t| here.iter().all(|p| p.table != Some(*t)));
                if free.is_none() {
                    causes.insert(Cause::TablesFull { room: room.id.clone() });
                }
                placement.table = Some(free.unwrap_or(room.tables + 1));
                choices.push(Choice { placement, causes });
            }
        }
        choices
    }

    /// Placements in the same room at an overlapping time.
    fn overlapping<'s>(&'s self, p: &'s Placement) -> impl Iterator<Item = &'p Placement> + 's {
        let here = self.rooms.get(&p.room).map_or(&[][..], Vec::as_slice);
        here.iter().copied().filter(move |o| o.start < p.end && p.start < o.end)
    }

    fn at_desks(&self, item: &ItemId, c: &Consultation) -> Vec<Choice> {
        let workshop = self.directory.workshop;
        // Any desk at any time at which some desk is open.
        let mut grid: BTreeSet<(NaiveDateTime, Minutes)> = BTreeSet::new();
        for hours in &workshop.desk_hours {
            let Some(desk) = self.directory.desk(&hours.desk) else { continue };
            let length = Duration::minutes(i64::from(desk.minutes.0.max(1)));
            let mut start = hours.start;
            while start + length <= hours.end {
                grid.insert((start, desk.minutes));
                start += length;
            }
        }
        let mut choices = Vec::new();
        for desk in &workshop.desks {
            for &(start, minutes) in grid.iter().filter(|g| g.1 == desk.minutes) {
                let end = start + Duration::minutes(i64::from(minutes.0));
                let people: Vec<PersonId> =
                    std::iter::once(c.person.clone()).chain(desk.coordinator.clone()).collect();
                let placement = Placement {
                    item: item.clone(),
                    room: desk.room.clone(),
                    desk: Some(desk.id.clone()),
                    table: None,
                    start,
                    end,
                    people,
                    locked: false,
                };
                let mut causes = self.people_causes(&placement);
                let desk_id = desk.id.clone();
                let suits = (c.concepts.is_empty()
                    || c.concepts.iter().any(|x| desk.expertise.contains(x)))
                    && (desk.languages.is_empty() || desk.languages.contains(&c.lang));
                if !suits {
                    causes.insert(Cause::DeskUnsuited { desk: desk_id.clone() });
                }
                let open = workshop.desk_hours.iter().any(|h| {
                    let since = (start - h.start).num_minutes();
                    h.desk == desk.id
                        && since >= 0
                        && end <= h.end
                        && since % i64::from(minutes.0.max(1)) == 0
                });
                if !open {
                    causes.insert(Cause::DeskClosed { desk: desk_id.clone() });
                }
                for other in self.overlapping(&placement) {
                    if other.desk == placement.desk {
                        causes.insert(Cause::DeskTaken { desk: desk_id.clone() });
                    } else if matches!(other.item, ItemId::Session(_)) {
                        causes.insert(Cause::RoomClosed { room: desk.room.clone() });
                    }
                }
                // That the coordinator talks with somebody else is what "taken" says.
                if let Some(staff) = &desk.coordinator
                    && causes.contains(&Cause::DeskTaken { desk: desk_id })
                {
                    causes.retain(
                        |cause| !matches!(cause, Cause::Busy { person, .. } if person == staff),
                    );
                }
                choices.push(Choice { placement, causes });
            }
        }
        choices
    }

    fn people_causes(&self, placement: &Placement) -> BTreeSet<Cause> {
        let workshop = self.directory.workshop;
        let mut causes = BTreeSet::new();
        let is_meeting = !matches!(placement.item, ItemId::Consultation(_));
        for person in &placement.people {
            let away = workshop
                .unavailable
                .iter()
                .any(|u| u.person == *person && u.start < placement.end && placement.start < u.end);
            if away {
                causes.insert(Cause::Away { person: person.clone() });
            }
            let day = self.days.get(person).map_or(&[][..], Vec::as_slice);
            let mut clash = false;
            for other in day {
                let gap = self
                    .directory
                    .gap_needed((&other.item, &other.room), (&placement.item, &placement.room));
                let gap = Duration::minutes(i64::from(gap.0));
                if other.end + gap <= placement.start || placement.end + gap <= other.start {
                    continue;
                }
                clash = true;
                causes.insert(match &other.item {
                    ItemId::Session(id) => {
                        Cause::Duty { person: person.clone(), session: id.clone() }
                    }
                    item => Cause::Busy { person: person.clone(), item: item.clone() },
                });
            }
            let meetings = self.meetings.get(person).copied().unwrap_or(0);
            if is_meeting && workshop.rules.meetings_per_person.is_some_and(|cap| meetings >= cap) {
                causes.insert(Cause::AtCap { person: person.clone() });
            }
            let mut spans: Vec<_> = day.iter().map(|p| (p.start, p.end)).collect();
            spans.push((placement.start, placement.end));
            if !clash && !super::judge::lunch_is_free(&workshop.rules, &spans) {
                causes.insert(Cause::Lunch { person: person.clone() });
            }
        }
        causes
    }

    /// What lifts a cause, where the organizer can.
    fn step(&self, cause: &Cause, p: &Placement) -> Option<Step> {
        let workshop = self.directory.workshop;
        match cause {
            Cause::TablesFull { room } => {
                Some(Step::OneMoreTable { room: room.clone(), start: p.start })
            }
            Cause::DeskClosed { desk } => {
                Some(Step::OpenDesk { desk: desk.clone(), start: p.start, end: p.end })
            }
            Cause::AtCap { .. } => {
                workshop.rules.meetings_per_person.map(|cap| Step::RaiseCap { to: cap + 1 })
            }
            Cause::Away { person } => {
                Some(Step::BePresent { person: person.clone(), start: p.start, end: p.end })
            }
            Cause::Duty { person, session } => {
                let posters =
                    self.directory.session(session).is_some_and(|s| s.kind == SessionKind::Posters);
                posters.then(|| Step::Relieve { person: person.clone(), session: session.clone() })
            }
            Cause::Busy { item, .. } => {
                let theirs = self.timetable.find(item).filter(|o| !o.locked);
                theirs.map(|o| Step::GiveUp { item: o.item.clone() })
            }
            Cause::DeskTaken { desk } => self
                .overlapping(p)
                .find(|o| o.desk.as_ref() == Some(desk) && !o.locked)
                .map(|o| Step::GiveUp { item: o.item.clone() }),
            Cause::DeskUnsuited { .. } | Cause::RoomClosed { .. } | Cause::Lunch { .. } => None,
        }
    }

    fn cheapest(&self, choices: &[Choice]) -> Option<Repair> {
        let mut repairs: Vec<(i64, usize, Vec<Step>)> = choices
            .iter()
            .enumerate()
            .filter_map(|(i, choice)| {
                let mut steps: Vec<Step> = Vec::new();
                for cause in &choice.causes {
                    let step = self.step(cause, &choice.placement)?;
                    if !steps.contains(&step) {
                        steps.push(step);
                    }
                }
                Some((steps.iter().map(|s| s.cost(self.directory)).sum(), i, steps))
            })
            .collect();
        repairs.sort_by_key(|(cost, i, _)| (*cost, *i));
        let holds = |repair: &Repair| {
            let (w, t) = repair.apply(self.directory.workshop, self.timetable);
            faults_in(&Directory::new(&w), &t).is_empty()
        };
        let (_, i, steps) = repairs.into_iter().find(|(_, i, steps)| {
            holds(&Repair { steps: steps.clone(), placement: choices[*i].placement.clone() })
        })?;
        let mut repair = Repair { steps, placement: choices[i].placement.clone() };
        // One step may make another needless, here or elsewhere: a meeting that is given up frees a table
        // and counts against the cap.
        let mut n = 0;
        while n < repair.steps.len() {
            match self.without(&repair, n) {
                Some(fewer) => (repair, n) = (fewer, 0),
                None => n += 1,
            }
        }
        Some(repair)
    }

    /// The repair without a step, with the wish wherever it can be then.
    fn without(&self, repair: &Repair, step: usize) -> Option<Repair> {
        let mut steps = repair.steps.clone();
        steps.remove(step);
        let (workshop, mut timetable) = Repair { steps: steps.clone(), ..repair.clone() }
            .apply(self.directory.workshop, self.timetable);
        let Placement { item, people, .. } = repair.placement.clone();
        timetable.placements.retain(|p| p.item != item);
        let directory = Directory::new(&workshop);
        let choices = Plan::new(&directory, &timetable).choices(&item, &people);
        let free = choices.into_iter().filter(|choice| choice.causes.is_empty());
        let holds = |placement: &Placement| {
            let mut with = timetable.clone();
            with.placements.push(placement.clone());
            faults_in(&directory, &with).is_empty()
        };
        let placement = free.map(|choice| choice.placement).find(holds)?;
        Some(Repair { steps, placement })
    }
}
