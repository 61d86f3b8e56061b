//! People of a workshop.

use super::me::Language;
use crate::domain::{Organisation, Person};
use crate::server::answer::{Answer, within};
use crate::server::caller::Caller;
use crate::server::edit::{begin, only_as_read, tag_of_revision, tagged};
use crate::server::limits::MAX_FIELD;
use crate::server::problem::Problem;
use crate::server::service::Service;
use crate::server::wire::{Page, PageQuery, PersonView, page};
use crate::store::{NewEntry, Part, PartKind, Role};
use actix_web::{HttpRequest, HttpResponse, get, patch, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PeopleQuery {
    /// Part of a name, of its kana or romaji, or of the organisation.
    #[param(max_length = 200)]
    q: Option<String>,
    /// `industry`, `academia` or `other`.
    sector: Option<String>,
}

/// People in kana order.
#[utoipa::path(
    tag = "people",
    params(("workshop" = String, Path), PeopleQuery, PageQuery),
    responses((status = 200, body = Page<PersonView>))
)]
#[get("/api/workshops/{workshop}/people")]
pub async fn list_people(
    service: web::Data<Service>,
    workshop: web::Path<String>,
    query: web::Query<PeopleQuery>,
    cut: web::Query<PageQuery>,
) -> Answer<Page<PersonView>> {
    let picture = service.picture(&workshop).await?;
    let wanted = query.q.as_deref().unwrap_or_default().trim().to_lowercase();
    let mut list: Vec<PersonView> = picture
        .workshop
        .people
        .iter()
        .filter_map(|p| picture.person_view(&p.id))
        .filter(|p| query.sector.as_ref().is_none_or(|sector| p.sector == *sector))
        .filter(|p| {
            let organisation = &p.person.organisation.name;
            let fields = [
                &p.person.name.ja,
                &p.person.name.en,
                &p.person.kana,
                &organisation.ja,
                &organisation.en,
            ];
            wanted.is_empty() || fields.iter().any(|f| f.to_lowercase().contains(&wanted))
        })
        .collect();
    list.sort_by(|a, b| (&a.person.kana, &a.person.id).cmp(&(&b.person.kana, &b.person.id)));
    Ok(web::Json(page(list, &cut, |p| p.person.id.clone(), |p| p)?))
}

/// One person. Participants see themselves and those who speak for a profile.
#[utoipa::path(
    tag = "people",
    params(("workshop" = String, Path), ("person" = String, Path)),
    responses((status = 200, body = PersonView, headers(("ETag" = String))))
)]
#[get("/api/workshops/{workshop}/people/{person}")]
pub async fn get_person(
    service: web::Data<Service>,
    caller: Caller,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let (workshop, id) = path.into_inner();
    let picture = service.picture(&workshop).await?;
    let mut tx = service.store.read().await?;
    let part: Part<Person> = tx.part(&workshop, PartKind::Person, &id).await?;
    let view = picture.view_of(&part.value);
    let staff = caller.is_organizer() || caller.is(Role::Coordinator);
    match staff || caller.person() == Some(&part.value.id) || !view.profiles.is_empty() {
        true => Ok(tagged(&view, &tag_of_revision(part.revision))),
        false => Err(Problem::not_found()),
    }
}

/// What changes of a person; what is left out stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonChange {
    #[schema(min_length = 1, max_length = 200)]
    pub family: Option<String>,
    #[schema(max_length = 200)]
    pub given: Option<String>,
    #[schema(max_length = 200)]
    pub family_kana: Option<String>,
    #[schema(max_length = 200)]
    pub given_kana: Option<String>,
    #[schema(max_length = 200)]
    pub family_romaji: Option<String>,
    #[schema(max_length = 200)]
    pub given_romaji: Option<String>,
    #[schema(max_length = 200)]
    pub department: Option<String>,
    #[schema(max_length = 200)]
    pub position: Option<String>,
    /// Preferred first.
    pub languages: Option<Vec<Language>>,
    /// The id of an organisation that is known; the organizer alone may change it.
    pub organisation: Option<String>,
}

/// The person as changed; texts are trimmed.
pub fn changed(person: &Person, change: &PersonChange) -> Result<Person, Problem> {
    let mut new = person.clone();
    for (name, text, field) in [
        ("family", &change.family, &mut new.name.family),
        ("given", &change.given, &mut new.name.given),
        ("family_kana", &change.family_kana, &mut new.name.family_kana),
        ("given_kana", &change.given_kana, &mut new.name.given_kana),
        ("family_romaji", &change.family_romaji, &mut new.name.family_romaji),
        ("given_romaji", &change.given_romaji, &mut new.name.given_romaji),
        ("department", &change.department, &mut new.department),
        ("position", &change.position, &mut new.position),
    ] {
        if let Some(text) = text {
            within(name, text, MAX_FIELD)?;
            *field = text.trim().to_owned();
        }
    }
    if new.name.family.is_empty() {
        return Err(
            Problem::bad("family is empty; fill it in").in_japanese("姓を入力してください。")
        );
    }
    if let Some(languages) = &change.languages {
        new.languages = languages.iter().map(|&lang| lang.into()).collect();
        new.languages.dedup();
    }
    if let Some(organisation) = &change.organisation {
        new.organisation = organisation.as_str().into();
    }
    Ok(new)
}

/// Changes a person. Participants change themselves; the organizer changes anybody.
#[utoipa::path(
    tag = "people",
    params(
        ("workshop" = String, Path),
        ("person" = String, Path)
    ),
    request_body = PersonChange,
    responses((status = 200, body = PersonView, headers(("ETag" = String))))
)]
#[patch("/api/workshops/{workshop}/people/{person}")]
pub async fn change_person(
    service: web::Data<Service>,
    request: HttpRequest,
    caller: Caller,
    path: web::Path<(String, String)>,
    change: web::Json<PersonChange>,
) -> Result<HttpResponse, Problem> {
    let (workshop, id) = path.into_inner();
    let picture = service.picture(&workshop).await?;
    let mut tx = begin(&service, &request).await?;
    let part: Part<Person> = tx.part(&workshop, PartKind::Person, &id).await?;
    if !caller.is_organizer() && caller.person() != Some(&part.value.id) {
        return Err(Problem::not_found());
    }
    only_as_read(&request, Some(&tag_of_revision(part.revision)))?;
    if let Some(organisation) = &change.organisation {
        if !caller.is_organizer() && part.value.organisation.as_str() != organisation {
            return Err(Problem::not_allowed("ask the organizer to change your organisation")
                .in_japanese("ご所属の変更は主催者にお申し出ください。"));
        }
        let kind = PartKind::Organisation;
        let _: Part<Organisation> = tx.part(&workshop, kind, organisation).await.map_err(|_| {
            Problem::bad(format!(
                "organisation {organisation:?} is unknown; name one that is there"
            ))
        })?;
    }
    let new = changed(&part.value, &change)?;
    let (kind, confidential) = (PartKind::Person, &part.confidential);
    let revision = tx.replace_part(&workshop, kind, &id, part.revision, &new, confidential).await?;
    tx.note(&NewEntry {
        on_behalf_of: caller.on_behalf_of(&new.id),
        before: serde_json::to_value(&part.value).ok().as_ref(),
        after: serde_json::to_value(&new).ok().as_ref(),
        ..caller.entry(&service, &workshop, "change person", &format!("person {id}"))
    })
    .await?;
    tx.commit().await?;
    Ok(tagged(&picture.view_of(&new), &tag_of_revision(revision)))
}
