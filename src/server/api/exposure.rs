//! Who is suggested to others how often.

use crate::domain::ProfileId;
use crate::matching::Query;
use crate::server::answer::Answer;
use crate::server::picture::Picture;
use crate::server::problem::Problem;
use crate::server::service::Service;
use crate::server::wire::ProfileRef;
use actix_web::{get, web};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use utoipa::ToSchema;

/// Places of each list of suggestions that are counted: what people look at first.
pub const COUNTED_PLACES: usize = 10;
/// Profiles that are named at most, of those suggested most and of those never suggested.
const MOST_NAMED: usize = 100;

/// A profile, and on how many lists of suggestions it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ExposedView {
    pub profile: ProfileRef,
    pub times: usize,
}

/// Who is suggested how often among the first on everybody's list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ExposureView {
    /// Places of each list that are counted.
    pub places: usize,
    /// Profiles that may be suggested.
    pub profiles: usize,
    /// On how many lists a profile stands in the mean.
    pub mean: f64,
    /// How many profiles stand on no list.
    pub never_count: usize,
    /// Those on no list, by id; 100 at most.
    pub never: Vec<ExposedView>,
    /// Those on most lists, the most first; 100 at most, and none that stands on none.
    pub most: Vec<ExposedView>,
}

/// Who is suggested often, and who never: among the first ten of everybody's suggestions, without
/// anybody's filters.
#[utoipa::path(
    tag = "suggestions",
    params(("workshop" = String, Path)),
    responses((status = 200, body = ExposureView))
)]
#[get("/api/workshops/{workshop}/exposure")]
pub async fn get_exposure(
    service: web::Data<Service>,
    workshop: web::Path<String>,
) -> Answer<ExposureView> {
    let picture = service.picture(&workshop).await?;
    let view = web::block(move || -> Result<_, Problem> {
        let query = Query { limit: COUNTED_PLACES, ..Query::default() };
        let exposure = picture.exposure(&query)?;
        Ok(exposed(&picture, &exposure.times))
    })
    .await??;
    Ok(web::Json(view))
}

fn exposed(picture: &Picture, times: &[(ProfileId, usize)]) -> ExposureView {
    let named = |(id, times): &(ProfileId, usize)| {
        let profile = picture.profile_ref(picture.profile(id)?);
        Some(ExposedView { profile, times: *times })
    };
    let (never, mut most): (Vec<_>, Vec<_>) = times.iter().cloned().partition(|(_, n)| *n == 0);
    most.sort_by_key(|(id, n)| (Reverse(*n), id.clone()));
    let all: usize = most.iter().map(|(_, n)| n).sum();
    ExposureView {
        places: COUNTED_PLACES,
        profiles: times.len(),
        mean: all as f64 / times.len().max(1) as f64,
        never_count: never.len(),
        never: never.iter().take(MOST_NAMED).filter_map(named).collect(),
        most: most.iter().take(MOST_NAMED).filter_map(named).collect(),
    }
}
