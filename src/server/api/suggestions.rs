//! Suggested partners for a profile, best first, each with reasons.

use super::profiles::{FacetView, facets_of};
use crate::app::AppError;
use crate::domain::{ConceptId, Lang, PersonId, Phase, Profile, ProfileId, TagState};
use crate::matching::{Lens, Query, Scope};
use crate::server::answer::{Answer, within};
use crate::server::caller::Caller;
use crate::server::limits::{MAX_PAGE, MAX_SHORT};
use crate::server::picture::Picture;
use crate::server::problem::Problem;
use crate::server::service::Service;
use crate::server::wire::{DevelopmentPhase, Relation, SuggestionView};
use crate::store::{Request, RequestState};
use crate::vocabulary::{Search, Thesaurus};
use actix_web::{get, web};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ScopeOfPartners {
    /// Any sector.
    #[default]
    All,
    /// Another sector than one's own.
    Across,
    /// One's own sector.
    Within,
}

#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum LensOnPartners {
    #[default]
    Whole,
    /// Who works on the same.
    Likeness,
    /// Who has what the other lacks.
    Complement,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SuggestionQuery {
    #[serde(default)]
    #[param(inline)]
    scope: ScopeOfPartners,
    #[serde(default)]
    #[param(inline)]
    lens: LensOnPartners,
    /// Only partners that bear all these concepts, separated by commas, for example
    /// `technology.dds`; ranks stay those of the whole list.
    concept: Option<String>,
    /// Only partners whose organisation is in this region.
    region: Option<String>,
    /// Only partners in this phase of development.
    #[param(inline)]
    phase: Option<DevelopmentPhase>,
    /// Words of title, text, people, organisation or region, or words that mean the same as a tag,
    /// in either language; all of them.
    #[param(max_length = 200)]
    q: Option<String>,
    /// How many, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 20)]
    limit: Option<usize>,
}

impl SuggestionQuery {
    fn ranking(&self, limit: usize) -> Query {
        Query {
            scope: match self.scope {
                ScopeOfPartners::All => Scope::All,
                ScopeOfPartners::Across => Scope::Across,
                ScopeOfPartners::Within => Scope::Within,
            },
            lens: match self.lens {
                LensOnPartners::Whole => Lens::Whole,
                LensOnPartners::Likeness => Lens::Likeness,
                LensOnPartners::Complement => Lens::Complement,
            },
            limit,
            ..Query::default()
        }
    }
}

/// What partners are narrowed down to.
struct Filter {
    concepts: Vec<ConceptId>,
    region: Option<String>,
    phase: Option<Phase>,
    search: Search,
}

impl Filter {
    fn of(query: &SuggestionQuery) -> Filter {
        let concepts = query.concept.as_deref().unwrap_or_default().split(',').map(str::trim);
        let typed = query.q.as_deref().unwrap_or_default();
        Filter {
            concepts: concepts.filter(|id| !id.is_empty()).map(ConceptId::new).collect(),
            region: query.region.clone().filter(|region| !region.is_empty()),
            phase: query.phase.map(Into::into),
            search: Search::of(Thesaurus::embedded(), typed),
        }
    }

    fn keeps(&self, picture: &Picture, profile: &Profile) -> bool {
        let organisation = picture.organisation(&profile.organisation);
        let region = organisation.map_or("", |o| o.region.as_str());
        let bears = |c: &ConceptId| {
            profile.tags.iter().any(|t| t.concept == *c && t.state != TagState::Removed)
        };
        let phase = self.phase.is_none_or(|phase| profile.phase == Some(phase));
        let here = self.region.as_deref().is_none_or(|wanted| wanted == region);
        if !phase || !here || !self.concepts.iter().all(bears) {
            return false;
        }
        let people = profile.people.iter().filter_map(|id| picture.person(id));
        let names: Vec<String> = people
            .flat_map(|p| [p.name.full(Lang::Ja), p.name.full(Lang::En), p.name.kana_key()])
            .collect();
        let mut texts =
            vec![profile.title.as_str(), &profile.text, &profile.seeks, &profile.offers];
        texts.push(region);
        texts.extend(organisation.iter().flat_map(|o| Lang::ALL.map(|lang| o.name.get(lang))));
        texts.extend(names.iter().map(String::as_str));
        self.search.meets(&texts, &profile.tags)
    }
}

/// What stands between `me` and a profile's people, as I may know it: a no of theirs reads as not
/// answered. `None`: I said no, and do not want to see them.
fn relation(me: Option<&PersonId>, requests: &[Request], them: &[PersonId]) -> Option<Relation> {
    let Some(me) = me else { return Some(Relation::None) };
    let mut relation = Relation::None;
    for request in requests {
        let asked = request.sender == *me && them.contains(&request.recipient);
        let was_asked = request.recipient == *me && them.contains(&request.sender);
        match request.state {
            RequestState::Accepted if asked || was_asked => return Some(Relation::Agreed),
            RequestState::Declined if was_asked => return None,
            RequestState::Sent if was_asked => relation = Relation::AskedMe,
            RequestState::Sent | RequestState::Declined if asked && relation == Relation::None => {
                relation = Relation::Asked;
            }
            _ => {}
        }
    }
    Some(relation)
}

/// A profile of the caller's own, or one that the organizer looks after, with the dealings of the
/// one who speaks for it.
struct Asker {
    picture: Arc<Picture>,
    profile: ProfileId,
    me: Option<PersonId>,
    requests: Vec<Request>,
}

