//! Requests to meet: sent, answered, taken back.

use super::request_dates::only_while_open;
use crate::domain::{PersonId, ProfileId};
use crate::server::answer::{Answer, create, within};
use crate::server::caller::Caller;
use crate::server::letters::{News, tell};
use crate::server::limits::{MAX_OPEN_REQUESTS, MAX_SHORT};
use crate::server::picture::Picture;
use crate::server::problem::{Problem, ProblemKind};
use crate::server::service::Service;
use crate::server::wire::{
    Decline, Eyes, Page, PageQuery, RequestToSend, RequestView, StateOfRequest, page,
};
use crate::store::{NewEntry, NewRequest, Request, RequestState, Secret, Transaction};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// How long a request waits for its answer.
const OPEN_SECONDS: i64 = 14 * 24 * 3600;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum BoxOfRequests {
    /// Both.
    #[default]
    All,
    /// Those to me.
    In,
    /// Those from me.
    Out,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RequestQuery {
    #[serde(default, rename = "box")]
    #[param(inline)]
    which: BoxOfRequests,
    /// Only those in this state, as the caller sees it.
    #[param(inline)]
    state: Option<StateOfRequest>,
    /// Whose requests: organizers may name anyone, stand-ins those for whom they stand in; left out,
    /// organizers see all of the workshop.
    person: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OnBehalf {
    /// For whom the organizer or a stand-in acts; left out, one acts for oneself.
    person: Option<String>,
}

/// Whose eyes see, and for whom: organizers who name nobody see everything.
fn eyes(
    caller: &Caller,
    asked: Option<&str>,
    picture: &Picture,
) -> Result<Option<PersonId>, Problem> {
    match asked {
        None if caller.is_organizer() => Ok(None),
        asked => caller.acts_for(asked, picture).map(Some),
    }
}

/// Requests, newest first.
#[utoipa::path(
    tag = "requests",
    params(("workshop" = String, Path), RequestQuery, PageQuery),
    responses((status = 200, body = Page<RequestView>))
)]
#[get("/api/workshops/{workshop}/requests")]
pub async fn list_requests(
    service: web::Data<Service>,
    caller: Caller,
    workshop: web::Path<String>,
    query: web::Query<RequestQuery>,
    cut: web::Query<PageQuery>,
) -> Answer<Page<RequestView>> {
    let picture = service.picture(&workshop).await?;
    let person = eyes(&caller, query.person.as_deref(), &picture)?;
    let mut tx = service.store.read().await?;
    let list = match &person {
        Some(person) => tx.requests_of(&workshop, person).await?,
        None => tx.requests(&workshop).await?,
    };
    let view = |request: &Request| match &person {
        Some(person) => picture.request_view(request, Eyes::Person(person)),
        None => picture.request_view(request, Eyes::Organizer),
    };
    let list: Vec<RequestView> = list
        .iter()
        .filter(|r| match (&person, query.which) {
            (Some(person), BoxOfRequests::In) => r.recipient == *person,
            (Some(person), BoxOfRequests::Out) => r.sender == *person,
            _ => true,
        })
        .map(view)
        .filter(|r| query.state.is_none_or(|state| r.state == state))
        .collect();
    Ok(web::Json(page(list, &cut, |r| r.id.clone(), |r| r)?))
}

