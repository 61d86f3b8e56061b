//! Signing in by a mailed link, whose GET uses nothing up, by the code beside it, or by a password;
//! signing out.

use crate::domain::Lang;
use crate::server::answer::within;
use crate::server::caller::Caller;
use crate::server::guard::{COOKIE, client_address, csrf_token};
use crate::server::limits::MAX_SHORT;
use crate::server::mail::sign_in_letter;
use crate::server::one_time::{First, prove};
use crate::server::password;
use crate::server::plain_page::{button, lang_of, plain_page};
use crate::server::postman::send_now;
use crate::server::problem::{Problem, ProblemBody, ProblemKind};
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
    /// A one-time code, or a recovery code, where the account is guarded by them.
    #[serde(default)]
    #[schema(max_length = 40)]
    pub one_time: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ByPassword {
    #[schema(format = Email, max_length = 320)]
    pub email: String,
    #[schema(format = Password, max_length = 2000)]
    pub password: String,
    /// A one-time code, or a recovery code, where the account is guarded by them.
    #[serde(default)]
    #[schema(max_length = 40)]
    pub one_time: Option<String>,
}

/// What the page behind a mailed link sends.
#[derive(Deserialize, ToSchema)]
pub struct ByButton {
    /// A one-time code, or a recovery code, where the account is guarded by them.
    #[serde(default)]
    #[schema(max_length = 40)]
    one_time: Option<String>,
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
    // A mailbox that has just had some gets no more for a while: the links in it hold.
    let account = match service.limits.link(&body.email) {
        Ok(()) => tx.account_of(&body.email).await?,
        Err(_) => None,
    };
    if let Some(account) = account {
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
    responses(
        (status = 200, body = SignedIn),
        (status = 401, description = "a one-time code is needed",
         content_type = "application/problem+json", body = ProblemBody)
    )
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
    prove(&service, &mut tx, &account, First::Mail, body.one_time.as_deref()).await?;
    open_browser_session(&service, &request, tx, &account).await
}

/// Signs in with the password that somebody has set, and sets the session cookie. The answer to a
/// wrong one is the same whether or not the address is known; whoever has tried too often signs in
/// by mail.
#[utoipa::path(
    tag = "sign-in",
    request_body = ByPassword,
    responses(
        (status = 200, body = SignedIn),
        (status = 401, description = "a one-time code is needed",
         content_type = "application/problem+json", body = ProblemBody)
    )
)]
#[post("/api/sign-in/password")]
pub async fn sign_in_by_password(
    service: web::Data<Service>,
    request: HttpRequest,
    body: web::Json<ByPassword>,
) -> Result<HttpResponse, Problem> {
    count_attempt(&service, &request)?;
    within("email", &body.email, 320)?;
    within("password", &body.password, MAX_SHORT)?;
    let address = client_address(request.head(), &service.settings);
    service.limits.password(&body.email, &address).map_err(|seconds| {
        Problem::too_many(seconds).instead(
            "too many tries at this password; ask for a mail to sign in with, which works at once",
            "パスワードの入力回数が上限に達しました。メールでのサインインはすぐにご利用いただけます。",
        )
    })?;
    let mut tx = service.store.read().await?;
    let account = tx.account_of(&body.email).await?;
    let kept = match &account {
        Some(account) => tx.password_hash(&account.id).await?,
        None => None,
    };
    drop(tx);
    let right = password::matches(&service, &body.password, kept).await?;
    let account = account.filter(|_| right).ok_or_else(|| {
        Problem::bad("the address or the password is wrong; you can also sign in by mail")
            .in_japanese(
                "メールアドレスまたはパスワードが正しくありません。メールでのサインインもご利用いただけます。",
            )
    })?;
    let mut tx = service.store.write().await?;
    prove(&service, &mut tx, &account, First::Password, body.one_time.as_deref()).await?;
    open_browser_session(&service, &request, tx, &account).await
}

fn used_up() -> Problem {
    Problem::bad("the link or code does not hold (any more); ask for a new one").in_japanese(
        "リンクまたはコードは使用済みか、期限が切れています。もう一度お申し込みください。",
    )
}

/// The page behind a mailed link. It only shows a button: mail scanners that open links use
/// nothing up.
#[utoipa::path(
    tag = "pages",
    params(("secret" = String, Path)),
    responses((status = 200, content_type = "text/html", body = String))
)]
#[get("/sign-in/{secret}")]
pub async fn sign_in_page(
    service: web::Data<Service>,
    request: HttpRequest,
    secret: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let mut tx = service.store.read().await?;
    let owner = tx.owner_of_link(&Secret::of(&secret), service.now()).await?;
    let guarded = match owner {
        Some(account) => tx.one_time(&account).await?.is_some_and(|one| one.confirmed),
        None => false,
    };
    Ok(button_page(&request, guarded, None))
}

/// The page with the button; with a field where a one-time code is asked for.
fn button_page(request: &HttpRequest, guarded: bool, problem: Option<&Problem>) -> HttpResponse {
    let lang = lang_of(request, None);
    let (title, label) = match lang {
        Lang::Ja => ("サインイン", "確認コード（認証アプリの6桁、またはリカバリーコード）"),
        Lang::En => ("Sign in", "One-time code (six digits of your generator, or a recovery code)"),
    };
    let field = match guarded {
        true => format!(
            "<p><label>{label}<br><input name=\"one_time\" required maxlength=\"40\" \
             autocomplete=\"one-time-code\"></label></p>"
        ),
        false => String::new(),
    };
    // What the service itself says; it holds nothing of what was sent.
    let said = problem.map_or_else(String::new, |problem| {
        format!("<p role=\"alert\"><strong>{}</strong></p>", problem.words(lang))
    });
    plain_page(lang, title, &format!("{said}{}", button(title, &field)))
}

/// The button of that page: uses the link up and goes to the start page, signed in. Where a
/// one-time code is asked for and does not hold, the page comes again and the link stays.
#[utoipa::path(
    tag = "pages",
    params(("secret" = String, Path)),
    responses(
        (status = 200, content_type = "text/html", body = String,
         description = "a one-time code is needed"),
        (status = 303, description = "signed in; see the start page")
    )
)]
#[post("/sign-in/{secret}")]
pub async fn sign_in_by_button(
    service: web::Data<Service>,
    request: HttpRequest,
    secret: web::Path<String>,
    form: Option<web::Form<ByButton>>,
) -> Result<HttpResponse, Problem> {
    count_attempt(&service, &request)?;
    let mut tx = service.store.write().await?;
    let account = tx.use_link(&Secret::of(&secret), service.now()).await?.ok_or_else(used_up)?;
    let one_time = form.and_then(|form| form.into_inner().one_time);
    match prove(&service, &mut tx, &account, First::Mail, one_time.as_deref()).await {
        Err(problem) if problem.kind == ProblemKind::OneTimeNeeded => {
            return Ok(button_page(&request, true, one_time.is_some().then_some(&problem)));
        }
        other => other?,
    }
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
