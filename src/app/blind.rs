//! Two rankings compared blindly by experts: the page they vote on, the key that tells which side was
//! which, and what the votes say.

use super::output::Output;
use super::plan::json;
use super::rank::index_workshop;
use super::{AppError, input};
use crate::domain::{
    Organisation, OrganisationId, Profile, ProfileId, ProfileKind, Text, Workshop,
};
use crate::exchange::blind_page;
use crate::matching::{Query, Weights};
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// What is compared.
#[derive(Debug, Clone)]
pub struct BlindRequest {
    pub first: Weights,
    pub second: Weights,
    /// Profiles to ask about, at most.
    pub profiles: usize,
    /// Partners on each list.
    pub top: usize,
    /// Which profiles, and which side is which, follow from it.
    pub seed: u64,
}

/// Ranks by the likeness of the texts alone: the simple method that a ranking should beat.
pub fn words_alone() -> Weights {
    Weights { shared: 0.0, complement: 0.0, past: 0.0, phase: 0.0, ..Weights::default() }
}

#[derive(Debug, Serialize)]
struct Shown<'a> {
    title: &'a str,
    text: &'a str,
    seeks: &'a str,
    offers: &'a str,
    lang: &'static str,
    organisation: &'a Text,
}

#[derive(Debug, Serialize)]
struct Question<'a> {
    profile: Shown<'a>,
    left: Vec<Shown<'a>>,
    right: Vec<Shown<'a>>,
}

#[derive(Debug, Serialize)]
struct Ballot<'a> {
    id: String,
    questions: Vec<Question<'a>>,
}

/// Which side was which. Whoever votes must not see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlindKey {
    pub ballot: String,
    /// For each question the profile, and whether the first ranking stood on the left.
    pub questions: Vec<(ProfileId, bool)>,
    /// Profiles for which both rankings list the same, in the same order; nothing is asked there.
    pub alike: usize,
}