/// Asks somebody for a meeting.
#[utoipa::path(
    tag = "requests",
    params(
        ("workshop" = String, Path),
        OnBehalf
    ),
    request_body = RequestToSend,
    responses((status = 201, body = RequestView))
)]
#[post("/api/workshops/{workshop}/requests")]
pub async fn send_request(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    workshop: web::Path<String>,
    on_behalf: web::Query<OnBehalf>,
    body: web::Json<RequestToSend>,
) -> Result<HttpResponse, Problem> {
    let picture = service.picture(&workshop).await?;
    let me = caller.acts_for(on_behalf.person.as_deref(), &picture)?;
    let to = PersonId::new(&body.to);
    within("message", &body.message, MAX_SHORT)?;
    if to == me {
        return Err(Problem::bad("to is yourself; ask somebody else"));
    }
    if picture.person(&to).is_none() {
        return Err(Problem::bad(format!("to: there is no person {:?}", body.to)));
    }
    if !(1..=1000).contains(&body.rank) {
        return Err(Problem::bad(format!("rank is {}; expected 1 to 1000", body.rank)));
    }
    let about = body.about.as_deref().map(ProfileId::new);
    if let Some(about) = about.as_ref().filter(|about| picture.profile(about).is_none()) {
        return Err(Problem::bad(format!("about: there is no profile {:?}", about.as_str())));
    }
    create(&service, &caller, &http, &*body, async |tx| {
        only_while_open(tx, &picture, &caller, service.now()).await?;
        let before = tx.requests_of(&workshop, &me).await?;
        let open = |r: &&Request| {
            r.sender == me && matches!(r.state, RequestState::Sent | RequestState::Declined)
        };
        if before.iter().filter(open).count() >= MAX_OPEN_REQUESTS {
            return Err(Problem::new(
                ProblemKind::OverLimit,
                format!("{MAX_OPEN_REQUESTS} requests are open; wait for answers or withdraw one"),
            ));
        }
        let now = service.now();
        let id = format!("r-{}", &Secret::new()?.reveal()[..20]);
        tx.add_request(&NewRequest {
            workshop: &workshop,
            id: &id,
            sender: me.as_str(),
            recipient: to.as_str(),
            rank: body.rank,
            about: about.as_ref().map(ProfileId::as_str),
            message: &body.message,
            state: RequestState::Sent,
            created_at: now,
            expires_at: now.plus_seconds(OPEN_SECONDS),
            synthetic: false,
        })
        .await?;
        let request = tx.request(&workshop, &id).await?;
        let view = picture.request_view(&request, Eyes::Person(&me));
        note(tx, &service, &caller, &workshop, &me, "send request", None, &request).await?;
        tell(tx, &service, &picture, News::Asked, &me, &to).await?;
        Ok(view)
    })
    .await
}

#[expect(clippy::too_many_arguments)]
async fn note(
    tx: &mut Transaction,
    service: &Service,
    caller: &Caller,
    workshop: &str,
    person: &PersonId,
    verb: &str,
    before: Option<&Request>,
    after: &Request,
) -> Result<(), Problem> {
    let state = |r: &Request| {
        serde_json::json!({
            "from": r.sender, "to": r.recipient, "state": r.state.code(), "rank": r.rank,
        })
    };
    tx.note(&NewEntry {
        on_behalf_of: caller.on_behalf_of(person),
        before: before.map(state).as_ref(),
        after: Some(&state(after)),
        ..caller.entry(service, workshop, verb, &format!("request {}", after.id))
    })
    .await?;
    Ok(())
}

/// One request; only its two sides, their stand-ins and the organizer see it.
#[utoipa::path(
    tag = "requests",
    params(("workshop" = String, Path), ("request" = String, Path)),
    responses((status = 200, body = RequestView))
)]
#[get("/api/workshops/{workshop}/requests/{request}")]
pub async fn get_request(
    service: web::Data<Service>,
    caller: Caller,
    path: web::Path<(String, String)>,
) -> Answer<RequestView> {
    let (workshop, id) = path.into_inner();
    let picture = service.picture(&workshop).await?;
    let request = service.store.read().await?.request(&workshop, &id).await?;
    let sides = [&request.sender, &request.recipient];
    let own = sides.into_iter().find(|person| caller.person() == Some(*person));
    match own.or_else(|| sides.into_iter().find(|person| caller.speaks_for(person))) {
        Some(person) => Ok(web::Json(picture.request_view(&request, Eyes::Person(person)))),
        None if caller.is_organizer() => {
            Ok(web::Json(picture.request_view(&request, Eyes::Organizer)))
        }
        None => Err(Problem::not_found()),
    }
}

/// Which side of a request has to act.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Sender,
    Recipient,
}

