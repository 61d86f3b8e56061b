//! Profiles: looked through, read, changed, tagged as one types.

use crate::domain::{ConceptId, Lang, Profile, Tag, TagState};
use crate::server::answer::{Answer, within};
use crate::server::caller::Caller;
use crate::server::edit::{begin, only_as_read, tag_of_revision, tagged};
use crate::server::limits::{MAX_LONG, MAX_PAGE, MAX_SHORT};
use crate::server::picture::Picture;
use crate::server::problem::Problem;
use crate::server::service::Service;
use crate::server::wire::{
    Page, PageQuery, PosterRef, ProfileChange, ProfileRef, ProfileView, TagView, Text, TextToTag,
    page,
};
use crate::store::{NewEntry, Part, PartKind, PosterHead, RequestState, Transaction};
use crate::vocabulary::{Search, Thesaurus, retag, tag_text};
use actix_web::{HttpRequest, HttpResponse, get, patch, post, web};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ProfileQuery {
    /// Words in the title, the text or the organisation's name, or words that mean the same as a
    /// tag, in either language; all of them.
    #[param(max_length = 200)]
    q: Option<String>,
    /// `need`, `offer` or `seed`.
    kind: Option<String>,
    /// A concept that the profile bears, for example `technology.dds`.
    concept: Option<String>,
}

fn matches(picture: &Picture, profile: &Profile, search: &Search) -> bool {
    let mut texts = vec![profile.title.as_str(), &profile.text, &profile.seeks, &profile.offers];
    let organisation = picture.organisation(&profile.organisation);
    texts.extend(organisation.iter().flat_map(|o| [o.name.ja.as_str(), &o.name.en]));
    search.meets(&texts, &profile.tags)
}

/// Profiles by id; their public part.
#[utoipa::path(
    tag = "profiles",
    params(("workshop" = String, Path), ProfileQuery, PageQuery),
    responses((status = 200, body = Page<ProfileRef>))
)]
#[get("/api/workshops/{workshop}/profiles")]
pub async fn list_profiles(
    service: web::Data<Service>,
    workshop: web::Path<String>,
    query: web::Query<ProfileQuery>,
    cut: web::Query<PageQuery>,
) -> Answer<Page<ProfileRef>> {
    let picture = service.picture(&workshop).await?;
    let text = query.q.as_deref().unwrap_or_default();
    within("q", text, MAX_SHORT)?;
    let search = Search::of(Thesaurus::embedded(), text);
    let mut list: Vec<&Profile> = picture
        .workshop
        .profiles
        .iter()
        .filter(|p| match &query.concept {
            Some(concept) => {
                p.tags.iter().any(|t| t.concept.as_str() == concept && t.state != TagState::Removed)
            }
            None => true,
        })
        .filter(|p| match &query.kind {
            Some(kind) => serde_json::to_value(p.kind).is_ok_and(|k| k == *kind),
            None => true,
        })
        .filter(|p| matches(&picture, p, &search))
        .collect();
    list.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(web::Json(page(list, &cut, |p| p.id.0.clone(), |p| picture.profile_ref(p))?))
}

/// Concepts of one facet with the number of profiles that bear them.
#[derive(Debug, Serialize, ToSchema)]
pub struct FacetView {
    pub facet: String,
    pub label: Text,
    /// The most common first.
    pub concepts: Vec<ConceptCount>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ConceptCount {
    pub concept: String,
    pub label: Text,
    pub profiles: usize,
}

/// The concepts that profiles bear, by facet, with counts.
#[utoipa::path(
    tag = "profiles",
    params(("workshop" = String, Path)),
    responses((status = 200, body = Vec<FacetView>))
)]
#[get("/api/workshops/{workshop}/facets")]
pub async fn list_facets(
    service: web::Data<Service>,
    workshop: web::Path<String>,
) -> Answer<Vec<FacetView>> {
    let picture = service.picture(&workshop).await?;
    Ok(web::Json(facets_of(&picture.workshop.profiles)))
}

