//! Results as CSV tables.

use super::Planned;
use crate::domain::{ItemId, Lang, PersonId, Text, Timetable, Workshop};
use crate::exchange::{Datum, table_csv};
use crate::scheduling::{Directory, Gain, Reason, Unplaced, attendance};
use chrono::NaiveDateTime;

/// A file's name and content.
pub(super) type File = (String, Vec<u8>);

/// What is said about one plan.
pub(super) fn of_plan(workshop: &Workshop, planned: &Planned) -> Vec<File> {
    let name = &planned.plan.name;
    vec![
        (format!("{name}-schedules.csv"), schedules(workshop, &planned.plan.timetable)),
        (format!("{name}-unplaced.csv"), unplaced(&planned.unplaced)),
        (format!("{name}-what-ifs.csv"), what_ifs(&planned.gains)),
    ]
}

pub(super) fn text(text: impl Into<String>) -> Datum {
    Datum::Text(text.into())
}

fn people(ids: &[PersonId]) -> Datum {
    text(ids.iter().map(PersonId::as_str).collect::<Vec<_>>().join(";"))
}

fn time(at: NaiveDateTime) -> Datum {
    Datum::DateTime(at)
}

/// The kind of an item and what tells it from others of the kind.
pub(super) fn item(id: &ItemId) -> [Datum; 2] {
    let (kind, id) = match id {
        ItemId::Session(id) => ("session", id.to_string()),
        ItemId::Consultation(id) => ("consultation", id.to_string()),
        ItemId::Meeting(a, b) => ("meeting", format!("{a};{b}")),
        ItemId::Group(id) => ("group", id.to_string()),
    };
    [text(kind), text(id)]
}

/// Everyone's day, by person in kana order: where to be, and which wished talks can be heard.
fn schedules(workshop: &Workshop, timetable: &Timetable) -> Vec<u8> {
    let directory = Directory::new(workshop);
    let heard = attendance(&directory, timetable);
    let mut order: Vec<_> = workshop.people.iter().collect();
    order.sort_by_key(|p| (p.name.kana_key(), &p.id));
    let mut rows = Vec::new();
    for person in order {
        let mut day: Vec<(&crate::domain::Placement, &str)> = timetable
            .placements
            .iter()
            .filter(|p| p.people.contains(&person.id))
            .map(|p| (p, "attends"))
            .collect();
        let wished = heard.iter().filter(|a| a.person == person.id).filter_map(|a| {
            Some((timetable.find(&ItemId::Session(a.session.clone()))?, "can hear"))
        });
        day.extend(wished);
        day.sort_by_key(|(p, _)| (p.start, p.end));
        for (p, how) in day {
            let [kind, id] = item(&p.item);
            let with: Vec<PersonId> = match how {
                "attends" => p.people.iter().filter(|x| **x != person.id).cloned().collect(),
                _ => Vec::new(),
            };
            let room = directory.room(&p.room).map(|r| r.name.clone()).unwrap_or_default();
            rows.push(vec![
                text(person.id.as_str()),
                text(person.name.full(Lang::Ja)),
                text(how),
                time(p.start),
                time(p.end),
                text(p.room.as_str()),
                text(room.get(Lang::Ja)),
                text(p.desk.as_ref().map(ToString::to_string).unwrap_or_default()),
                p.table.map_or(Datum::Empty, |t| Datum::Whole(i64::from(t))),
                kind,
                id,
                people(&with),
            ]);
        }
    }
    let headers = [
        "person",
        "name",
        "how",
        "start",
        "end",
        "room",
        "room_name",
        "desk",
        "table",
        "kind",
        "item",
        "with",
    ];
    table_csv(&headers, &rows)
}

fn unplaced(list: &[Unplaced]) -> Vec<u8> {
    let rows: Vec<Vec<Datum>> = list
        .iter()
        .map(|wish| {
            let [kind, id] = item(&wish.item);
            let (reason, repair) = (reason(&wish.reason), repair(wish));
            let points = Datum::Whole(wish.points);
            vec![
                kind,
                id,
                people(&wish.people),
                points,
                text(reason.ja),
                text(reason.en),
                text(repair.ja),
                text(repair.en),
            ]
        })
        .collect();
    let headers =
        ["kind", "item", "people", "points", "reason_ja", "reason_en", "repair_ja", "repair_en"];
    table_csv(&headers, &rows)
}

/// Why a wish is not in the plan, in words.
pub(super) fn reason(reason: &Reason) -> Text {
    let at = |t: &NaiveDateTime| t.format("%H:%M").to_string();
    match reason {
        Reason::Excluded => Text::new("同席させない組合せ", "must not be put together"),
        Reason::Blocked { options, causes } => {
            let list = |lang| {
                let named = causes.iter().map(|(cause, n)| format!("{} {n}", cause.label(lang)));
                named.collect::<Vec<_>>().join("; ")
            };
            Text::new(
                format!("候補 {options} 通りすべて不可（{}）", list(Lang::Ja)),
                format!("all {options} places and times fail ({})", list(Lang::En)),
            )
        }
        Reason::TalksWorthMore { start, lost } => Text::new(
            format!("{} に入るが、聴きたい講演を {lost} 点分逃す", at(start)),
            format!("fits at {}, but wished talks worth {lost} points would be missed", at(start)),
        ),
        Reason::Unfinished { start } => Text::new(
            format!("{} に入る（計画が途中）", at(start)),
            format!("fits at {} (the plan was not finished)", at(start)),
        ),
    }
}

/// What would let a wish in, in words; empty where nothing helps.
pub(super) fn repair(wish: &Unplaced) -> Text {
    let Some(repair) = &wish.repair else { return Text::default() };
    let steps =
        |lang| repair.steps.iter().map(|step| step.sentence(lang)).collect::<Vec<_>>().join("; ");
    Text::new(steps(Lang::Ja), steps(Lang::En))
}

fn what_ifs(gains: &[Gain]) -> Vec<u8> {
    let rows: Vec<Vec<Datum>> = gains
        .iter()
        .map(|gain| {
            vec![
                text(gain.what_if.sentence(Lang::Ja)),
                text(gain.what_if.sentence(Lang::En)),
                Datum::Whole(gain.more_placed),
                Datum::Whole(gain.more_points),
                Datum::Bool(gain.proved),
                people(&gain.for_people),
            ]
        })
        .collect();
    let headers = ["change_ja", "change_en", "more_placed", "more_points", "proved", "for_people"];
    table_csv(&headers, &rows)
}
