//! A card for each consultation desk: who comes when, about what.

use super::names::{Label, Names};
use crate::domain::{ItemId, Lang, Placement};
use crate::exchange::when;
use chrono::Duration;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct DeskCard {
    pub id: String,
    pub name: String,
    pub room: String,
    pub floor: String,
    pub coordinator: Option<Label>,
    pub hours: String,
    pub minutes: u32,
    pub languages: String,
    pub expertise: String,
    pub taken: usize,
    pub free: usize,
    pub rows: Vec<DeskRow>,
    pub synthetic: bool,
}

#[derive(Debug, Serialize)]
pub struct DeskRow {
    pub time: String,
    /// `None`: free.
    pub person: Option<Label>,
    pub topic: String,
}

pub fn desk_cards(names: &Names) -> Vec<DeskCard> {
    let words = names.words;
    let placements = &names.plan().timetable.placements;
    let card = |(i, desk): (usize, &crate::domain::Desk)| {
        let mut hours: Vec<_> =
            names.workshop.desk_hours.iter().filter(|h| h.desk == desk.id).collect();
        hours.sort_by_key(|h| h.start);
        let taken: Vec<&Placement> =
            placements.iter().filter(|p| p.desk.as_ref() == Some(&desk.id)).collect();
        let mut rows: Vec<(chrono::NaiveDateTime, DeskRow)> =
            taken.iter().map(|p| (p.start, visit(names, p))).collect();
        let length = Duration::minutes(i64::from(desk.minutes.0.max(1)));
        for h in &hours {
            let mut start = h.start;
            while start + length <= h.end {
                let end = start + length;
                if !taken.iter().any(|p| p.start < end && start < p.end) {
                    let row =
                        DeskRow { time: names.at(start, end), person: None, topic: String::new() };
                    rows.push((start, row));
                }
                start = end;
            }
        }
        rows.sort_by_key(|(start, _)| *start);
        let spans: Vec<String> = hours.iter().map(|h| when::span(h.start, h.end)).collect();
        let languages: Vec<String> = desk
            .languages
            .iter()
            .map(|lang| match lang {
                Lang::Ja => words.say("language.ja"),
                Lang::En => words.say("language.en"),
            })
            .collect();
        let expertise: Vec<String> = desk.expertise.iter().map(|c| names.concept(c)).collect();
        let room = names.directory.room(&desk.room);
        DeskCard {
            id: format!("desk-{i}"),
            name: desk.name.get(names.lang).to_owned(),
            room: names.room(&desk.room),
            floor: names.floor(room.and_then(|r| r.floor)),
            coordinator: desk.coordinator.as_ref().map(|p| names.person(p)),
            hours: words.list(&spans),
            minutes: desk.minutes.0,
            languages: words.list(&languages),
            expertise: words.list(&expertise),
            taken: taken.len(),
            free: rows.len() - taken.len(),
            rows: rows.into_iter().map(|(_, row)| row).collect(),
            synthetic: desk.synthetic,
        }
    };
    names.workshop.desks.iter().enumerate().map(card).collect()
}

fn visit(names: &Names, placement: &Placement) -> DeskRow {
    let wish = match &placement.item {
        ItemId::Consultation(id) => names.directory.consultation(id),
        _ => None,
    };
    DeskRow {
        time: names.at(placement.start, placement.end),
        person: wish.map(|c| names.person(&c.person)),
        topic: wish.map_or_else(String::new, |c| c.topic.clone()),
    }
}
