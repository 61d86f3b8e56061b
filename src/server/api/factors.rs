//! How an account is guarded beside its mailbox: a password and one-time codes, both by choice.
//! They are changed by a browser that has signed in within the last minutes.

use crate::server::answer::{Answer, within};
use crate::server::caller::Caller;
use crate::server::limits::{FRESH_SECONDS, MAX_SHORT, RECOVERY_CODES};
use crate::server::mail::{Guarded, guarded_letter};
use crate::server::one_time::{MAX_TYPED, new_secret, shown, step};
use crate::server::password;
use crate::server::postman::send_now;
use crate::server::problem::{Problem, ProblemKind};
use crate::server::service::Service;
use crate::store::{CredentialKind, Secret, Transaction};
use actix_web::{delete, get, post, put, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How I sign in, beside the mailed link that everybody has.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignInWays {
    pub password: bool,
    /// A one-time code is asked for at each sign-in.
    pub one_time: bool,
    /// Recovery codes that are left.
    pub recovery_codes: i64,
    /// This browser has signed in within the last ten minutes, and may change all this.
    pub fresh: bool,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    #[schema(format = Password, min_length = 12, max_length = 128)]
    pub password: String,
}

/// A generator to be set up, shown this once.
#[derive(Serialize, ToSchema)]
pub struct NewGenerator {
    /// The secret in base 32, to be typed.
    pub secret: String,
    /// The same as generators read it.
    pub uri: String,
    /// The same as a picture (SVG) to be photographed.
    pub picture: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FirstCode {
    /// What the generator shows.
    #[schema(max_length = 40)]
    pub code: String,
}

/// Codes that let me in without the generator, each once; shown this once.
#[derive(Serialize, ToSchema)]
pub struct RecoveryCodes {
    pub codes: Vec<String>,
}

fn is_fresh(service: &Service, caller: &Caller) -> bool {
    let credential = &caller.credential;
    let since = service.now().0 - credential.created_at.0;
    credential.kind == CredentialKind::Browser && (0..=FRESH_SECONDS * 1000).contains(&since)
}

/// The same for what cannot be taken back, which access tokens, with a scope and an end, may do too.
pub(super) fn only_fresh_in_a_browser(service: &Service, caller: &Caller) -> Result<(), Problem> {
    match caller.credential.kind {
        CredentialKind::Browser => only_fresh(service, caller),
        _ => Ok(()),
    }
}

fn only_fresh(service: &Service, caller: &Caller) -> Result<(), Problem> {
    match is_fresh(service, caller) {
        true => Ok(()),
        false => Err(Problem::new(
            ProblemKind::SignInAgain,
            "sign out and in again: this is changed within ten minutes of signing in in a browser",
        )
        .in_japanese(
            "安全のため、一度サインアウトし、もう一度サインインしてから10分以内に変更してください。",
        )),
    }
}

async fn ways(
    service: &Service,
    tx: &mut Transaction,
    caller: &Caller,
) -> Result<SignInWays, Problem> {
    let account = &caller.account.id;
    Ok(SignInWays {
        password: tx.password_hash(account).await?.is_some(),
        one_time: tx.one_time(account).await?.is_some_and(|one| one.confirmed),
        recovery_codes: tx.recovery_codes(account).await?,
        fresh: is_fresh(service, caller),
    })
}

/// Ends a change: all other browsers are signed out, and the owner is told by mail.
async fn changed(
    service: &Service,
    mut tx: Transaction,
    caller: &Caller,
    what: Guarded,
) -> Result<SignInWays, Problem> {
    tx.revoke_other_browsers(&caller.account.id, &caller.credential.id).await?;
    let ways = ways(service, &mut tx, caller).await?;
    tx.commit().await?;
    send_now(service, guarded_letter(&caller.account, what))?;
    Ok(ways)
}

/// How I may sign in.
#[utoipa::path(tag = "me", responses((status = 200, body = SignInWays)))]
#[get("/api/me/sign-in")]
pub async fn get_sign_in_ways(service: web::Data<Service>, caller: Caller) -> Answer<SignInWays> {
    let mut tx = service.store.read().await?;
    Ok(web::Json(ways(&service, &mut tx, &caller).await?))
}

/// Sets a password, or another one. Refused are those that are guessed first and those that hold
/// my name or address. All other browsers are signed out.
#[utoipa::path(
    tag = "me",
    request_body = NewPassword,
    responses((status = 200, body = SignInWays))
)]
#[put("/api/me/password")]
pub async fn put_password(
    service: web::Data<Service>,
    caller: Caller,
    body: web::Json<NewPassword>,
) -> Answer<SignInWays> {
    only_fresh(&service, &caller)?;
    within("password", &body.password, MAX_SHORT)?;
    password::check(&body.password, &caller.account)?;
    let hash = password::hashed(&service, &body.password).await?;
    let mut tx = service.store.write().await?;
    tx.set_password_hash(&caller.account.id, Some(hash)).await?;
    Ok(web::Json(changed(&service, tx, &caller, Guarded::PasswordSet).await?))
}

