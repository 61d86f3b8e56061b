//! People and organisations that stand twice: found, looked at side by side, made one. There is no
//! way back in one step, so nothing is merged that the organizer has not looked at.

use super::people::{PersonChange, changed};
use super::setup::checked;
use crate::domain::{
    Organisation, OrganisationId, Person, PersonId, double_organisations, double_people,
};
use crate::server::answer::{Answer, create};
use crate::server::caller::Caller;
use crate::server::picture::Picture;
use crate::server::problem::{Problem, ProblemKind};
use crate::server::service::Service;
use crate::server::wire::{OrganisationRef, PersonView};
use crate::store::{Member, NewEntry, Part, PartKind, Request, RequestState, StoreError};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

/// A person with what would move along.
#[derive(Debug, Serialize, ToSchema)]
pub struct MergeablePerson {
    pub person: PersonView,
    /// Requests sent or received, of any state.
    pub requests: usize,
    /// Of these, those both sides agreed to.
    pub agreed: usize,
    /// Addresses of the accounts that stand for the person.
    pub accounts: Vec<String>,
}

/// Two people who may be one.
#[derive(Debug, Serialize, ToSchema)]
pub struct PeoplePair {
    /// The one of whom more is known.
    pub first: MergeablePerson,
    pub second: MergeablePerson,
}

/// An organisation with who belongs to it.
#[derive(Debug, Serialize, ToSchema)]
pub struct MergeableOrganisation {
    pub organisation: OrganisationRef,
    pub people: usize,
    pub profiles: usize,
}

/// Two organisations that may be one.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrganisationPair {
    /// The one with more people and profiles.
    pub first: MergeableOrganisation,
    pub second: MergeableOrganisation,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Duplicates {
    pub people: Vec<PeoplePair>,
    pub organisations: Vec<OrganisationPair>,
}

fn mergeable(
    picture: &Picture,
    id: &PersonId,
    requests: &[Request],
    members: &[Member],
) -> Option<MergeablePerson> {
    let own = || requests.iter().filter(|r| r.sender == *id || r.recipient == *id);
    let accounts = members.iter().filter(|m| m.person.as_ref() == Some(id));
    let mut accounts: Vec<String> = accounts.map(|m| m.account.email.clone()).collect();
    accounts.sort();
    accounts.dedup();
    Some(MergeablePerson {
        person: picture.person_view(id)?,
        requests: own().count(),
        agreed: own().filter(|r| r.state == RequestState::Accepted).count(),
        accounts,
    })
}

fn organisation(picture: &Picture, id: &OrganisationId) -> MergeableOrganisation {
    let w = &picture.workshop;
    MergeableOrganisation {
        organisation: picture.organisation_ref(id),
        people: w.people.iter().filter(|p| p.organisation == *id).count(),
        profiles: w.profiles.iter().filter(|p| p.organisation == *id).count(),
    }
}

/// People and organisations that may stand twice: of one name or reading, where legal forms such as
/// 株式会社, width, spaces and kind of kana do not count; people in one organisation besides.
#[utoipa::path(
    tag = "people",
    params(("workshop" = String, Path)),
    responses((status = 200, body = Duplicates))
)]
#[get("/api/workshops/{workshop}/duplicates")]
pub async fn list_duplicates(
    service: web::Data<Service>,
    workshop: web::Path<String>,
) -> Answer<Duplicates> {
    let picture = service.picture(&workshop).await?;
    let mut tx = service.store.read().await?;
    let requests = tx.requests(&workshop).await?;
    let members = tx.members(&workshop).await?;
    drop(tx);
    let found = web::block(move || {
        let w = &picture.workshop;
        let people = double_people(w).into_iter().filter_map(|(a, b)| {
            let mut pair = [
                mergeable(&picture, &a, &requests, &members)?,
                mergeable(&picture, &b, &requests, &members)?,
            ];
            let known = |one: &MergeablePerson| {
                (one.accounts.len(), one.agreed, one.requests, one.person.profiles.len())
            };
            pair.sort_by_key(|one| std::cmp::Reverse(known(one)));
            let [first, second] = pair;
            Some(PeoplePair { first, second })
        });
        let organisations = double_organisations(w).into_iter().map(|(a, b)| {
            let mut pair = [organisation(&picture, &a), organisation(&picture, &b)];
            pair.sort_by_key(|one| std::cmp::Reverse((one.people, one.profiles)));
            let [first, second] = pair;
            OrganisationPair { first, second }
        });
        Duplicates { people: people.collect(), organisations: organisations.collect() }
    });
    Ok(web::Json(found.await?))
}

/// Who is merged into the one whom the address names.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonMerge {
    /// The person who goes.
    #[schema(max_length = 200)]
    pub other: String,
    /// What changes of the one who stays; what stays empty is filled from the other.
    #[serde(default)]
    pub change: PersonChange,
}

