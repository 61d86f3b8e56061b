//! After the day: what became of each meeting, and what people say of it all.

use super::wishes::ForWhom;
use crate::domain::{ItemId, PersonId};
use crate::programmes::schemes;
use crate::server::answer::{Answer, within};
use crate::server::caller::Caller;
use crate::server::edit::{as_read, begin, only_as_read, tag_of};
use crate::server::limits::{MAX_FIELD, MAX_SHORT};
use crate::server::picture::Picture;
use crate::server::problem::Problem;
use crate::server::service::Service;
use crate::server::wire::PersonRef;
use crate::store::{NewEntry, Transaction};
use actix_web::{HttpRequest, HttpResponse, get, put, web};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::HashMap;
use utoipa::ToSchema;

/// How far two have come since they met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// It ended with the meeting.
    Ended,
    Talking,
    /// They are in one consortium.
    Consortium,
    /// It has applied for a programme.
    Application,
    /// The application was adopted.
    Adopted,
}

/// What became of a meeting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    pub stage: Stage,
    /// What the consortium or project is called.
    #[serde(default)]
    #[schema(max_length = 200)]
    pub consortium: String,
    /// The scheme of the application, by id.
    #[serde(default)]
    pub scheme: Option<String>,
    /// The fiscal year of the application.
    #[serde(default)]
    #[schema(minimum = 2000, maximum = 2100)]
    pub fiscal_year: Option<i32>,
}

/// A meeting of the published day with what became of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct HeldMeeting {
    pub first: PersonRef,
    pub second: PersonRef,
    /// Local to the workshop's zone.
    #[schema(value_type = String)]
    pub start: NaiveDateTime,
    /// Null where nobody has said anything yet.
    pub outcome: Option<Outcome>,
    /// The version of what became of it, for `If-Match`.
    pub etag: String,
}

/// Meetings of two people on the published day, by start, with what became of each.
async fn met(
    tx: &mut Transaction,
    picture: &Picture,
    of: Option<&PersonId>,
) -> Result<Vec<HeldMeeting>, Problem> {
    let workshop = picture.head.id.as_str();
    let known: HashMap<_, _> = tx
        .outcomes(workshop)
        .await?
        .into_iter()
        .map(|one| ((one.first, one.second), one.document))
        .collect();
    let Some(day) = picture.published(tx).await? else { return Ok(Vec::new()) };
    let mut list = Vec::new();
    for placement in &day.timetable.placements {
        let ItemId::Meeting(first, second) = &placement.item else { continue };
        if of.is_some_and(|me| me != first && me != second) {
            continue;
        }
        let outcome = known.get(&(first.clone(), second.clone())).cloned();
        let outcome: Option<Outcome> =
            outcome.map(serde_json::from_value).transpose().map_err(Problem::internal)?;
        list.push(HeldMeeting {
            first: picture.person_ref(first),
            second: picture.person_ref(second),
            start: placement.start,
            etag: tag_of(&outcome),
            outcome,
        });
    }
    list.sort_by(|a, b| (a.start, &a.first.id).cmp(&(b.start, &b.first.id)));
    Ok(list)
}

/// Whose meetings are meant: all of them for the organizer who names nobody.
fn whose(caller: &Caller, whom: &ForWhom, picture: &Picture) -> Result<Option<PersonId>, Problem> {
    match (&whom.person, caller.is_organizer()) {
        (None, true) => Ok(None),
        (asked, _) => caller.acts_for(asked.as_deref(), picture).map(Some),
    }
}

/// Meetings and what became of them: one's own, or all for the organizer.
#[utoipa::path(
    tag = "follow-up",
    params(("workshop" = String, Path), ForWhom),
    responses((status = 200, body = Vec<HeldMeeting>))
)]
#[get("/api/workshops/{workshop}/outcomes")]
pub async fn list_outcomes(
    service: web::Data<Service>,
    caller: Caller,
    workshop: web::Path<String>,
    whom: web::Query<ForWhom>,
) -> Answer<Vec<HeldMeeting>> {
    let picture = service.picture(&workshop).await?;
    let me = whose(&caller, &whom, &picture)?;
    let mut tx = service.store.read().await?;
    Ok(web::Json(met(&mut tx, &picture, me.as_ref()).await?))
}

