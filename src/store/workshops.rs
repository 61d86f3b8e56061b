//! Workshops: taken in whole from an import, kept in parts, put together again for the engines.

use super::lists::List;
use super::parts::PartKind;
use super::value::{Row, json, values};
use super::{Moment, NewRequest, RequestState, Secret, StoreError, Transaction};
use crate::domain::{
    DayRules, Exclusion, MeetingWish, ProfileId, Text, WishId, Workshop, WorkshopId,
};
use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// Where a workshop stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    Registration,
    Requests,
    Scheduling,
    Published,
    Day,
    FollowUp,
}

impl Phase {
    pub const ALL: [Phase; 6] = [
        Phase::Registration,
        Phase::Requests,
        Phase::Scheduling,
        Phase::Published,
        Phase::Day,
        Phase::FollowUp,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Phase::Registration => "registration",
            Phase::Requests => "requests",
            Phase::Scheduling => "scheduling",
            Phase::Published => "published",
            Phase::Day => "day",
            Phase::FollowUp => "follow_up",
        }
    }

    pub fn of(code: &str) -> Option<Phase> {
        Phase::ALL.into_iter().find(|phase| phase.code() == code)
    }
}

/// What a workshop has beside its parts.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Core {
    name: Text,
    zone: Tz,
    days: Vec<NaiveDate>,
    source: String,
    synthetic_note: Text,
    rules: DayRules,
}

impl Core {
    fn of(workshop: &Workshop) -> Core {
        Core {
            name: workshop.name.clone(),
            zone: workshop.zone,
            days: workshop.days.clone(),
            source: workshop.source.clone(),
            synthetic_note: workshop.synthetic_note.clone(),
            rules: workshop.rules.clone(),
        }
    }
}

/// A workshop without its parts.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkshopHead {
    pub id: WorkshopId,
    pub name: Text,
    pub zone: Tz,
    pub days: Vec<NaiveDate>,
    pub source: String,
    pub synthetic_note: Text,
    pub phase: Phase,
    /// Grows with every change that a plan could depend on.
    pub revision: i64,
    /// The number of the newest publication; 0 before the first.
    pub publication: i64,
}

macro_rules! select_head {
    ($rest:literal) => {
        concat!(
            "SELECT id, document, phase, revision, COALESCE((SELECT MAX(number) FROM publication ",
            "WHERE publication.workshop = workshop.id), 0) FROM workshop ",
            $rest
        )
    };
}

fn head(row: &Row) -> Result<(WorkshopHead, DayRules), StoreError> {
    let core: Core = row.json(1, "workshop")?;
    let phase = row.text(2)?;
    let phase = Phase::of(&phase)
        .ok_or(StoreError::Corrupt { what: "phase", reason: format!("unknown {phase:?}") })?;
    let head = WorkshopHead {
        id: WorkshopId(row.text(0)?),
        name: core.name,
        zone: core.zone,
        days: core.days,
        source: core.source,
        synthetic_note: core.synthetic_note,
        phase,
        revision: row.int(3)?,
        publication: row.int(4)?,
    };
    Ok((head, core.rules))
}

fn without_lists(head: WorkshopHead, rules: DayRules) -> Workshop {
    Workshop {
        source: head.source,
        synthetic_note: head.synthetic_note,
        ..Workshop::empty(head.id, head.name, head.zone, head.days, rules)
    }
}

/// From when and until when participants may ask for something; where none is set, at any time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RequestDates {
    pub opens_at: Option<Moment>,
    /// The first moment at which it is too late.
    pub closes_at: Option<Moment>,
}

impl RequestDates {
    pub fn is_open(&self, now: Moment) -> bool {
        self.opens_at.is_none_or(|at| now >= at) && self.closes_at.is_none_or(|at| now < at)
    }
}

impl Transaction {
    pub async fn request_dates(&mut self, workshop: &str) -> Result<RequestDates, StoreError> {
        let sql = "SELECT requests_open_at, requests_close_at FROM workshop WHERE id = $1";
        match self.one(sql, values![workshop]).await? {
            Some(row) => Ok(RequestDates {
                opens_at: row.maybe_int(0)?.map(Moment),
                closes_at: row.maybe_int(1)?.map(Moment),
            }),
            None => Err(StoreError::NotFound { what: "workshop", id: workshop.to_owned() }),
        }
    }

    pub async fn set_request_dates(
        &mut self,
        workshop: &str,
        dates: RequestDates,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE workshop SET requests_open_at = $2, requests_close_at = $3 WHERE id = $1";
        self.run(sql, values![workshop, dates.opens_at, dates.closes_at]).await.map(|_| ())
    }

