//! Wishes without a place: why, what lets them in, and what forcing one in costs others.

use super::{ChangeView, PersonRef, PlacementView, Text, item_kind, said};
use crate::app::WishExplained;
use crate::domain::{ItemId, PersonId};
use crate::scheduling::{Force, ForcePrice, Names, Reason, Step, Unplaced};
use crate::server::picture::Picture;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A wish that is not in the plan, with the reason and the cheapest repair.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct UnplacedView {
    pub item: String,
    /// `consultation`, `meeting` or `group`.
    pub kind: String,
    pub title: Text,
    pub people: Vec<PersonRef>,
    /// What placing it would count.
    pub points: i64,
    /// Null in a list of more than 500: the reason of each is then asked for by itself.
    pub reason: Option<Text>,
    /// What closes how many of the places and times, the most first.
    pub causes: Vec<CauseView>,
    pub repair: Option<RepairView>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CauseView {
    pub label: Text,
    pub options: usize,
}

/// What would let a wish in; the judge has passed it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RepairView {
    pub steps: Vec<Text>,
    /// It also changes the set-up of the day: a table, a desk's hours, somebody's absence.
    pub changes_day: bool,
    /// Where the wish would then be.
    pub placement: PlacementView,
}

/// All that is to be said about one wish without a place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WishExplainedView {
    #[serde(flatten)]
    pub wish: UnplacedView,
    /// Points that the day is worth more after the repair; null without one.
    pub brings: Option<i64>,
    /// `priced`: see `price`. `impossible`: whoever makes way, it cannot be held, which is proved.
    /// `unknown`: nothing was found in the time.
    pub by_force: String,
    pub price: Option<ForcePriceView>,
}

/// What others lose where a wish is held by force. Sessions and what is locked stay; those that make way
/// go where there is room or are given up, and nobody else changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ForcePriceView {
    /// Where the wish then is.
    pub placement: PlacementView,
    /// Points that the day is worth less without the wish's own.
    pub cost: i64,
    /// No way to hold it costs less; null where that was not settled in the time.
    pub at_least: Option<i64>,
    /// What happens to others.
    pub changes: Vec<ChangeView>,
    pub affected: Vec<PersonRef>,
}

impl Picture {
    pub fn unplaced(&self, u: &Unplaced, names: &[Names; 2]) -> UnplacedView {
        let mut causes: std::collections::BTreeMap<(String, String), usize> = Default::default();
        if let Reason::Blocked { causes: found, .. } = &u.reason {
            for (cause, options) in found {
                let label = Text::both(|lang| cause.label(lang).to_owned());
                *causes.entry((label.ja, label.en)).or_default() += options;
            }
        }
        let mut causes: Vec<CauseView> = causes
            .into_iter()
            .map(|((ja, en), options)| CauseView { label: Text { ja, en }, options })
            .collect();
        causes.sort_by_key(|cause| std::cmp::Reverse(cause.options));
        UnplacedView {
            reason: Some(said(names, |n| u.reason.sentence(n))),
            causes,
            repair: u.repair.as_ref().map(|repair| RepairView {
                steps: repair.steps.iter().map(|s| said(names, |n| s.sentence(n))).collect(),
                changes_day: repair.steps.iter().any(|s| !matches!(s, Step::GiveUp { .. })),
                placement: self.placement(&repair.placement),
            }),
            ..self.unexplained(&u.item, &u.people, u.points)
        }
    }

    /// The same before anybody has asked why.
    pub fn unexplained(&self, item: &ItemId, people: &[PersonId], points: i64) -> UnplacedView {
        UnplacedView {
            item: item.to_string(),
            kind: item_kind(item).to_owned(),
            title: self.item_title(item),
            people: people.iter().map(|id| self.person_ref(id)).collect(),
            points,
            reason: None,
            causes: Vec::new(),
            repair: None,
        }
    }

    pub fn wish_explained(&self, found: &WishExplained, names: &[Names; 2]) -> WishExplainedView {
        let (by_force, price) = match &found.by_force {
            Force::Priced(price) => ("priced", Some(self.force_price(price))),
            Force::Impossible => ("impossible", None),
            Force::Unknown => ("unknown", None),
        };
        WishExplainedView {
            wish: self.unplaced(&found.unplaced, names),
            brings: found.brings,
            by_force: by_force.to_owned(),
            price,
        }
    }

    fn force_price(&self, price: &ForcePrice) -> ForcePriceView {
        ForcePriceView {
            placement: self.placement(&price.placement),
            cost: price.cost,
            at_least: price.at_least,
            changes: price.changes.iter().map(|change| ChangeView::of(self, change)).collect(),
            affected: price.affected.iter().map(|id| self.person_ref(id)).collect(),
        }
    }
}
