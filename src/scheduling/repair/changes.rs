//! What differs between two timetables.

use crate::domain::{ItemId, Placement, Timetable};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};

/// One item that is no longer where it was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    pub item: ItemId,
    pub before: Option<Placement>,
    pub after: Option<Placement>,
}

/// What differs between two timetables, in the order of items. Locks do not count.
pub fn changes(before: &Timetable, after: &Timetable) -> Vec<Change> {
    let of = |t: &Timetable| -> HashMap<ItemId, Placement> {
        t.placements.iter().map(|p| (p.item.clone(), p.clone())).collect()
    };
    let (old, new) = (of(before), of(after));
    let items: BTreeSet<&ItemId> = old.keys().chain(new.keys()).collect();
    let place = |p: &Placement| (p.room.clone(), p.desk.clone(), p.table, p.start, p.end);
    items
        .into_iter()
        .filter(|i| old.get(i).map(place) != new.get(i).map(place))
        .map(|i| Change {
            item: i.clone(),
            before: old.get(i).cloned(),
            after: new.get(i).cloned(),
        })
        .collect()
}
