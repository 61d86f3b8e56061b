//! Weights fitted to a record of who met or joined whom, and what they change on years held out.
//!
//! Each part's weight is multiplied by a factor above 0, so the parts stay what they are, their reasons
//! stay true and nothing that helped before hurts now. The factors make the partners of the record
//! likely among all (softmax over the candidates of each question, gradient ascent), drawn towards 1 so
//! that little data changes little. Deterministic.

use super::index::Index;
use super::part::PartKind;
use super::rank::{Asked, Lens, Query};
use super::{MatchingError, Weights};
use crate::domain::ProfileId;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Fewer questions than this in the years to learn from teach nothing that holds elsewhere.
pub const LEAST_QUESTIONS: usize = 50;
/// Fewer questions than this in the year held out measure nothing.
pub const LEAST_HELD_OUT: usize = 20;

const KINDS: usize = PartKind::ALL.len();
const STEPS: usize = 300;
/// Candidates beside the partners, the best by the present weights: the others decide nothing.
const RIVALS: usize = 200;
/// Points by which odds of two candidates change by e.
const SCALE: f64 = 10.0;
/// How strongly a factor is drawn towards 1, in questions.
const PULL: f64 = 10.0;

/// That somebody met or joined a partner for a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    pub year: i32,
    pub profile: ProfileId,
    pub partner: ProfileId,
}

/// How near the top the true partners stand.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Measure {
    pub questions: usize,
    /// The mean of 1 / rank of the first partner.
    pub mrr: f64,
    /// The mean share of the partners among the first ten.
    pub recall_10: f64,
}

/// What was learned.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fitted {
    /// Fitted on all years, or the present ones where learning did not help on the year held out.
    pub weights: Weights,
    pub adopted: bool,
    /// For each part the factor on its weight.
    pub factors: Vec<(PartKind, f64)>,
    pub held_out: i32,
    /// On the year held out: by the present weights, and by those fitted on the years before it.
    pub before: Measure,
    pub after: Measure,
}

/// Why nothing can be learned.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum LearnError {
    #[error(transparent)]
    Matching(#[from] MatchingError),
    #[error(
        "the record holds meetings of {0} years; learning needs at least 2, one of them held out to \
         measure on: keep the default weights until then"
    )]
    OneYear(usize),
    #[error(
        "the years before {held_out} hold {count} profiles with partners, learning needs at least {least}: \
         keep the default weights until then"
    )]
    TooLittle { held_out: i32, count: usize, least: usize },
    #[error(
        "the year {held_out} holds {count} profiles with partners, measuring needs at least {least}: add the \
         rest of that year or leave it out"
    )]
    TooLittleHeldOut { held_out: i32, count: usize, least: usize },
}

/// A profile with its partners of one year and its rivals: what each part gives each of them.
struct Question {
    year: i32,
    rows: Vec<[f64; KINDS]>,
    /// The first rows are the partners'.
    partners: usize,
}

/// Learns from a record: fitted on all years but the last, measured on the last, fitted again on all.
pub fn learn(index: &Index, record: &[Meeting]) -> Result<Fitted, LearnError> {
    let years: BTreeSet<i32> = record.iter().map(|meeting| meeting.year).collect();
    let (Some(&held_out), true) = (years.last(), years.len() > 1) else {
        return Err(LearnError::OneYear(years.len()));
    };
    let questions = questions(index, record)?;
    let (past, last): (Vec<&Question>, Vec<&Question>) =
        questions.iter().partition(|question| question.year < held_out);
    if past.len() < LEAST_QUESTIONS {
        let (count, least) = (past.len(), LEAST_QUESTIONS);
        return Err(LearnError::TooLittle { held_out, count, least });
    }
    if last.len() < LEAST_HELD_OUT {
        let (count, least) = (last.len(), LEAST_HELD_OUT);
        return Err(LearnError::TooLittleHeldOut { held_out, count, least });
    }
    let before = measure(&last, &[1.0; KINDS]);
    let after = measure(&last, &fit(&past));
    let adopted = after.mrr > before.mrr;
    let factors = if adopted { fit(&questions.iter().collect::<Vec<_>>()) } else { [1.0; KINDS] };
    Ok(Fitted {
        weights: index.weights().scaled(&factors),
        adopted,
        factors: PartKind::ALL.into_iter().zip(factors).collect(),
        held_out,
        before,
        after,
    })
}

