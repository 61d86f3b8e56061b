//! Each person's own day, in kana order.

use super::names::{Names, key};
use crate::domain::{ItemId, Lang, Person, PersonId, Placement};
use crate::exchange::when;
use crate::scheduling::{Reason, attendance};
use chrono::NaiveDateTime;
use serde::Serialize;
use std::collections::HashMap;

#[derive(Debug, Serialize)]
pub struct PersonDay {
    /// Place in the workshop's list: the same in both languages, whose orders differ.
    pub number: usize,
    pub name: String,
    /// With 様, where the language has it.
    pub addressed: String,
    pub kana: String,
    /// The kana row it stands in (ア, カ, サ …), or the first letter.
    pub row: String,
    pub organisation: String,
    pub position: String,
    pub sector: String,
    pub entries: Vec<Entry>,
    /// The person's own wishes that found no place, with nothing of others' choices.
    pub unplaced: Vec<String>,
    pub synthetic: bool,
}

#[derive(Debug, Serialize)]
pub struct Entry {
    pub time: String,
    /// `duty`, `consultation`, `meeting`, `group` or `talk`.
    pub kind: &'static str,
    pub what: String,
    pub title: String,
    pub place: String,
}

/// Everyone, in kana order (in English by family name). People without a fixed point in their day
/// are listed too.
pub fn people(names: &Names) -> Vec<PersonDay> {
    let placements = &names.plan().timetable.placements;
    let mut obliged: HashMap<&PersonId, Vec<&Placement>> = HashMap::new();
    for p in placements {
        for person in &p.people {
            obliged.entry(person).or_default().push(p);
        }
    }
    let sessions: HashMap<&ItemId, &Placement> = placements.iter().map(|p| (&p.item, p)).collect();
    let mut heard: HashMap<PersonId, Vec<&Placement>> = HashMap::new();
    for a in attendance(&names.directory, &names.plan().timetable) {
        if let Some(p) = sessions.get(&ItemId::Session(a.session)) {
            heard.entry(a.person).or_default().push(p);
        }
    }
    let mut all: Vec<(usize, &Person)> = names.workshop.people.iter().enumerate().collect();
    all.sort_by_key(|(_, p)| (sort_key(p, names.lang), p.id.clone()));
    let day = |(i, person): (usize, &Person)| {
        let own = obliged.get(&person.id).into_iter().flatten();
        let talks = heard.get(&person.id).into_iter().flatten();
        let mut entries: Vec<(NaiveDateTime, Entry)> =
            own.map(|p| (p.start, obligation(names, person, p))).collect();
        entries.extend(talks.map(|p| (p.start, entry(names, p, "talk", key("entry.talk"), None))));
        entries.sort_by(|a, b| (a.0, &a.1.time).cmp(&(b.0, &b.1.time)));
        let name = person.name.full(names.lang);
        PersonDay {
            number: i + 1,
            addressed: names.words.fill("addressed", &[("name", &name)]),
            name,
            kana: format!("{} {}", person.name.family_kana, person.name.given_kana)
                .trim()
                .to_owned(),
            row: row(&sort_key(person, names.lang)),
            organisation: names.organisation(&person.organisation).name,
            position: [person.department.as_str(), person.position.as_str()]
                .iter()
                .filter(|part| !part.is_empty())
                .copied()
                .collect::<Vec<_>>()
                .join(" "),
            sector: names.sector(person.sector),
            entries: entries.into_iter().map(|(_, entry)| entry).collect(),
            unplaced: unplaced(names, person),
            synthetic: person.synthetic,
        }
    };
    all.into_iter().map(day).collect()
}

fn sort_key(person: &Person, lang: Lang) -> String {
    match lang {
        Lang::Ja => person.name.kana_key(),
        Lang::En if person.name.family_romaji.is_empty() => person.name.kana_key(),
        Lang::En => format!("{} {}", person.name.family_romaji, person.name.given_romaji),
    }
}

