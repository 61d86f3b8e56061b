//! A change of the set-up, or an import, is taken back in one step, and that step again.

use super::import::OPEN_SECONDS;
use super::setup::checked;
use crate::domain::{Difference, WishId, Workshop};
use crate::server::answer::create;
use crate::server::caller::Caller;
use crate::server::problem::{Problem, ProblemKind};
use crate::server::service::Service;
use crate::server::wire::Setup;
use crate::store::{Entry, NewEntry, RequestState, Transaction, resource};
use actix_web::{HttpRequest, HttpResponse, post, web};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::HashSet;
use utoipa::ToSchema;

/// The verb of changes of the set-up.
pub const SET_UP: &str = "set up";

/// What takes a change back: the set-up, where it was changed, and the rows that were.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Undo {
    /// As it was and as it is.
    setup: Option<(Setup, Setup)>,
    rows: Difference,
    /// Whether its meeting wishes came as agreed.
    agreed: bool,
}

impl Undo {
    pub fn of(was: &Workshop, is: &Workshop, agreed: bool) -> Result<Undo, Problem> {
        let setup = (Setup::of(was), Setup::of(is));
        let setup = (setup.0.map_err(Problem::internal)?, setup.1.map_err(Problem::internal)?);
        let changed = setup.0 != setup.1;
        let rows = Difference::between(was, is);
        Ok(Undo { setup: changed.then_some(setup), rows, agreed })
    }

    pub fn is_kept(entry: &Entry) -> bool {
        entry.undo.is_some() || (entry.verb == SET_UP && entry.before.is_some())
    }

    /// As an entry of the history has it; `None` where it cannot be taken back.
    fn kept(entry: &Entry) -> Option<Undo> {
        let setup = |document: &Option<Value>| serde_json::from_value(document.clone()?).ok();
        match (&entry.undo, entry.verb.as_str()) {
            (Some(undo), _) => serde_json::from_value(undo.clone()).ok(),
            (None, SET_UP) => Some(Undo {
                setup: Some((setup(&entry.before)?, setup(&entry.after)?)),
                ..Undo::default()
            }),
            (None, _) => None,
        }
    }

    /// What takes the taking back back.
    fn turned(self) -> Undo {
        Undo {
            setup: self.setup.map(|(was, is)| (is, was)),
            rows: Difference { was: self.rows.is, is: self.rows.was },
            agreed: self.agreed,
        }
    }

    /// The workshop as it was before; `None` where something of it was changed since.
    fn put_back(&self, now: &Workshop) -> Result<Option<Workshop>, Problem> {
        let Some(back) = self.rows.put_back(now) else { return Ok(None) };
        let Some((was, is)) = &self.setup else { return Ok(Some(back)) };
        if Setup::of(now).map_err(Problem::internal)? != *is {
            return Ok(None);
        }
        was.put_into(&back).map(Some).map_err(|e| Problem::bad(e.to_string()))
    }
}

/// A change that was taken back.
#[derive(Debug, Serialize, ToSchema)]
pub struct Undone {
    /// The entry of the history that says so; undoing it brings the change again.
    pub entry: i64,
    /// The set-up as it is now.
    pub setup: Setup,
}

/// Takes back a change of the set-up or an import, if nothing of it was changed since and nobody
/// whom it brought has an account, an answer or a booking.
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
        let undo = Undo::kept(&entry).ok_or_else(|| {
            Problem::bad("only changes of the set-up and imports are taken back so")
                .in_japanese("この操作で取り消せるのは、設定の変更と取込みだけです。")
        })?;
        let now = tx.workshop(&workshop, true).await?;
        let back = undo.put_back(&now)?.ok_or_else(|| {
            Problem::new(
                ProblemKind::Changed,
                "it was changed since; take back the newer change first",
            )
            .in_japanese("その後さらに変更されています。新しい変更から順に取り消してください。")
        })?;
        // What people have asked for meanwhile may need what the change brought.
        let back = web::block(move || checked(&back).map(|()| back)).await??;
        in_use(tx, &service, &now, &back, &undo).await?;
        let at = service.now();
        let state = if undo.agreed { RequestState::Accepted } else { RequestState::Sent };
        tx.take_over(&now, &back, at, at.plus_seconds(OPEN_SECONDS), state).await?;
        let undo = undo.turned();
        let id = tx
            .note(&NewEntry {
                at,
                before: entry.after.as_ref(),
                after: entry.before.as_ref(),
                ..caller.entry(&service, &workshop, &entry.verb, &entry.subject)
            })
            .await?;
        tx.keep_undo(id, &json!(undo)).await?;
        Ok(Undone { entry: id, setup: Setup::of(&back).map_err(Problem::internal)? })
    })
    .await
}

/// Refuses to remove people who have come to the service since, and requests that were answered.
async fn in_use(
    tx: &mut Transaction,
    service: &Service,
    now: &Workshop,
    back: &Workshop,
    undo: &Undo,
) -> Result<(), Problem> {
    let id = now.id.as_str();
    let stay: HashSet<_> = back.people.iter().map(|person| &person.id).collect();
    let go = || now.people.iter().map(|person| &person.id).filter(|person| !stay.contains(person));
    let members = tx.members(id).await?;
    let invited = go().any(|person| members.iter().any(|m| m.person.as_ref() == Some(person)));
    let booked = tx.bookings(id, service.now()).await?;
    let booked: HashSet<_> = booked.into_iter().map(|one| one.resource).collect();
    let placed = go().any(|person| booked.contains(&resource::person(person.as_str())));
    let imported = if undo.agreed { RequestState::Accepted } else { RequestState::Sent };
    let stay: HashSet<&WishId> = back.meeting_wishes.iter().map(|wish| &wish.id).collect();
    let mut answered = false;
    for wish in now.meeting_wishes.iter().filter(|wish| !stay.contains(&wish.id)) {
        answered |= tx.request(id, wish.id.as_str()).await?.state != imported;
    }
    if !(invited || placed || answered) {
        return Ok(());
    }
    Err(Problem::new(
        ProblemKind::Changed,
        "somebody whom it brought has been invited, answered or placed since; \
         remove what is wrong one by one",
    )
    .in_japanese(
        "取り込んだ方の招待、返答または予定がすでにあるため、まとめて取り消せません。誤りは一件ずつ直してください。",
    ))
}
