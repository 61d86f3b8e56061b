//! Asking to take part: a form for everybody, and the organizer's word on it.

use super::programme::lang_of;
use crate::domain::{
    Lang, Organisation, OrganisationId, OrganisationKind, Person, PersonId, PersonName, Sector,
};
use crate::exchange::when;
use crate::server::answer::{Answer, within};
use crate::server::caller::Caller;
use crate::server::limits::MAX_FIELD;
use crate::server::mail::is_address;
use crate::server::picture::Picture;
use crate::server::problem::Problem;
use crate::server::service::Service;
use crate::server::wire::{Page, PageQuery, Text, page};
use crate::store::{
    Account, Moment, NewEntry, NewMail, PartKind, Registration, RegistrationForm,
    RegistrationState, Role, Secret, Transaction,
};
use actix_web::{HttpRequest, HttpResponse, get, post, put, web};
use chrono::{DateTime, Utc};
use minijinja::value::Serde;
use minijinja::{Environment, Value, context};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

const TEMPLATE: &str = include_str!("../../../web/programme/register.html");
/// Characters of what somebody wants to say.
const MAX_WISH: usize = 2_000;
/// A mail that tells of no publication.
const NO_PUBLICATION: i64 = 0;

/// The form as it is filled in.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct RegistrationFields {
    #[serde(default)]
    #[schema(max_length = 200)]
    pub family: String,
    #[serde(default)]
    #[schema(max_length = 200)]
    pub given: String,
    #[serde(default)]
    #[schema(max_length = 200)]
    pub family_kana: String,
    #[serde(default)]
    #[schema(max_length = 200)]
    pub given_kana: String,
    #[serde(default)]
    #[schema(format = Email, max_length = 320)]
    pub email: String,
    #[serde(default)]
    #[schema(max_length = 200)]
    pub organisation: String,
    #[serde(default)]
    #[schema(max_length = 200)]
    pub department: String,
    #[serde(default)]
    #[schema(max_length = 200)]
    pub position: String,
    /// `company` or `academic`.
    #[serde(default)]
    pub side: String,
    /// What one hopes for of the day.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub wish: String,
    /// `yes`: the notice on personal data was read and agreed to.
    #[serde(default)]
    pub consent: String,
}

