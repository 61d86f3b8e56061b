//! How the day is shared out among those who take part.

use super::histogram::{Histogram, histogram};
use super::names::{Label, Names, key};
use crate::domain::{ItemId, OrganisationSize, Person, PersonId, Sector, Weights};
use crate::scheduling::attendance;
use serde::Serialize;
use std::collections::HashMap;

#[derive(Debug, Serialize)]
pub struct Fairness {
    pub histogram: Option<Histogram>,
    pub tables: Vec<Grouping>,
    pub worst: Vec<Worst>,
}

#[derive(Debug, Serialize)]
pub struct Grouping {
    pub title: String,
    pub rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
pub struct Row {
    pub label: String,
    pub people: usize,
    /// Those who wished for a meeting or are wished for.
    pub wanted: usize,
    pub mean: String,
    pub least: usize,
    pub most: usize,
    /// Wanted, and without any meeting.
    pub none: usize,
    /// Own wishes that came true, of all kinds.
    pub granted: usize,
    pub wished: usize,
    pub percent: String,
}

/// One of those who got the least of what they wished for.
#[derive(Debug, Serialize)]
pub struct Worst {
    pub person: Label,
    pub sector: String,
    pub granted: usize,
    pub wished: usize,
    pub points: i64,
    pub points_wished: i64,
    pub percent: String,
}

/// What one person wished and got.
#[derive(Debug, Clone, Copy, Default)]
struct Share {
    meetings: usize,
    /// In a meeting wish, on either side, or in a group.
    wanted: bool,
    wished: usize,
    granted: usize,
    points_wished: i64,
    points: i64,
}

pub fn fairness(names: &Names) -> Fairness {
    let shares = shares(names);
    let people: Vec<(&Person, Share)> = names
        .workshop
        .people
        .iter()
        .map(|p| (p, shares.get(&p.id).copied().unwrap_or_default()))
        .collect();
    let sectors = [Sector::Industry, Sector::Academia, Sector::Other];
    let most = people.iter().map(|(_, s)| s.meetings).max().unwrap_or(0);
    let bars: Vec<(String, Vec<usize>)> = sectors
        .iter()
        .map(|&sector| {
            let of = || people.iter().filter(move |(p, s)| p.sector == sector && s.wanted);
            let counts = (0..=most).map(|n| of().filter(|(_, s)| s.meetings == n).count());
            (names.sector(sector), counts.collect())
        })
        .filter(|(_, counts): &(String, Vec<usize>)| counts.iter().any(|n| *n > 0))
        .collect();
    let organisation = |p: &Person| names.organisation_data(&p.organisation);
    let by = |title: &'static str, label: &dyn Fn(&Person) -> (usize, String)| {
        let mut groups: Vec<((usize, String), Vec<Share>)> = Vec::new();
        for (person, share) in &people {
            let label = label(person);
            match groups.iter_mut().find(|(l, _)| *l == label) {
                Some((_, shares)) => shares.push(*share),
                None => groups.push((label, vec![*share])),
            }
        }
        groups.sort_by(|a, b| a.0.cmp(&b.0));
        let rows = groups.into_iter().map(|((_, label), shares)| row(names, label, &shares));
        Grouping { title: names.words.say(title), rows: rows.collect() }
    };
    let unknown = || names.words.say("unknown");
    let everyone: Vec<Share> = people.iter().map(|(_, s)| *s).collect();
    let mut tables = vec![
        by(key("fairness.by_sector"), &|p| (p.sector as usize, names.sector(p.sector))),
        by(key("fairness.by_kind"), &|p| match organisation(p) {
            Some(o) => (o.kind as usize, names.kind(o.kind)),
            None => (usize::MAX, unknown()),
        }),
        by(key("fairness.by_size"), &|p| match organisation(p).and_then(|o| o.size) {
            Some(size) => (size as usize, size_in_words(names, size)),
            None => (usize::MAX, unknown()),
        }),
        by(key("fairness.by_region"), &|p| match organisation(p).map(|o| &o.region) {
            Some(region) if !region.is_empty() => (0, region.clone()),
            _ => (1, unknown()),
        }),
    ];
    if let Some(first) = tables.first_mut() {
        first.rows.push(row(names, names.words.say("fairness.everyone"), &everyone));
    }
    tables.retain(|table| table.rows.len() > 1);
    Fairness { histogram: histogram(&bars), tables, worst: worst(names, &people) }
}

