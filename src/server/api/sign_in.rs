//! Signing in by a mailed link, whose GET uses nothing up, or by the code beside it; signing out.

use crate::domain::Lang;
use crate::server::answer::within;
use crate::server::caller::Caller;
use crate::server::guard::{COOKIE, client_address, csrf_token};
use crate::server::limits::MAX_SHORT;
use crate::server::mail::sign_in_letter;
use crate::server::postman::send_now;
use crate::server::problem::Problem;
use crate::server::service::Service;
use crate::store::{Account, CredentialKind, Scope, Secret, Transaction};
use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::http::header::{LOCATION, USER_AGENT};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How long a browser stays signed in.
const SESSION_SECONDS: i64 = 14 * 24 * 3600;
/// How long a mailed link and its code hold.
const LINK_SECONDS: i64 = 30 * 60;

/// A browser that is signed in: the cookie is set.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct SignedIn {
    /// To be sent as `X-CSRF-Token` with everything that changes something.
    pub csrf_token: String,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskForLink {
    #[schema(format = Email, max_length = 320)]
    pub email: String,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Asked {
    /// The same whether or not the address is known.
    pub message: crate::server::wire::Text,
}

/// A link's secret, or an address with the six digits from the mail.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Redeem {
    #[serde(default)]
    #[schema(max_length = 200)]
    pub secret: Option<String>,
    #[serde(default)]
    #[schema(max_length = 320)]
    pub email: Option<String>,
    #[serde(default)]
    #[schema(max_length = 6, min_length = 6)]
    pub code: Option<String>,
}

/// Makes a session for a browser and sets its cookie.
pub async fn open_browser_session(
    service: &Service,
    request: &HttpRequest,
    mut tx: Transaction,
    account: &Account,
) -> Result<HttpResponse, Problem> {
    let secret = start_session(service, request, &mut tx, account).await?;
    tx.commit().await?;
    Ok(HttpResponse::Ok()
        .cookie(cookie(service, secret.reveal(), SESSION_SECONDS))
        .json(SignedIn { csrf_token: csrf_token(&secret) }))
}

async fn start_session(
    service: &Service,
    request: &HttpRequest,
    tx: &mut Transaction,
    account: &Account,
) -> Result<Secret, Problem> {
    let agent = request.headers().get(USER_AGENT).and_then(|v| v.to_str().ok());
    let label: String = agent.unwrap_or("browser").chars().take(200).collect();
    let (now, kind) = (service.now(), CredentialKind::Browser);
    let until = now.plus_seconds(SESSION_SECONDS);
    let (_, secret) =
        tx.add_credential(&account.id, kind, &label, Scope::Write, now, until).await?;
    Ok(secret)
}

fn cookie(service: &Service, value: &str, seconds: i64) -> Cookie<'static> {
    Cookie::build(COOKIE, value.to_owned())
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(service.settings.https)
        .max_age(Duration::seconds(seconds))
        .finish()
}

fn count_attempt(service: &Service, request: &HttpRequest) -> Result<(), Problem> {
    let address = client_address(request.head(), &service.settings);
    service.limits.sign_in(&address).map_err(Problem::too_many)
}

/// Mails a link and a code to an address that is known. The answer is the same for every address.
#[utoipa::path(
    tag = "sign-in",
    request_body = AskForLink,
    responses((status = 202, body = Asked))
)]
#[post("/api/sign-in/link")]
pub async fn ask_for_link(
    service: web::Data<Service>,
    request: HttpRequest,
    body: web::Json<AskForLink>,
) -> Result<HttpResponse, Problem> {
    count_attempt(&service, &request)?;
    within("email", &body.email, 320)?;
    let mut tx = service.store.write().await?;
    if let Some(account) = tx.account_of(&body.email).await? {
        let until = service.now().plus_seconds(LINK_SECONDS);
        let sign_in = tx.add_sign_in(&account.id, until).await?;
        tx.commit().await?;
        send_now(&service, sign_in_letter(&service.settings, &account, &sign_in))?;
    }
    Ok(HttpResponse::Accepted().json(Asked {
        message: crate::server::wire::Text {
            ja: "登録されたアドレスであれば、サインイン用のメールをお送りしました。".into(),
            en: "If the address is known, a mail to sign in is on its way.".into(),
        },
    }))
}

