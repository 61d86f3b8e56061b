//! The index that rankings are made from, kept as long as what it is made from stays, and brought up
//! to date where only some profiles changed.

use super::problem::Problem;
use crate::app::{AppError, index_workshop};
use crate::domain::{Profile, ProfileId, Rows, Workshop};
use crate::matching::{Exposure, Index, Query, Reason, Register, Suggestion, Weights};
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::io::Read;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// As many changed profiles are put in place one by one; for more the index is made anew.
const MOST_REPLACED: usize = 100;

/// As many lists are kept; beyond that all are forgotten.
const MOST_SHOWN: usize = 300;
/// A list for which more partners had to be looked at is not kept.
const MOST_ASKED: usize = 200;

/// Partners as they are shown, with the reason of each.
#[derive(Serialize, Deserialize)]
pub struct Shown {
    pub suggestions: Vec<Suggestion>,
    pub reasons: Vec<Reason>,
}

/// What was shown, packed: as it is, a list of twenty takes some 160 KiB.
struct Kept {
    packed: Vec<u8>,
    /// Whom the ranking came to from the best down, and whether they were kept.
    asked: Vec<(ProfileId, bool)>,
}

impl Kept {
    fn of(shown: &Shown, asked: Vec<(ProfileId, bool)>) -> Result<Kept, Problem> {
        let mut packer = DeflateEncoder::new(Vec::new(), Compression::fast());
        serde_json::to_writer(&mut packer, shown).map_err(Problem::internal)?;
        Ok(Kept { packed: packer.finish().map_err(Problem::internal)?, asked })
    }

    fn shown(&self) -> Result<Shown, Problem> {
        let mut text = Vec::new();
        let mut unpacker = DeflateDecoder::new(&*self.packed);
        unpacker.read_to_end(&mut text).map_err(Problem::internal)?;
        serde_json::from_slice(&text).map_err(Problem::internal)
    }
}

/// An index and the profiles it was made from.
#[derive(Clone)]
struct Made {
    index: Arc<Index<'static>>,
    profiles: Rows<Profile>,
}

/// Made at first use.
#[derive(Default)]
pub struct Ranking {
    made: Mutex<Option<Made>>,
    /// An index of organisations and people that are still the same, to begin from.
    before: Option<Made>,
    /// A copy to try changes on, one at a time: a ranking takes all processors as it is.
    copy: Mutex<Option<Index<'static>>>,
    shown: Mutex<HashMap<(ProfileId, Query), Arc<Kept>>>,
    /// Everybody's lists, as they were asked for last.
    exposure: Mutex<Option<(Query, Arc<Exposure>)>>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Ranking {
    /// The ranking of a workshop as it is now, when this was the one of an earlier state.
    pub fn after(self: &Arc<Ranking>, before: &Workshop, now: &Workshop) -> Arc<Ranking> {
        if before.organisations != now.organisations || before.people != now.people {
            return Arc::default();
        }
        if before.profiles == now.profiles && before.exclusions == now.exclusions {
            return self.clone();
        }
        let made = locked(&self.made).clone();
        Arc::new(Ranking { before: made.or_else(|| self.before.clone()), ..Ranking::default() })
    }

    /// The index of the workshop; whoever comes while it is made waits.
    pub fn index(
        &self,
        workshop: &Workshop,
        weights: &Weights,
    ) -> Result<Arc<Index<'static>>, Problem> {
        let mut made = locked(&self.made);
        if let Some(made) = &*made {
            return Ok(made.index.clone());
        }
        let index = match &self.before {
            Some(before) => before.up_to_date(workshop)?,
            None => None,
        };
        let index = match index {
            Some(index) => index,
            None => index_workshop(workshop, weights.clone())?,
        };
        let index = Arc::new(index);
        *made = Some(Made { index: index.clone(), profiles: workshop.profiles.clone() });
        Ok(index)
    }

    /// The partners that are kept, with reasons. Where the same ones are kept as the last time, what
    /// was found then is shown again.
    pub fn shown(
        &self,
        index: &Index<'static>,
        id: &ProfileId,
        query: &Query,
        keeps: impl Fn(&ProfileId) -> bool,
    ) -> Result<Shown, Problem> {
        let key = (id.clone(), query.clone());
        let known = locked(&self.shown).get(&key).cloned();
        let as_before = |known: &Arc<Kept>| known.asked.iter().all(|(id, kept)| keeps(id) == *kept);
        if let Some(known) = known.filter(as_before) {
            return known.shown();
        }
        let mut asked = Vec::new();
        let suggestions = index.rank_among(id, query, |partner| {
            let kept = keeps(partner);
            asked.push((partner.clone(), kept));
            kept
        });
        let suggestions = suggestions.map_err(AppError::from)?;
        let reasons = self.reasons(index, id, query, &suggestions)?;
        let shown = Shown { suggestions, reasons };
        if asked.len() <= MOST_ASKED {
            let kept = Arc::new(Kept::of(&shown, asked)?);
            let mut all = locked(&self.shown);
            if all.len() >= MOST_SHOWN {
                all.clear();
            }
            all.insert(key, kept);
        }
        Ok(shown)
    }