impl Asker {
    async fn of(
        service: &Service,
        caller: &Caller,
        (workshop, id): (String, String),
    ) -> Result<Asker, Problem> {
        let picture = service.picture(&workshop).await?;
        let id = ProfileId(id);
        let profile = picture.profile(&id).ok_or_else(Problem::not_found)?;
        if !caller.looks_after(profile) {
            return Err(Problem::not_allowed("this profile is somebody else's"));
        }
        // The organizer, and whoever stands in, sees what the one who speaks for the profile would.
        let me = caller.one_of(&profile.people).cloned();
        let requests = match &me {
            Some(me) => service.store.read().await?.requests_of(&workshop, me).await?,
            None => Vec::new(),
        };
        Ok(Asker { picture, profile: id, me, requests })
    }

    /// What stands between the asker and a partner, if the filter keeps them and the asker did not
    /// turn them down.
    fn relation_to(&self, partner: &ProfileId, filter: &Filter) -> Option<Relation> {
        let partner = self.picture.profile(partner)?;
        filter.keeps(&self.picture, partner).then_some(())?;
        relation(self.me.as_ref(), &self.requests, &partner.people)
    }

    /// Everyone who is left of the ranking.
    fn left(&self, query: &Query, filter: &Filter) -> Result<Vec<&Profile>, Problem> {
        let index = self.picture.index()?;
        let ranked = index.scores(&self.profile, query).map_err(AppError::from)?;
        let left = ranked.iter().filter(|(id, _)| self.relation_to(id, filter).is_some());
        Ok(left.filter_map(|(id, _)| self.picture.profile(id)).collect())
    }
}

/// Partners for a profile of one's own, best first, with the words that met and what would change
/// the rank.
#[utoipa::path(
    tag = "profiles",
    params(("workshop" = String, Path), ("profile" = String, Path), SuggestionQuery),
    responses((status = 200, body = Vec<SuggestionView>))
)]
#[get("/api/workshops/{workshop}/profiles/{profile}/suggestions")]
pub async fn list_suggestions(
    service: web::Data<Service>,
    caller: Caller,
    path: web::Path<(String, String)>,
    asked: web::Query<SuggestionQuery>,
) -> Answer<Vec<SuggestionView>> {
    let limit = asked.limit.unwrap_or(20);
    if !(1..=MAX_PAGE).contains(&limit) {
        return Err(Problem::bad(format!("limit is {limit}; expected 1 to {MAX_PAGE}")));
    }
    within("q", asked.q.as_deref().unwrap_or_default(), MAX_SHORT)?;
    let asker = Asker::of(&service, &caller, path.into_inner()).await?;
    let views = web::block(move || -> Result<_, Problem> {
        let query = asked.ranking(limit);
        let filter = Filter::of(&asked);
        let keeps = |partner: &ProfileId| asker.relation_to(partner, &filter).is_some();
        let shown = asker.picture.shown(&asker.profile, &query, keeps)?;
        let all = shown.suggestions.iter().zip(&shown.reasons);
        Ok(all
            .filter_map(|(suggestion, reason)| {
                let relation = asker.relation_to(&suggestion.profile, &filter)?;
                asker.picture.suggestion(suggestion, reason, relation)
            })
            .collect())
    })
    .await??;
    Ok(web::Json(views))
}

/// How many of the partners that are left bear what: by what the list can be narrowed down further.
#[utoipa::path(
    tag = "profiles",
    params(("workshop" = String, Path), ("profile" = String, Path), SuggestionQuery),
    responses((status = 200, body = SuggestionFacets))
)]
#[get("/api/workshops/{workshop}/profiles/{profile}/suggestions/facets")]
pub async fn list_suggestion_facets(
    service: web::Data<Service>,
    caller: Caller,
    path: web::Path<(String, String)>,
    asked: web::Query<SuggestionQuery>,
) -> Answer<SuggestionFacets> {
    within("q", asked.q.as_deref().unwrap_or_default(), MAX_SHORT)?;
    let asker = Asker::of(&service, &caller, path.into_inner()).await?;
    let facets = web::block(move || -> Result<_, Problem> {
        let partners = asker.left(&asked.ranking(usize::MAX), &Filter::of(&asked))?;
        let mut regions: BTreeMap<&str, usize> = BTreeMap::new();
        let mut phases: BTreeMap<Phase, usize> = BTreeMap::new();
        for profile in &partners {
            let organisation = asker.picture.organisation(&profile.organisation);
            if let Some(region) = organisation.map(|o| o.region.as_str()).filter(|r| !r.is_empty())
            {
                *regions.entry(region).or_default() += 1;
            }
            if let Some(phase) = profile.phase {
                *phases.entry(phase).or_default() += 1;
            }
        }
        let mut regions: Vec<RegionCount> = regions
            .into_iter()
            .map(|(region, profiles)| RegionCount { region: region.to_owned(), profiles })
            .collect();
        regions.sort_by_key(|r| std::cmp::Reverse(r.profiles));
        Ok(SuggestionFacets {
            total: partners.len(),
            concepts: facets_of(partners.iter().copied()),
            regions,
            phases: phases
                .into_iter()
                .map(|(phase, profiles)| PhaseCount { phase: phase.into(), profiles })
                .collect(),
        })
    })
    .await??;
    Ok(web::Json(facets))
}

/// What a list of partners can be narrowed down by.
#[derive(Debug, Serialize, ToSchema)]
pub struct SuggestionFacets {
    /// Partners that are left.
    pub total: usize,
    pub concepts: Vec<FacetView>,
    /// The most common first.
    pub regions: Vec<RegionCount>,
    /// In the order of the road to use.
    pub phases: Vec<PhaseCount>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RegionCount {
    pub region: String,
    pub profiles: usize,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PhaseCount {
    pub phase: DevelopmentPhase,
    pub profiles: usize,
}
