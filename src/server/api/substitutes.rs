//! A colleague comes in somebody's place: named by whoever cannot come, asked by mail, let in by the
//! organizer. Then the place, and the requests and meetings that go with it, are theirs.

use super::me::Language;
use super::wishes::ForWhom;
use crate::domain::{Person, PersonId, PersonName, Sector};
use crate::server::answer::{Answer, create, within};
use crate::server::caller::Caller;
use crate::server::limits::MAX_FIELD;
use crate::server::mail::is_address;
use crate::server::picture::Picture;
use crate::server::place_letters;
use crate::server::problem::{Problem, ProblemKind};
use crate::server::service::Service;
use crate::server::wire::{PersonRef, Text};
use crate::store::{
    Account, Member, NewEntry, Part, PartKind, RequestState, Role, Substitute, Transaction,
};
use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Who is to come instead; they are of the same organisation.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSubstitute {
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
    #[serde(default)]
    #[schema(max_length = 200)]
    pub department: String,
    #[serde(default)]
    #[schema(max_length = 200)]
    pub position: String,
    #[schema(format = Email, max_length = 320)]
    pub email: String,
    /// In which they are written to.
    pub lang: Language,
}

impl NewSubstitute {
    fn checked(&self) -> Result<(), Problem> {
        for (name, text, needed) in [
            ("family", &self.family, true),
            ("given", &self.given, false),
            ("family_kana", &self.family_kana, false),
            ("given_kana", &self.given_kana, false),
            ("department", &self.department, false),
            ("position", &self.position, false),
        ] {
            within(name, text, MAX_FIELD)?;
            if needed && text.trim().is_empty() {
                return Err(Problem::bad(format!("{name} is empty; fill it in")));
            }
        }
        within("email", &self.email, 320)?;
        match is_address(&self.email) {
            true => Ok(()),
            false => Err(Problem::bad(format!(
                "email is {:?}; expected an address such as hanako@example.jp",
                self.email
            ))
            .in_japanese("hanako@example.jp のようなメールアドレスを入力してください。")),
        }
    }

    fn name(&self) -> String {
        format!("{} {}", self.family.trim(), self.given.trim()).trim().to_owned()
    }

    /// The person of the place, as somebody else.
    fn in_place_of(&self, person: Person) -> Person {
        let trimmed = |text: &str| text.trim().to_owned();
        Person {
            name: PersonName {
                family: trimmed(&self.family),
                given: trimmed(&self.given),
                family_kana: trimmed(&self.family_kana),
                given_kana: trimmed(&self.given_kana),
                family_romaji: String::new(),
                given_romaji: String::new(),
            },
            department: trimmed(&self.department),
            position: trimmed(&self.position),
            languages: Vec::new(),
            ..person
        }
    }
}

/// Somebody who is to come in a person's place.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SubstituteView {
    /// In whose place.
    pub person: PersonRef,
    pub who: NewSubstitute,
    /// When they agreed to come and to the notice on personal data; null until they do.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub agreed_at: Option<DateTime<Utc>>,
}

fn read(one: &Substitute) -> Result<NewSubstitute, Problem> {
    serde_json::from_value(one.document.clone()).map_err(Problem::internal)
}

fn view(picture: &Picture, one: &Substitute) -> Result<SubstituteView, Problem> {
    Ok(SubstituteView {
        person: picture.person_ref(&one.person),
        who: read(one)?,
        agreed_at: one.agreed_at.map(|at| at.utc()),
    })
}

/// Notes what becomes of a substitute; the address stands with it, so that an erased account leaves
/// nothing here.
async fn note(
    tx: &mut Transaction,
    service: &Service,
    caller: &Caller,
    verb: &str,
    one: &Substitute,
    begins: bool,
) -> Result<(), Problem> {
    let said = json!({ "name": read(one)?.name(), "email": read(one)?.email });
    tx.note(&NewEntry {
        on_behalf_of: caller.on_behalf_of(&one.person),
        before: (!begins).then_some(&said),
        after: begins.then_some(&said),
        ..caller.entry(service, &one.workshop, verb, &format!("person {}", one.person))
    })
    .await?;
    Ok(())
}