/// Writes `vote.html`, which works from the disk, and `key.json` into a folder.
pub fn write_blind(
    workshop: &Workshop,
    request: &BlindRequest,
    out: &Path,
) -> Result<BlindKey, AppError> {
    let query = Query { limit: request.top, ..Query::default() };
    let first = index_workshop(workshop, request.first.clone())?;
    let second = index_workshop(workshop, request.second.clone())?;
    let mut random = ChaCha8Rng::seed_from_u64(request.seed);
    let mut asked: Vec<&Profile> =
        workshop.profiles.iter().filter(|p| p.kind != ProfileKind::Project).collect();
    asked.shuffle(&mut random);
    let organisations: HashMap<&OrganisationId, &Organisation> =
        workshop.organisations.iter().map(|o| (&o.id, o)).collect();
    let profiles: HashMap<&ProfileId, &Profile> =
        workshop.profiles.iter().map(|p| (&p.id, p)).collect();
    let shown = |profile: &Profile| -> Option<Shown> {
        let profile = profiles.get(&profile.id)?;
        Some(Shown {
            title: &profile.title,
            text: &profile.text,
            seeks: &profile.seeks,
            offers: &profile.offers,
            lang: profile.lang.code(),
            organisation: &organisations.get(&profile.organisation)?.name,
        })
    };
    let (mut questions, mut sides, mut alike) = (Vec::new(), Vec::new(), 0);
    for profile in asked {
        if questions.len() == request.profiles {
            break;
        }
        let list = |index: &crate::matching::Index| -> Result<Vec<ProfileId>, AppError> {
            Ok(index.rank(&profile.id, &query)?.into_iter().map(|s| s.profile).collect())
        };
        let lists = [list(&first)?, list(&second)?];
        if lists[0] == lists[1] {
            alike += 1;
            continue;
        }
        let [one, other] = lists.map(|ids| -> Vec<Shown> {
            ids.iter().filter_map(|id| shown(profiles.get(id)?)).collect()
        });
        let Some(profile_shown) = shown(profile) else { continue };
        let first_left = random.random_bool(0.5);
        let (left, right) = if first_left { (one, other) } else { (other, one) };
        questions.push(Question { profile: profile_shown, left, right });
        sides.push((profile.id.clone(), first_left));
    }
    if questions.is_empty() {
        return Err(AppError::Argument(Text::new(
            "二つの順位はすべて同じで、尋ねることがありません。別の重みと比べてください",
            "both rankings are the same everywhere, so there is nothing to ask; compare other weights",
        )));
    }
    let id = Sha256::digest(json(&questions)).iter().take(6).map(|b| format!("{b:02x}")).collect();
    let ballot = Ballot { id, questions };
    let key = BlindKey { ballot: ballot.id.clone(), questions: sides, alike };
    let mut output = Output::new(out)?;
    output.put("vote.html", blind_page(&ballot).as_bytes())?;
    output.put("key.json", &json(&key))?;
    output.commit()?;
    Ok(key)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Choice {
    Left,
    Same,
    Right,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Vote {
    question: usize,
    choice: Choice,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Votes {
    ballot: String,
    voter: String,
    votes: Vec<Vote>,
}

/// What the votes say. A question counts once, however many vote on it, for its voters look at the
/// same lists: whoever has more votes there wins it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BlindTally {
    pub voters: usize,
    pub votes: usize,
    /// Questions won by the first ranking and by the second.
    pub first: usize,
    pub second: usize,
    /// Questions with votes, won by neither.
    pub even: usize,
    /// Profiles for which both rankings were the same.
    pub alike: usize,
    /// The share of the first ranking among the questions won.
    pub share: Option<f64>,
    /// Where that share lies for all such profiles, with 95 % confidence (Clopper and Pearson 1934,
    /// exact); 0–1 where no question was won.
    pub interval: [f64; 2],
}

/// Counts the votes of as many files as there were voters.
pub fn tally_blind(key: &Path, votes: &[PathBuf]) -> Result<BlindTally, AppError> {
    let expected = Text::new("`enishi blind` の key.json", "key.json as `enishi blind` writes it");
    let key: BlindKey = input::read_json(key, &expected)?;
    let expected = Text::new("投票ページで保存したファイル", "votes as the page saves them");
    let mut balance = vec![(0usize, 0usize, 0usize); key.questions.len()];
    let mut voters: Vec<String> = Vec::new();
    let mut count = 0;
    for path in votes {
        let read: Votes = input::read_json(path, &expected)?;
        let wrong = |ja: String, en: String| {
            let path = path.display();
            Err(AppError::Argument(Text::new(format!("{path}：{ja}"), format!("{path}: {en}"))))
        };
        if read.ballot != key.ballot {
            return wrong(
                format!(
                    "別の投票（{}）の回答です。{} のものを渡してください",
                    read.ballot, key.ballot
                ),
                format!("votes of ballot {}; expected those of {}", read.ballot, key.ballot),
            );
        }
        if voters.contains(&read.voter) {
            return wrong(
                format!("「{}」さんの回答が2つあります。1つを除いてください", read.voter),
                format!("a second file of {:?}; leave one out", read.voter),
            );
        }
        voters.push(read.voter);
        let mut seen = vec![false; balance.len()];
        for Vote { question, choice } in read.votes {
            if seen.get(question) != Some(&false) {
                return wrong(
                    format!(
                        "問{}はないか、2回答えられています。保存し直してください",
                        question + 1
                    ),
                    format!(
                        "question {} is not there or answered twice; save it anew",
                        question + 1
                    ),
                );
            }
            seen[question] = true;
            count += 1;
            let (first, second, same) = &mut balance[question];
            match (choice, key.questions[question].1) {
                (Choice::Same, _) => *same += 1,
                (Choice::Left, true) | (Choice::Right, false) => *first += 1,
                (Choice::Left, false) | (Choice::Right, true) => *second += 1,
            }
        }
    }
    let won = |wins: fn(&(usize, usize, usize)) -> bool| balance.iter().filter(|b| wins(b)).count();
    let (first, second) = (won(|(a, b, _)| a > b), won(|(a, b, _)| b > a));
    let all = first + second;
    Ok(BlindTally {
        voters: voters.len(),
        votes: count,
        first,
        second,
        even: won(|(a, b, same)| a == b && a + b + same > 0),
        alike: key.alike,
        share: (all > 0).then(|| first as f64 / all as f64),
        interval: interval(first, all),
    })
}

/// Where a share lies with 95 % confidence, of which so many of so many were seen.
fn interval(seen: usize, of: usize) -> [f64; 2] {
    // The share at which seeing at least so many has the probability of one tail.
    let at_least = |seen: usize| {
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..60 {
            let share = (low + high) / 2.0;
            if tail(seen, of, share) < 0.025 { low = share } else { high = share }
        }
        low
    };
    let low = if seen == 0 { 0.0 } else { at_least(seen) };
    let left = of - seen;
    [low, if left == 0 { 1.0 } else { 1.0 - at_least(left) }]
}

/// The probability of at least so many of so many, each with this probability.
fn tail(least: usize, of: usize, share: f64) -> f64 {
    let (yes, no) = (share.ln(), (1.0 - share).ln());
    let mut ways = 0.0f64;
    let mut sum = 0.0;
    for seen in 0..=of {
        if seen > 0 {
            ways += ((of - seen + 1) as f64 / seen as f64).ln();
        }
        if seen >= least {
            sum += (ways + seen as f64 * yes + (of - seen) as f64 * no).exp();
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against the tables of Clopper and Pearson: 7 of 10, 0 of 10, 10 of 10.
    #[test]
    fn intervals_are_those_of_the_tables() {
        let close = |found: [f64; 2], low: f64, high: f64| {
            assert!((found[0] - low).abs() < 5e-4 && (found[1] - high).abs() < 5e-4, "{found:?}");
        };
        close(interval(7, 10), 0.3475, 0.9333);
        close(interval(0, 10), 0.0, 0.3085);
        close(interval(10, 10), 0.6915, 1.0);
        assert_eq!(interval(0, 0), [0.0, 1.0]);
    }
}
