//! People of a workshop.

use crate::server::answer::Answer;
use crate::server::caller::Caller;
use crate::server::problem::Problem;
use crate::server::service::Service;
use crate::server::wire::{Page, PageQuery, PersonView, page};
use crate::store::Role;
use actix_web::{get, web};
use serde::Deserialize;
use utoipa::IntoParams;

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
    responses((status = 200, body = PersonView))
)]
#[get("/api/workshops/{workshop}/people/{person}")]
pub async fn get_person(
    service: web::Data<Service>,
    caller: Caller,
    path: web::Path<(String, String)>,
) -> Answer<PersonView> {
    let (workshop, person) = path.into_inner();
    let picture = service.picture(&workshop).await?;
    let person = person.as_str().into();
    let view = picture.person_view(&person).ok_or_else(Problem::not_found)?;
    let staff = caller.is_organizer() || caller.is(Role::Coordinator);
    match staff || caller.person() == Some(&person) || !view.profiles.is_empty() {
        true => Ok(web::Json(view)),
        false => Err(Problem::not_found()),
    }
}
