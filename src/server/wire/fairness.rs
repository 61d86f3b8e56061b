//! The price of fairness, plan by plan.

use crate::app::group_name;
use crate::domain::ItemId;
use crate::scheduling::{FairnessCurve, FairnessPoint, GroupShare};
use crate::solver::Status;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Plans from the one of most value to the one whose worst-off receive most. What somebody receives
/// is the points of their own wishes that a plan grants, of the most that the day could grant them
/// were it planned for them alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CurveView {
    /// By rising share of the worst-off and falling value; none is beaten in both by another.
    pub points: Vec<CurvePointView>,
    /// The largest whole share, in per cent, that a plan was found to give everybody.
    pub reached_percent: u32,
    /// The least share that no plan within the loss gives everybody: proved. 101: everybody can have
    /// everything, or nothing is proved.
    pub impossible_percent: u32,
    /// How many people can be given something they wish for.
    pub people: usize,
    pub seconds: f64,
}

/// A plan on the curve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CurvePointView {
    /// Everybody was to receive at least this share; names the plan within its curve.
    pub floor_percent: u32,
    /// What the worst-off receive.
    pub least_percent: u32,
    pub total: i64,
    /// No plan that gives everybody the floor is worth more; null where nothing was proved.
    pub bound: Option<i64>,
    /// No plan with the floor is better.
    pub proved: bool,
    /// Of the most value, 0–100.
    pub loss_percent: f64,
    pub meetings: usize,
    pub consultations: usize,
    pub groups: Vec<GroupShareView>,
}

/// How a plan treats people who have something in common.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct GroupShareView {
    /// `sector`, `kind`, `size` or `region`, of the organisation.
    pub by: String,
    pub value: String,
    pub people: usize,
    pub least_percent: u32,
    pub mean_percent: f64,
}

impl From<&FairnessCurve> for CurveView {
    fn from(curve: &FairnessCurve) -> CurveView {
        CurveView {
            points: curve.points.iter().map(CurvePointView::from).collect(),
            reached_percent: curve.reached_percent,
            impossible_percent: curve.impossible_percent,
            people: curve.people.len(),
            seconds: curve.seconds,
        }
    }
}

impl From<&FairnessPoint> for CurvePointView {
    fn from(point: &FairnessPoint) -> CurvePointView {
        let placements = &point.plan.timetable.placements;
        let count = |kind: fn(&ItemId) -> bool| placements.iter().filter(|p| kind(&p.item)).count();
        CurvePointView {
            floor_percent: point.floor_percent,
            least_percent: point.least_percent,
            total: point.plan.total,
            bound: point.plan.bound,
            proved: point.plan.status == Status::Optimal,
            loss_percent: 100.0 * point.loss,
            meetings: count(|item| matches!(item, ItemId::Meeting(..))),
            consultations: count(|item| matches!(item, ItemId::Consultation(_))),
            groups: point.groups.iter().map(GroupShareView::from).collect(),
        }
    }
}

impl From<&GroupShare> for GroupShareView {
    fn from(share: &GroupShare) -> GroupShareView {
        GroupShareView {
            by: share.group.grouping().to_owned(),
            value: group_name(&share.group).to_owned(),
            people: share.people,
            least_percent: share.least_percent,
            mean_percent: share.mean_percent,
        }
    }
}