/// Says what became of a meeting; null takes it back. Both who met may, and the organizer.
#[utoipa::path(
    tag = "follow-up",
    params(
        ("workshop" = String, Path),
        ("first" = String, Path),
        ("second" = String, Path),
        ForWhom
    ),
    request_body = Option<Outcome>,
    responses((status = 200, body = Vec<HeldMeeting>))
)]
#[put("/api/workshops/{workshop}/outcomes/{first}/{second}")]
pub async fn put_outcome(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    path: web::Path<(String, String, String)>,
    whom: web::Query<ForWhom>,
    body: web::Json<Option<Outcome>>,
) -> Answer<Vec<HeldMeeting>> {
    let (workshop, first, second) = path.into_inner();
    let picture = service.picture(&workshop).await?;
    let me = whose(&caller, &whom, &picture)?;
    let outcome = body.into_inner();
    if let Some(outcome) = &outcome {
        within("consortium", &outcome.consortium, MAX_FIELD)?;
        if outcome.fiscal_year.is_some_and(|year| !(2000..=2100).contains(&year)) {
            return Err(Problem::bad("fiscal_year must be 2000 to 2100, or null"));
        }
        if let Some(scheme) = &outcome.scheme
            && schemes().iter().all(|known| known.id.as_str() != scheme)
        {
            return Err(Problem::bad(format!(
                "scheme {scheme:?} is unknown; name one of /api/schemes"
            )));
        }
    }
    let (a, b) = (PersonId::new(&first), PersonId::new(&second));
    let mut tx = begin(&service, &http).await?;
    // What was on the published day, and for participants their own alone.
    let before = met(&mut tx, &picture, me.as_ref()).await?;
    let pair = |one: &&HeldMeeting| {
        (one.first.id == first && one.second.id == second)
            || (one.first.id == second && one.second.id == first)
    };
    let Some(old) = before.iter().find(pair) else { return Err(Problem::not_found()) };
    only_as_read(&http, Some(&old.etag))?;
    let document = outcome.as_ref().map(|outcome| json!(outcome));
    tx.put_outcome(&workshop, (&a, &b), document.as_ref(), service.now()).await?;
    tx.note(&NewEntry {
        on_behalf_of: me.as_ref().and_then(|me| caller.on_behalf_of(me)),
        before: Some(&json!(old.outcome)),
        after: Some(&json!(outcome)),
        ..caller.entry(&service, &workshop, "note outcome", &ItemId::meeting(&a, &b).to_string())
    })
    .await?;
    let list = met(&mut tx, &picture, me.as_ref()).await?;
    tx.commit().await?;
    Ok(web::Json(list))
}

/// What somebody says of the day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SurveyAnswer {
    /// The day as a whole, 1 to 5 (best).
    #[schema(minimum = 1, maximum = 5)]
    pub overall: u8,
    /// Whether the right partners were met, 1 to 5.
    #[schema(minimum = 1, maximum = 5)]
    pub partners: u8,
    /// The timetable, 1 to 5.
    #[schema(minimum = 1, maximum = 5)]
    pub timetable: u8,
    /// Whether one would come again.
    pub again: bool,
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub comment: String,
}

