//! Every reference leads somewhere, and lists name nobody twice.

use super::findings::Findings;
use super::identity::{Ids, Known};
use crate::domain::{Problem, Sheet, Text, Unknown, Workshop};
use std::collections::HashSet;

/// A cell that refers to something.
type Cell<'a> = (Sheet, usize, &'a str);

fn one(ids: &Ids, id: &str, (sheet, entry, column): Cell, f: &mut Findings) {
    if ids.entries.contains_key(id) {
        return;
    }
    let nearest = f.nearest(id, ids.order.iter().copied());
    let problem = Problem::from(Unknown {
        what: ids.what.clone(),
        value: id.to_owned(),
        expected: Text::new(format!("{} 表のID", ids.sheet), format!("an id in {}", ids.sheet)),
        nearest,
    });
    f.add(sheet, entry, column, problem);
}

fn each<'a>(
    ids: &Ids,
    list: impl Iterator<Item = &'a str>,
    cell @ (sheet, entry, column): Cell,
    f: &mut Findings,
) {
    let mut seen = HashSet::new();
    for id in list {
        one(ids, id, cell, f);
        if !seen.insert(id) {
            let twice = Text::new(
                format!("「{id}」が2回あります。1つを消してください"),
                format!("{id:?} stands twice in the list; remove one"),
            );
            f.conflict(sheet, entry, column, twice);
        }
    }
}

pub(super) fn check(w: &Workshop, known: &Known, f: &mut Findings) {
    venue(w, known, f);
    participants(w, known, f);
    requests(w, known, f);
}

fn venue(w: &Workshop, known: &Known, f: &mut Findings) {
    for (i, hours) in w.room_hours.iter().enumerate() {
        one(&known.rooms, hours.room.as_str(), (Sheet::RoomHours, i, "room"), f);
    }
    for (i, session) in w.sessions.iter().enumerate() {
        let cell = |column| (Sheet::Sessions, i, column);
        each(&known.people, session.speakers.iter().map(|x| x.as_str()), cell("speakers"), f);
        each(&known.rooms, session.rooms.iter().map(|x| x.as_str()), cell("rooms"), f);
        each(&known.sessions, session.after.iter().map(|x| x.as_str()), cell("after"), f);
        if let Some(profile) = &session.profile {
            one(&known.profiles, profile.as_str(), cell("profile"), f);
        }
        if let Some(fixed) = &session.fixed {
            one(&known.rooms, fixed.room.as_str(), cell("fixed_room"), f);
        }
        if let Some(printed) = &session.printed {
            one(&known.rooms, printed.room.as_str(), cell("printed_room"), f);
        }
    }
    for (i, desk) in w.desks.iter().enumerate() {
        one(&known.rooms, desk.room.as_str(), (Sheet::Desks, i, "room"), f);
        if let Some(coordinator) = &desk.coordinator {
            one(&known.people, coordinator.as_str(), (Sheet::Desks, i, "coordinator"), f);
        }
    }
    for (i, hours) in w.desk_hours.iter().enumerate() {
        one(&known.desks, hours.desk.as_str(), (Sheet::DeskHours, i, "desk"), f);
    }
}

fn participants(w: &Workshop, known: &Known, f: &mut Findings) {
    for (i, person) in w.people.iter().enumerate() {
        let organisation = person.organisation.as_str();
        one(&known.organisations, organisation, (Sheet::People, i, "organisation"), f);
    }
    for (i, profile) in w.profiles.iter().enumerate() {
        let organisation = profile.organisation.as_str();
        one(&known.organisations, organisation, (Sheet::Profiles, i, "organisation"), f);
        let people = profile.people.iter().map(|x| x.as_str());
        each(&known.people, people, (Sheet::Profiles, i, "people"), f);
    }
    for (i, away) in w.unavailable.iter().enumerate() {
        one(&known.people, away.person.as_str(), (Sheet::Unavailable, i, "person"), f);
    }
    for (i, exclusion) in w.exclusions.iter().enumerate() {
        let cell = |column| (Sheet::Exclusions, i, column);
        for (column, person) in
            [("person", &exclusion.person), ("other_person", &exclusion.other_person)]
        {
            if let Some(person) = person {
                one(&known.people, person.as_str(), cell(column), f);
            }
        }
        for (column, organisation) in [
            ("organisation", &exclusion.organisation),
            ("other_organisation", &exclusion.other_organisation),
        ] {
            if let Some(organisation) = organisation {
                one(&known.organisations, organisation.as_str(), cell(column), f);
            }
        }
    }
}

fn requests(w: &Workshop, known: &Known, f: &mut Findings) {
    for (i, wish) in w.meeting_wishes.iter().enumerate() {
        let cell = |column| (Sheet::MeetingWishes, i, column);
        one(&known.people, wish.from.as_str(), cell("from"), f);
        one(&known.people, wish.to.as_str(), cell("to"), f);
        if let Some(about) = &wish.about {
            one(&known.profiles, about.as_str(), cell("about"), f);
        }
    }
    for (i, wish) in w.group_wishes.iter().enumerate() {
        let cell = |column| (Sheet::GroupWishes, i, column);
        one(&known.people, wish.moderator.as_str(), cell("moderator"), f);
        each(&known.people, wish.members.iter().map(|x| x.as_str()), cell("members"), f);
    }
    for (i, request) in w.consultations.iter().enumerate() {
        one(&known.people, request.person.as_str(), (Sheet::Consultations, i, "person"), f);
    }
    for (i, wish) in w.talk_wishes.iter().enumerate() {
        one(&known.people, wish.person.as_str(), (Sheet::TalkWishes, i, "person"), f);
        one(&known.sessions, wish.session.as_str(), (Sheet::TalkWishes, i, "session"), f);
    }
}