/// Takes my password away; the mailed link stays. All other browsers are signed out.
#[utoipa::path(tag = "me", responses((status = 200, body = SignInWays)))]
#[delete("/api/me/password")]
pub async fn delete_password(service: web::Data<Service>, caller: Caller) -> Answer<SignInWays> {
    only_fresh(&service, &caller)?;
    let mut tx = service.store.write().await?;
    tx.set_password_hash(&caller.account.id, None).await?;
    Ok(web::Json(changed(&service, tx, &caller, Guarded::PasswordGone).await?))
}

/// Begins to set up a generator of one-time codes. Nothing is asked for until a first code has
/// shown that it works.
#[utoipa::path(tag = "me", responses((status = 200, body = NewGenerator)))]
#[post("/api/me/one-time")]
pub async fn begin_one_time(service: web::Data<Service>, caller: Caller) -> Answer<NewGenerator> {
    only_fresh(&service, &caller)?;
    let secret = new_secret()?;
    let (uri, picture) = shown(&caller.account, &secret)?;
    let mut tx = service.store.write().await?;
    tx.begin_one_time(&caller.account.id, &secret).await?;
    tx.commit().await?;
    Ok(web::Json(NewGenerator { secret: secret.reveal().to_owned(), uri, picture }))
}

/// Shows by a first code that the generator works: from now on a code is asked for at each sign-in.
/// Answers with new recovery codes; all other browsers are signed out.
#[utoipa::path(
    tag = "me",
    request_body = FirstCode,
    responses((status = 200, body = RecoveryCodes))
)]
#[put("/api/me/one-time")]
pub async fn confirm_one_time(
    service: web::Data<Service>,
    caller: Caller,
    body: web::Json<FirstCode>,
) -> Answer<RecoveryCodes> {
    only_fresh(&service, &caller)?;
    within("code", &body.code, MAX_TYPED)?;
    let account = &caller.account.id;
    service.limits.one_time(account, "setup").map_err(Problem::too_many)?;
    let mut tx = service.store.write().await?;
    let one_time = tx.one_time(account).await?.ok_or_else(Problem::not_found)?;
    let typed: String = body.code.chars().filter(char::is_ascii_digit).collect();
    let taken = match step(&service, &one_time.secret, &typed)? {
        Some(step) => tx.take_one_time_step(account, step).await?,
        None => false,
    };
    if !taken {
        return Err(Problem::bad(
            "this is not the code that the generator should show now; see that the clocks are \
             right, and type the next one",
        )
        .in_japanese(
            "コードが一致しません。端末の時刻が正しいかご確認のうえ、次に表示されるコードを入力してください。",
        ));
    }
    let codes: Vec<Secret> =
        (0..RECOVERY_CODES).map(|_| Secret::recovery()).collect::<Result<_, _>>()?;
    tx.set_recovery_codes(account, &codes).await?;
    changed(&service, tx, &caller, Guarded::OneTimeSet).await?;
    let codes = codes.iter().map(|code| code.reveal().to_owned()).collect();
    Ok(web::Json(RecoveryCodes { codes }))
}

/// Asks for one-time codes no more, and forgets the generator and the recovery codes. All other
/// browsers are signed out.
#[utoipa::path(tag = "me", responses((status = 200, body = SignInWays)))]
#[delete("/api/me/one-time")]
pub async fn delete_one_time(service: web::Data<Service>, caller: Caller) -> Answer<SignInWays> {
    only_fresh(&service, &caller)?;
    let mut tx = service.store.write().await?;
    tx.remove_one_time(&caller.account.id).await?;
    Ok(web::Json(changed(&service, tx, &caller, Guarded::OneTimeGone).await?))
}
