//! Texts in two languages, and pages with cursors.

use crate::domain;
use crate::server::limits::MAX_PAGE;
use crate::server::problem::Problem;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A text in Japanese and English; where only one is known, both hold it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Text {
    pub ja: String,
    pub en: String,
}

impl From<&domain::Text> for Text {
    fn from(text: &domain::Text) -> Text {
        Text {
            ja: text.get(domain::Lang::Ja).to_owned(),
            en: text.get(domain::Lang::En).to_owned(),
        }
    }
}

impl From<domain::Text> for Text {
    fn from(text: domain::Text) -> Text {
        Text::from(&text)
    }
}

impl Text {
    pub fn both(of: impl Fn(domain::Lang) -> String) -> Text {
        Text { ja: of(domain::Lang::Ja), en: of(domain::Lang::En) }
    }
}

/// Which page of a list.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// As the page before gave it in `next`; the first page where it is left out.
    pub cursor: Option<String>,
    /// Entries of a page, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<usize>,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Entries of the whole list.
    pub total: usize,
    /// The cursor of the next page; null on the last one.
    pub next: Option<String>,
}

/// Cuts a page out of a list in a fixed order. The cursor is the key of the last entry shown, so
/// that entries that come or go meanwhile are neither shown twice nor left out.
pub fn page<S, T>(
    list: Vec<S>,
    query: &PageQuery,
    key: impl Fn(&S) -> String,
    wire: impl Fn(S) -> T,
) -> Result<Page<T>, Problem> {
    let limit = query.limit.unwrap_or(50);
    if !(1..=MAX_PAGE).contains(&limit) {
        return Err(Problem::bad(format!("limit is {limit}; expected 1 to {MAX_PAGE}")));
    }
    let total = list.len();
    let from = match &query.cursor {
        None => 0,
        Some(cursor) => match list.iter().position(|entry| key(entry) == *cursor) {
            Some(place) => place + 1,
            None => {
                return Err(Problem::bad(
                    "the entry that the cursor names is gone; start again without a cursor",
                ));
            }
        },
    };
    let last = list.len().min(from + limit);
    let next = (last < total && last > from).then(|| key(&list[last - 1]));
    let items = list.into_iter().skip(from).take(limit).map(wire).collect();
    Ok(Page { items, total, next })
}