fn questions(index: &Index, record: &[Meeting]) -> Result<Vec<Question>, MatchingError> {
    let mut asked: BTreeMap<(i32, usize), BTreeSet<usize>> = BTreeMap::new();
    for meeting in record {
        let (one, other) = (index.position(&meeting.profile)?, index.position(&meeting.partner)?);
        if one != other {
            asked.entry((meeting.year, one)).or_default().insert(other);
        }
    }
    let question = |((year, profile), partners): ((i32, usize), BTreeSet<usize>)| {
        let asked = Asked::new(index, profile, Lens::Whole);
        let ranked = asked.ranked(&Query::default());
        let rivals = ranked.map(|(_, position)| position);
        let rivals = rivals.filter(|position| !partners.contains(position)).take(RIVALS);
        let row = |position: usize| asked.points(position).map(|points| points.to_f64());
        Question {
            year,
            partners: partners.len(),
            rows: partners.iter().copied().chain(rivals).map(row).collect(),
        }
    };
    Ok(asked.into_par_iter().map(question).collect())
}

fn score(row: &[f64; KINDS], factors: &[f64; KINDS]) -> f64 {
    row.iter().zip(factors).map(|(points, factor)| points * factor).sum()
}

/// Gradient ascent on the logarithms of the factors, with steps of their sign (Rprop, Riedmiller and Braun 1993): the size of
/// the gradient, which differs much between parts, does not matter.
fn fit(questions: &[&Question]) -> [f64; KINDS] {
    let mut logs = [0.0f64; KINDS];
    let mut sizes = [0.05f64; KINDS];
    let mut signs = [0.0f64; KINDS];
    for _ in 0..STEPS {
        let gradient = gradient(questions, &logs);
        for kind in 0..KINDS {
            let sign = if gradient[kind] == 0.0 { 0.0 } else { gradient[kind].signum() };
            let faster = if sign * signs[kind] < 0.0 { 0.5 } else { 1.2 };
            sizes[kind] = (sizes[kind] * faster).clamp(1e-6, 0.2);
            logs[kind] = (logs[kind] + sign * sizes[kind]).clamp(-3.0, 3.0);
            signs[kind] = sign;
        }
    }
    logs.map(f64::exp)
}

fn gradient(questions: &[&Question], logs: &[f64; KINDS]) -> [f64; KINDS] {
    let factors = logs.map(f64::exp);
    let mut gradient = logs.map(|log| -PULL * log);
    for question in questions {
        let scores: Vec<f64> = question.rows.iter().map(|row| score(row, &factors)).collect();
        let most = scores.iter().copied().fold(f64::MIN, f64::max);
        let odds: Vec<f64> = scores.iter().map(|score| ((score - most) / SCALE).exp()).collect();
        let all: f64 = odds.iter().sum();
        for kind in 0..KINDS {
            let expected: f64 =
                question.rows.iter().zip(&odds).map(|(row, odds)| row[kind] * odds / all).sum();
            let seen: f64 = question.rows[..question.partners].iter().map(|row| row[kind]).sum();
            let seen = seen / question.partners as f64;
            gradient[kind] += (seen - expected) * factors[kind] / SCALE;
        }
    }
    gradient
}

/// Equal scores count against the partner.
fn measure(questions: &[&Question], factors: &[f64; KINDS]) -> Measure {
    let (mut mrr, mut recall_10) = (0.0, 0.0);
    for question in questions {
        let (partners, rivals) = question.rows.split_at(question.partners);
        let better = |row: &[f64; KINDS], others: &[[f64; KINDS]]| {
            others.iter().filter(|other| score(other, factors) >= score(row, factors)).count()
        };
        let ranks = partners.iter().map(|row| better(row, rivals) + 1);
        mrr += 1.0 / ranks.clone().min().unwrap_or(usize::MAX) as f64;
        let found = partners.iter().filter(|row| better(row, &question.rows) <= 10).count();
        recall_10 += found as f64 / question.partners as f64;
    }
    let count = questions.len().max(1) as f64;
    Measure { questions: questions.len(), mrr: mrr / count, recall_10: recall_10 / count }
}
