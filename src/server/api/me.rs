//! The account of the one who is signed in, its roles, browsers and tokens.

use super::demo::RoleName;
use crate::domain::Lang;
use crate::server::answer::{Answer, create_secret, within};
use crate::server::caller::Caller;
use crate::server::edit::{as_read, begin, only_as_read, tag_of};
use crate::server::guard::{csrf_token, owes_one_time};
use crate::server::limits::MAX_CREDENTIALS;
use crate::server::problem::{Problem, ProblemKind};
use crate::server::service::Service;
use crate::server::wire::Text;
use crate::store::{Credential, CredentialKind, Scope, Secret, Transaction};
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    Ja,
    En,
}

impl From<Language> for Lang {
    fn from(lang: Language) -> Lang {
        match lang {
            Language::Ja => Lang::Ja,
            Language::En => Lang::En,
        }
    }
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Language {
        match lang {
            Lang::Ja => Language::Ja,
            Lang::En => Language::En,
        }
    }
}

/// What the caller is in a workshop.
#[derive(Debug, Serialize, ToSchema)]
pub struct MembershipView {
    pub workshop: String,
    pub workshop_name: Text,
    pub role: RoleName,
    /// The person of the workshop that the caller stands for.
    pub person: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    pub id: String,
    pub email: String,
    pub name: String,
    pub lang: Language,
    /// May take in workshops.
    pub administrator: bool,
    /// Whether other mails than the necessary ones (to sign in, invitations) are wanted.
    pub takes_mails: bool,
    /// One-time codes are to be set up before anything else.
    pub one_time_demanded: bool,
    pub memberships: Vec<MembershipView>,
    /// To be sent as `X-CSRF-Token` by browsers with everything that changes something; null for
    /// callers with an access token, who need none.
    pub csrf_token: Option<String>,
    pub demo: bool,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MyChange {
    pub lang: Option<Language>,
    pub takes_mails: Option<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScopeName {
    Read,
    Write,
}

/// A signed-in browser or an access token.
#[derive(Debug, Serialize, ToSchema)]
pub struct CredentialView {
    pub id: String,
    /// `browser` or `token`.
    pub kind: String,
    pub label: String,
    pub scope: ScopeName,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: DateTime<Utc>,
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: DateTime<Utc>,
    /// The one this request came with.
    pub current: bool,
}

/// A new access token for scripts.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    #[schema(min_length = 1, max_length = 200)]
    pub label: String,
    pub scope: ScopeName,
    #[schema(minimum = 1, maximum = 366)]
    pub days: u16,
}

/// A token, shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct IssuedToken {
    pub id: String,
    /// To be sent as `Authorization: Bearer …`.
    pub token: String,
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: DateTime<Utc>,
}

async fn view(
    service: &Service,
    tx: &mut Transaction,
    caller: &Caller,
    secret: Option<Secret>,
) -> Result<Me, Problem> {
    let account = &caller.account;
    let mut memberships = Vec::new();
    for m in &caller.memberships {
        memberships.push(MembershipView {
            workshop: m.workshop.clone(),
            workshop_name: tx.workshop_head(&m.workshop).await?.name.into(),
            role: m.role.into(),
            person: m.person.as_ref().map(|p| p.0.clone()),
        });
    }
    Ok(Me {
        id: account.id.clone(),
        email: account.email.clone(),
        name: account.name.clone(),
        lang: account.lang.into(),
        administrator: account.administrator,
        takes_mails: account.takes_mails,
        one_time_demanded: owes_one_time(service, tx, account, &caller.memberships).await?,
        memberships,
        csrf_token: secret.map(|secret| csrf_token(&secret)),
        demo: service.settings.demo,
    })
}

fn cookie_secret(request: &HttpRequest, caller: &Caller) -> Option<Secret> {
    let cookie = request.cookie(crate::server::guard::COOKIE)?;
    (caller.credential.kind == CredentialKind::Browser).then(|| Secret::of(cookie.value()))
}

/// Who am I, and what may I be where.
#[utoipa::path(tag = "me", responses((status = 200, body = Me)))]
#[get("/api/me")]
pub async fn get_me(
    service: web::Data<Service>,
    request: HttpRequest,
    caller: Caller,
) -> Answer<Me> {
    let mut tx = service.store.read().await?;
    Ok(web::Json(view(&service, &mut tx, &caller, cookie_secret(&request, &caller)).await?))
}