impl SurveyAnswer {
    fn grades(&self) -> [(&'static str, u8); 3] {
        [("overall", self.overall), ("partners", self.partners), ("timetable", self.timetable)]
    }
}

/// What somebody has answered.
async fn said(
    tx: &mut Transaction,
    workshop: &str,
    person: &PersonId,
) -> Result<Option<SurveyAnswer>, Problem> {
    let answer = tx.survey_answer(workshop, person).await?;
    answer.map(serde_json::from_value).transpose().map_err(Problem::internal)
}

/// My answer; null where I have not answered. Nobody acts for another here: answers are nobody
/// else's to see.
#[utoipa::path(
    tag = "follow-up",
    params(("workshop" = String, Path)),
    responses((status = 200, body = Option<SurveyAnswer>))
)]
#[get("/api/workshops/{workshop}/survey")]
pub async fn get_survey_answer(
    service: web::Data<Service>,
    caller: Caller,
    workshop: web::Path<String>,
) -> Answer<Option<SurveyAnswer>> {
    let picture = service.picture(&workshop).await?;
    let me = caller.acts_for(None, &picture)?;
    let mut tx = service.store.read().await?;
    Ok(web::Json(said(&mut tx, &workshop, &me).await?))
}

/// Answers, or answers anew. The organizer sees answers, not whose they are.
#[utoipa::path(
    tag = "follow-up",
    params(("workshop" = String, Path)),
    request_body = SurveyAnswer,
    responses((status = 200, body = SurveyAnswer, headers(("ETag" = String))))
)]
#[put("/api/workshops/{workshop}/survey")]
pub async fn put_survey_answer(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    workshop: web::Path<String>,
    body: web::Json<SurveyAnswer>,
) -> Result<HttpResponse, Problem> {
    let picture = service.picture(&workshop).await?;
    let me = caller.acts_for(None, &picture)?;
    within("comment", &body.comment, MAX_SHORT)?;
    if let Some((name, grade)) = body.grades().into_iter().find(|(_, n)| !(1..=5).contains(n)) {
        return Err(Problem::bad(format!("{name} is {grade}; expected 1 to 5")));
    }
    let mut tx = begin(&service, &http).await?;
    only_as_read(&http, Some(&tag_of(&said(&mut tx, &workshop, &me).await?)))?;
    tx.put_survey_answer(&workshop, &me, &json!(*body), service.now()).await?;
    tx.commit().await?;
    Ok(as_read(&*body))
}

/// How a question was answered.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuestionResult {
    /// `overall`, `partners` or `timetable`.
    pub question: String,
    /// How many gave 1, 2, 3, 4, 5.
    pub counts: Vec<usize>,
}

/// What people said, without who.
#[derive(Debug, Serialize, ToSchema)]
pub struct SurveyResults {
    /// People of the workshop.
    pub people: usize,
    pub answered: usize,
    pub questions: Vec<QuestionResult>,
    /// How many would come again.
    pub again: usize,
    /// In alphabetical order, so that it does not tell who wrote when.
    pub comments: Vec<String>,
}

/// What people said of the day.
#[utoipa::path(
    tag = "follow-up",
    params(("workshop" = String, Path)),
    responses((status = 200, body = SurveyResults))
)]
#[get("/api/workshops/{workshop}/survey/results")]
pub async fn get_survey_results(
    service: web::Data<Service>,
    workshop: web::Path<String>,
) -> Answer<SurveyResults> {
    let picture = service.picture(&workshop).await?;
    let answers = service.store.read().await?.survey_answers(&workshop).await?;
    let answers: Vec<SurveyAnswer> = answers
        .into_iter()
        .map(serde_json::from_value)
        .collect::<Result<_, _>>()
        .map_err(Problem::internal)?;
    let questions = ["overall", "partners", "timetable"].into_iter().enumerate();
    let questions = questions.map(|(i, question)| QuestionResult {
        question: question.to_owned(),
        counts: (1..=5).map(|n| answers.iter().filter(|a| a.grades()[i].1 == n).count()).collect(),
    });
    let comments = answers.iter().map(|a| a.comment.trim()).filter(|text| !text.is_empty());
    let mut comments: Vec<String> = comments.map(str::to_owned).collect();
    comments.sort();
    Ok(web::Json(SurveyResults {
        people: picture.workshop.people.len(),
        answered: answers.len(),
        questions: questions.collect(),
        again: answers.iter().filter(|a| a.again).count(),
        comments,
    }))
}
