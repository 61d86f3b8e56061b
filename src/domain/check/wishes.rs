//! Wishes make sense: for somebody else, once, in a group that fits a table.

use super::findings::Findings;
use crate::domain::{Exclusion, ExclusionKind, Problem, Sheet, Text, Workshop};
use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;

/// People in a group meeting, the moderator included.
const GROUP: RangeInclusive<usize> = 3..=6;

pub(super) fn check(w: &Workshop, f: &mut Findings) {
    meetings(w, f);
    groups(w, f);
    talks(w, f);
    for (entry, exclusion) in w.exclusions.iter().enumerate() {
        sides(entry, exclusion, f);
    }
}

fn meetings(w: &Workshop, f: &mut Findings) {
    let mut seen: HashMap<(&str, &str), usize> = HashMap::new();
    for (entry, wish) in w.meeting_wishes.iter().enumerate() {
        let pair = (wish.from.as_str(), wish.to.as_str());
        if pair.0 == pair.1 {
            let message = Text::new(
                format!("{} が自分との面談を希望しています。相手を書いてください", pair.0),
                format!("{} wishes to meet themselves; name the other person", pair.0),
            );
            f.conflict(Sheet::MeetingWishes, entry, "to", message);
        } else if let Some(&first) = seen.get(&pair) {
            let value = format!("{} to {}", pair.0, pair.1);
            let problem = Problem::Duplicate { value, entry: first, row: None };
            f.add(Sheet::MeetingWishes, entry, "to", problem);
        } else {
            seen.insert(pair, entry);
        }
    }
}

fn groups(w: &Workshop, f: &mut Findings) {
    for (entry, wish) in w.group_wishes.iter().enumerate() {
        if wish.members.contains(&wish.moderator) {
            let moderator = &wish.moderator;
            let message = Text::new(
                format!("進行役の {moderator} は書く必要がありません。消してください"),
                format!("the moderator {moderator} need not be listed; remove"),
            );
            f.conflict(Sheet::GroupWishes, entry, "members", message);
        }
        let people: HashSet<_> = wish.members.iter().chain([&wish.moderator]).collect();
        if !GROUP.contains(&people.len()) {
            let (count, least, most) = (people.len(), GROUP.start(), GROUP.end());
            let value = Text::new(format!("{count} 人のグループ"), format!("a group of {count}"));
            let expected = Text::new(
                format!("進行役を含めて {least}〜{most} 人"),
                format!("{least} to {most} people, the moderator included"),
            );
            f.out_of_range(Sheet::GroupWishes, entry, "members", value, expected);
        }
    }
}

fn talks(w: &Workshop, f: &mut Findings) {
    let speakers: HashMap<&str, HashSet<&str>> = w
        .sessions
        .iter()
        .map(|s| (s.id.as_str(), s.speakers.iter().map(|person| person.as_str()).collect()))
        .collect();
    let mut seen: HashMap<(&str, &str), usize> = HashMap::new();
    for (entry, wish) in w.talk_wishes.iter().enumerate() {
        let (person, session) = (wish.person.as_str(), wish.session.as_str());
        if speakers.get(session).is_some_and(|speakers| speakers.contains(person)) {
            let message = Text::new(
                format!("{person} は {session} で話すので、聴講希望は不要です。消してください"),
                format!("{person} speaks in {session} and need not wish for it; remove"),
            );
            f.conflict(Sheet::TalkWishes, entry, "session", message);
        } else if let Some(&first) = seen.get(&(person, session)) {
            let value = format!("{person} to {session}");
            let problem = Problem::Duplicate { value, entry: first, row: None };
            f.add(Sheet::TalkWishes, entry, "session", problem);
        } else {
            seen.insert((person, session), entry);
        }
    }
}

/// Each side is one person or one organisation, and the two sides differ.
fn sides(entry: usize, exclusion: &Exclusion, f: &mut Findings) {
    let Exclusion { kind, person, organisation, other_person, other_organisation, .. } = exclusion;
    for (column, person, organisation) in
        [("person", person, organisation), ("other_person", other_person, other_organisation)]
    {
        match (person, organisation) {
            (None, None) => {
                let expected = Text::new("参加者か機関のID", "a person or an organisation");
                f.missing(Sheet::Exclusions, entry, column, expected);
            }
            (Some(person), Some(organisation)) => {
                let message = Text::new(
                    format!(
                        "同じ側に参加者 {person} と機関 {organisation} の両方があります。どちらか1つにして\
                         ください"
                    ),
                    format!(
                        "{person} and {organisation} are given for the same side; keep one of the two"
                    ),
                );
                f.conflict(Sheet::Exclusions, entry, column, message);
            }
            _ => {}
        }
    }
    let given = person.is_some() || organisation.is_some();
    if given && (person, organisation) == (other_person, other_organisation) {
        let message = Text::new(
            "両側が同じです。もう一方を書いてください",
            "both sides are the same; name the other one",
        );
        f.conflict(Sheet::Exclusions, entry, "other_person", message);
    }
    if *kind == ExclusionKind::NoThanks && person.is_none() && organisation.is_some() {
        let message = Text::new(
            "no_thanks は一人ひとりの選択です。参加者を書いてください",
            "no_thanks is one person's choice; name the person",
        );
        f.conflict(Sheet::Exclusions, entry, "person", message);
    }
}