/// The concepts that profiles bear, by facet, the most common first.
pub fn facets_of<'a>(profiles: impl IntoIterator<Item = &'a Profile>) -> Vec<FacetView> {
    let mut counts: BTreeMap<&ConceptId, usize> = BTreeMap::new();
    for tag in profiles.into_iter().flat_map(|p| &p.tags) {
        if tag.state != TagState::Removed {
            *counts.entry(&tag.concept).or_default() += 1;
        }
    }
    let mut facets: BTreeMap<&str, FacetView> = BTreeMap::new();
    for (id, profiles) in counts {
        let Some(concept) = Thesaurus::embedded().concept(id) else { continue };
        let facet = facets.entry(concept.facet.code()).or_insert_with(|| FacetView {
            facet: concept.facet.code().to_owned(),
            label: Text::both(|lang| concept.facet.label(lang).to_owned()),
            concepts: Vec::new(),
        });
        let label = (&concept.label).into();
        facet.concepts.push(ConceptCount { concept: id.0.clone(), label, profiles });
    }
    let mut facets: Vec<FacetView> = facets.into_values().collect();
    for facet in &mut facets {
        facet.concepts.sort_by_key(|c| std::cmp::Reverse(c.profiles));
    }
    facets
}

/// Whether the confidential part is open to the caller: to its own people, to the organizer, and to
/// those who have agreed to meet one of them.
pub async fn consented(
    tx: &mut Transaction,
    workshop: &str,
    caller: &Caller,
    profile: &Profile,
) -> Result<bool, Problem> {
    if caller.looks_after(profile) {
        return Ok(true);
    }
    let Some(person) = caller.person() else { return Ok(false) };
    let requests = tx.requests_of(workshop, person).await?;
    Ok(requests.iter().any(|r| {
        r.state == RequestState::Accepted
            && (profile.people.contains(&r.sender) || profile.people.contains(&r.recipient))
    }))
}

fn view(
    picture: &Picture,
    caller: &Caller,
    part: &Part<Profile>,
    open: bool,
    poster: Option<PosterHead>,
) -> ProfileView {
    let p = &part.value;
    ProfileView {
        id: p.id.0.clone(),
        kind: p.kind.into(),
        organisation: picture.organisation_ref(&p.organisation),
        people: p.people.iter().map(|id| picture.person_ref(id)).collect(),
        lang: p.lang.code().to_owned(),
        title: p.title.clone(),
        text: p.text.clone(),
        seeks: p.seeks.clone(),
        offers: p.offers.clone(),
        phase: p.phase.map(Into::into),
        tags: p.tags.iter().map(TagView::from).collect(),
        confidential: open.then(|| part.confidential.clone()),
        poster: poster.filter(|_| open).map(PosterRef::from),
        editable: caller.looks_after(p),
        revision: part.revision,
        synthetic: p.synthetic,
    }
}

/// One profile; its confidential part where that is open to the caller.
#[utoipa::path(
    tag = "profiles",
    params(("workshop" = String, Path), ("profile" = String, Path)),
    responses((status = 200, body = ProfileView, headers(("ETag" = String))))
)]
#[get("/api/workshops/{workshop}/profiles/{profile}")]
pub async fn get_profile(
    service: web::Data<Service>,
    caller: Caller,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let (workshop, id) = path.into_inner();
    let picture = service.picture(&workshop).await?;
    let mut tx = service.store.read().await?;
    let part: Part<Profile> = tx.part(&workshop, PartKind::Profile, &id).await?;
    let open = consented(&mut tx, &workshop, &caller, &part.value).await?;
    let poster = tx.poster_head(&workshop, &part.value.id).await?;
    let tag = tag_of_revision(part.revision);
    Ok(tagged(&view(&picture, &caller, &part, open, poster), &tag))
}

