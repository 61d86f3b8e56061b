//! Who gets how much of what they wished in a version: meetings per person, wishes by rank.

use crate::app::group_name;
use crate::domain::{ItemId, Person, PersonId};
use crate::scheduling::{Directory, attendance, group_results, worst_off};
use crate::server::answer::Answer;
use crate::server::service::Service;
use crate::server::wire::PersonRef;
use actix_web::{get, web};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use utoipa::ToSchema;

/// Wishes of one kind and rank.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RankResult {
    /// `meeting`, `consultation` or `talk`.
    pub kind: String,
    /// 1 is the dearest.
    pub rank: u32,
    pub wished: usize,
    pub fulfilled: usize,
}

/// What one person gets.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PersonResult {
    pub person: PersonRef,
    /// `industry`, `academia` or `other`.
    pub sector: String,
    /// Meetings that were agreed with the person.
    pub meetings_wished: usize,
    pub meetings_held: usize,
    pub talks_wished: usize,
    pub talks_heard: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ResultsView {
    /// By kind and rank.
    pub ranks: Vec<RankResult>,
    /// Those who wished for anything, by the share of meetings they get, the worst-off first.
    pub people: Vec<PersonResult>,
    /// By what people have in common, and then the worst-off first.
    pub groups: Vec<GroupResultView>,
}

/// What people who have something in common get.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct GroupResultView {
    /// `sector`, `kind`, `size` or `region`, of the organisation.
    pub by: String,
    pub value: String,
    /// With whom somebody wishes a meeting.
    pub people: usize,
    /// Added up over people.
    pub meetings_wished: usize,
    pub meetings_held: usize,
    /// Own wishes for meetings and consultations.
    pub wishes: usize,
    pub fulfilled: usize,
    /// Of the own wishes that come true; null where none does.
    pub mean_rank: Option<f64>,
    /// Of no group a smaller share of the meetings is held.
    pub worst_off: bool,
}

/// How a version fulfils what people wished.
#[utoipa::path(
    tag = "plans",
    params(("workshop" = String, Path), ("version" = i64, Path)),
    responses((status = 200, body = ResultsView))
)]
#[get("/api/workshops/{workshop}/plans/{version}/results")]
pub async fn get_results(
    service: web::Data<Service>,
    path: web::Path<(String, i64)>,
) -> Answer<ResultsView> {
    let (workshop, version) = path.into_inner();
    let picture = service.picture(&workshop).await?;
    let timetable = service.store.read().await?.timetable(&workshop, version).await?;
    let view = web::block(move || {
        let w = &picture.workshop;
        let placed: BTreeSet<&ItemId> = timetable.placements.iter().map(|p| &p.item).collect();
        let heard: BTreeSet<_> = attendance(&Directory::new(w), &timetable)
            .into_iter()
            .map(|a| (a.person, a.session))
            .collect();
        let mut ranks: BTreeMap<(&str, u32), (usize, usize)> = BTreeMap::new();
        let mut count = |kind, rank, fulfilled: bool| {
            let entry = ranks.entry((kind, rank)).or_default();
            entry.0 += 1;
            entry.1 += usize::from(fulfilled);
        };
        let mut meetings: HashMap<&PersonId, BTreeSet<ItemId>> = HashMap::new();
        for wish in &w.meeting_wishes {
            let item = ItemId::meeting(&wish.from, &wish.to);
            count("meeting", wish.rank, placed.contains(&item));
            meetings.entry(&wish.from).or_default().insert(item.clone());
            meetings.entry(&wish.to).or_default().insert(item);
        }
        for c in &w.consultations {
            count("consultation", c.rank, placed.contains(&ItemId::Consultation(c.id.clone())));
        }
        let mut talks: HashMap<&PersonId, (usize, usize)> = HashMap::new();
        for wish in &w.talk_wishes {
            let hears = heard.contains(&(wish.person.clone(), wish.session.clone()));
            count("talk", wish.rank, hears);
            let entry = talks.entry(&wish.person).or_default();
            entry.0 += 1;
            entry.1 += usize::from(hears);
        }
        let of = |p: &Person| {
            let none = BTreeSet::new();
            let wished = meetings.get(&p.id).unwrap_or(&none);
            let (talks_wished, talks_heard) = talks.get(&p.id).copied().unwrap_or_default();
            PersonResult {
                person: picture.person_ref(&p.id),
                sector: picture.person_view(&p.id).map_or_else(String::new, |view| view.sector),
                meetings_wished: wished.len(),
                meetings_held: wished.iter().filter(|item| placed.contains(item)).count(),
                talks_wished,
                talks_heard,
            }
        };
        let mut people: Vec<PersonResult> = w.people.iter().map(of).collect();
        people.retain(|p| p.meetings_wished + p.talks_wished > 0);
        // Held ÷ wished, compared in whole numbers; who wished for no meeting stands last.
        people.sort_by(|a, b| {
            let (x, y) = (a.meetings_held * b.meetings_wished, b.meetings_held * a.meetings_wished);
            (a.meetings_wished == 0)
                .cmp(&(b.meetings_wished == 0))
                .then(x.cmp(&y))
                .then_with(|| b.meetings_wished.cmp(&a.meetings_wished))
                .then_with(|| (&a.person.kana, &a.person.id).cmp(&(&b.person.kana, &b.person.id)))
        });
        let ranks = ranks.into_iter().map(|((kind, rank), (wished, fulfilled))| RankResult {
            kind: kind.to_owned(),
            rank,
            wished,
            fulfilled,
        });
        let results = group_results(w, &timetable);
        let worst = worst_off(&results).map(|worst| worst.group.clone());
        let groups = results.iter().map(|g| GroupResultView {
            by: g.group.grouping().to_owned(),
            value: group_name(&g.group).to_owned(),
            people: g.people,
            meetings_wished: g.meetings_wished,
            meetings_held: g.meetings_held,
            wishes: g.wishes,
            fulfilled: g.fulfilled,
            mean_rank: g.mean_rank,
            worst_off: worst.as_ref() == Some(&g.group),
        });
        ResultsView { ranks: ranks.collect(), people, groups: groups.collect() }
    });
    Ok(web::Json(view.await?))
}
