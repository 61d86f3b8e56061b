//! When one may register, and the organizer's word on who did.

use super::new_person::{NewPerson, add_empty_profile, add_person};
use super::registration_form::{MAX_WISH, RegistrationFields};
use crate::domain::Lang;
use crate::server::answer::{Answer, within};
use crate::server::caller::Caller;
use crate::server::edit::{as_read, begin, only_as_read, tag_of};
use crate::server::picture::Picture;
use crate::server::problem::Problem;
use crate::server::service::Service;
use crate::server::wire::{Page, PageQuery, Text, page};
use crate::store::{
    Account, Moment, NewEntry, NewMail, Registration, RegistrationForm, RegistrationState, Role,
    Transaction,
};
use actix_web::{HttpRequest, HttpResponse, get, put, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

/// When one may register, and how many are let in.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegistrationSettings {
    /// Whether there is a form at all; without one registration is closed.
    pub offered: bool,
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub opens_at: Option<DateTime<Utc>>,
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub closes_at: Option<DateTime<Utc>>,
    /// Those beyond it wait; null for no limit.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1000000)]
    pub capacity: Option<u32>,
    /// What is added to the notice on personal data.
    pub notice: Text,
}

/// The settings, and how they work out.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RegistrationFormView {
    /// Whether there is a form at all.
    pub offered: bool,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub opens_at: Option<DateTime<Utc>>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub closes_at: Option<DateTime<Utc>>,
    pub capacity: Option<u32>,
    pub notice: Text,
    /// Whether one can register now.
    pub open: bool,
    /// Those who are approved, or wait for the word.
    pub taken: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum StateOfRegistration {
    Applied,
    Waiting,
    Approved,
    Declined,
}

impl From<RegistrationState> for StateOfRegistration {
    fn from(state: RegistrationState) -> Self {
        match state {
            RegistrationState::Applied => StateOfRegistration::Applied,
            RegistrationState::Waiting => StateOfRegistration::Waiting,
            RegistrationState::Approved => StateOfRegistration::Approved,
            RegistrationState::Declined => StateOfRegistration::Declined,
        }
    }
}

/// Somebody who asked to take part.
#[derive(Debug, Serialize, ToSchema)]
pub struct RegistrationView {
    pub id: String,
    #[serde(flatten)]
    pub fields: RegistrationFields,
    pub state: StateOfRegistration,
    #[schema(value_type = String, format = DateTime)]
    pub consent_at: DateTime<Utc>,
    /// The version of the organizer's word, for `If-Match`.
    pub etag: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WordOnRegistration {
    /// `approved`, `waiting` or `declined`.
    pub state: StateOfRegistration,
}

fn tag(state: RegistrationState) -> String {
    tag_of(&WordOnRegistration { state: state.into() })
}

fn view(r: &Registration) -> Result<RegistrationView, Problem> {
    Ok(RegistrationView {
        id: r.id.clone(),
        fields: serde_json::from_value(r.document.clone()).map_err(Problem::internal)?,
        state: r.state.into(),
        consent_at: r.consent_at.utc(),
        etag: tag(r.state),
    })
}

async fn settings(
    tx: &mut Transaction,
    workshop: &str,
    now: Moment,
) -> Result<RegistrationFormView, Problem> {
    let form = tx.registration_form(workshop).await?;
    let all = tx.registrations(workshop).await?;
    let counts = |r: &&Registration| {
        matches!(r.state, RegistrationState::Applied | RegistrationState::Approved)
    };
    let notice = form.as_ref().map(|f| f.notice.clone()).unwrap_or_default();
    Ok(RegistrationFormView {
        open: form.as_ref().is_some_and(|f| f.is_open(now)),
        taken: all.iter().filter(counts).count(),
        offered: form.is_some(),
        opens_at: form.as_ref().and_then(|f| f.opens_at).map(Moment::utc),
        closes_at: form.as_ref().and_then(|f| f.closes_at).map(Moment::utc),
        capacity: form.and_then(|f| f.capacity).and_then(|n| u32::try_from(n).ok()),
        // As they are: what one language leaves empty stays empty.
        notice: Text { ja: notice.ja, en: notice.en },
    })
}

/// When one may register.
#[utoipa::path(
    tag = "registration",
    params(("workshop" = String, Path)),
    responses((status = 200, body = RegistrationFormView))
)]
#[get("/api/workshops/{workshop}/registration-form")]
pub async fn get_registration_form(
    service: web::Data<Service>,
    workshop: web::Path<String>,
) -> Answer<RegistrationFormView> {
    let mut tx = service.store.read().await?;
    Ok(web::Json(settings(&mut tx, &workshop, service.now()).await?))
}

