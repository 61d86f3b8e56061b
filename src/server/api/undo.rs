//! A change of the set-up is taken back in one step, and that step again.

use super::setup::checked;
use crate::server::answer::create;
use crate::server::caller::Caller;
use crate::server::problem::{Problem, ProblemKind};
use crate::server::service::Service;
use crate::server::wire::Setup;
use crate::store::NewEntry;
use actix_web::{HttpRequest, HttpResponse, post, web};
use serde::Serialize;
use utoipa::ToSchema;

/// The verb of the history's entries that can be undone.
pub const SET_UP: &str = "set up";

/// A change that was taken back.
#[derive(Debug, Serialize, ToSchema)]
pub struct Undone {
    /// The entry of the history that says so; undoing it brings the change again.
    pub entry: i64,
    /// The set-up as it is now.
    pub setup: Setup,
}

/// Takes back a change of the set-up, if nothing of it was changed since.
#[utoipa::path(
    tag = "history",
    params(("workshop" = String, Path), ("entry" = i64, Path)),
    responses((status = 201, body = Undone))
)]
#[post("/api/workshops/{workshop}/history/{entry}/undo")]
pub async fn undo_change(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    path: web::Path<(String, i64)>,
) -> Result<HttpResponse, Problem> {
    let (workshop, number) = path.into_inner();
    create(&service, &caller, &http, &(), async |tx| {
        let entry = tx.entry(&workshop, number).await?;
        let (Some(before), Some(after), SET_UP) = (entry.before, entry.after, entry.verb.as_str())
        else {
            return Err(Problem::bad("only changes of the set-up are taken back so")
                .in_japanese("この操作で取り消せるのは、設定の変更だけです。"));
        };
        let now = tx.workshop(&workshop, true).await?;
        let setup = Setup::of(&now).map_err(Problem::internal)?;
        if serde_json::to_value(&setup).map_err(Problem::internal)? != after {
            return Err(Problem::new(
                ProblemKind::Changed,
                "the set-up was changed since; take back the newer change first",
            )
            .in_japanese(
                "設定はその後さらに変更されています。新しい変更から順に取り消してください。",
            ));
        }
        let old: Setup = serde_json::from_value(before.clone()).map_err(Problem::internal)?;
        let back = old.put_into(&now).map_err(|e| Problem::bad(e.to_string()))?;
        // What people have asked for meanwhile may need what the change brought.
        let back = web::block(move || checked(&back).map(|()| back)).await??;
        tx.replace_setup(&back).await?;
        tx.note(&NewEntry {
            workshop: &workshop,
            at: service.now(),
            account: &caller.account.id,
            on_behalf_of: None,
            verb: SET_UP,
            subject: "workshop",
            before: Some(&after),
            after: Some(&before),
        })
        .await?;
        let newest = tx.history(&workshop, None, 1).await?;
        let entry = newest.first().map_or(number, |entry| entry.id);
        Ok(Undone { entry, setup: Setup::of(&back).map_err(Problem::internal)? })
    })
    .await
}
