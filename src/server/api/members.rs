//! Who has a role in a workshop: invited by mail, listed, let go.

use super::demo::RoleName;
use super::me::Language;
use crate::domain::{Lang, PersonId};
use crate::server::answer::{Answer, create, within};
use crate::server::caller::Caller;
use crate::server::letters;
use crate::server::mail::is_address;
use crate::server::problem::Problem;
use crate::server::service::Service;
use crate::server::wire::{Page, PageQuery, page};
use crate::store::{Member, NewEntry, Role};
use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

#[derive(Debug, Serialize, ToSchema)]
pub struct MemberOfWorkshop {
    pub account: String,
    pub email: String,
    pub name: String,
    pub role: RoleName,
    /// The person of the workshop that the account stands for.
    pub person: Option<String>,
    /// Whether other mails than the necessary ones are wanted; who wants none sees what is new in
    /// the app alone.
    pub takes_mails: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Invitation {
    #[schema(format = Email, max_length = 320)]
    pub email: String,
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    pub role: RoleName,
    /// The person of the workshop that the account stands for; companies and academics need one.
    #[serde(default)]
    pub person: Option<String>,
    #[serde(default)]
    pub lang: Option<Language>,
}

fn view(m: Member) -> MemberOfWorkshop {
    MemberOfWorkshop {
        account: m.account.id,
        email: m.account.email,
        name: m.account.name,
        takes_mails: m.account.takes_mails,
        role: m.role.into(),
        person: m.person.map(|p| p.0),
    }
}

/// Everyone with a role, by address.
#[utoipa::path(
    tag = "members",
    params(("workshop" = String, Path), PageQuery),
    responses((status = 200, body = Page<MemberOfWorkshop>))
)]
#[get("/api/workshops/{workshop}/members")]
pub async fn list_members(
    service: web::Data<Service>,
    workshop: web::Path<String>,
    cut: web::Query<PageQuery>,
) -> Answer<Page<MemberOfWorkshop>> {
    let members = service.store.read().await?.members(&workshop).await?;
    let key = |m: &Member| format!("{}.{}", m.account.id, m.role.code());
    Ok(web::Json(page(members, &cut, key, view)?))
}

/// Gives somebody a role, and mails a link to sign in with; an address that is not known yet gets
/// an account.
#[utoipa::path(
    tag = "members",
    params(
        ("workshop" = String, Path)
    ),
    request_body = Invitation,
    responses((status = 201, body = MemberOfWorkshop))
)]
#[post("/api/workshops/{workshop}/members")]
pub async fn invite(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    workshop: web::Path<String>,
    body: web::Json<Invitation>,
) -> Result<HttpResponse, Problem> {
    within("email", &body.email, 320)?;
    within("name", &body.name, 200)?;
    if !is_address(&body.email) || body.name.trim().is_empty() {
        return Err(Problem::bad(format!(
            "email is {:?} and name {:?}; expected an address such as hanako@example.jp and a name",
            body.email, body.name
        )));
    }
    let picture = service.picture(&workshop).await?;
    let person = body.person.as_deref().map(PersonId::new);
    if let Some(person) = person.as_ref().filter(|p| picture.person(p).is_none()) {
        return Err(Problem::bad(format!("there is no person {:?}", person.as_str())));
    }
    let role: Role = body.role.into();
    if matches!(role, Role::Company | Role::Academic) && person.is_none() {
        return Err(Problem::bad("companies and academics stand for a person; name one"));
    }
    create(&service, &caller, &http, &*body, async |tx| {
        let now = service.now();
        let account = match tx.account_of(&body.email).await? {
            Some(account) => account,
            None => {
                let lang = body.lang.map_or(Lang::Ja, Into::into);
                tx.add_account(&body.email, body.name.trim(), lang, now).await?
            }
        };
        tx.add_membership(&account.id, &workshop, role, person.as_ref()).await?;
        letters::invite(tx, &service, &picture, &account, person.as_ref()).await?;
        tx.note(&NewEntry {
            at: now,
            after: Some(&json!({ "role": role.code(), "person": person })),
            ..caller.entry(&service, &workshop, "invite", &format!("account {}", account.id))
        })
        .await?;
        Ok(view(Member { account, role, person: person.clone() }))
    })
    .await
}

/// Takes a role away.
#[utoipa::path(
    tag = "members",
    params(("workshop" = String, Path), ("account" = String, Path), ("role" = String, Path)),
    responses((status = 204, description = "has the role no more"))
)]
#[delete("/api/workshops/{workshop}/members/{account}/{role}")]
pub async fn let_go(
    service: web::Data<Service>,
    caller: Caller,
    path: web::Path<(String, String, String)>,
) -> Result<HttpResponse, Problem> {
    let (workshop, account, role) = path.into_inner();
    let role = Role::of(&role).ok_or_else(Problem::not_found)?;
    if account == caller.account.id && role == Role::Organizer {
        return Err(Problem::not_allowed(
            "nobody takes their own organizer's role away; ask another",
        ));
    }
    let mut tx = service.store.write().await?;
    tx.remove_membership(&account, &workshop, role).await?;
    tx.note(&NewEntry {
        before: Some(&json!({ "role": role.code() })),
        ..caller.entry(&service, &workshop, "let go", &format!("account {account}"))
    })
    .await?;
    tx.commit().await?;
    Ok(HttpResponse::NoContent().finish())
}