/// Says when one may register, and how many.
#[utoipa::path(
    tag = "registration",
    params(("workshop" = String, Path)),
    request_body = RegistrationSettings,
    responses((status = 200, body = RegistrationFormView, headers(("ETag" = String))))
)]
#[put("/api/workshops/{workshop}/registration-form")]
pub async fn put_registration_form(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    workshop: web::Path<String>,
    body: web::Json<RegistrationSettings>,
) -> Result<HttpResponse, Problem> {
    within("notice.ja", &body.notice.ja, MAX_WISH)?;
    within("notice.en", &body.notice.en, MAX_WISH)?;
    if let (Some(opens), Some(closes)) = (body.opens_at, body.closes_at)
        && closes <= opens
    {
        return Err(Problem::bad(format!("closes_at {closes} is not after opens_at {opens}")));
    }
    if body.capacity.is_some_and(|n| n > 1_000_000) {
        return Err(Problem::bad("capacity is at most 1000000"));
    }
    let mut tx = begin(&service, &http).await?;
    let form = body.offered.then(|| RegistrationForm {
        opens_at: body.opens_at.map(Moment::from),
        closes_at: body.closes_at.map(Moment::from),
        capacity: body.capacity.map(i64::from),
        notice: crate::domain::Text { ja: body.notice.ja.clone(), en: body.notice.en.clone() },
    });
    let before = settings(&mut tx, &workshop, service.now()).await?;
    only_as_read(&http, Some(&tag_of(&before)))?;
    tx.put_registration_form(&workshop, form.as_ref()).await?;
    let after = settings(&mut tx, &workshop, service.now()).await?;
    tx.note(&NewEntry {
        before: serde_json::to_value(&before).ok().as_ref(),
        after: serde_json::to_value(&after).ok().as_ref(),
        ..caller.entry(&service, &workshop, "set registration", "registration form")
    })
    .await?;
    tx.commit().await?;
    Ok(as_read(&after))
}

/// Everyone who asked to take part, in the order in which they did.
#[utoipa::path(
    tag = "registration",
    params(("workshop" = String, Path), PageQuery),
    responses((status = 200, body = Page<RegistrationView>))
)]
#[get("/api/workshops/{workshop}/registrations")]
pub async fn list_registrations(
    service: web::Data<Service>,
    workshop: web::Path<String>,
    cut: web::Query<PageQuery>,
) -> Answer<Page<RegistrationView>> {
    let all = service.store.read().await?.registrations(&workshop).await?;
    let views = all.iter().map(view).collect::<Result<Vec<_>, _>>()?;
    Ok(web::Json(page(views, &cut, |r| r.id.clone(), |r| r)?))
}

/// The organizer's word. Whoever is approved becomes a person of the workshop with an account, and
/// a mail that says so waits in the outbox.
#[utoipa::path(
    tag = "registration",
    params(("workshop" = String, Path), ("registration" = String, Path)),
    request_body = WordOnRegistration,
    responses((status = 200, body = RegistrationView))
)]
#[put("/api/workshops/{workshop}/registrations/{registration}")]
pub async fn decide_registration(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    path: web::Path<(String, String)>,
    body: web::Json<WordOnRegistration>,
) -> Answer<RegistrationView> {
    let (workshop, id) = path.into_inner();
    let picture = service.picture(&workshop).await?;
    let now = service.now();
    let mut tx = begin(&service, &http).await?;
    let before = tx.registration(&workshop, &id).await?;
    only_as_read(&http, Some(&tag(before.state)))?;
    let state = match body.state {
        StateOfRegistration::Approved => RegistrationState::Approved,
        StateOfRegistration::Waiting => RegistrationState::Waiting,
        StateOfRegistration::Declined => RegistrationState::Declined,
        StateOfRegistration::Applied => {
            return Err(Problem::bad("state: expected approved, waiting or declined"));
        }
    };
    tx.decide_registration(&workshop, &id, state).await?;
    if state == RegistrationState::Approved {
        let fields = view(&before)?.fields;
        let lang = before.document["lang"].as_str().and_then(|l| l.parse().ok());
        let_in(&mut tx, &picture, &fields, lang.unwrap_or_default(), now).await?;
    }
    tx.note(&NewEntry {
        at: now,
        before: Some(&json!({ "state": before.state.code() })),
        after: Some(&json!({ "state": state.code() })),
        ..caller.entry(&service, &workshop, "decide registration", &format!("registration {id}"))
    })
    .await?;
    tx.commit().await?;
    Ok(web::Json(view(&Registration { state, ..before })?))
}

/// Makes a person, with an account that stands for them, and writes the mail.
async fn let_in(
    tx: &mut Transaction,
    picture: &Picture,
    fields: &RegistrationFields,
    lang: Lang,
    now: Moment,
) -> Result<(), Problem> {
    let workshop = picture.head.id.as_str();
    let company = fields.side == "company";
    let new = NewPerson::from(fields);
    let person = add_person(tx, picture, &new).await?;
    add_empty_profile(tx, picture, &new, &person, lang).await?;
    let name = format!("{} {}", fields.family.trim(), fields.given.trim());
    let account: Account = match tx.account_of(&fields.email).await? {
        Some(account) => account,
        None => tx.add_account(&fields.email, &name, lang, now).await?,
    };
    let role = if company { Role::Company } else { Role::Academic };
    tx.add_membership(&account.id, workshop, role, Some(&person)).await?;
    let title = picture.head.name.get(lang);
    let words = match lang {
        Lang::Ja => (
            format!("【{title}】参加登録のお知らせ"),
            format!(
                "{name} 様\n\n参加のお申込みをありがとうございます。登録が承認されました。\n\n\
                 サインインの画面でこのメールアドレスを入力すると、サインイン用のリンクが届きます。\
                 はじめにプロフィールをご確認ください。\n"
            ),
        ),
        Lang::En => (
            format!("[{title}] your registration"),
            format!(
                "Dear {name},\n\nthank you for registering. You are welcome to take part.\n\n\
                 Enter this address on the sign-in page, and a link to sign in will be mailed to \
                 you. Please look through your profile first.\n"
            ),
        ),
    };
    let mail = NewMail::new(workshop, &account.id, person.as_str(), &words, now);
    tx.add_mail(&NewMail { necessary: true, ..mail }).await?;
    Ok(())
}
