//! The concepts of the vocabulary, found by any of their words.

use crate::server::answer::{Answer, within};
use crate::server::limits::MAX_SHORT;
use crate::server::wire::Text;
use crate::vocabulary::{Concept, Thesaurus, fold};
use actix_web::{get, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Concepts in an answer.
const MOST: usize = 20;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ConceptQuery {
    /// A part of a label, in either language and any spelling.
    #[serde(default)]
    #[param(max_length = 200)]
    q: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ConceptView {
    pub concept: String,
    pub label: Text,
    pub facet: String,
    pub facet_label: Text,
    /// The synonym that was met; null where it was the label.
    pub synonym: Option<String>,
}

/// How well a label is met: the whole of it, its beginning, a part of it.
fn rank(label: &str, wanted: &str) -> Option<usize> {
    let label = fold(label).to_string();
    label.find(wanted).map(|at| match (at, label.len() == wanted.len()) {
        (0, true) => 0,
        (0, false) => 1,
        _ => 2,
    })
}

fn view(concept: &Concept, met: &str) -> ConceptView {
    let preferred = [&concept.label.ja, &concept.label.en].into_iter().any(|label| label == met);
    ConceptView {
        concept: concept.id.0.clone(),
        label: (&concept.label).into(),
        facet: concept.facet.code().to_owned(),
        facet_label: Text::both(|lang| concept.facet.label(lang).to_owned()),
        synonym: (!preferred).then(|| met.to_owned()),
    }
}

/// Concepts whose words hold what is typed, the nearest first, at most 20.
#[utoipa::path(
    tag = "profiles",
    params(ConceptQuery),
    responses((status = 200, body = Vec<ConceptView>))
)]
#[get("/api/concepts")]
pub async fn find_concepts(query: web::Query<ConceptQuery>) -> Answer<Vec<ConceptView>> {
    within("q", &query.q, MAX_SHORT)?;
    let wanted = fold(query.q.trim()).to_string();
    if wanted.is_empty() {
        return Ok(web::Json(Vec::new()));
    }
    let mut found: Vec<(usize, usize, &Concept, &str)> = Thesaurus::embedded()
        .concepts()
        .iter()
        .filter_map(|concept| {
            let ranked = concept.labels().filter_map(|(_, l)| Some((rank(l, &wanted)?, l)));
            let (rank, label) = ranked.min_by_key(|(rank, label)| (*rank, label.len()))?;
            Some((rank, label.chars().count(), concept, label))
        })
        .collect();
    found.sort_by_key(|(rank, length, ..)| (*rank, *length));
    let views = found.into_iter().take(MOST).map(|(_, _, concept, met)| view(concept, met));
    Ok(web::Json(views.collect()))
}