    /// Takes in a workshop that has passed `check`. Its meeting wishes become requests in the
    /// states that `state` gives them, open until `expires_at`.
    pub async fn add_workshop(
        &mut self,
        workshop: &Workshop,
        phase: Phase,
        now: Moment,
        expires_at: Moment,
        state: impl Fn(&MeetingWish) -> RequestState,
    ) -> Result<(), StoreError> {
        let id = workshop.id.as_str();
        self.run(
            "INSERT INTO workshop (id, document, phase, created_at) VALUES ($1, $2, $3, $4)",
            values![id, json(&Core::of(workshop))?, phase.code(), now],
        )
        .await?;
        self.add_parts(workshop).await?;
        for wish in &workshop.meeting_wishes {
            self.add_wish(id, wish, now, expires_at, state(wish)).await?;
        }
        for consultation in &workshop.consultations {
            self.add_consultation(id, consultation).await?;
        }
        for wish in &workshop.talk_wishes {
            self.put_talk_wish(id, wish).await?;
        }
        for absence in &workshop.unavailable {
            self.add_absence(id, absence).await?;
        }
        Ok(())
    }

    /// Makes a workshop as it stood before what it is to be: the set-up, people and their profiles,
    /// and what they ask for. New meeting wishes become requests; those that are gone had none but
    /// the one asked for.
    pub async fn take_over(
        &mut self,
        before: &Workshop,
        after: &Workshop,
        now: Moment,
        expires_at: Moment,
        state: RequestState,
    ) -> Result<(), StoreError> {
        let id = after.id.as_str();
        let (b, a) = (before, after);
        self.replace_setup(after).await?;
        let organisations = (&b.organisations[..], &a.organisations[..]);
        self.put_changed(id, PartKind::Organisation, organisations, |x| x.id.as_str()).await?;
        let people = (&b.people[..], &a.people[..]);
        self.put_changed(id, PartKind::Person, people, |x| x.id.as_str()).await?;
        let profiles = (&b.profiles[..], &a.profiles[..]);
        self.put_changed(id, PartKind::Profile, profiles, |x| x.id.as_str()).await?;
        let groups = (&b.group_wishes[..], &a.group_wishes[..]);
        self.put_changed(id, PartKind::GroupWish, groups, |x| x.id.as_str()).await?;
        for (part, exclusion) in self.parts::<Exclusion>(id, PartKind::Exclusion).await? {
            if b.exclusions.contains(&exclusion) && !a.exclusions.contains(&exclusion) {
                self.remove_part(id, PartKind::Exclusion, &part).await?;
            }
        }
        for exclusion in a.exclusions.iter().filter(|e| !b.exclusions.contains(e)) {
            let new = Secret::new()?;
            self.add_part(id, PartKind::Exclusion, &new.reveal()[..16], exclusion).await?;
        }
        self.remove_asked(before, after).await?;
        let known: HashSet<&WishId> = b.meeting_wishes.iter().map(|w| &w.id).collect();
        for wish in a.meeting_wishes.iter().filter(|w| !known.contains(&w.id)) {
            self.add_wish(id, wish, now, expires_at, state).await?;
        }
        let known: HashSet<&WishId> = b.consultations.iter().map(|c| &c.id).collect();
        for consultation in a.consultations.iter().filter(|c| !known.contains(&c.id)) {
            self.add_consultation(id, consultation).await?;
        }
        for wish in a.talk_wishes.iter().filter(|w| !b.talk_wishes.contains(w)) {
            self.put_talk_wish(id, wish).await?;
        }
        for absence in a.unavailable.iter().filter(|u| !b.unavailable.contains(u)) {
            self.add_absence(id, absence).await?;
        }
        Ok(())
    }

    /// Removes what people asked for before and do not ask for after.
    async fn remove_asked(&mut self, b: &Workshop, a: &Workshop) -> Result<(), StoreError> {
        let id = a.id.as_str();
        let stays: HashSet<&WishId> = a.meeting_wishes.iter().map(|w| &w.id).collect();
        for wish in b.meeting_wishes.iter().filter(|w| !stays.contains(&w.id)) {
            let sql = "DELETE FROM request WHERE workshop = $1 AND id = $2";
            self.run(sql, values![id, wish.id.as_str()]).await?;
        }
        let stays: HashSet<&WishId> = a.consultations.iter().map(|c| &c.id).collect();
        for gone in b.consultations.iter().filter(|c| !stays.contains(&c.id)) {
            self.remove_consultation(id, gone.id.as_str(), &gone.person).await?;
        }
        let stays: HashSet<_> = a.talk_wishes.iter().map(|w| (&w.person, &w.session)).collect();
        let gone = b.talk_wishes.iter().filter(|w| !stays.contains(&(&w.person, &w.session)));
        for wish in gone {
            self.remove_talk_wish(id, &wish.person, wish.session.as_str()).await?;
        }
        for (absence, one) in self.absences(id).await? {
            if b.unavailable.contains(&one) && !a.unavailable.contains(&one) {
                self.remove_absence(id, &absence, &one.person).await?;
            }
        }
        Ok(())
    }