/// Names a colleague who comes in my place, and asks them by mail. Nothing changes until they agree
/// and the organizer lets them in.
#[utoipa::path(
    tag = "registration",
    params(("workshop" = String, Path), ForWhom),
    request_body = NewSubstitute,
    responses((status = 201, body = SubstituteView))
)]
#[post("/api/workshops/{workshop}/substitutes")]
pub async fn name_substitute(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    workshop: web::Path<String>,
    whom: web::Query<ForWhom>,
    body: web::Json<NewSubstitute>,
) -> Result<HttpResponse, Problem> {
    let picture = service.picture(&workshop).await?;
    let me = caller.decides_for(whom.person.as_deref(), &picture)?;
    body.checked()?;
    service.limits.link(&body.email).map_err(Problem::too_many)?;
    create(&service, &caller, &http, &*body, async |tx| {
        let account = match tx.account_of(&body.email).await? {
            Some(account) => account,
            None => {
                let (name, now) = (body.name(), service.now());
                tx.add_account(&body.email, &name, body.lang.into(), now).await?
            }
        };
        let new = Substitute {
            workshop: workshop.clone(),
            person: me.clone(),
            account: account.id.clone(),
            document: json!(*body),
            agreed_at: None,
        };
        if !tx.add_substitute(&new).await? {
            return Err(Problem::new(
                ProblemKind::AlreadyThere,
                "somebody is named already; withdraw that first",
            )
            .in_japanese("すでに代わりの方が指名されています。先に取り下げてください。"));
        }
        place_letters::ask(tx, &service, &picture, &account, &me).await?;
        note(tx, &service, &caller, "name substitute", &new, true).await?;
        view(&picture, &new)
    })
    .await
}

/// Who is to come in whose place: all for the organizer who names nobody, else in mine.
#[utoipa::path(
    tag = "registration",
    params(("workshop" = String, Path), ForWhom),
    responses((status = 200, body = Vec<SubstituteView>))
)]
#[get("/api/workshops/{workshop}/substitutes")]
pub async fn list_substitutes(
    service: web::Data<Service>,
    caller: Caller,
    workshop: web::Path<String>,
    whom: web::Query<ForWhom>,
) -> Answer<Vec<SubstituteView>> {
    let picture = service.picture(&workshop).await?;
    let me = match (&whom.person, caller.is_organizer()) {
        (None, true) => None,
        (asked, _) => Some(caller.decides_for(asked.as_deref(), &picture)?),
    };
    let all = service.store.read().await?.substitutes(&workshop).await?;
    let mine = all.iter().filter(|one| me.as_ref().is_none_or(|me| *me == one.person));
    Ok(web::Json(mine.map(|one| view(&picture, one)).collect::<Result<_, _>>()?))
}

/// Ends that somebody is to come in a person's place: that person may, and the organizer.
#[utoipa::path(
    tag = "registration",
    params(("workshop" = String, Path), ("person" = String, Path)),
    responses((status = 204, description = "nobody is named any more"))
)]
#[delete("/api/workshops/{workshop}/substitutes/{person}")]
pub async fn end_substitute(
    service: web::Data<Service>,
    caller: Caller,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let (workshop, person) = path.into_inner();
    let picture = service.picture(&workshop).await?;
    let person = caller.decides_for(Some(&person), &picture)?;
    let mut tx = service.store.write().await?;
    let old = tx.substitute(&workshop, &person).await?;
    tx.end_substitute(&old).await?;
    note(&mut tx, &service, &caller, "end substitute", &old, false).await?;
    tx.forget_unused_account(&old.workshop, &old.account).await?;
    tx.commit().await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Lets somebody who has agreed in, in a person's place: requests, meetings, profiles and the
/// registration are theirs; what two told each other, times away, calendars and answers are not.
/// Whoever was there has no access any more, and those whom they were to meet are told.
#[utoipa::path(
    tag = "registration",
    params(("workshop" = String, Path), ("person" = String, Path)),
    responses((status = 200, body = PersonRef))
)]
#[post("/api/workshops/{workshop}/substitutes/{person}/let-in")]
pub async fn let_substitute_in(
    service: web::Data<Service>,
    caller: Caller,
    path: web::Path<(String, String)>,
) -> Answer<PersonRef> {
    let (workshop, person) = path.into_inner();
    let person = PersonId(person);
    let picture = service.picture(&workshop).await?;
    let mut tx = service.store.write().await?;
    let one = tx.substitute(&workshop, &person).await?;
    if one.agreed_at.is_none() {
        return Err(Problem::not_allowed("they have not agreed yet; wait for their answer")
            .in_japanese("ご本人の承諾がまだありません。"));
    }
    let account = tx.account(&one.account).await?;
    let here = tx.memberships(&account.id).await?;
    if here.iter().any(|m| m.workshop == workshop && m.person.is_some()) {
        return Err(Problem::new(
            ProblemKind::AlreadyThere,
            format!("{} takes part already; name somebody else", account.email),
        )
        .in_japanese("この方はすでに参加者です。別の方を指名してください。"));
    }
    // Whoever is second finds nothing to end.
    tx.end_substitute(&one).await?;
    let part: Part<Person> = tx.part(&workshop, PartKind::Person, person.as_str()).await?;
    let new = read(&one)?.in_place_of(part.value.clone());
    let kind = PartKind::Person;
    tx.replace_part(&workshop, kind, person.as_str(), part.revision, &new, "").await?;
    let former = change_members(&mut tx, &workshop, &new, &account).await?;
    tx.pass_place_on(&one, &former, &account).await?;
    let of = |accounts: &[Account]| accounts.iter().map(|a| a.email.clone()).collect::<Vec<_>>();
    tx.note(&NewEntry {
        before: Some(&json!({ "person": part.value, "accounts": of(&former) })),
        after: Some(&json!({ "person": new, "accounts": [account.email] })),
        ..caller.entry(&service, &workshop, "let substitute in", &format!("person {person}"))
    })
    .await?;
    let others: BTreeSet<PersonId> = tx
        .requests_of(&workshop, &person)
        .await?
        .into_iter()
        .filter(|r| r.state == RequestState::Accepted)
        .map(|r| if r.sender == person { r.recipient } else { r.sender })
        .collect();
    let names = (&part.value.name, &new.name);
    place_letters::passed_on(&mut tx, &service, &picture, names, (&former, &account)).await?;
    place_letters::others(&mut tx, &service, &picture, names, &others).await?;
    tx.commit().await?;
    let picture = service.picture(&workshop).await?;
    Ok(web::Json(picture.person_ref(&person)))
}

