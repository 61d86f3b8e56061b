//! The cheapest repair of a wish without a place, applied in one step.

use crate::app::{Reasons, reasons};
use crate::domain::{ItemId, Timetable, Workshop};
use crate::scheduling::{Step, explain_wish, judge};
use crate::server::answer::{create, within};
use crate::server::caller::Caller;
use crate::server::problem::{Problem, ProblemKind};
use crate::server::service::Service;
use crate::store::{NewEntry, NewPlan, Transaction};
use actix_web::{HttpRequest, HttpResponse, post, web};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

/// Which wish to bring in.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RepairAsked {
    /// As the version's list of wishes without a place names it.
    pub item: String,
    /// Name of the version to be made.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
}

/// The version that came of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RepairedPlan {
    pub version: i64,
}

struct Repaired {
    steps: Vec<Step>,
    workshop: Workshop,
    timetable: Timetable,
    total: i64,
    reasons: Reasons,
}

fn repaired(
    workshop: &Workshop,
    before: &Timetable,
    wish: &ItemId,
    name: &str,
) -> Option<Repaired> {
    let repair = explain_wish(workshop, before, wish)?.repair?;
    let (workshop, mut timetable) = repair.apply(workshop, before);
    timetable.name = name.to_owned();
    Some(Repaired {
        total: judge(&workshop, &timetable).objective.total(),
        reasons: reasons(&workshop, &timetable),
        steps: repair.steps,
        workshop,
        timetable,
    })
}

/// Makes a version with the wish in it, by its cheapest repair; what the repair asks of the day (a
/// table, a desk's hours, a person's absence) is changed along, all in one step.
#[utoipa::path(
    tag = "plans",
    params(
        ("workshop" = String, Path),
        ("version" = i64, Path)
    ),
    request_body = RepairAsked,
    responses((status = 201, body = RepairedPlan))
)]
#[post("/api/workshops/{workshop}/plans/{version}/repairs")]
pub async fn apply_repair(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    path: web::Path<(String, i64)>,
    body: web::Json<RepairAsked>,
) -> Result<HttpResponse, Problem> {
    let (workshop, version) = path.into_inner();
    within("name", &body.name, 200)?;
    if body.name.trim().is_empty() {
        return Err(Problem::bad("name is empty; name the version"));
    }
    let picture = service.picture(&workshop).await?;
    let before = service.store.read().await?.timetable(&workshop, version).await?;
    let (there, asked) = (picture.clone(), body.clone());
    let found = web::block(move || {
        let wish = there.item(&asked.item)?;
        repaired(&there.workshop, &before, &wish, &asked.name)
    });
    let found = found.await?;
    let Some(found) = found else {
        return Err(Problem::bad(format!(
            "{:?} is no wish without a place that a repair would help; read the list again",
            body.item
        )));
    };
    create(&service, &caller, &http, &*body, async |tx| {
        let head = tx.workshop_head(&workshop).await?;
        if head.revision != picture.head.revision {
            return Err(Problem::new(
                ProblemKind::Changed,
                "the workshop has changed meanwhile; look at the repair again",
            ));
        }
        let now = service.now();
        if found.steps.iter().any(|step| !matches!(step, Step::GiveUp { .. })) {
            tx.replace_setup(&found.workshop).await?;
            lift_absences(tx, &workshop, &found).await?;
        }
        let made = tx
            .add_plan(&NewPlan {
                workshop: &workshop,
                name: &body.name,
                status: "edited",
                total: found.total,
                bound: None,
                made_from: Some(version),
                timetable: &found.timetable,
                report: &json!({
                    "unplaced": found.reasons.unplaced,
                    "unexplained": found.reasons.unexplained,
                    "repair": found.steps,
                }),
                created_by: &caller.account.id,
                created_at: now,
            })
            .await?;
        tx.note(&NewEntry {
            at: now,
            before: Some(&version.into()),
            after: Some(&json!(found.steps)),
            ..caller.entry(&service, &workshop, "repair", &format!("plan {made}"))
        })
        .await?;
        Ok(RepairedPlan { version: made })
    })
    .await
}

/// Takes back the absences that the repair does without.
async fn lift_absences(
    tx: &mut Transaction,
    workshop: &str,
    found: &Repaired,
) -> Result<(), Problem> {
    for (id, absence) in tx.absences(workshop).await? {
        if !found.workshop.unavailable.contains(&absence) {
            tx.remove_absence(workshop, &id, &absence.person).await?;
        }
    }
    Ok(())
}