/// Changes my language, and whether I want other mails than the necessary ones; what is left out
/// stays.
#[utoipa::path(
    tag = "me",
    request_body = MyChange,
    responses((status = 200, body = Me, headers(("ETag" = String))))
)]
#[patch("/api/me")]
pub async fn change_me(
    service: web::Data<Service>,
    request: HttpRequest,
    mut caller: Caller,
    body: web::Json<MyChange>,
) -> Result<HttpResponse, Problem> {
    let secret = cookie_secret(&request, &caller);
    let id = caller.account.id.clone();
    let mut tx = begin(&service, &request).await?;
    caller.account = tx.account(&id).await?;
    let before = view(&service, &mut tx, &caller, secret.clone()).await?;
    only_as_read(&request, Some(&tag_of(&before)))?;
    if let Some(lang) = body.lang {
        tx.set_lang(&id, lang.into()).await?;
    }
    if let Some(takes) = body.takes_mails {
        tx.set_takes_mails(&id, takes).await?;
    }
    caller.account = tx.account(&id).await?;
    let after = view(&service, &mut tx, &caller, secret).await?;
    tx.commit().await?;
    Ok(as_read(&after))
}

fn credential(c: Credential, caller: &Caller) -> CredentialView {
    CredentialView {
        current: c.id == caller.credential.id,
        id: c.id,
        kind: c.kind.code().to_owned(),
        label: c.label,
        scope: match c.scope {
            Scope::Read => ScopeName::Read,
            Scope::Write => ScopeName::Write,
        },
        created_at: c.created_at.utc(),
        expires_at: c.expires_at.utc(),
    }
}

/// Where I am signed in, and my access tokens.
#[utoipa::path(tag = "me", responses((status = 200, body = Vec<CredentialView>)))]
#[get("/api/me/credentials")]
pub async fn list_credentials(
    service: web::Data<Service>,
    caller: Caller,
) -> Answer<Vec<CredentialView>> {
    let mut tx = service.store.read().await?;
    let all = tx.credentials(&caller.account.id).await?;
    Ok(web::Json(all.into_iter().map(|c| credential(c, &caller)).collect()))
}

/// Makes an access token; it is shown this once.
#[utoipa::path(tag = "me", request_body = NewToken, responses((status = 201, body = IssuedToken)))]
#[post("/api/me/credentials")]
pub async fn issue_token(
    service: web::Data<Service>,
    request: HttpRequest,
    caller: Caller,
    body: web::Json<NewToken>,
) -> Result<HttpResponse, Problem> {
    within("label", &body.label, 200)?;
    if body.label.trim().is_empty() || !(1..=366).contains(&body.days) {
        return Err(Problem::bad("label must not be empty, and days must be 1 to 366"));
    }
    create_secret(&service, &caller, &request, &*body, async |tx| {
        let account = &caller.account.id;
        if tx.credentials(account).await?.len() >= MAX_CREDENTIALS {
            return Err(Problem::new(
                ProblemKind::OverLimit,
                format!("at most {MAX_CREDENTIALS} browsers and tokens; revoke one first"),
            ));
        }
        let now = service.now();
        let until = now.plus_seconds(i64::from(body.days) * 24 * 3600);
        let scope = match body.scope {
            ScopeName::Read => Scope::Read,
            ScopeName::Write => Scope::Write,
        };
        let kind = CredentialKind::Token;
        let (made, secret) =
            tx.add_credential(account, kind, body.label.trim(), scope, now, until).await?;
        let token = secret.reveal().to_owned();
        Ok(IssuedToken { id: made.id, token, expires_at: until.utc() })
    })
    .await
}

/// Signs a browser out or revokes a token.
#[utoipa::path(
    tag = "me",
    params(("id" = String, Path)),
    responses((status = 204, description = "revoked"))
)]
#[delete("/api/me/credentials/{id}")]
pub async fn revoke_credential(
    service: web::Data<Service>,
    caller: Caller,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let mut tx = service.store.write().await?;
    tx.revoke(&caller.account.id, &id).await?;
    tx.commit().await?;
    Ok(HttpResponse::NoContent().finish())
}