/// Lets one side of a request, or the organizer or a stand-in for it, move it on.
async fn act(
    service: &Service,
    caller: &Caller,
    (workshop, id): (String, String),
    side: Side,
    verb: &str,
    work: impl AsyncFnOnce(&mut Transaction, &str, &str) -> Result<Request, Problem>,
) -> Answer<RequestView> {
    let picture = service.picture(&workshop).await?;
    let mut tx = service.store.write().await?;
    let before = tx.request(&workshop, &id).await?;
    let actor = match side {
        Side::Sender => &before.sender,
        Side::Recipient => &before.recipient,
    };
    let mine = caller.speaks_for(actor);
    if !mine && !caller.is_organizer() {
        let involved = caller.speaks_for(&before.sender) || caller.speaks_for(&before.recipient);
        return Err(match involved {
            true => Problem::not_allowed("this is for the other side to do"),
            false => Problem::not_found(),
        });
    }
    let after = work(&mut tx, &workshop, &id).await?;
    note(&mut tx, service, caller, &workshop, actor, verb, Some(&before), &after).await?;
    if after.state == RequestState::Accepted {
        tell(&mut tx, service, &picture, News::Agreed, &after.recipient, &after.sender).await?;
    }
    tx.commit().await?;
    let eyes = if mine { Eyes::Person(actor) } else { Eyes::Organizer };
    Ok(web::Json(picture.request_view(&after, eyes)))
}

/// A request that is not open any more, in words.
fn not_open(error: crate::store::StoreError) -> Problem {
    match error {
        crate::store::StoreError::Changed { .. } => Problem::new(
            ProblemKind::AlreadyThere,
            "the request is not open any more; read it again",
        ),
        other => other.into(),
    }
}

/// Says yes: from now on both sides want to meet.
#[utoipa::path(
    tag = "requests",
    params(("workshop" = String, Path), ("request" = String, Path)),
    responses((status = 200, body = RequestView))
)]
#[post("/api/workshops/{workshop}/requests/{request}/accept")]
pub async fn accept_request(
    service: web::Data<Service>,
    caller: Caller,
    path: web::Path<(String, String)>,
) -> Answer<RequestView> {
    let now = service.now();
    act(
        &service,
        &caller,
        path.into_inner(),
        Side::Recipient,
        "accept request",
        async |tx, w, id| {
            tx.answer_request(w, id, RequestState::Accepted, None, now).await.map_err(not_open)
        },
    )
    .await
}

/// Says no. To the sender the request stays unanswered until it expires.
#[utoipa::path(
    tag = "requests",
    params(("workshop" = String, Path), ("request" = String, Path)),
    request_body = Decline,
    responses((status = 200, body = RequestView))
)]
#[post("/api/workshops/{workshop}/requests/{request}/decline")]
pub async fn decline_request(
    service: web::Data<Service>,
    caller: Caller,
    path: web::Path<(String, String)>,
    body: web::Json<Decline>,
) -> Answer<RequestView> {
    within("reason", &body.reason, MAX_SHORT)?;
    let (now, reason) = (service.now(), Some(body.into_inner().reason).filter(|r| !r.is_empty()));
    act(
        &service,
        &caller,
        path.into_inner(),
        Side::Recipient,
        "decline request",
        async |tx, w, id| {
            tx.answer_request(w, id, RequestState::Declined, reason, now).await.map_err(not_open)
        },
    )
    .await
}

/// Takes a request back.
#[utoipa::path(
    tag = "requests",
    params(("workshop" = String, Path), ("request" = String, Path)),
    responses((status = 200, body = RequestView))
)]
#[post("/api/workshops/{workshop}/requests/{request}/withdraw")]
pub async fn withdraw_request(
    service: web::Data<Service>,
    caller: Caller,
    path: web::Path<(String, String)>,
) -> Answer<RequestView> {
    let now = service.now();
    act(
        &service,
        &caller,
        path.into_inner(),
        Side::Sender,
        "withdraw request",
        async |tx, w, id| tx.withdraw_request(w, id, now).await.map_err(not_open),
    )
    .await
}