    async fn add_wish(
        &mut self,
        workshop: &str,
        wish: &MeetingWish,
        now: Moment,
        expires_at: Moment,
        state: RequestState,
    ) -> Result<(), StoreError> {
        self.add_request(&NewRequest {
            workshop,
            id: wish.id.as_str(),
            sender: wish.from.as_str(),
            recipient: wish.to.as_str(),
            rank: wish.rank,
            about: wish.about.as_ref().map(ProfileId::as_str),
            message: "",
            state,
            created_at: now,
            expires_at,
            synthetic: wish.synthetic,
        })
        .await
    }

    /// All workshops, by id.
    pub async fn workshops(&mut self) -> Result<Vec<WorkshopHead>, StoreError> {
        self.all(select_head!("ORDER BY id"), values![])
            .await?
            .iter()
            .map(|row| Ok(head(row)?.0))
            .collect()
    }

    pub async fn workshop_head(&mut self, id: &str) -> Result<WorkshopHead, StoreError> {
        Ok(self.head_and_rules(id).await?.0)
    }

    async fn head_and_rules(&mut self, id: &str) -> Result<(WorkshopHead, DayRules), StoreError> {
        let sql = select_head!("WHERE id = $1");
        match self.one(sql, values![id]).await? {
            Some(row) => head(&row),
            None => Err(StoreError::NotFound { what: "workshop", id: id.to_owned() }),
        }
    }

    /// The whole workshop as the engines know it. Its meeting wishes are the accepted requests and,
    /// where `open` is set, those not answered yet.
    pub async fn workshop(&mut self, id: &str, open: bool) -> Result<Workshop, StoreError> {
        let (head, rules) = self.head_and_rules(id).await?;
        let mut workshop = without_lists(head, rules);
        for list in List::all() {
            self.read_list(&mut workshop, list, open).await?;
        }
        Ok(workshop)
    }

    /// The workshop as it stands, from the copy of an earlier revision without open requests: only
    /// lists that changed since are read.
    pub async fn workshop_since(
        &mut self,
        known: &Workshop,
        revision: i64,
    ) -> Result<Workshop, StoreError> {
        let id = known.id.as_str();
        let (head, rules) = self.head_and_rules(id).await?;
        let mut workshop = Workshop {
            name: head.name,
            zone: head.zone,
            days: head.days,
            source: head.source,
            synthetic_note: head.synthetic_note,
            rules,
            ..known.clone()
        };
        for list in self.lists_changed_since(id, revision).await? {
            self.read_list(&mut workshop, list, false).await?;
        }
        Ok(workshop)
    }

    /// Replaces what is set up of a workshop: its core, rooms, hours, bands, slots, sessions, desks.
    /// People and what they ask for stay.
    pub async fn replace_setup(&mut self, workshop: &Workshop) -> Result<(), StoreError> {
        let id = workshop.id.as_str();
        let sql = "UPDATE workshop SET document = $2 WHERE id = $1";
        self.run(sql, values![id, json(&Core::of(workshop))?]).await?;
        for kind in PartKind::SETUP {
            let sql = "DELETE FROM part WHERE workshop = $1 AND kind = $2";
            self.run(sql, values![id, kind.code()]).await?;
        }
        self.add_setup_parts(workshop).await?;
        self.touch(id).await
    }

    pub async fn set_phase(&mut self, id: &str, phase: Phase) -> Result<(), StoreError> {
        self.run("UPDATE workshop SET phase = $2 WHERE id = $1", values![id, phase.code()]).await?;
        Ok(())
    }

    /// Notes that something changed that a plan could depend on; for lists the database's triggers
    /// do. The workshop's row stays held until the end.
    pub(super) async fn touch(&mut self, id: &str) -> Result<(), StoreError> {
        let sql = "UPDATE workshop SET revision = revision + 1 WHERE id = $1";
        self.run(sql, values![id]).await.map(|_| ())
    }
}