/// Gives a place's roles to somebody else; those who had them have none any more.
async fn change_members(
    tx: &mut Transaction,
    workshop: &str,
    person: &Person,
    new: &Account,
) -> Result<Vec<Account>, Problem> {
    let members = tx.members(workshop).await?;
    let theirs = |m: &Member| m.person.as_ref() == Some(&person.id) && m.role != Role::Organizer;
    let old: Vec<Member> = members.into_iter().filter(theirs).collect();
    let mut roles: Vec<Role> = old.iter().map(|m| m.role).collect();
    if roles.is_empty() {
        roles.push(match person.sector {
            Sector::Industry => Role::Company,
            _ => Role::Academic,
        });
    }
    for member in &old {
        tx.remove_membership(&member.account.id, workshop, member.role).await?;
    }
    roles.sort_by_key(|role| role.code());
    roles.dedup();
    for role in roles {
        tx.add_membership(&new.id, workshop, role, Some(&person.id)).await?;
    }
    Ok(old.into_iter().map(|member| member.account).collect())
}

/// A place in which I am asked to come.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferedPlace {
    pub workshop: String,
    pub workshop_name: Text,
    /// In whose place.
    pub person: PersonRef,
    /// What the organizer adds to the notice on personal data.
    pub notice: Text,
    /// Whether I have agreed; then the organizer has the word.
    pub agreed: bool,
}

/// The places in which I am asked to come.
#[utoipa::path(tag = "me", responses((status = 200, body = Vec<OfferedPlace>)))]
#[get("/api/me/places")]
pub async fn list_offers(service: web::Data<Service>, caller: Caller) -> Answer<Vec<OfferedPlace>> {
    let mut tx = service.store.read().await?;
    let mut places = Vec::new();
    for one in tx.places_offered(&caller.account.id).await? {
        let notice = tx.registration_form(&one.workshop).await?.map(|f| f.notice);
        places.push((one, notice.unwrap_or_default()));
    }
    drop(tx);
    let mut views = Vec::new();
    for (one, notice) in places {
        let picture = service.picture(&one.workshop).await?;
        views.push(OfferedPlace {
            workshop_name: (&picture.head.name).into(),
            person: picture.person_ref(&one.person),
            // As they are: what one language leaves empty stays empty.
            notice: Text { ja: notice.ja, en: notice.en },
            agreed: one.agreed_at.is_some(),
            workshop: one.workshop,
        });
    }
    Ok(web::Json(views))
}

/// What I say to a place that I am asked to take.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WordOnPlace {
    /// I come, and agree to the notice on personal data. Else I am named no more.
    pub agrees: bool,
}

/// Agrees to come in somebody's place, or says no.
#[utoipa::path(
    tag = "me",
    params(("workshop" = String, Path), ("person" = String, Path)),
    request_body = WordOnPlace,
    responses((status = 204, description = "said"))
)]
#[post("/api/me/places/{workshop}/{person}")]
pub async fn answer_offer(
    service: web::Data<Service>,
    caller: Caller,
    path: web::Path<(String, String)>,
    body: web::Json<WordOnPlace>,
) -> Result<HttpResponse, Problem> {
    let (workshop, person) = path.into_inner();
    let mut tx = service.store.write().await?;
    let one = tx.substitute(&workshop, &PersonId(person)).await?;
    if one.account != caller.account.id {
        return Err(Problem::not_found());
    }
    let said = json!({ "agreed": body.agrees });
    tx.note(&NewEntry {
        after: Some(&said),
        ..caller.entry(&service, &workshop, "answer place", &format!("person {}", one.person))
    })
    .await?;
    if body.agrees {
        tx.agree_to_come(&one, service.now()).await?;
    } else {
        tx.end_substitute(&one).await?;
        tx.forget_unused_account(&workshop, &one.account).await?;
    }
    tx.commit().await?;
    Ok(HttpResponse::NoContent().finish())
}
