//! A first plan at once: sessions where they were, the dearest wishes first into the best free place.
//!
//! What products without a solver do; here it is the start that the linear program improves on.

use super::draft::Draft;
use super::instance::{Candidate, Instance};
use crate::domain::{ItemId, Placement, Timetable};

/// Chosen candidates that keep every rule. Sessions follow `before`, then their printed position;
/// `None` if some session cannot be placed that way.
pub(super) fn greedy(
    instance: &Instance,
    before: Option<&Timetable>,
) -> Option<Vec<Option<usize>>> {
    let mut draft = Draft::new(instance);
    place_sessions(instance, &mut draft, before)?;
    keep_before(instance, &mut draft, before);
    let heard = heard_by(instance, &draft);
    let mut order: Vec<usize> = (0..instance.items.len())
        .filter(|&i| !instance.items[i].must && draft.chosen[i].is_none())
        .collect();
    order.sort_by_key(|&i| (-instance.items[i].points, instance.items[i].candidates.len(), i));
    for i in order {
        let item = &instance.items[i];
        let best = (0..item.candidates.len())
            .filter(|&c| draft.fits(i, &item.candidates[c]))
            .map(|c| (lost(instance, &heard, i, &item.candidates[c]), c))
            .min();
        if let Some((lost, c)) = best
            && lost < item.points
        {
            draft.put(i, c);
        }
    }
    Some(draft.chosen)
}

fn place_sessions(
    instance: &Instance,
    draft: &mut Draft,
    before: Option<&Timetable>,
) -> Option<()> {
    let mut order: Vec<usize> =
        (0..instance.items.len()).filter(|&i| instance.items[i].must).collect();
    order.sort_by_key(|&i| instance.items[i].candidates.len());
    for i in order {
        let item = &instance.items[i];
        let wanted = before
            .and_then(|b| b.find(&item.id))
            .and_then(|p| instance.candidate_of(p))
            .map(|(_, c)| c)
            .or_else(|| printed(instance, i))
            .filter(|&c| draft.fits(i, &item.candidates[c]));
        let any = || (0..item.candidates.len()).find(|&c| draft.fits(i, &item.candidates[c]));
        let c = wanted.or_else(any)?;
        draft.put(i, c);
    }
    instance
        .precedence
        .iter()
        .all(|&(earlier, later)| {
            let span = |i: usize| draft.chosen[i].map(|c| instance.items[i].candidates[c].span);
            matches!((span(earlier), span(later)), (Some(a), Some(b)) if a.end <= b.start)
        })
        .then_some(())
}

fn printed(instance: &Instance, item: usize) -> Option<usize> {
    let (id, _) = instance.session_of(item)?;
    let session = instance.directory.session(id)?;
    let printed = session.printed.as_ref()?;
    let minutes = chrono::Duration::minutes(i64::from(session.minutes.0));
    let placement = Placement {
        item: ItemId::Session(id.clone()),
        room: printed.room.clone(),
        desk: None,
        table: None,
        start: printed.start,
        end: printed.start + minutes,
        people: Vec::new(),
        locked: false,
    };
    instance.candidate_of(&placement).map(|(_, c)| c)
}

fn keep_before(instance: &Instance, draft: &mut Draft, before: Option<&Timetable>) {
    for placement in before.iter().flat_map(|b| &b.placements) {
        if let Some((i, c)) = instance.candidate_of(placement)
            && draft.chosen[i].is_none()
            && draft.fits(i, &instance.items[i].candidates[c])
        {
            draft.put(i, c);
        }
    }
}

/// For each person the wished talks they could hear so far, with points.
fn heard_by(instance: &Instance, draft: &Draft) -> Vec<Vec<(Candidate, i64)>> {
    let mut heard = vec![Vec::new(); instance.away.len()];
    for interest in &instance.interests {
        if let Some(c) = draft.chosen[interest.item] {
            let candidate = instance.items[interest.item].candidates[c];
            let free = draft
                .day_of(interest.person)
                .iter()
                .all(|(other, m)| instance.apart((other, *m), (&candidate, false)));
            if free {
                heard[interest.person].push((candidate, interest.points));
            }
        }
    }
    heard
}

/// Points of talks that people would miss.
fn lost(
    instance: &Instance,
    heard: &[Vec<(Candidate, i64)>],
    item: usize,
    candidate: &Candidate,
) -> i64 {
    let is_meeting = instance.items[item].is_meeting;
    instance
        .attendees(item, candidate)
        .map(|p| {
            heard[p]
                .iter()
                .filter(|(talk, _)| !instance.apart((talk, false), (candidate, is_meeting)))
                .map(|(_, points)| *points)
                .max()
                .unwrap_or(0)
        })
        .sum()
}
