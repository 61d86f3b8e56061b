//! Two entries that are one: what belonged to either belongs to the one that stays. Versions of the
//! day never change, so whom a merged id leads to is kept, and versions are read by it.

use super::parts::PartKind;
use super::value::{json, values};
use super::{Booked, Booking, Moment, Request, RequestState, StoreError, Transaction, resource};
use crate::domain::{
    Desk, Exclusion, GroupWish, ItemId, Organisation, OrganisationId, Person, PersonId, Profile,
    Session, Timetable,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Rows that fall, because the one who stays ($3) has the like of those of the other ($2).
const FALL: [&str; 9] = [
    "DELETE FROM request WHERE workshop = $1 \
     AND ((sender = $2 AND recipient = $3) OR (sender = $3 AND recipient = $2))",
    "DELETE FROM talk_wish WHERE workshop = $1 AND person = $2 AND session IN \
     (SELECT session FROM talk_wish WHERE workshop = $1 AND person = $3)",
    "DELETE FROM presence WHERE workshop = $1 AND person = $2 AND EXISTS \
     (SELECT 1 FROM presence WHERE workshop = $1 AND person = $3)",
    "DELETE FROM survey WHERE workshop = $1 AND person = $2 AND EXISTS \
     (SELECT 1 FROM survey WHERE workshop = $1 AND person = $3)",
    "DELETE FROM proposal WHERE workshop = $1 AND person = $2 AND version IN \
     (SELECT version FROM proposal WHERE workshop = $1 AND person = $3)",
    "DELETE FROM consortium_invitation WHERE workshop = $1 AND person = $2 AND draft IN \
     (SELECT draft FROM consortium_invitation WHERE workshop = $1 AND person = $3)",
    "DELETE FROM stand_in WHERE workshop = $1 AND $2 <> $3 AND (person = $2 OR deputy = $2)",
    "DELETE FROM substitute WHERE workshop = $1 AND $2 <> $3 AND person = $2",
    "DELETE FROM consortium_invitation WHERE workshop = $1 AND person IN ($2, $3) AND draft IN \
     (SELECT id FROM consortium_draft WHERE workshop = $1 AND person IN ($2, $3))",
];

/// Rows that change hands.
const CHANGE_HANDS: [&str; 15] = [
    "UPDATE request SET sender = $3, revision = revision + 1 WHERE workshop = $1 AND sender = $2",
    "UPDATE request SET recipient = $3, revision = revision + 1 \
     WHERE workshop = $1 AND recipient = $2",
    "UPDATE consultation SET person = $3 WHERE workshop = $1 AND person = $2",
    "UPDATE talk_wish SET person = $3 WHERE workshop = $1 AND person = $2",
    "UPDATE absence SET person = $3 WHERE workshop = $1 AND person = $2",
    "UPDATE presence SET person = $3 WHERE workshop = $1 AND person = $2",
    "UPDATE survey SET person = $3 WHERE workshop = $1 AND person = $2",
    "UPDATE proposal SET person = $3 WHERE workshop = $1 AND person = $2",
    "UPDATE feed SET person = $3 WHERE workshop = $1 AND person = $2",
    "UPDATE mail SET person = $3 WHERE workshop = $1 AND person = $2",
    "UPDATE message SET sender = $3 WHERE workshop = $1 AND sender = $2",
    "UPDATE contact SET person = $3 WHERE workshop = $1 AND person = $2",
    "UPDATE membership SET person = $3 WHERE workshop = $1 AND person = $2",
    "UPDATE consortium_draft SET person = $3 WHERE workshop = $1 AND person = $2",
    "UPDATE consortium_invitation SET person = $3 WHERE workshop = $1 AND person = $2",
];

impl Transaction {
    /// Merges a person into another of the workshop, who stays with details of `kept`. Requests,
    /// meetings, profiles, wishes, messages and accounts of both are theirs. What both asked of the
    /// same person is asked once. `DoubleBooked` where both have something at the same time.
    pub async fn merge_people(
        &mut self,
        workshop: &str,
        other: &PersonId,
        kept: &Person,
        now: Moment,
    ) -> Result<(), StoreError> {
        let keep = &kept.id;
        self.part::<Person>(workshop, PartKind::Person, other.as_str()).await?;
        let part = self.part::<Person>(workshop, PartKind::Person, keep.as_str()).await?;
        let (kind, id) = (PartKind::Person, keep.as_str());
        self.replace_part(workshop, kind, id, part.revision, kept, &part.confidential).await?;
        self.join_requests(workshop, other, keep, now).await?;
        for sql in FALL.into_iter().chain(CHANGE_HANDS) {
            self.run(sql, values![workshop, other.as_str(), keep.as_str()]).await?;
        }
        self.hand_over_documents(workshop, other, keep).await?;
        self.hand_over_bookings(workshop, other, keep, now).await?;
        self.hand_over_outcomes(workshop, other, keep, now).await?;
        self.remove_part(workshop, PartKind::Person, other.as_str()).await?;
        let sql = "UPDATE merged SET kept = $3 WHERE workshop = $1 AND kept = $2";
        self.run(sql, values![workshop, other.as_str(), keep.as_str()]).await?;
        // A list that is taken in again brings the id back, and it may be merged anew.
        let sql = "INSERT INTO merged (workshop, person, kept) VALUES ($1, $2, $3) \
                   ON CONFLICT (workshop, person) DO UPDATE SET kept = excluded.kept";
        self.run(sql, values![workshop, other.as_str(), keep.as_str()]).await.map(|_| ())
    }

    /// Of two open requests that would become one, the one that went further stays, with what was
    /// written on both.
    async fn join_requests(
        &mut self,
        workshop: &str,
        other: &PersonId,
        keep: &PersonId,
        now: Moment,
    ) -> Result<(), StoreError> {
        let theirs = self.requests_of(workshop, other).await?;
        let own = self.requests_of(workshop, keep).await?;
        let renamed =
            |person: &PersonId| if person == other { keep.clone() } else { person.clone() };
        let between = |r: &Request| (renamed(&r.sender), renamed(&r.recipient));
        let own: HashMap<_, &Request> =
            own.iter().filter(|r| far(r) > 0).map(|r| (between(r), r)).collect();
        for request in theirs.iter().filter(|r| far(r) > 0) {
            let Some(same) = own.get(&between(request)).filter(|r| r.id != request.id) else {
                continue;
            };
            let (stays, falls) =
                if far(request) > far(same) { (request, *same) } else { (*same, request) };
            for sql in [
                "UPDATE message SET request = $3 WHERE workshop = $1 AND request = $2",
                "DELETE FROM contact WHERE workshop = $1 AND request = $2 AND person IN \
                 (SELECT person FROM contact WHERE workshop = $1 AND request = $3)",
                "UPDATE contact SET request = $3 WHERE workshop = $1 AND request = $2",
            ] {
                self.run(sql, values![workshop, &falls.id, &stays.id]).await?;
            }
            let sql = "UPDATE request SET state = 'withdrawn', answered_at = $3, \
                       revision = revision + 1 WHERE workshop = $1 AND id = $2";
            self.run(sql, values![workshop, &falls.id, now]).await?;
            // Of contacts that both told to one, the first told stays.
            let sql = "DELETE FROM contact WHERE workshop = $1 AND request = $2 AND person = $3 \
                       AND EXISTS (SELECT 1 FROM contact WHERE workshop = $1 AND request = $2 \
                       AND person = $4)";
            let values = values![workshop, &stays.id, other.as_str(), keep.as_str()];
            self.run(sql, values).await?;
        }
        Ok(())
    }

    /// People named in documents.
    async fn hand_over_documents(
        &mut self,
        workshop: &str,
        other: &PersonId,
        keep: &PersonId,
    ) -> Result<(), StoreError> {
        let to = |person: &mut PersonId| {
            if person == other {
                person.clone_from(keep);
            }
        };
        let all = |people: &mut Vec<PersonId>| {
            people.iter_mut().for_each(to);
            once(people);
        };
        self.rewrite(workshop, PartKind::Profile, |p: &mut Profile| all(&mut p.people)).await?;
        self.rewrite(workshop, PartKind::Session, |s: &mut Session| all(&mut s.speakers)).await?;
        self.rewrite(workshop, PartKind::Desk, |d: &mut Desk| {
            d.coordinator.iter_mut().for_each(to);
        })
        .await?;
        self.rewrite(workshop, PartKind::GroupWish, |g: &mut GroupWish| {
            to(&mut g.moderator);
            all(&mut g.members);
            g.members.retain(|member| *member != g.moderator);
        })
        .await?;
        self.rewrite(workshop, PartKind::Exclusion, |x: &mut Exclusion| {
            x.person.iter_mut().chain(&mut x.other_person).for_each(to);
        })
        .await?;
        self.drop_void_exclusions(workshop).await?;
        for mut consultation in self.consultations(workshop).await? {
            if consultation.person == *other {
                to(&mut consultation.person);
                let sql = "UPDATE consultation SET document = $3 WHERE workshop = $1 AND id = $2";
                let document = json(&consultation)?;
                self.run(sql, values![workshop, consultation.id.as_str(), document]).await?;
            }
        }
        for (id, mut absence) in self.absences(workshop).await? {
            if absence.person == *other {
                to(&mut absence.person);
                let sql = "UPDATE absence SET document = $3 WHERE workshop = $1 AND id = $2";
                self.run(sql, values![workshop, id, json(&absence)?]).await?;
            }
        }
        Ok(())
    }

    /// Changes parts of a kind where `change` changes them.
    async fn rewrite<T: Serialize + DeserializeOwned + Clone + PartialEq>(
        &mut self,
        workshop: &str,
        kind: PartKind,
        change: impl Fn(&mut T),
    ) -> Result<(), StoreError> {
        for (id, before) in self.parts::<T>(workshop, kind).await? {
            let mut after = before.clone();
            change(&mut after);
            if after != before {
                let part = self.part::<T>(workshop, kind, &id).await?;
                let (revision, confidential) = (part.revision, &part.confidential);
                self.replace_part(workshop, kind, &id, revision, &after, confidential).await?;
            }
        }
        Ok(())
    }

    /// Takes away exclusions of somebody from themselves, and those that stand twice.
    async fn drop_void_exclusions(&mut self, workshop: &str) -> Result<(), StoreError> {
        let mut seen: Vec<Exclusion> = Vec::new();
        for (id, x) in self.parts::<Exclusion>(workshop, PartKind::Exclusion).await? {
            let own = (&x.person, &x.organisation) == (&x.other_person, &x.other_organisation);
            if own || seen.contains(&x) {
                self.remove_part(workshop, PartKind::Exclusion, &id).await?;
            } else {
                seen.push(x);
            }
        }
        Ok(())
    }

    async fn hand_over_bookings(
        &mut self,
        workshop: &str,
        other: &PersonId,
        keep: &PersonId,
        now: Moment,
    ) -> Result<(), StoreError> {
        let (from, to) = (resource::person(other.as_str()), resource::person(keep.as_str()));
        let mut items: BTreeMap<String, Vec<Booked>> = BTreeMap::new();
        for booked in self.bookings(workshop, now).await? {
            items.entry(booked.item.clone()).or_default().push(booked);
        }
        let mut taken: HashSet<String> = items.keys().cloned().collect();
        let mut new = Vec::new();
        for (item, booked) in &items {
            if booked.iter().all(|b| b.resource != from) {
                continue;
            }
            self.release(workshop, item).await?;
            taken.remove(item);
            let people: Vec<PersonId> = booked
                .iter()
                .filter_map(|b| b.resource.strip_prefix(&resource::person("")))
                .map(PersonId::new)
                .collect();
            let meets = |one: &&PersonId| ItemId::meeting(other, one).to_string() == *item;
            let named = match people.iter().find(meets) {
                // With themselves nobody meets.
                Some(one) if one == keep => continue,
                Some(one) => ItemId::meeting(keep, one).to_string(),
                None => item.clone(),
            };
            let mut resources: Vec<String> = booked
                .iter()
                .map(|b| if b.resource == from { to.clone() } else { b.resource.clone() })
                .collect();
            resources.sort();
            resources.dedup();
            let first = &booked[0];
            new.push(Booking {
                item: named,
                resources,
                starts_at: first.starts_at,
                ends_at: first.ends_at,
                hold_until: first.hold_until,
                by_hand: first.by_hand,
            });
        }
        for booking in new {
            // Whom both were to meet is met once.
            if taken.insert(booking.item.clone()) {
                self.book(workshop, &booking, now).await?;
            }
        }
        Ok(())
    }

    /// What became of their meetings; of two notes on one meeting the one that stood there stays.
    async fn hand_over_outcomes(
        &mut self,
        workshop: &str,
        other: &PersonId,
        keep: &PersonId,
        now: Moment,
    ) -> Result<(), StoreError> {
        let all = self.outcomes(workshop).await?;
        let with = |one: &PersonId, who: &PersonId| {
            all.iter()
                .any(|o| (&o.first, &o.second) == (one, who) || (&o.second, &o.first) == (one, who))
        };
        for outcome in all.iter().filter(|o| o.first == *other || o.second == *other) {
            let met = if outcome.first == *other { &outcome.second } else { &outcome.first };
            self.put_outcome(workshop, (other, met), None, now).await?;
            if met != keep && !with(keep, met) {
                self.put_outcome(workshop, (keep, met), Some(&outcome.document), now).await?;
            }
        }
        Ok(())
    }

    /// Merges an organisation into another, which stays as `kept` says; its people and profiles
    /// belong there.
    pub async fn merge_organisations(
        &mut self,
        workshop: &str,
        other: &OrganisationId,
        kept: &Organisation,
    ) -> Result<(), StoreError> {
        let (kind, keep) = (PartKind::Organisation, &kept.id);
        self.part::<Organisation>(workshop, kind, other.as_str()).await?;
        let part = self.part::<Organisation>(workshop, kind, keep.as_str()).await?;
        let (revision, confidential) = (part.revision, &part.confidential);
        self.replace_part(workshop, kind, keep.as_str(), revision, kept, confidential).await?;
        let to = |organisation: &mut OrganisationId| {
            if organisation == other {
                organisation.clone_from(keep);
            }
        };
        self.rewrite(workshop, PartKind::Person, |p: &mut Person| to(&mut p.organisation)).await?;
        self.rewrite(workshop, PartKind::Profile, |p: &mut Profile| to(&mut p.organisation))
            .await?;
        self.rewrite(workshop, PartKind::Exclusion, |x: &mut Exclusion| {
            x.organisation.iter_mut().chain(&mut x.other_organisation).for_each(to);
        })
        .await?;
        self.drop_void_exclusions(workshop).await?;
        let sql = "SELECT id, document FROM consortium_draft WHERE workshop = $1 ORDER BY id";
        for row in self.all(sql, values![workshop]).await? {
            let mut document: Json = row.json(1, "consortium draft")?;
            if rename_member(&mut document, other.as_str(), keep.as_str()) {
                let sql = "UPDATE consortium_draft SET document = $3, revision = revision + 1 \
                           WHERE workshop = $1 AND id = $2";
                self.run(sql, values![workshop, row.text(0)?, json(&document)?]).await?;
            }
        }
        self.remove_part(workshop, kind, other.as_str()).await
    }

    /// Whom ids lead to that are nobody's own now.
    pub(super) async fn merged(
        &mut self,
        workshop: &str,
    ) -> Result<HashMap<PersonId, PersonId>, StoreError> {
        let sql = "SELECT person, kept FROM merged WHERE workshop = $1 AND NOT EXISTS \
                   (SELECT 1 FROM part WHERE part.workshop = merged.workshop \
                   AND part.kind = 'person' AND part.id = merged.person)";
        let rows = self.all(sql, values![workshop]).await?;
        rows.iter().map(|row| Ok((PersonId(row.text(0)?), PersonId(row.text(1)?)))).collect()
    }
}

/// How far a request went; 0 where nothing more can come of it.
fn far(request: &Request) -> u8 {
    match request.state {
        RequestState::Accepted => 3,
        RequestState::Sent => 2,
        RequestState::Declined => 1,
        RequestState::Withdrawn | RequestState::Expired => 0,
    }
}

/// Each of them once, in the order in which they stand.
fn once(people: &mut Vec<PersonId>) {
    let mut seen = HashSet::new();
    people.retain(|person| seen.insert(person.clone()));
}

/// The version with people who were merged as who they are. A meeting of two who are one falls, and
/// of two meetings that have become the same the first stays.
pub(super) fn led_to_kept(timetable: &mut Timetable, merged: &HashMap<PersonId, PersonId>) {
    let kept = |person: &PersonId| merged.get(person).unwrap_or(person).clone();
    let mut seen = HashSet::new();
    timetable.placements.retain_mut(|placement| {
        placement.people = placement.people.iter().map(kept).collect();
        once(&mut placement.people);
        if let ItemId::Meeting(a, b) = &placement.item {
            let (a, b) = (kept(a), kept(b));
            if a == b {
                return false;
            }
            placement.item = ItemId::meeting(&a, &b);
        }
        seen.insert(placement.item.clone())
    });
}

/// Renames an organisation in a draft; whether it stood there. Where both were members, the first
/// stays, with the profiles of both.
fn rename_member(draft: &mut Json, other: &str, keep: &str) -> bool {
    let mut found = false;
    for list in ["members", "resources"] {
        for entry in draft[list].as_array_mut().into_iter().flatten() {
            if entry["organisation"] == other {
                entry["organisation"] = keep.into();
                found = true;
            }
        }
    }
    if let (true, Some(members)) = (found, draft["members"].as_array_mut()) {
        let ours = |member: &Json| member["organisation"] == keep;
        let profiles: Vec<Json> = members
            .iter()
            .filter(|m| ours(m))
            .flat_map(|m| m["profiles"].as_array().cloned().unwrap_or_default())
            .collect();
        let mut first = true;
        members.retain_mut(|member| {
            if !ours(member) {
                return true;
            }
            member["profiles"] = profiles.clone().into();
            std::mem::take(&mut first)
        });
    }
    found
}
