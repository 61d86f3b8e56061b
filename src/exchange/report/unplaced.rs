//! What could not be placed, why, and the cheapest thing that would help.

use super::names::{Label, Names, key};
use crate::domain::{ItemId, PersonId};
use crate::scheduling::{Cause, Reason, Repair, Unplaced};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Display;

#[derive(Debug, Serialize)]
pub struct UnplacedSection {
    pub total: usize,
    /// How many for each kind of wish and each leading reason.
    pub counts: Vec<Count>,
    pub groups: Vec<Group>,
}

#[derive(Debug, Serialize)]
pub struct Count {
    pub kind: String,
    pub reason: String,
    pub n: usize,
}

/// Wishes of one kind.
#[derive(Debug, Serialize)]
pub struct Group {
    pub id: &'static str,
    pub title: String,
    pub rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
pub struct Row {
    pub people: Vec<Label>,
    /// Topic or title; may be empty.
    pub about: String,
    pub points: i64,
    pub reason: String,
    pub causes: Vec<String>,
    /// Empty where nothing the organizer can do helps.
    pub repair: Vec<String>,
    /// Where the wish would then be.
    pub then: String,
}

pub fn unplaced(names: &Names) -> UnplacedSection {
    let kind = |id, title, wanted: fn(&ItemId) -> bool| (id, names.words.say(title), wanted);
    let kinds = [
        kind("unplaced-consultations", key("tile.consultations"), |i| {
            matches!(i, ItemId::Consultation(_))
        }),
        kind("unplaced-meetings", key("tile.meetings"), |i| matches!(i, ItemId::Meeting(..))),
        kind("unplaced-groups", key("tile.groups"), |i| matches!(i, ItemId::Group(_))),
    ];
    let mut counts = Vec::new();
    let mut groups = Vec::new();
    for (id, title, wanted) in kinds {
        let mut all: Vec<&Unplaced> =
            names.report.unplaced.iter().filter(|u| wanted(&u.item)).collect();
        // The dearest first: these are the ones to look at.
        all.sort_by(|a, b| (b.points, &a.item).cmp(&(a.points, &b.item)));
        let mut by_reason: BTreeMap<String, usize> = BTreeMap::new();
        for u in &all {
            *by_reason.entry(leading(names, u)).or_default() += 1;
        }
        let mut by_reason: Vec<(String, usize)> = by_reason.into_iter().collect();
        by_reason.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
        counts.extend(by_reason.into_iter().map(|(reason, n)| Count {
            kind: title.clone(),
            reason,
            n,
        }));
        let rows: Vec<Row> = all.into_iter().map(|u| row(names, u)).collect();
        if !rows.is_empty() {
            groups.push(Group { id, title, rows });
        }
    }
    UnplacedSection { total: names.report.unplaced.len(), counts, groups }
}

fn row(names: &Names, unplaced: &Unplaced) -> Row {
    let about = match &unplaced.item {
        ItemId::Consultation(id) => names.directory.consultation(id).map(|c| c.topic.clone()),
        ItemId::Group(id) => names.directory.group(id).map(|g| g.title.clone()),
        _ => None,
    };
    Row {
        people: unplaced.people.iter().map(|p| names.person(p)).collect(),
        about: about.unwrap_or_default(),
        points: unplaced.points,
        reason: unplaced.reason.sentence(&names.plain),
        causes: match &unplaced.reason {
            Reason::Blocked { causes, .. } => causes_in_words(names, causes),
            _ => Vec::new(),
        },
        repair: unplaced.repair.as_ref().map_or_else(Vec::new, |r| repair(names, r)),
        then: unplaced.repair.as_ref().map_or_else(String::new, |r| {
            let p = &r.placement;
            // An added table has no number in the room's own count that anyone would know.
            let room = match &p.desk {
                Some(_) => names.place(p),
                None => names.room(&p.room),
            };
            format!("{} {room}", names.at(p.start, p.end))
        }),
    }
}

/// The reason in a few words, for counting.
fn leading(names: &Names, unplaced: &Unplaced) -> String {
    let words = names.words;
    match &unplaced.reason {
        Reason::Excluded => words.say("reason.excluded.short"),
        Reason::CostsMore { .. } => words.say("reason.talks.short"),
        Reason::Unfinished { .. } => words.say("reason.unfinished.short"),
        Reason::Blocked { causes, .. } => match causes.first() {
            Some((cause, _)) => cause.label(names.lang).to_owned(),
            None => words.say("reason.nowhere.short"),
        },
    }
}

/// Each cause once, those that close the most options first; what one person is busy with is told
/// together.
fn causes_in_words(names: &Names, causes: &[(Cause, usize)]) -> Vec<String> {
    const SHOWN: usize = 5;
    let words = names.words;
    let mut said: Vec<String> = Vec::new();
    let mut busy: Vec<&PersonId> = Vec::new();
    for (cause, n) in causes {
        said.push(match cause {
            Cause::TablesFull { .. }
            | Cause::RoomClosed { .. }
            | Cause::DeskTaken { .. }
            | Cause::DeskClosed { .. } => {
                words.fill("cause.times", &[("cause", &cause.sentence(&names.plain)), ("n", n)])
            }
            Cause::DeskUnsuited { .. }
            | Cause::Away { .. }
            | Cause::AtCap { .. }
            | Cause::Lunch { .. }
            | Cause::Duty { .. } => cause.sentence(&names.plain),
            Cause::Busy { person, .. } => {
                if busy.contains(&person) {
                    continue;
                }
                busy.push(person);
                let items = causes
                    .iter()
                    .filter(|(c, _)| matches!(c, Cause::Busy { person: p, .. } if p == person))
                    .count();
                let values: [(&str, &dyn Display); 3] = [
                    ("cause", &cause.label(names.lang)),
                    ("who", &names.person_name(person)),
                    ("n", &items),
                ];
                words.fill("cause.busy", &values)
            }
        });
    }
    let more = said.len().saturating_sub(SHOWN);
    said.truncate(SHOWN);
    if more > 0 {
        said.push(words.fill("and_more.causes", &[("n", &more)]));
    }
    said
}

fn repair(names: &Names, repair: &Repair) -> Vec<String> {
    if repair.steps.is_empty() {
        return vec![names.words.say("step.nothing")];
    }
    repair.steps.iter().map(|step| step.sentence(&names.plain)).collect()
}
