//! Why wishes have no place: of all at once where they are few, of one wherever it is asked for.

use super::AppError;
use crate::domain::{ItemId, Text, Timetable, Workshop};
use crate::scheduling::{Force, Unplaced, explain, explain_wish, force, judge, unplaced};
use crate::solver::Limits;
use serde::{Deserialize, Serialize};

/// Wishes without a place, of which reasons are looked for at once; each takes some calls of the judge.
pub const MOST_REASONS: usize = 500;

/// Wishes without a place.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reasons {
    pub unplaced: Vec<Unplaced>,
    /// So many more than can be explained at once: then none is.
    pub unexplained: usize,
}

/// The reasons of all, or how many there would be.
pub fn reasons(workshop: &Workshop, timetable: &Timetable) -> Reasons {
    match unplaced(workshop, timetable).len() {
        0..=MOST_REASONS => Reasons { unplaced: explain(workshop, timetable), unexplained: 0 },
        more => Reasons { unplaced: Vec::new(), unexplained: more },
    }
}

/// All that is to be said about one wish without a place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WishExplained {
    #[serde(flatten)]
    pub unplaced: Unplaced,
    /// Points that the day is worth more after the repair, as the judge counts them.
    pub brings: Option<i64>,
    /// What others lose where it is held all the same.
    pub by_force: Force,
}

/// Explains one wish; `None` where the timetable has it or nobody wishes it. The limits are those of the
/// search for what force costs.
pub fn explain_one(
    workshop: &Workshop,
    timetable: &Timetable,
    wish: &ItemId,
    limits: Limits,
) -> Option<WishExplained> {
    let unplaced = explain_wish(workshop, timetable, wish)?;
    let brings = unplaced.repair.as_ref().map(|repair| {
        let (changed, with) = repair.apply(workshop, timetable);
        judge(&changed, &with).objective.total() - judge(workshop, timetable).objective.total()
    });
    let by_force = force(workshop, timetable, wish, limits);
    Some(WishExplained { unplaced, brings, by_force })
}

/// The wish without a place that is meant: by the name that lists give it, by the id of its consultation or
/// group, or by its two people, `ID;ID`.
pub fn find_unplaced(
    workshop: &Workshop,
    timetable: &Timetable,
    named: &str,
) -> Result<ItemId, AppError> {
    let pair: Vec<&str> = named.split(';').map(str::trim).collect();
    let is_meant = |item: &ItemId| match item {
        ItemId::Meeting(a, b) => {
            pair == [a.as_str(), b.as_str()] || pair == [b.as_str(), a.as_str()]
        }
        ItemId::Consultation(id) | ItemId::Group(id) => id.as_str() == named,
        ItemId::Session(_) => false,
    };
    let all = unplaced(workshop, timetable).into_iter().map(|(item, ..)| item);
    all.into_iter().find(|item| item.to_string() == named || is_meant(item)).ok_or_else(|| {
        AppError::Argument(Text::new(
            format!(
                "\"{named}\" は、この日程表に入らなかった希望ではありません。WISH を省くと一覧が出ます"
            ),
            format!(
                "\"{named}\" is no wish without a place in this timetable; leave WISH out for the list"
            ),
        ))
    })
}