impl RegistrationFields {
    /// What is missing or too long, by field.
    fn faults(&self, lang: Lang) -> BTreeMap<&'static str, &'static str> {
        let (missing, long, address, consent) = match lang {
            Lang::Ja => (
                "入力してください。",
                "長すぎます。短くしてください。",
                "hanako@example.jp のようなメールアドレスを入力してください。",
                "同意いただけない場合は登録できません。",
            ),
            Lang::En => (
                "Please fill this in.",
                "This is too long; please shorten it.",
                "Please give an address such as hanako@example.jp.",
                "We cannot register you without your consent.",
            ),
        };
        let mut faults = BTreeMap::new();
        for (name, text, needed, most) in [
            ("family", &self.family, true, MAX_FIELD),
            ("given", &self.given, true, MAX_FIELD),
            ("family_kana", &self.family_kana, false, MAX_FIELD),
            ("given_kana", &self.given_kana, false, MAX_FIELD),
            ("organisation", &self.organisation, true, MAX_FIELD),
            ("department", &self.department, false, MAX_FIELD),
            ("position", &self.position, false, MAX_FIELD),
            ("wish", &self.wish, false, MAX_WISH),
        ] {
            if needed && text.trim().is_empty() {
                faults.insert(name, missing);
            } else if within(name, text, most).is_err() {
                faults.insert(name, long);
            }
        }
        if !is_address(&self.email) || self.email.len() > 320 {
            faults.insert("email", address);
        }
        if !matches!(self.side.as_str(), "company" | "academic") {
            faults.insert("side", missing);
        }
        if self.consent != "yes" {
            faults.insert("consent", consent);
        }
        faults
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FormLanguage {
    /// `ja` or `en`; what the browser prefers where left out.
    lang: Option<String>,
}

/// What the page shows: the form, that it is closed, or that it was received.
enum Shown<'a> {
    Form { fields: &'a RegistrationFields, faults: BTreeMap<&'static str, &'static str> },
    Closed,
    Received { waiting: bool },
}

fn shown_page(
    picture: &Picture,
    form: Option<&RegistrationForm>,
    lang: Lang,
    shown: &Shown,
) -> Result<HttpResponse, Problem> {
    let nothing = RegistrationFields::default();
    let (what, fields, faults) = match shown {
        Shown::Form { fields, faults } => ("form", *fields, faults.clone()),
        Shown::Closed => ("closed", &nothing, BTreeMap::new()),
        Shown::Received { waiting: true } => ("waiting", &nothing, BTreeMap::new()),
        Shown::Received { waiting: false } => ("received", &nothing, BTreeMap::new()),
    };
    let day = |at: Option<Moment>| {
        let local = at.map(|at| at.utc().with_timezone(&picture.head.zone));
        local.map(|at| when::moment(at.naive_local(), lang))
    };
    let mut environment = Environment::new();
    environment.add_template("register.html", TEMPLATE).map_err(Problem::internal)?;
    let page = environment
        .get_template("register.html")
        .and_then(|template| {
            template.render(context! {
                lang => lang.code(),
                workshop => picture.head.id.as_str(),
                name => picture.head.name.get(lang),
                days => picture.head.days.iter().map(|day| when::short_day(*day, lang)).collect::<Vec<_>>(),
                what, faults,
                fields => Value::from(Serde(fields)),
                opens => day(form.and_then(|f| f.opens_at)),
                closes => day(form.and_then(|f| f.closes_at)),
                notice => form.map_or("", |f| f.notice.get(lang)),
            })
        })
        .map_err(Problem::internal)?;
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header(("Cache-Control", "no-store"))
        .body(page))
}

/// The form to register with, while registration is open.
#[utoipa::path(
    tag = "pages",
    params(("workshop" = String, Path), FormLanguage),
    responses((status = 200, content_type = "text/html", body = String))
)]
#[get("/register/{workshop}")]
pub async fn registration_page(
    service: web::Data<Service>,
    request: HttpRequest,
    workshop: web::Path<String>,
    query: web::Query<FormLanguage>,
) -> Result<HttpResponse, Problem> {
    let picture = service.picture(&workshop).await?;
    let lang = lang_of(&request, query.lang.as_deref());
    let form = service.store.read().await?.registration_form(&workshop).await?;
    let fields = RegistrationFields::default();
    let open = form.as_ref().is_some_and(|form| form.is_open(service.now()));
    let shown = match open {
        true => Shown::Form { fields: &fields, faults: BTreeMap::new() },
        false => Shown::Closed,
    };
    shown_page(&picture, form.as_ref(), lang, &shown)
}

/// Takes a filled-in form. The answer is the same whether or not the address was known.
#[utoipa::path(
    tag = "pages",
    params(("workshop" = String, Path), FormLanguage),
    request_body(
        content = RegistrationFields, content_type = "application/x-www-form-urlencoded"
    ),
    responses((status = 200, content_type = "text/html", body = String))
)]
#[post("/register/{workshop}")]
pub async fn register(
    service: web::Data<Service>,
    request: HttpRequest,
    workshop: web::Path<String>,
    query: web::Query<FormLanguage>,
    fields: web::Form<RegistrationFields>,
) -> Result<HttpResponse, Problem> {
    let address = request.peer_addr().map_or_else(String::new, |a| a.ip().to_string());
    service.limits.sign_in(&address).map_err(Problem::too_many)?;
    let picture = service.picture(&workshop).await?;
    let lang = lang_of(&request, query.lang.as_deref());
    let now = service.now();
    let mut tx = service.store.write().await?;
    let form = tx.registration_form(&workshop).await?;
    if !form.as_ref().is_some_and(|form| form.is_open(now)) {
        return shown_page(&picture, form.as_ref(), lang, &Shown::Closed);
    }
    let faults = fields.faults(lang);
    if !faults.is_empty() {
        let shown = Shown::Form { fields: &fields, faults };
        return shown_page(&picture, form.as_ref(), lang, &shown);
    }
    let mut document = serde_json::to_value(&*fields).map_err(Problem::internal)?;
    document["lang"] = json!(lang.code());
    let state = tx.add_registration(&workshop, &fields.email, &document, now).await?;
    tx.commit().await?;
    let waiting = state == Some(RegistrationState::Waiting);
    shown_page(&picture, form.as_ref(), lang, &Shown::Received { waiting })
}

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
    #[serde(flatten)]
    pub settings: RegistrationSettings,
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
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WordOnRegistration {
    /// `approved`, `waiting` or `declined`.
    pub state: StateOfRegistration,
}

