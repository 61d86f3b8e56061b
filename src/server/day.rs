//! The published day: what holds, what held before, who hears which talk.

use super::problem::Problem;
use crate::domain::{PersonId, SessionId, Timetable, Workshop};
use crate::scheduling::{Directory, Unplaced, attendance};
use crate::store::Transaction;
use chrono::{DateTime, Utc};
use std::collections::{BTreeSet, HashMap};

/// What holds now and what held before, as calendars need both: the published version and all that
/// was published before it, with the number and the time of publication.
pub struct Published {
    pub timetable: Timetable,
    pub previous: Option<Timetable>,
    pub number: u32,
    pub at: DateTime<Utc>,
    /// Wishes without a place.
    pub unplaced: Vec<Unplaced>,
}

/// The day as the publication of this number made it; `None` where there is none.
pub async fn published(
    tx: &mut Transaction,
    workshop: &str,
    number: i64,
) -> Result<Option<Published>, Problem> {
    let publications = tx.publications(workshop).await?;
    let mut until = publications.iter().filter(|p| p.number <= number);
    let Some(newest) = until.next() else { return Ok(None) };
    let timetable = tx.timetable(workshop, newest.version).await?;
    // All that was ever published and is gone stays listed as cancelled.
    let mut previous: Option<Timetable> = None;
    for publication in until {
        let old = tx.timetable(workshop, publication.version).await?;
        match &mut previous {
            None => previous = Some(old),
            Some(all) => {
                let new: Vec<_> =
                    old.placements.into_iter().filter(|p| all.find(&p.item).is_none()).collect();
                all.placements.extend(new);
            }
        }
    }
    let report = tx.plan_report(workshop, newest.version).await?;
    let unplaced = report.get("unplaced");
    let unplaced = unplaced.and_then(|list| serde_json::from_value(list.clone()).ok());
    Ok(Some(Published {
        timetable,
        previous,
        number: u32::try_from(newest.number).unwrap_or(u32::MAX),
        at: newest.published_at.utc(),
        unplaced: unplaced.unwrap_or_default(),
    }))
}

/// Who hears which of the talks they wished for.
pub struct Heard(HashMap<PersonId, BTreeSet<SessionId>>);

impl Heard {
    /// Linear in the size of the workshop.
    pub fn of(workshop: &Workshop, day: &Published) -> Heard {
        let mut heard: HashMap<PersonId, BTreeSet<SessionId>> = HashMap::new();
        for one in attendance(&Directory::new(workshop), &day.timetable) {
            heard.entry(one.person).or_default().insert(one.session);
        }
        Heard(heard)
    }

    pub fn by(&self, person: &PersonId, session: &SessionId) -> bool {
        self.0.get(person).is_some_and(|heard| heard.contains(session))
    }
}