fn changed(profile: &Profile, change: &ProfileChange) -> Result<Profile, Problem> {
    let mut new = profile.clone();
    for (name, text, field, most) in [
        ("title", &change.title, &mut new.title, MAX_SHORT),
        ("text", &change.text, &mut new.text, MAX_LONG),
        ("seeks", &change.seeks, &mut new.seeks, MAX_LONG),
        ("offers", &change.offers, &mut new.offers, MAX_LONG),
    ] {
        if let Some(text) = text {
            within(name, text, most)?;
            *field = text.clone();
        }
    }
    if new.title.trim().is_empty() {
        return Err(Problem::bad("title is empty; a profile needs one"));
    }
    if let Some(phase) = change.phase {
        new.phase = Some(phase.into());
    }
    new.lang = Lang::of(&format!("{}{}", new.title, new.text));
    let thesaurus = Thesaurus::embedded();
    let decisions = change.tags.as_deref().unwrap_or_default();
    if decisions.len() > MAX_PAGE {
        return Err(Problem::bad(format!("{} tags; at most {MAX_PAGE}", decisions.len())));
    }
    for decision in decisions {
        let concept = decision.concept.as_str().into();
        if thesaurus.concept(&concept).is_none() {
            let near = thesaurus.nearest_id(&decision.concept);
            let near = near.map_or_else(String::new, |id| format!("; did you mean {id:?}?"));
            return Err(Problem::bad(format!("unknown concept {:?}{near}", decision.concept)));
        }
        let state = if decision.keep { TagState::Confirmed } else { TagState::Removed };
        match new.tags.iter_mut().find(|tag| tag.concept == concept) {
            Some(tag) => tag.state = state,
            None => {
                let weight = if decision.keep { 1.0 } else { 0.0 };
                new.tags.push(Tag { concept, weight, state, evidence: Vec::new() });
            }
        }
    }
    new.tags = retag(thesaurus, &new);
    Ok(new)
}

/// Changes a profile; the tags are read anew, what persons decided stays.
#[utoipa::path(
    tag = "profiles",
    params(
        ("workshop" = String, Path),
        ("profile" = String, Path)
    ),
    request_body = ProfileChange,
    responses((status = 200, body = ProfileView, headers(("ETag" = String))))
)]
#[patch("/api/workshops/{workshop}/profiles/{profile}")]
pub async fn change_profile(
    service: web::Data<Service>,
    request: HttpRequest,
    caller: Caller,
    path: web::Path<(String, String)>,
    change: web::Json<ProfileChange>,
) -> Result<HttpResponse, Problem> {
    let (workshop, id) = path.into_inner();
    let picture = service.picture(&workshop).await?;
    let mut tx = begin(&service, &request).await?;
    let part: Part<Profile> = tx.part(&workshop, PartKind::Profile, &id).await?;
    if !caller.looks_after(&part.value) {
        return Err(Problem::not_allowed("this profile is somebody else's"));
    }
    only_as_read(&request, Some(&tag_of_revision(part.revision)))?;
    let confidential = change.confidential.as_ref().unwrap_or(&part.confidential);
    within("confidential", confidential, MAX_LONG)?;
    let new = changed(&part.value, &change)?;
    let kind = PartKind::Profile;
    let revision = tx.replace_part(&workshop, kind, &id, part.revision, &new, confidential).await?;
    let owner = caller.one_of(&new.people);
    tx.note(&NewEntry {
        on_behalf_of: owner.and_then(|person| caller.on_behalf_of(person)),
        before: serde_json::to_value(&part.value).ok().as_ref(),
        after: serde_json::to_value(&new).ok().as_ref(),
        ..caller.entry(&service, &workshop, "change profile", &format!("profile {id}"))
    })
    .await?;
    let poster = tx.poster_head(&workshop, &new.id).await?;
    tx.commit().await?;
    let part = Part { value: new, confidential: confidential.clone(), revision };
    let tag = tag_of_revision(revision);
    Ok(tagged(&view(&picture, &caller, &part, true, poster), &tag))
}

/// Reads the concepts in a text, as one types it; nothing is kept.
#[utoipa::path(
    tag = "profiles",
    params(("workshop" = String, Path)),
    request_body = TextToTag,
    responses((status = 200, body = Vec<TagView>))
)]
#[post("/api/workshops/{workshop}/tags")]
pub async fn read_tags(body: web::Json<TextToTag>) -> Answer<Vec<TagView>> {
    within("title", &body.title, MAX_SHORT)?;
    for (name, text) in [("text", &body.text), ("seeks", &body.seeks), ("offers", &body.offers)] {
        within(name, text, MAX_LONG)?;
    }
    let found = web::block(move || {
        let lang = Lang::of(&format!("{}{}", body.title, body.text));
        let fields = [
            ("title", body.title.as_str()),
            ("text", body.text.as_str()),
            ("seeks", body.seeks.as_str()),
            ("offers", body.offers.as_str()),
        ];
        tag_text(Thesaurus::embedded(), &fields, lang)
    })
    .await?;
    Ok(web::Json(found.iter().map(TagView::from).collect()))
}
