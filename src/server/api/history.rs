//! Who changed what when.

use super::undo::Undo;
use crate::server::answer::Answer;
use crate::server::limits::MAX_PAGE;
use crate::server::problem::Problem;
use crate::server::service::Service;
use crate::server::wire::Text;
use actix_web::{get, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

#[derive(Debug, Serialize, ToSchema)]
pub struct EntryView {
    pub id: i64,
    #[schema(value_type = String, format = DateTime)]
    pub at: DateTime<Utc>,
    /// An account, or what of the program itself did it.
    pub by: String,
    /// Their name.
    pub by_name: String,
    /// The person for whom an organizer acted.
    pub on_behalf_of: Option<String>,
    pub for_name: Option<Text>,
    pub verb: String,
    pub subject: String,
    #[schema(value_type = Option<Value>)]
    pub before: Option<Value>,
    #[schema(value_type = Option<Value>)]
    pub after: Option<Value>,
    /// Whether it can be taken back, if nothing was changed since.
    pub undoable: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct HistoryPage {
    pub items: Vec<EntryView>,
    /// The cursor of the next page; null on the last one.
    pub next: Option<i64>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// As the page before gave it in `next`.
    cursor: Option<i64>,
    /// 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<usize>,
}

/// Changes, newest first.
#[utoipa::path(
    tag = "history",
    params(("workshop" = String, Path), HistoryQuery),
    responses((status = 200, body = HistoryPage))
)]
#[get("/api/workshops/{workshop}/history")]
pub async fn list_history(
    service: web::Data<Service>,
    workshop: web::Path<String>,
    query: web::Query<HistoryQuery>,
) -> Answer<HistoryPage> {
    let limit = query.limit.unwrap_or(50);
    if !(1..=MAX_PAGE).contains(&limit) {
        return Err(Problem::bad(format!("limit is {limit}; expected 1 to {MAX_PAGE}")));
    }
    let picture = service.picture(&workshop).await?;
    let mut tx = service.store.read().await?;
    let entries = tx.history(&workshop, query.cursor, limit as i64 + 1).await?;
    // Whoever has passed their place on has no role any more, and a name all the same.
    let names = tx.names_of_accounts(entries.iter().map(|e| e.account.as_str())).await?;
    let more = entries.len() > limit;
    let items: Vec<EntryView> = entries
        .into_iter()
        .take(limit)
        .map(|e| EntryView {
            undoable: Undo::is_kept(&e),
            id: e.id,
            at: e.at.utc(),
            by_name: names.get(&e.account).cloned().unwrap_or_else(|| e.account.clone()),
            by: e.account,
            for_name: e.on_behalf_of.as_ref().map(|p| picture.person_ref(p).name),
            on_behalf_of: e.on_behalf_of.map(|p| p.0),
            verb: e.verb,
            subject: e.subject,
            before: e.before,
            after: e.after,
        })
        .collect();
    let next = if more { items.last().map(|entry| entry.id) } else { None };
    Ok(web::Json(HistoryPage { items, next }))
}
