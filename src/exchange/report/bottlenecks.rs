//! The price list of bottlenecks: what one change of the day would bring.

use super::names::Names;
use crate::domain::{ItemId, SessionKind};
use crate::exchange::when;
use crate::scheduling::{Cause, Gain, Reason, WhatIf};
use chrono::Duration;
use serde::Serialize;
use std::cmp::Reverse;
use std::fmt::Display;

#[derive(Debug, Serialize)]
pub struct Bottlenecks {
    /// Poster duty against desks, where they clash.
    pub finding: Vec<String>,
    pub rows: Vec<Row>,
    /// Changes that bring nothing.
    pub idle: Vec<String>,
}

#[derive(Debug, Serialize)]
pub struct Row {
    pub what: String,
    pub more_placed: i64,
    pub more_points: i64,
    /// Of the bar, 0–100.
    pub percent: f64,
    pub proved: bool,
    pub people: String,
}

pub fn bottlenecks(names: &Names) -> Bottlenecks {
    let mut gains: Vec<&Gain> = names.report.gains.iter().collect();
    gains.sort_by_key(|g| Reverse((g.more_points, g.more_placed)));
    let most = gains.iter().map(|g| g.more_points).max().unwrap_or(0).max(1);
    let brings = |g: &&Gain| g.more_points > 0;
    let row = |g: &Gain| Row {
        what: g.what_if.sentence(&names.plain),
        more_placed: g.more_placed,
        more_points: g.more_points,
        percent: 100.0 * g.more_points as f64 / most as f64,
        proved: g.proved,
        people: people(names, g),
    };
    Bottlenecks {
        finding: poster_duty(names, &gains),
        rows: gains.iter().copied().filter(brings).map(row).collect(),
        idle: gains
            .iter()
            .filter(|g| !brings(g))
            .map(|g| g.what_if.sentence(&names.plain))
            .collect(),
    }
}

fn people(names: &Names, gain: &Gain) -> String {
    const NAMED: usize = 6;
    let mut named: Vec<String> =
        gain.for_people.iter().take(NAMED).map(|p| names.person_name(p)).collect();
    if gain.for_people.len() > NAMED {
        let more = gain.for_people.len() - NAMED;
        named.push(names.words.fill("and_more.people", &[("n", &more)]));
    }
    names.words.list(&named)
}

/// For each poster session in whose time desks are open: how much of the desks' time it takes from
/// the presenters, whose consultations found no place because of it, and what would help most.
fn poster_duty(names: &Names, gains: &[&Gain]) -> Vec<String> {
    let words = names.words;
    let mut found = Vec::new();
    for p in &names.plan().timetable.placements {
        let ItemId::Session(id) = &p.item else { continue };
        let Some(session) = names.directory.session(id) else { continue };
        if session.kind != SessionKind::Posters {
            continue;
        }
        let hours = &names.workshop.desk_hours;
        let length = |d: Duration| d.num_minutes().max(0);
        let all: i64 = hours.iter().map(|h| length(h.end - h.start)).sum();
        let clash: i64 =
            hours.iter().map(|h| length(h.end.min(p.end) - h.start.max(p.start))).sum();
        let desks =
            names.workshop.desks.iter().filter(|d| {
                hours.iter().any(|h| h.desk == d.id && h.start < p.end && p.start < h.end)
            });
        let desks = desks.count();
        let wishes = || {
            let all = names.workshop.consultations.iter();
            all.filter(|c| session.speakers.contains(&c.person))
        };
        if desks == 0 || wishes().next().is_none() {
            continue;
        }
        let lost: Vec<_> = names
            .report
            .unplaced
            .iter()
            .filter(|u| wishes().any(|c| u.item == ItemId::Consultation(c.id.clone())))
            .collect();
        let by_duty = lost.iter().filter(|u| match &u.reason {
            Reason::Blocked { causes, .. } => causes
                .iter()
                .any(|(c, _)| matches!(c, Cause::Duty { session, .. } if session == id)),
            _ => false,
        });
        let values: [(&str, &dyn Display); 9] = [
            ("session", &names.session(id)),
            ("span", &when::span(p.start, p.end)),
            ("presenters", &session.speakers.len()),
            ("desks", &desks),
            ("desks_all", &names.workshop.desks.len()),
            ("percent", &(100 * clash / all.max(1))),
            ("wishes", &wishes().count()),
            ("lost", &lost.len()),
            ("by_duty", &by_duty.count()),
        ];
        found.push(words.fill("finding.clash", &values));
        found.push(match lost.len() {
            0 => words.fill("finding.none_lost", &values),
            _ => words.fill("finding.lost", &values),
        });
        let places = desk_places(names);
        if !lost.is_empty() && consultations_placed(names) >= places {
            found.push(words.fill("finding.full", &[("places", &places)]));
        }
        let helps = |g: &&&Gain| match &g.what_if {
            WhatIf::Relieved { session } => session == id,
            WhatIf::DeskOpen { .. } => g.for_people.iter().any(|p| session.speakers.contains(p)),
            _ => false,
        };
        if let Some(best) = gains.iter().filter(helps).find(|g| g.more_points > 0) {
            let values: [(&str, &dyn Display); 3] = [
                ("what", &best.what_if.sentence(&names.plain)),
                ("placed", &best.more_placed),
                ("points", &best.more_points),
            ];
            found.push(match best.more_placed {
                0 => words.fill("finding.repair_same", &values),
                _ => words.fill("finding.repair", &values),
            });
        }
    }
    found
}

/// How many consultations the desks hold.
fn desk_places(names: &Names) -> usize {
    let hours = names.workshop.desk_hours.iter();
    let held = hours.map(|h| {
        let desk = names.workshop.desks.iter().find(|d| d.id == h.desk);
        let minutes = desk.map_or(1, |d| i64::from(d.minutes.0.max(1)));
        usize::try_from((h.end - h.start).num_minutes() / minutes).unwrap_or(0)
    });
    held.sum()
}

fn consultations_placed(names: &Names) -> usize {
    let placements = names.plan().timetable.placements.iter();
    placements.filter(|p| matches!(p.item, ItemId::Consultation(_))).count()
}
