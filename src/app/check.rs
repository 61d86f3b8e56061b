//! A draft consortium against the funding schemes.

use super::consortia::{Filler, Ground};
use super::tag::tag_workshop;
use super::{AppError, Exit, input};
use crate::domain::{Consortium, SchemeId, Text, Unknown, Workshop, nearest};
use crate::matching::Weights;
use crate::programmes::{Comparison, Facts, Scheme, Standing, assess, draft, schemes};
use chrono::NaiveDate;
use std::path::Path;

/// What is asked of a draft.
#[derive(Debug, Clone)]
pub struct CheckRequest<'a> {
    /// One scheme; all side by side where none is named.
    pub scheme: Option<&'a Scheme>,
    pub as_of: NaiveDate,
    /// Fill in roles and an even budget where the draft says nothing, and say so.
    pub assume: bool,
    /// Knows the organisations, and who could fill what is missing.
    pub workshop: Option<&'a Workshop>,
}

/// What the schemes say.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// As it was judged: of each scheme's own draft where `assume` was asked.
    pub comparison: Comparison,
    /// Who fills what is missing, for each scheme by id; empty without a workshop.
    pub fillers: Vec<(SchemeId, Vec<Filler>)>,
}

impl Checked {
    /// `Faults` where every scheme that was asked says no.
    pub fn exit(&self) -> Exit {
        let says_no = |standing: Standing| standing == Standing::NotEligible;
        let all = self.comparison.assessments.iter().all(|a| says_no(a.standing));
        if all { Exit::Faults } else { Exit::Done }
    }
}

/// Reads the draft of a consortium from JSON.
pub fn load_consortium(path: &Path) -> Result<Consortium, AppError> {
    let expected = Text::new("コンソーシアム案のJSON", "the draft of a consortium in JSON");
    let consortium: Consortium = input::read_json(path, &expected)?;
    let faults: Vec<String> = consortium.faults().iter().map(ToString::to_string).collect();
    if faults.is_empty() {
        Ok(consortium)
    } else {
        Err(AppError::Consortium { path: path.to_owned(), faults })
    }
}

/// A scheme by its id.
pub fn find_scheme(id: &SchemeId) -> Result<&'static Scheme, AppError> {
    crate::programmes::scheme(id).ok_or_else(|| {
        let ids: Vec<&str> = schemes().iter().map(|s| s.id.as_str()).collect();
        Unknown {
            what: Text::new("制度", "scheme"),
            value: id.to_string(),
            expected: Text::new(ids.join("、"), format!("one of {}", ids.join(", "))),
            nearest: nearest(id.as_str(), ids),
        }
        .into()
    })
}

/// Judges a draft.
pub fn check_consortium(
    consortium: &Consortium,
    request: &CheckRequest,
) -> Result<Checked, AppError> {
    let asked = match request.scheme {
        Some(scheme) => std::slice::from_ref(scheme),
        None => schemes(),
    };
    let none = Vec::new();
    let organisations = request.workshop.map_or(&none, |w| &w.organisations);
    let facts = Facts::new(organisations);
    let as_of = request.as_of;
    let assessed = asked.iter().map(|scheme| match request.assume {
        true => assess(scheme, &draft(scheme, consortium), &facts, as_of),
        false => assess(scheme, consortium, &facts, as_of),
    });
    let comparison = Comparison::of(as_of, assessed.collect());
    let mut fillers = Vec::new();
    if let Some(workshop) = request.workshop {
        let mut workshop = workshop.clone();
        tag_workshop(&mut workshop);
        let ground = Ground::new(&workshop, Weights::default())?;
        for assessment in &comparison.assessments {
            fillers.push((assessment.scheme.clone(), ground.fillers_for(consortium, assessment)));
        }
    }
    Ok(Checked { comparison, fillers })
}