/// The one who stays, with gaps filled from the one who goes.
fn filled(keep: &Person, other: &Person) -> Person {
    let mut kept = keep.clone();
    let (name, from) = (&mut kept.name, &other.name);
    for (field, text) in [
        (&mut name.given, &from.given),
        (&mut name.family_kana, &from.family_kana),
        (&mut name.given_kana, &from.given_kana),
        (&mut name.family_romaji, &from.family_romaji),
        (&mut name.given_romaji, &from.given_romaji),
        (&mut kept.department, &other.department),
        (&mut kept.position, &other.position),
    ] {
        if field.is_empty() {
            field.clone_from(text);
        }
    }
    if kept.laboratory.is_none() {
        kept.laboratory.clone_from(&other.laboratory);
    }
    if kept.languages.is_empty() {
        kept.languages.clone_from(&other.languages);
    }
    kept
}

fn themselves() -> Problem {
    Problem::bad("both are the same entry; name another")
        .in_japanese("同じ項目どうしは統合できません。")
}

/// Makes two people one: requests, meetings, profiles with their tags, messages and accounts of both
/// belong to the one who stays. There is no way back in one step.
#[utoipa::path(
    tag = "people",
    params(("workshop" = String, Path), ("person" = String, Path, description = "who stays")),
    request_body = PersonMerge,
    responses((status = 201, body = PersonView))
)]
#[post("/api/workshops/{workshop}/people/{person}/merge")]
pub async fn merge_people(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    path: web::Path<(String, String)>,
    body: web::Json<PersonMerge>,
) -> Result<HttpResponse, Problem> {
    let (workshop, keep) = path.into_inner();
    if keep == body.other {
        return Err(themselves());
    }
    let picture = service.picture(&workshop).await?;
    create(&service, &caller, &http, &*body, async |tx| {
        let kind = PartKind::Person;
        let stays: Part<Person> = tx.part(&workshop, kind, &keep).await?;
        let goes: Part<Person> = tx.part(&workshop, kind, &body.other).await?;
        if let Some(organisation) = &body.change.organisation {
            let kind = PartKind::Organisation;
            let _: Part<Organisation> = tx.part(&workshop, kind, organisation).await?;
        }
        let kept = changed(&filled(&stays.value, &goes.value), &body.change)?;
        let now = service.now();
        match tx.merge_people(&workshop, &goes.value.id, &kept, now).await {
            Err(StoreError::DoubleBooked { .. }) => {
                return Err(Problem::new(
                    ProblemKind::DoubleBooked,
                    "both have something at the same time; move one of the two first",
                )
                .in_japanese(
                    "お二人の予定が同じ時刻に重なっています。先にどちらかの予定を動かしてください。",
                ));
            }
            other => other?,
        }
        let after = tx.workshop(&workshop, true).await?;
        web::block(move || checked(&after)).await??;
        tx.note(&NewEntry { at: now, before: Some(&json!([stays.value, goes.value])), after: Some(&json!(kept)), ..caller.entry(&service, &workshop, "merge people", &format!("person {keep}")) })
        .await?;
        let mut view = picture.view_of(&kept);
        let theirs = picture.profiles_of(&goes.value.id).map(|profile| profile.id.0.clone());
        let new: Vec<String> = theirs.filter(|id| !view.profiles.contains(id)).collect();
        view.profiles.extend(new);
        Ok(view)
    })
    .await
}

/// What is merged into the organisation that the address names.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrganisationMerge {
    /// The organisation that goes.
    #[schema(max_length = 200)]
    pub other: String,
}

/// Makes two organisations one: people and profiles of both belong to the one that stays. There is
/// no way back in one step.
#[utoipa::path(
    tag = "people",
    params(("workshop" = String, Path), ("organisation" = String, Path, description = "which stays")),
    request_body = OrganisationMerge,
    responses((status = 201, body = OrganisationRef))
)]
#[post("/api/workshops/{workshop}/organisations/{organisation}/merge")]
pub async fn merge_organisations(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    path: web::Path<(String, String)>,
    body: web::Json<OrganisationMerge>,
) -> Result<HttpResponse, Problem> {
    let (workshop, keep) = path.into_inner();
    if keep == body.other {
        return Err(themselves());
    }
    create(&service, &caller, &http, &*body, async |tx| {
        let kind = PartKind::Organisation;
        let stays: Part<Organisation> = tx.part(&workshop, kind, &keep).await?;
        let goes: Part<Organisation> = tx.part(&workshop, kind, &body.other).await?;
        let mut kept = stays.value.clone();
        let (into, from) = (&mut kept, &goes.value);
        for (field, text) in [
            (&mut into.name.ja, &from.name.ja),
            (&mut into.name.en, &from.name.en),
            (&mut into.kana, &from.kana),
            (&mut into.region, &from.region),
        ] {
            if field.is_empty() {
                field.clone_from(text);
            }
        }
        into.size = into.size.or(from.size);
        into.registered_on = into.registered_on.or(from.registered_on);
        into.domestic = into.domestic.or(from.domestic);
        into.deemed_large = into.deemed_large.or(from.deemed_large);
        tx.merge_organisations(&workshop, &goes.value.id, &kept).await?;
        let after = tx.workshop(&workshop, true).await?;
        web::block(move || checked(&after)).await??;
        tx.note(&NewEntry {
            before: Some(&json!([stays.value, goes.value])),
            after: Some(&json!(kept)),
            ..caller.entry(
                &service,
                &workshop,
                "merge organisations",
                &format!("organisation {keep}"),
            )
        })
        .await?;
        Ok(OrganisationRef::of(&kept))
    })
    .await
}