    /// Who stands on how many of everybody's lists; whoever comes while these are made waits.
    pub fn exposure(
        &self,
        index: &Index<'static>,
        query: &Query,
    ) -> Result<Arc<Exposure>, Problem> {
        let mut kept = locked(&self.exposure);
        if let Some((asked, exposure)) = &*kept
            && asked == query
        {
            return Ok(exposure.clone());
        }
        let exposure = Arc::new(index.exposure(query, 0).map_err(AppError::from)?);
        *kept = Some((query.clone(), exposure.clone()));
        Ok(exposure)
    }

    /// Why each of the suggestions is made.
    fn reasons(
        &self,
        index: &Index<'static>,
        id: &ProfileId,
        query: &Query,
        suggestions: &[Suggestion],
    ) -> Result<Vec<Reason>, Problem> {
        let mut spare = locked(&self.copy);
        let mut copy = spare.take().unwrap_or_else(|| index.clone());
        let reasons = index.reasons_with(&mut copy, id, query, suggestions);
        let reasons = reasons.map_err(AppError::from)?;
        *spare = Some(copy);
        Ok(reasons)
    }
}

impl Made {
    /// The index with the profiles that changed put in place, where these are few and none came or
    /// went.
    fn up_to_date(&self, now: &Workshop) -> Result<Option<Index<'static>>, Problem> {
        let both = || self.profiles.iter().zip(&now.profiles);
        if self.profiles.len() != now.profiles.len() || both().any(|(old, new)| old.id != new.id) {
            return Ok(None);
        }
        let changed: Vec<&Profile> =
            both().filter(|(old, new)| old != new).map(|(_, new)| new).collect();
        if changed.len() > MOST_REPLACED {
            return Ok(None);
        }
        let mut index = Index::clone(&self.index);
        index.exclude(&Register::of(now, &[]));
        for profile in changed {
            index.replace(profile).map_err(AppError::from)?;
        }
        Ok(Some(index))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::demo_workshop;
    use crate::domain::{Exclusion, ExclusionKind};

    fn rankings(index: &Index) -> Vec<(ProfileId, Vec<Suggestion>)> {
        index.rank_all(&Query::default())
    }

    #[test]
    fn a_ranking_is_kept_or_brought_up_to_date_and_always_as_if_made_anew() {
        let weights = Weights::default();
        let first = demo_workshop();
        let ranking: Arc<Ranking> = Arc::default();
        let index = ranking.index(&first, &weights).unwrap();

        let mut wished = first.clone();
        wished.talk_wishes.clear();
        let kept = ranking.after(&first, &wished);
        assert!(Arc::ptr_eq(&index, &kept.index(&wished, &weights).unwrap()), "wishes rank nobody");

        let mut edited = first.clone();
        for profile in edited.profiles.iter_mut().step_by(17) {
            profile.title.push_str("核酸医薬の送達");
            profile.tags.pop();
        }
        let (one, other) = (&first.people[0].id, &first.people[40].id);
        edited.exclusions.push(Exclusion {
            person: Some(one.clone()),
            organisation: None,
            other_person: Some(other.clone()),
            other_organisation: None,
            kind: ExclusionKind::NoThanks,
            synthetic: true,
        });
        // Nobody ranks between two edits; the second begins where the first would have.
        let mut again = edited.clone();
        again.profiles[3].seeks.push_str("がん免疫療法の共同研究先");
        let after = kept.after(&wished, &edited).after(&edited, &again);
        assert!(after.before.is_some());
        let fresh = index_workshop(&again, weights.clone()).unwrap();
        assert_eq!(rankings(&after.index(&again, &weights).unwrap()), rankings(&fresh));
        assert_ne!(rankings(&fresh), rankings(&index));

        // What is shown is as if it were found anew, whoever is kept.
        let old = index;
        let index = after.index(&again, &weights).unwrap();
        let (id, query) = (&again.profiles[3].id, Query { limit: 5, ..Query::default() });
        let first = after.shown(&index, id, &query, |_| true).unwrap();
        assert_eq!(first.suggestions, index.rank(id, &query).unwrap());
        assert_eq!(first.reasons, index.reasons(id, &query, &first.suggestions).unwrap());
        let best = &first.suggestions[0].profile;
        // What is kept is shown as it was, whatever index it is asked of.
        assert_ne!(old.rank(id, &query).unwrap(), first.suggestions);
        let kept = after.shown(&old, id, &query, |_| true).unwrap();
        assert_eq!((&kept.suggestions, &kept.reasons), (&first.suggestions, &first.reasons));
        let without = after.shown(&index, id, &query, |partner| partner != best).unwrap();
        let anew = index.rank_among(id, &query, |partner| partner != best).unwrap();
        assert_eq!(without.suggestions, anew);

        let mut grown = again.clone();
        grown.profiles.remove(0);
        let fresh = index_workshop(&grown, weights.clone()).unwrap();
        let after = after.after(&again, &grown).index(&grown, &weights).unwrap();
        assert_eq!(rankings(&after), rankings(&fresh));
    }
}
