//! The workshop, put together.

use super::cast::{self, Guest};
use super::demand;
use super::size::{SLOTS, Size};
use super::venue;
use crate::domain::{
    Audience, Minutes, Position, Session, SessionKind, Slot, Text, Unavailable, Workshop,
    WorkshopId,
};
use crate::generate::draw;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use std::collections::HashSet;

/// Of the people sought most, one in three, the least sought could have so many per cent more meetings
/// than the cap lets them.
const DEMAND_PERCENT: usize = 125;
/// Panels on the stage each day.
const PANELS: usize = 3;
const PANEL_MINUTES: u32 = 55;
/// Speakers of a panel.
const SPEAKERS: usize = 4;

/// A made-up workshop of meetings at tables, marked synthetic. The cap on meetings is such that for
/// one person in three at least 1.25 times as many are wished as can be held. The same seed and size
/// give the same workshop on every machine.
pub fn convention(seed: u64, size: &Size) -> Workshop {
    let homes = cast::homes(size, &mut draw::stream(seed, "convention homes"));
    let guests = cast::guests(&homes, &mut draw::stream(seed, "convention people"));
    let mut stream = draw::stream(seed, "convention wishes");
    let demand = demand::demand(size, &homes, &guests, &mut stream);
    let exclusions = demand::exclusions(&homes, &demand.wishes, &mut stream);
    let slots = venue::slots(size);
    let mut stream = draw::stream(seed, "convention absences");
    let unavailable = cast::absences(size, &slots, &guests, &mut stream);
    let mut sought = demand.sought.clone();
    sought.sort_unstable_by(|a, b| b.cmp(a));
    let third = sought.get(sought.len() / 3).copied().unwrap_or(0);
    let cap = (100 * third / DEMAND_PERCENT).clamp(1, 1_000) as u32;
    let mut stream = draw::stream(seed, "convention panels");
    let sessions = panels(size, &slots, &guests, &unavailable, &mut stream);
    let name = Text::new(
        format!("架空のパートナリング会議（面談希望 {} 組）", size.meetings),
        format!("A made-up partnering convention ({} wished meetings)", size.meetings),
    );
    Workshop {
        source: format!("enishi generate, seed {seed}"),
        synthetic_note: Text::new(
            "参加者・機関・希望・会場はすべて架空です。",
            "People, organisations, wishes and halls are all made up.",
        ),
        rooms: venue::rooms(size),
        slots,
        sessions,
        organisations: homes.into_iter().map(|h| h.organisation).collect(),
        people: guests.into_iter().map(|g| g.person).collect(),
        meeting_wishes: demand.wishes.into(),
        group_wishes: demand.groups,
        unavailable,
        exclusions,
        ..Workshop::empty(
            WorkshopId(format!("convention-{}-{seed}", size.meetings)),
            name,
            chrono_tz::Asia::Tokyo,
            venue::days(size),
            venue::rules(cap),
        )
    }
}

/// Panels in the halls' first hours, by people who are there.
fn panels(
    size: &Size,
    slots: &[Slot],
    guests: &[Guest],
    unavailable: &[Unavailable],
    rng: &mut ChaCha8Rng,
) -> Vec<Session> {
    let mut sessions = Vec::new();
    let mut on_stage = HashSet::new();
    for day in 0..size.days {
        for panel in 0..PANELS {
            // Two slots each, in the morning and twice in the afternoon.
            let first = day * SLOTS + [2, 8, 13][panel];
            let (start, end) = (slots[first].start, slots[first + 1].end);
            let mut speakers = Vec::new();
            for _ in 0..guests.len() {
                let p = rng.random_range(0..guests.len() as u64) as usize;
                let id = &guests[p].person.id;
                let away = |u: &Unavailable| u.person == *id && u.start < end && start < u.end;
                if speakers.len() < SPEAKERS.min(guests.len() / 8)
                    && !unavailable.iter().any(away)
                    && on_stage.insert(p)
                {
                    speakers.push(id.clone());
                }
            }
            let number = sessions.len() + 1;
            sessions.push(Session {
                id: format!("panel-{number}").as_str().into(),
                kind: SessionKind::Plenary,
                title: Text::new(format!("パネル討論 {number}"), format!("Panel {number}")),
                printed_title: String::new(),
                speakers,
                profile: None,
                audience: Audience::All,
                minutes: Minutes(PANEL_MINUTES),
                rooms: Vec::new(),
                needs: Vec::new(),
                fixed: Some(Position { room: "stage".into(), start }),
                printed: None,
                after: Vec::new(),
                synthetic: true,
            });
        }
    }
    sessions
}