/// The head of the list a name belongs to: ア for ア to オ, カ for カ to ゴ, and so on.
fn row(sort_key: &str) -> String {
    const HEADS: [char; 10] = ['ア', 'カ', 'サ', 'タ', 'ナ', 'ハ', 'マ', 'ヤ', 'ラ', 'ワ'];
    let Some(first) = sort_key.chars().next() else { return String::new() };
    // Hiragana and katakana lie in the same order, a fixed way apart.
    let first = match first {
        'ぁ'..='ゖ' => char::from_u32(u32::from(first) + 0x60).unwrap_or(first),
        other => other,
    };
    match first {
        'ァ' | 'ヴ' => "ア".to_owned(),
        'ャ' => "ヤ".to_owned(),
        'ア'..='ヺ' => {
            HEADS.iter().rev().find(|head| **head <= first).unwrap_or(&'ア').to_string()
        }
        other => other.to_uppercase().to_string(),
    }
}

fn obligation(names: &Names, person: &Person, p: &Placement) -> Entry {
    let others = || {
        let others: Vec<String> = p
            .people
            .iter()
            .filter(|other| **other != person.id)
            .map(|other| names.person_in_words(other))
            .collect();
        names.words.list(&others)
    };
    match &p.item {
        ItemId::Session(_) => entry(names, p, "duty", key("entry.duty"), None),
        ItemId::Consultation(id) => {
            let wish = names.directory.consultation(id);
            let title = match wish {
                Some(c) if c.person == person.id => match others() {
                    staff if staff.is_empty() => c.topic.clone(),
                    staff => format!("{} · {staff}", c.topic),
                },
                // The one who is consulted prepares for the topic.
                Some(c) => format!("{} · {}", others(), c.topic),
                None => others(),
            };
            entry(names, p, "consultation", key("entry.consultation"), Some(title))
        }
        ItemId::Meeting(..) => entry(names, p, "meeting", key("entry.meeting"), Some(others())),
        ItemId::Group(id) => {
            let title = names.directory.group(id).map(|g| g.title.clone()).unwrap_or_default();
            let title = format!("{title} · {}", others());
            entry(names, p, "group", key("entry.group"), Some(title))
        }
    }
}

fn entry(
    names: &Names,
    p: &Placement,
    kind: &'static str,
    what: &'static str,
    title: Option<String>,
) -> Entry {
    Entry {
        time: names.at(p.start, p.end),
        kind,
        what: names.words.say(what),
        title: title.unwrap_or_else(|| names.item(&p.item)),
        place: names.place(p),
    }
}

/// What a person may be told: only wishes of their own, and only causes that are their own.
fn unplaced(names: &Names, person: &Person) -> Vec<String> {
    let words = names.words;
    let wished = |item: &ItemId| match item {
        ItemId::Meeting(..) => {
            names.directory.wishes_for(item).iter().any(|wish| wish.from == person.id)
        }
        ItemId::Consultation(id) => {
            names.directory.consultation(id).is_some_and(|c| c.person == person.id)
        }
        _ => false,
    };
    let mine = names.report.unplaced.iter().filter(|u| wished(&u.item));
    mine.map(|u| {
        let what = match &u.item {
            ItemId::Consultation(id) => {
                let topic = names.directory.consultation(id).map(|c| c.topic.clone());
                words.fill("own.consultation", &[("topic", &topic.unwrap_or_default())])
            }
            _ => {
                let other = u.people.iter().find(|p| **p != person.id).unwrap_or(&person.id);
                words.fill("own.meeting", &[("who", &names.person_in_words(other))])
            }
        };
        let mut causes: Vec<&str> =
            u.own_causes(&person.id).into_iter().map(|c| c.label(names.lang)).collect();
        causes.dedup();
        causes.sort_unstable();
        causes.dedup();
        let why = match (&u.reason, causes.is_empty()) {
            (Reason::CostsMore { start, .. }, _) => {
                words.fill("own.talks", &[("time", &when::time(*start))])
            }
            (_, false) => words.fill("own.causes", &[("causes", &words.list(&causes))]),
            // Whatever else it was is somebody else's business.
            (_, true) => words.say("own.no_slot"),
        };
        format!("{what}{}{why}", words.say("colon"))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kana_rows_have_their_heads() {
        let rows = ["アオキ", "ゴトウ", "ばば", "ヴァン", "ワタナベ", "Smith", ""].map(row);
        assert_eq!(rows, ["ア", "カ", "ハ", "ア", "ワ", "S", ""]);
    }
}
