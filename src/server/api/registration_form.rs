//! Asking to take part: the public form.

use crate::domain::Lang;
use crate::exchange::when;
use crate::server::answer::within;
use crate::server::guard::client_address;
use crate::server::limits::MAX_FIELD;
use crate::server::mail::is_address;
use crate::server::picture::Picture;
use crate::server::plain_page::lang_of;
use crate::server::problem::Problem;
use crate::server::service::Service;
use crate::store::{Moment, RegistrationForm, RegistrationState};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use minijinja::value::Serde;
use minijinja::{Environment, Value, context};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

const TEMPLATE: &str = include_str!("../../../web/programme/register.html");
/// Characters of what somebody wants to say.
pub(super) const MAX_WISH: usize = 2_000;
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
    let address = client_address(request.head(), &service.settings);
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
