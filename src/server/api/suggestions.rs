//! Suggested partners for a profile, best first, each with reasons.

use super::profiles::may_edit;
use crate::app::AppError;
use crate::domain::{ConceptId, PersonId, ProfileId, TagState};
use crate::matching::{Lens, Query, Scope};
use crate::server::answer::Answer;
use crate::server::caller::Caller;
use crate::server::limits::MAX_PAGE;
use crate::server::problem::Problem;
use crate::server::service::Service;
use crate::server::wire::{Relation, SuggestionView};
use crate::store::{Request, RequestState};
use actix_web::{get, web};
use serde::{Deserialize, Serialize};
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
    /// Only partners that bear this concept, for example `technology.dds`; ranks stay those of the
    /// whole list.
    concept: Option<String>,
    /// How many, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 20)]
    limit: Option<usize>,
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
    let (workshop, id) = path.into_inner();
    let limit = asked.limit.unwrap_or(20);
    if !(1..=MAX_PAGE).contains(&limit) {
        return Err(Problem::bad(format!("limit is {limit}; expected 1 to {MAX_PAGE}")));
    }
    let picture = service.picture(&workshop).await?;
    let id = ProfileId(id);
    let profile = picture.profile(&id).ok_or_else(Problem::not_found)?;
    if !may_edit(&caller, profile) {
        return Err(Problem::not_allowed("this profile is somebody else's"));
    }
    // The organizer sees what the one who speaks for the profile would see.
    let own = caller.person().filter(|p| profile.people.contains(p));
    let me = own.or(profile.people.first()).cloned();
    let requests = match &me {
        Some(me) => service.store.read().await?.requests_of(&workshop, me).await?,
        None => Vec::new(),
    };
    let query = Query {
        scope: match asked.scope {
            ScopeOfPartners::All => Scope::All,
            ScopeOfPartners::Across => Scope::Across,
            ScopeOfPartners::Within => Scope::Within,
        },
        lens: match asked.lens {
            LensOnPartners::Whole => Lens::Whole,
            LensOnPartners::Likeness => Lens::Likeness,
            LensOnPartners::Complement => Lens::Complement,
        },
        limit: usize::MAX,
        ..Query::default()
    };
    let concept = asked.concept.as_deref().map(ConceptId::new);
    let picture_there = picture.clone();
    let views = web::block(move || -> Result<_, Problem> {
        let index = picture_there.index()?;
        let mut listed = Vec::new();
        let mut relations = Vec::new();
        for suggestion in index.rank(&id, &query).map_err(AppError::from)? {
            let Some(partner) = picture.profile(&suggestion.profile) else { continue };
            let bears = |c: &ConceptId| {
                partner.tags.iter().any(|t| t.concept == *c && t.state != TagState::Removed)
            };
            if !concept.as_ref().is_none_or(bears) {
                continue;
            }
            if let Some(relation) = relation(me.as_ref(), &requests, &partner.people) {
                listed.push(suggestion);
                relations.push(relation);
            }
            if listed.len() == limit {
                break;
            }
        }
        // Reasons are dear: they are found for what is shown alone.
        let reasons = index.reasons(&id, &query, &listed).map_err(AppError::from)?;
        let all = listed.iter().zip(&reasons).zip(relations);
        Ok(all
            .filter_map(|((suggestion, reason), relation)| {
                picture.suggestion(suggestion, reason, relation)
            })
            .collect())
    })
    .await??;
    Ok(web::Json(views))
}
