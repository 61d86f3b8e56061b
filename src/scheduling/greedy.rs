//! A first plan at once: sessions where they were, the dearest wishes first into the best free place.
//!
//! What products without a solver do; here it is the start that the linear program improves on.

use super::draft::Draft;
use super::grid::Grid;
use super::hearing::Hearing;
use super::instance::Instance;
use crate::domain::{ItemId, Placement, Timetable};

/// A draft that keeps every rule. Sessions follow `before`, then their printed position; `None` if
/// some session cannot be placed that way.
pub(super) fn greedy<'g, 'i, 'a>(
    instance: &'i Instance<'a>,
    grid: &'g Grid,
    hearing: &Hearing,
    before: Option<&Timetable>,
) -> Option<Draft<'g, 'i, 'a>> {
    let mut draft = Draft::new(instance, grid);
    place_sessions(instance, &mut draft, before)?;
    keep_before(instance, &mut draft, before);
    let mut order: Vec<usize> = (0..instance.items.len())
        .filter(|&i| !instance.items[i].must && draft.chosen[i].is_none())
        .collect();
    order.sort_by_key(|&i| (-instance.items[i].points, instance.items[i].candidates.len(), i));
    for i in order {
        hearing.put_best(&mut draft, i);
    }
    Some(draft)
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
            .filter(|&c| draft.fits(i, c));
        let any = || (0..item.candidates.len()).find(|&c| draft.fits(i, c));
        let c = wanted.or_else(any)?;
        draft.put(i, c);
    }
    Some(())
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
            && draft.fits(i, c)
        {
            draft.put(i, c);
        }
    }
}