fn size_in_words(names: &Names, size: OrganisationSize) -> String {
    names.words.say(match size {
        OrganisationSize::Small => key("size.small"),
        OrganisationSize::Medium => key("size.medium"),
        OrganisationSize::Large => key("size.large"),
    })
}

fn shares<'a>(names: &Names<'a>) -> HashMap<&'a PersonId, Share> {
    let (workshop, weights) = (names.workshop, &names.workshop.rules.weights);
    let timetable = &names.plan().timetable;
    let placed: HashMap<&ItemId, ()> = timetable.placements.iter().map(|p| (&p.item, ())).collect();
    let mut shares: HashMap<&PersonId, Share> = HashMap::new();
    let mut wish = |person: &'a PersonId, points: i64, granted: bool| {
        let share = shares.entry(person).or_default();
        share.wished += 1;
        share.points_wished += points;
        if granted {
            share.granted += 1;
            share.points += points;
        }
    };
    for w in &workshop.meeting_wishes {
        let met = placed.contains_key(&ItemId::meeting(&w.from, &w.to));
        wish(&w.from, Weights::at(&weights.meeting, w.rank), met);
    }
    for c in &workshop.consultations {
        let held = placed.contains_key(&ItemId::Consultation(c.id.clone()));
        wish(&c.person, Weights::at(&weights.consultation, c.rank), held);
    }
    for g in &workshop.group_wishes {
        let held = placed.contains_key(&ItemId::Group(g.id.clone()));
        for person in std::iter::once(&g.moderator).chain(&g.members) {
            wish(person, Weights::at(&weights.group, g.rank), held);
        }
    }
    let heard: std::collections::HashSet<_> = attendance(&names.directory, timetable)
        .into_iter()
        .map(|a| (a.person, a.session))
        .collect();
    for t in &workshop.talk_wishes {
        let hears = heard.contains(&(t.person.clone(), t.session.clone()));
        wish(&t.person, Weights::at(&weights.talk, t.rank), hears);
    }
    for w in &workshop.meeting_wishes {
        for person in [&w.from, &w.to] {
            shares.entry(person).or_default().wanted = true;
        }
    }
    for g in &workshop.group_wishes {
        for person in std::iter::once(&g.moderator).chain(&g.members) {
            shares.entry(person).or_default().wanted = true;
        }
    }
    for p in &timetable.placements {
        if matches!(p.item, ItemId::Meeting(..) | ItemId::Group(_)) {
            for person in &p.people {
                if let Some(known) = names.directory.person(person) {
                    shares.entry(&known.id).or_default().meetings += 1;
                }
            }
        }
    }
    shares
}

fn row(names: &Names, label: String, shares: &[Share]) -> Row {
    let wanted: Vec<usize> = shares.iter().filter(|s| s.wanted).map(|s| s.meetings).collect();
    let granted = shares.iter().map(|s| s.granted).sum();
    let wished = shares.iter().map(|s| s.wished).sum();
    Row {
        label,
        people: shares.len(),
        wanted: wanted.len(),
        mean: match wanted.len() {
            0 => names.words.say("none"),
            n => format!("{:.1}", wanted.iter().sum::<usize>() as f64 / n as f64),
        },
        least: wanted.iter().min().copied().unwrap_or(0),
        most: wanted.iter().max().copied().unwrap_or(0),
        none: wanted.iter().filter(|n| **n == 0).count(),
        granted,
        wished,
        percent: percent(names, granted as i64, wished as i64),
    }
}

fn percent(names: &Names, part: i64, whole: i64) -> String {
    match whole {
        0 => names.words.say("none"),
        _ => format!("{:.0} %", 100.0 * part as f64 / whole as f64),
    }
}

/// The ten who got the least of the points they wished for; among equals those who wished for more.
fn worst(names: &Names, people: &[(&Person, Share)]) -> Vec<Worst> {
    const SHOWN: usize = 10;
    let mut wishing: Vec<&(&Person, Share)> =
        people.iter().filter(|(_, s)| s.points < s.points_wished).collect();
    wishing.sort_by(|(a, x), (b, y)| {
        (x.points * y.points_wished, y.points_wished, &a.id).cmp(&(
            y.points * x.points_wished,
            x.points_wished,
            &b.id,
        ))
    });
    wishing
        .into_iter()
        .take(SHOWN)
        .map(|(person, s)| Worst {
            person: names.person(&person.id),
            sector: names.sector(person.sector),
            granted: s.granted,
            wished: s.wished,
            points: s.points,
            points_wished: s.points_wished,
            percent: percent(names, s.points, s.points_wished),
        })
        .collect()
}