fn view(r: &Registration) -> Result<RegistrationView, Problem> {
    Ok(RegistrationView {
        id: r.id.clone(),
        fields: serde_json::from_value(r.document.clone()).map_err(Problem::internal)?,
        state: r.state.into(),
        consent_at: r.consent_at.utc(),
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
        settings: RegistrationSettings {
            offered: form.is_some(),
            opens_at: form.as_ref().and_then(|f| f.opens_at).map(Moment::utc),
            closes_at: form.as_ref().and_then(|f| f.closes_at).map(Moment::utc),
            capacity: form.and_then(|f| f.capacity).and_then(|n| u32::try_from(n).ok()),
            // As they are: what one language leaves empty stays empty.
            notice: Text { ja: notice.ja, en: notice.en },
        },
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
    responses((status = 200, body = RegistrationFormView))
)]
#[put("/api/workshops/{workshop}/registration-form")]
pub async fn put_registration_form(
    service: web::Data<Service>,
    caller: Caller,
    workshop: web::Path<String>,
    body: web::Json<RegistrationSettings>,
) -> Answer<RegistrationFormView> {
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
    let mut tx = service.store.write().await?;
    let form = body.offered.then(|| RegistrationForm {
        opens_at: body.opens_at.map(Moment::from),
        closes_at: body.closes_at.map(Moment::from),
        capacity: body.capacity.map(i64::from),
        notice: crate::domain::Text { ja: body.notice.ja.clone(), en: body.notice.en.clone() },
    });
    let before = settings(&mut tx, &workshop, service.now()).await?;
    tx.put_registration_form(&workshop, form.as_ref()).await?;
    let after = settings(&mut tx, &workshop, service.now()).await?;
    tx.note(&NewEntry {
        workshop: &workshop,
        at: service.now(),
        account: &caller.account.id,
        on_behalf_of: None,
        verb: "set registration",
        subject: "registration form",
        before: serde_json::to_value(&before).ok().as_ref(),
        after: serde_json::to_value(&after).ok().as_ref(),
    })
    .await?;
    tx.commit().await?;
    Ok(web::Json(after))
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
    caller: Caller,
    path: web::Path<(String, String)>,
    body: web::Json<WordOnRegistration>,
) -> Answer<RegistrationView> {
    let (workshop, id) = path.into_inner();
    let picture = service.picture(&workshop).await?;
    let now = service.now();
    let mut tx = service.store.write().await?;
    let before = tx.registration(&workshop, &id).await?;
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
        workshop: &workshop,
        at: now,
        account: &caller.account.id,
        on_behalf_of: None,
        verb: "decide registration",
        subject: &format!("registration {id}"),
        before: Some(&json!({ "state": before.state.code() })),
        after: Some(&json!({ "state": state.code() })),
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
    let person = add_person(tx, picture, &fields.into()).await?;
    let name = format!("{} {}", fields.family.trim(), fields.given.trim());
    let account: Account = match tx.account_of(&fields.email).await? {
        Some(account) => account,
        None => tx.add_account(&fields.email, &name, lang, now).await?,
    };
    let role = if company { Role::Company } else { Role::Academic };
    tx.add_membership(&account.id, workshop, role, Some(&person)).await?;
    let title = picture.head.name.get(lang);
    let (subject, body) = match lang {
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
    tx.add_mail(&NewMail {
        workshop,
        account: &account.id,
        person: &person,
        publication: NO_PUBLICATION,
        subject: &subject,
        body: &body,
        created_at: now,
    })
    .await?;
    Ok(())
}

/// Somebody new to a workshop.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPerson {
    #[schema(min_length = 1, max_length = 200)]
    pub family: String,
    #[serde(default)]
    #[schema(max_length = 200)]
    pub given: String,
    #[serde(default)]
    #[schema(max_length = 200)]
    pub family_kana: String,
    #[serde(default)]
    #[schema(max_length = 200)]
    pub given_kana: String,
    /// By name; a new one where none bears it.
    #[schema(min_length = 1, max_length = 200)]
    pub organisation: String,
    #[serde(default)]
    #[schema(max_length = 200)]
    pub department: String,
    #[serde(default)]
    #[schema(max_length = 200)]
    pub position: String,
    /// Whether they come from industry; else from academia.
    #[serde(default)]
    pub company: bool,
}

impl NewPerson {
    /// Refuses what has no name or is too long.
    pub fn checked(&self) -> Result<(), Problem> {
        for (name, text, needed) in [
            ("family", &self.family, true),
            ("given", &self.given, false),
            ("family_kana", &self.family_kana, false),
            ("given_kana", &self.given_kana, false),
            ("organisation", &self.organisation, true),
            ("department", &self.department, false),
            ("position", &self.position, false),
        ] {
            within(name, text, MAX_FIELD)?;
            if needed && text.trim().is_empty() {
                return Err(Problem::bad(format!("{name} is empty; fill it in")));
            }
        }
        Ok(())
    }
}

impl From<&RegistrationFields> for NewPerson {
    fn from(fields: &RegistrationFields) -> NewPerson {
        let fields = fields.clone();
        NewPerson {
            family: fields.family,
            given: fields.given,
            family_kana: fields.family_kana,
            given_kana: fields.given_kana,
            organisation: fields.organisation,
            department: fields.department,
            position: fields.position,
            company: fields.side == "company",
        }
    }
}

/// A new person, at the organisation of that name or at a new one.
pub async fn add_person(
    tx: &mut Transaction,
    picture: &Picture,
    fields: &NewPerson,
) -> Result<PersonId, Problem> {
    let workshop = picture.head.id.as_str();
    let name = fields.organisation.trim();
    let known =
        picture.workshop.organisations.iter().find(|o| o.name.ja == name || o.name.en == name);
    let organisation = match known {
        Some(organisation) => organisation.id.clone(),
        None => {
            let id = OrganisationId::new(format!("o-{}", &Secret::new()?.reveal()[..12]));
            let kind = match fields.company {
                true => OrganisationKind::Company,
                false => OrganisationKind::Academia,
            };
            let organisation = Organisation {
                id: id.clone(),
                name: crate::domain::Text { ja: name.to_owned(), en: String::new() },
                kana: String::new(),
                kind,
                size: None,
                region: String::new(),
                registered_on: None,
                domestic: None,
                deemed_large: None,
                synthetic: false,
            };
            tx.add_part(workshop, PartKind::Organisation, id.as_str(), &organisation).await?;
            id
        }
    };
    let id = PersonId::new(format!("p-{}", &Secret::new()?.reveal()[..12]));
    let trimmed = |text: &str| text.trim().to_owned();
    let person = Person {
        id: id.clone(),
        name: PersonName {
            family: trimmed(&fields.family),
            given: trimmed(&fields.given),
            family_kana: trimmed(&fields.family_kana),
            given_kana: trimmed(&fields.given_kana),
            family_romaji: String::new(),
            given_romaji: String::new(),
        },
        organisation,
        sector: if fields.company { Sector::Industry } else { Sector::Academia },
        department: trimmed(&fields.department),
        position: trimmed(&fields.position),
        laboratory: None,
        languages: Vec::new(),
        synthetic: false,
    };
    tx.add_part(workshop, PartKind::Person, id.as_str(), &person).await?;
    Ok(id)
}