/// Uses up a mailed link or its code, and sets the session cookie.
#[utoipa::path(
    tag = "sign-in",
    request_body = Redeem,
    responses((status = 200, body = SignedIn))
)]
#[post("/api/sign-in/redeem")]
pub async fn redeem(
    service: web::Data<Service>,
    request: HttpRequest,
    body: web::Json<Redeem>,
) -> Result<HttpResponse, Problem> {
    count_attempt(&service, &request)?;
    let mut tx = service.store.write().await?;
    let now = service.now();
    let account = match (&body.secret, &body.email, &body.code) {
        (Some(secret), None, None) => tx.use_link(&Secret::of(secret), now).await?,
        (None, Some(email), Some(code)) => {
            within("email", email, 320)?;
            within("code", code, MAX_SHORT)?;
            let found = tx.use_code(email, &Secret::of(code), now).await?;
            if found.is_none() {
                // The wrong try is counted.
                tx.commit().await?;
                tx = service.store.write().await?;
            }
            found
        }
        _ => return Err(Problem::bad("send either secret, or email and code")),
    };
    let account = account.ok_or_else(used_up)?;
    open_browser_session(&service, &request, tx, &account).await
}

fn used_up() -> Problem {
    Problem::bad("the link or code does not hold (any more); ask for a new one")
}

/// The page behind a mailed link. It only shows a button: mail scanners that open links use
/// nothing up.
#[utoipa::path(
    tag = "pages",
    params(("secret" = String, Path)),
    responses((status = 200, content_type = "text/html", body = String))
)]
#[get("/sign-in/{secret}")]
pub async fn sign_in_page(request: HttpRequest) -> HttpResponse {
    let lang = super::programme::lang_of(&request, None);
    let (title, button) = match lang {
        Lang::Ja => ("サインイン", "サインインする"),
        Lang::En => ("Sign in", "Sign in"),
    };
    HttpResponse::Ok().content_type("text/html; charset=utf-8").body(format!(
        "<!doctype html><html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title} – Enishi</title>\
         </head><body><main><h1>{title}</h1><form method=\"post\">\
         <button type=\"submit\">{button}</button></form></main></body></html>"
    ))
}

/// The button of that page: uses the link up and goes to the start page, signed in.
#[utoipa::path(
    tag = "pages",
    params(("secret" = String, Path)),
    responses((status = 303, description = "signed in; see the start page"))
)]
#[post("/sign-in/{secret}")]
pub async fn sign_in_by_button(
    service: web::Data<Service>,
    request: HttpRequest,
    secret: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    count_attempt(&service, &request)?;
    let mut tx = service.store.write().await?;
    let account = tx.use_link(&Secret::of(&secret), service.now()).await?.ok_or_else(used_up)?;
    let session = start_session(&service, &request, &mut tx, &account).await?;
    tx.commit().await?;
    Ok(HttpResponse::SeeOther()
        .cookie(cookie(&service, session.reveal(), SESSION_SECONDS))
        .insert_header((LOCATION, "/"))
        .finish())
}

/// Signs this browser out.
#[utoipa::path(tag = "sign-in", responses((status = 204, description = "signed out")))]
#[post("/api/sign-out")]
pub async fn sign_out(
    service: web::Data<Service>,
    caller: Caller,
) -> Result<HttpResponse, Problem> {
    let mut tx = service.store.write().await?;
    tx.revoke(&caller.account.id, &caller.credential.id).await?;
    tx.commit().await?;
    Ok(HttpResponse::NoContent().cookie(cookie(&service, "", 0)).finish())
}
