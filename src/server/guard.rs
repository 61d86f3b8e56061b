//! What stands before every route: who is it, may they, is it really they, is it too much.

use super::caller::{Caller, StandingIn};
use super::journal::request_id;
use super::problem::{Problem, ProblemKind};
use super::routes::{BEFORE_ONE_TIME, Who, find};
use super::service::Service;
use super::settings::Settings;
use crate::app::Clock;
use crate::domain::PersonId;
use crate::store::{Account, CredentialKind, Membership, Role, Scope, Secret, Transaction};
use actix_web::body::MessageBody;
use actix_web::dev::{RequestHead, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, web};
use sha2::{Digest, Sha256};
use std::net::IpAddr;

/// The cookie of a signed-in browser.
pub const COOKIE: &str = "enishi_session";
/// The header that a browser's script repeats the token in that `GET /api/me` gave it.
pub const CSRF_HEADER: &str = "X-CSRF-Token";

/// Scripts, styles and pictures from this server alone; no frames.
const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                   font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; \
                   form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The token that shows that a request comes from a page of ours: other sites can send the cookie,
/// but cannot read this.
pub fn csrf_token(secret: &Secret) -> String {
    let hash = Sha256::digest(format!("csrf {}", secret.reveal()).as_bytes());
    hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// The secret that came with a request, and whether by cookie.
pub fn secret_of(request: &ServiceRequest) -> Option<(Secret, bool)> {
    if let Some(value) = request.headers().get(header::AUTHORIZATION) {
        let token = value.to_str().ok()?.strip_prefix("Bearer ")?;
        return Some((Secret::of(token.trim()), false));
    }
    request.cookie(COOKIE).map(|cookie| (Secret::of(cookie.value()), true))
}

/// Who asks, by address. Behind the proxy of the settings it is the one whom the proxy names; what
/// others write into that header counts for nothing.
pub fn client_address(head: &RequestHead, settings: &Settings) -> String {
    let Some(peer) = head.peer_addr.map(|a| a.ip()) else { return String::new() };
    let named = || {
        let text = head.headers.get("x-forwarded-for")?.to_str().ok()?;
        text.rsplit(',').next()?.trim().parse::<IpAddr>().ok()
    };
    let believed = settings.proxy == Some(peer);
    believed.then(named).flatten().unwrap_or(peer).to_string()
}

/// Lets a request through to its handler, or answers in its place.
pub async fn guard(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    // A HEAD is a GET whose body is not sent: the connection still knows what was asked.
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    match admit(&request).await {
        Ok(()) => Ok(next.call(request).await?.map_into_boxed_body()),
        Err(problem) => Ok(request.error_response(problem)),
    }
}

async fn admit(request: &ServiceRequest) -> Result<(), Problem> {
    let service = request
        .app_data::<web::Data<Service>>()
        .cloned()
        .ok_or_else(|| Problem::internal("no service behind the guard"))?;
    let address = client_address(request.head(), &service.settings);
    service.limits.request(&address).map_err(Problem::too_many)?;
    // Unknown paths go on to the router, which answers for them.
    let Some(pattern) = request.match_pattern() else { return Ok(()) };
    let route = find(request.method().as_str(), &pattern).ok_or_else(|| {
        let method = request.method();
        Problem::new(
            ProblemKind::MethodNotAllowed,
            format!("{method} is not for this address; see /api/openapi.json"),
        )
    })?;
    if route.who == Who::Anyone {
        return Ok(());
    }
    let (secret, by_cookie) = secret_of(request).ok_or_else(Problem::not_signed_in)?;
    let mut tx = service.store.read().await?;
    let (account, credential) =
        tx.who(&secret, Clock::now().into()).await?.ok_or_else(Problem::not_signed_in)?;
    service.limits.request(&account.id).map_err(Problem::too_many)?;
    let kind = if by_cookie { CredentialKind::Browser } else { CredentialKind::Token };
    if credential.kind != kind {
        return Err(Problem::not_signed_in());
    }
    if request.method() != Method::GET {
        if by_cookie {
            let sent = request.headers().get(CSRF_HEADER).and_then(|v| v.to_str().ok());
            if sent != Some(csrf_token(&secret).as_str()) {
                return Err(Problem::not_allowed(
                    "the request does not show that it comes from our page; \
                     send the csrf_token of GET /api/me as X-CSRF-Token",
                ));
            }
        }
        if credential.scope == Scope::Read {
            return Err(Problem::not_allowed(
                "this token may only read; make one with the scope \"write\"",
            ));
        }
    }
    let memberships = tx.memberships(&account.id).await?;
    // Before routing the parameters are not there yet; the path has them in fixed places.
    let path = request.path();
    let workshop = path.strip_prefix("/api/workshops/").and_then(|rest| rest.split('/').next());
    let workshop = workshop.map(decoded);
    // What would change its meaning if it were decoded again names nothing.
    if workshop.as_ref().is_some_and(|id| id.contains(['%', '/'])) {
        return Err(Problem::not_found());
    }
    let here: Vec<_> =
        memberships.iter().filter(|m| Some(&m.workshop) == workshop.as_ref()).cloned().collect();
    let before = BEFORE_ONE_TIME.contains(&(route.method, route.path));
    if !before && owes_one_time(&service, &mut tx, &account, &memberships).await? {
        return Err(Problem::new(
            ProblemKind::OneTimeDemanded,
            "organizers and administrators set up one-time codes here before anything else: sign in \
             in a browser, and the page leads you to it (POST /api/me/one-time)",
        )
        .in_japanese(
            "主催者と管理者の方は、はじめに確認コード（認証アプリ）の設定が必要です。\
             ブラウザーでサインインし、画面の案内に沿って設定してください。",
        ));
    }
    if let Who::Roles(roles) = route.who {
        if here.is_empty() {
            return Err(Problem::not_found());
        }
        if !here.iter().any(|m| roles.contains(&m.role)) {
            return Err(Problem::not_allowed("your role here does not include this"));
        }
    }
    let mut caller = Caller { account, credential, memberships, here, standing_in: None };
    if let (Some(workshop), Some(me)) = (&workshop, caller.person().cloned()) {
        let people = tx.stood_in_for(workshop, &me).await?;
        // Another connection reads the picture: nobody waits for one while holding one.
        drop(tx);
        caller.standing_in = standing_in(&service, workshop, &me, people).await?;
    }
    request.extensions_mut().insert(caller);
    Ok(())
}

/// Those of whom somebody still is a colleague: whoever went elsewhere stands in no more.
async fn standing_in(
    service: &Service,
    workshop: &str,
    me: &PersonId,
    mut people: Vec<PersonId>,
) -> Result<Option<StandingIn>, Problem> {
    if people.is_empty() {
        return Ok(None);
    }
    let picture = service.picture(workshop).await?;
    let Some(organisation) = picture.person(me).map(|me| me.organisation.clone()) else {
        return Ok(None);
    };
    people.retain(|p| picture.person(p).is_some_and(|p| p.organisation == organisation));
    Ok(Some(StandingIn { organisation, people }))
}

/// Whether an account is to set up one-time codes before it may do anything else: a setting demands
/// them of those who hold others' data in their hands.
pub async fn owes_one_time(
    service: &Service,
    tx: &mut Transaction,
    account: &Account,
    memberships: &[Membership],
) -> Result<bool, Problem> {
    let holds = account.administrator || memberships.iter().any(|m| m.role == Role::Organizer);
    if !service.settings.demand_one_time || !holds {
        return Ok(false);
    }
    Ok(!tx.one_time(&account.id).await?.is_some_and(|one| one.confirmed))
}

/// `%20` and the like undone; what is no UTF-8 matches nothing.
fn decoded(part: &str) -> String {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let hex = |b: &[u8]| u8::from_str_radix(std::str::from_utf8(b).ok()?, 16).ok();
        match (first, after.get(..2).and_then(hex)) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// Puts the security headers on every answer; what is behind a sign-in is not cached.
pub async fn headers(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let behind = ["/api/", "/sign-in/", "/unsubscribe/"];
    let private = behind.iter().any(|start| request.path().starts_with(start));
    let id = request_id(&request).and_then(|id| HeaderValue::try_from(id).ok());
    let mut answer = next.call(request).await?;
    let headers = answer.headers_mut();
    if let Some(id) = id {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
    let mut put = |name: &'static str, value: &'static str| {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    };
    put("content-security-policy", CSP);
    put("x-content-type-options", "nosniff");
    put("referrer-policy", "no-referrer");
    put("x-frame-options", "DENY");
    put("cross-origin-opener-policy", "same-origin");
    put("cross-origin-resource-policy", "same-origin");
    put("permissions-policy", "camera=(self), geolocation=(), microphone=()");
    if private && !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    Ok(answer)
}
