//! Why a partner is suggested, in words, and what would change it.

use super::change::Change;
use super::index::Index;
use super::part::{Borne, Grounds, Part};
use super::rank::{Query, Suggestion};
use super::{MatchingError, Points};
use crate::domain::{ConceptId, Lang, OrganisationId, Phase, Profile, ProfileId, Text};
use crate::vocabulary::Facet;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A change of the profile that was tried, and what the ranking then said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counterfactual {
    pub change: Change,
    pub rank: usize,
    /// `None`: it would not be suggested at all.
    pub changed_rank: Option<usize>,
    pub score: Points,
    pub changed_score: Points,
    pub sentence: Text,
}

/// A suggestion explained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// One sentence for each part, the weightiest first.
    pub sentences: Vec<Text>,
    /// Of the changes tried, the one that moves the suggestion most. `None` only where nothing the
    /// profile says supports it (past co-operation and phase alone).
    pub counterfactual: Option<Counterfactual>,
}

/// Rank and score of those who were suggested.
type Ranks = HashMap<ProfileId, (usize, Points)>;

/// The changes that may move the suggestions, each made in the copy and followed by a ranking: first
/// of what the profile's tags say; of its words where no tag moves a suggestion.
fn try_changes(
    copy: &mut Index,
    profile: &Profile,
    query: &Query,
    suggestions: &[Suggestion],
) -> Result<BTreeMap<Change, Ranks>, MatchingError> {
    let listed: Vec<ProfileId> = suggestions.iter().map(|s| s.profile.clone()).collect();
    let mut try_one = |change: Change| -> Result<(Change, Ranks), MatchingError> {
        copy.replace(&change.apply(profile))?;
        Ok((change, copy.standings(&profile.id, query, &listed)?))
    };
    let concepts: BTreeSet<Change> = suggestions.iter().flat_map(concept_changes).collect();
    let mut tried: BTreeMap<Change, Ranks> =
        concepts.into_iter().map(&mut try_one).collect::<Result<_, _>>()?;
    let settled = |suggestion: &&Suggestion| {
        concept_changes(suggestion).iter().any(|change| {
            tried[change].get(&suggestion.profile).map(|r| r.0) != Some(suggestion.rank)
        })
    };
    let words: BTreeSet<Change> =
        suggestions.iter().filter(|s| !settled(s)).flat_map(word_changes).collect();
    for word in words {
        tried.extend([try_one(word)?]);
    }
    Ok(tried)
}

/// Words tried for a suggestion that no concept moves.
const WORDS_TRIED: usize = 3;
/// Labels named in one sentence.
const NAMED: usize = 3;

impl Index<'_> {
    /// The reasons of suggestions that `rank` gave for `id` and `query`, in their order. Each
    /// counterfactual is found by making the change in a copy of the index and ranking again:
    /// O(tags of the profile) rankings, whatever the number of suggestions.
    pub fn reasons(
        &self,
        id: &ProfileId,
        query: &Query,
        suggestions: &[Suggestion],
    ) -> Result<Vec<Reason>, MatchingError> {
        self.reasons_with(&mut self.clone(), id, query, suggestions)
    }

    /// The same with a copy of the index that is there already, for large ones; it comes back as it was.
    pub fn reasons_with(
        &self,
        copy: &mut Index,
        id: &ProfileId,
        query: &Query,
        suggestions: &[Suggestion],
    ) -> Result<Vec<Reason>, MatchingError> {
        let profile = self.profile(id)?;
        let tried = try_changes(copy, profile, query, suggestions);
        copy.replace(profile)?;
        let tried = tried?;
        Ok(suggestions
            .iter()
            .map(|suggestion| Reason {
                sentences: self.sentences(&suggestion.parts),
                counterfactual: self.strongest(&tried, suggestion),
            })
            .collect())
    }

    /// Of the changes that touch the suggestion, the one after which it stands lowest.
    fn strongest(
        &self,
        tried: &BTreeMap<Change, Ranks>,
        suggestion: &Suggestion,
    ) -> Option<Counterfactual> {
        let mut changes = concept_changes(suggestion);
        changes.extend(word_changes(suggestion));
        changes
            .into_iter()
            .filter_map(|change| {
                let ranks = tried.get(&change)?;
                let changed = ranks.get(&suggestion.profile).copied();
                let rank = changed.map_or(usize::MAX, |(rank, _)| rank);
                let score = changed.map_or(Points::ZERO, |(_, score)| score);
                Some((rank, -score, change, changed))
            })
            .reduce(|best, next| if (next.0, next.1) > (best.0, best.1) { next } else { best })
            .map(|(_, _, change, changed)| {
                let mut counterfactual = Counterfactual {
                    change,
                    rank: suggestion.rank,
                    changed_rank: changed.map(|(rank, _)| rank),
                    score: suggestion.score,
                    changed_score: changed.map_or(Points::ZERO, |(_, score)| score),
                    sentence: Text::default(),
                };
                counterfactual.sentence = self.supposed(&counterfactual);
                counterfactual
            })
    }

    fn supposed(&self, counterfactual: &Counterfactual) -> Text {
        let (ja, en) = match &counterfactual.change {
            Change::WithoutConcept(concept) => {
                (self.label(concept, Lang::Ja), self.label(concept, Lang::En))
            }
            Change::WithoutWord(word) => (word.clone(), word.clone()),
        };
        let Counterfactual { rank, score, changed_score, .. } = counterfactual;
        match counterfactual.changed_rank {
            None => Text::new(
                format!("「{ja}」がなければ、提案されません（現在{rank}位）。"),
                format!("Without “{en}” it would not be suggested (now {}).", ordinal(*rank)),
            ),
            Some(changed) if changed == *rank => Text::new(
                format!(
                    "「{ja}」がなくても{rank}位のままです（{score}点から{changed_score}点へ）。"
                ),
                format!(
                    "Even without “{en}” it would stay {} (score {score} → {changed_score}).",
                    ordinal(*rank)
                ),
            ),
            Some(changed) => {
                let (falls, fall) = if changed > *rank {
                    ("下がります", "fall")
                } else {
                    ("上がります", "rise")
                };
                Text::new(
                    format!("「{ja}」がなければ、{rank}位から{changed}位に{falls}。"),
                    format!(
                        "Without “{en}” it would {fall} from {} to {}.",
                        ordinal(*rank),
                        ordinal(changed)
                    ),
                )
            }
        }
    }

    /// The parts in words, the weightiest first.
    pub fn sentences(&self, parts: &[Part]) -> Vec<Text> {
        let mut parts: Vec<&Part> = parts.iter().collect();
        parts.sort_by_key(|part| (-part.points, part.kind));
        parts.into_iter().flat_map(|part| self.part_in_words(part)).collect()
    }

    fn part_in_words(&self, part: &Part) -> Vec<Text> {
        let shared: Vec<&ConceptId> = part
            .grounds
            .iter()
            .filter_map(|grounds| match grounds {
                Grounds::SharedConcept { concept, .. } => Some(concept),
                _ => None,
            })
            .take(NAMED)
            .collect();
        if !shared.is_empty() {
            let named = |lang| shared.iter().map(|c| self.label(c, lang)).collect::<Vec<_>>();
            return vec![Text::new(
                format!("{}が共通しています。", quoted_ja(&named(Lang::Ja))),
                format!("Both are about {}.", quoted_en(&named(Lang::En))),
            )];
        }
        part.grounds.iter().take(NAMED).filter_map(|grounds| self.in_words(grounds)).collect()
    }

    fn in_words(&self, grounds: &Grounds) -> Option<Text> {
        let label = |borne: &Borne, lang| self.label(&borne.tag, lang);
        Some(match grounds {
            Grounds::SharedConcept { .. } => return None,
            Grounds::Complement { mine_is_problem, mine, theirs, reason, .. } => {
                let (ja, en) = if *mine_is_problem {
                    ("こちらの「{0}」に、先方の「{1}」が応えます", "Their “{1}” answers your “{0}”")
                } else {
                    ("先方の「{1}」に、こちらの「{0}」が応えます", "Your “{0}” answers their “{1}”")
                };
                let fill = |form: &str, lang| {
                    form.replace("{0}", &label(mine, lang)).replace("{1}", &label(theirs, lang))
                };
                Text::new(
                    format!("{}（{}）。", fill(ja, Lang::Ja), reason.get(Lang::Ja)),
                    format!("{} ({}).", fill(en, Lang::En), reason.get(Lang::En)),
                )
            }
            Grounds::Sought { concept, mine_is_sought, .. } if self.is_problem(concept) => {
                let (ja, en) = (self.label(concept, Lang::Ja), self.label(concept, Lang::En));
                if *mine_is_sought {
                    Text::new(
                        format!("こちらの課題「{ja}」に先方が取り組んでいます。"),
                        format!("They work on “{en}”, which you ask for."),
                    )
                } else {
                    Text::new(
                        format!("先方の課題「{ja}」にこちらが取り組んでいます。"),
                        format!("You work on “{en}”, which they ask for."),
                    )
                }
            }
            Grounds::Sought { mine_is_sought: true, theirs, .. } => Text::new(
                format!("こちらが求める「{}」を先方が持っています。", label(theirs, Lang::Ja)),
                format!("They have the “{}” that you seek.", label(theirs, Lang::En)),
            ),
            Grounds::Sought { mine_is_sought: false, mine, .. } => Text::new(
                format!("先方が求める「{}」をこちらが持っています。", label(mine, Lang::Ja)),
                format!("You have the “{}” that they seek.", label(mine, Lang::En)),
            ),
            Grounds::Words { words } if words.is_empty() => {
                Text::new("文章の言葉が似ています。", "The texts are alike in their words.")
            }
            Grounds::Words { words } => Text::new(
                format!("文章に{}が共通しています。", quoted_ja(words)),
                format!("Both texts speak of {}.", quoted_en(words)),
            ),
            Grounds::AcrossLanguages => Text::new(
                "言語は異なりますが、内容の概念が近いです。",
                "Written in different languages, about the same concepts.",
            ),
            Grounds::Together { work } => {
                let names = |lang| work.iter().map(|w| w.get(lang).to_owned()).collect::<Vec<_>>();
                Text::new(
                    format!("{}で協働した実績があります。", quoted_ja(&names(Lang::Ja))),
                    format!("They worked together in {}.", quoted_en(&names(Lang::En))),
                )
            }
            Grounds::Through { organisations } if organisations.is_empty() => {
                Text::new("過去の協働でつながっています。", "Past joint work links them.")
            }
            Grounds::Through { organisations } => {
                let names = |lang| {
                    let named = organisations.iter().take(NAMED);
                    named.map(|id| self.organisation_name(id, lang)).collect::<Vec<_>>()
                };
                Text::new(
                    format!("{}がどちらとも協働しています。", quoted_ja(&names(Lang::Ja))),
                    format!("Both worked with {}.", quoted_en(&names(Lang::En))),
                )
            }
            Grounds::Phases { mine, theirs } => Text::new(
                format!(
                    "開発フェーズが合います（{}と{}）。",
                    phase(*mine, Lang::Ja),
                    phase(*theirs, Lang::Ja)
                ),
                format!(
                    "The phases fit ({} and {}).",
                    phase(*mine, Lang::En),
                    phase(*theirs, Lang::En)
                ),
            ),
        })
    }

    fn label(&self, concept: &ConceptId, lang: Lang) -> String {
        let known = self.thesaurus.concept(concept);
        known.map_or_else(|| concept.to_string(), |c| c.label.get(lang).to_owned())
    }

    fn is_problem(&self, concept: &ConceptId) -> bool {
        self.thesaurus.concept(concept).is_some_and(|c| c.facet == Facet::Sought)
    }

    fn organisation_name(&self, id: &OrganisationId, lang: Lang) -> String {
        let known = self.organisations.get(id);
        known.map_or_else(|| id.to_string(), |o| o.name.get(lang).to_owned())
    }
}

/// The tags of the asking profile that support the suggestion, each to be done without.
fn concept_changes(suggestion: &Suggestion) -> BTreeSet<Change> {
    let grounds = suggestion.parts.iter().flat_map(|part| &part.grounds);
    grounds
        .filter_map(|grounds| match grounds {
            Grounds::SharedConcept { mine, .. }
            | Grounds::Complement { mine, .. }
            | Grounds::Sought { mine, .. } => Some(Change::WithoutConcept(mine.tag.clone())),
            _ => None,
        })
        .collect()
}

fn word_changes(suggestion: &Suggestion) -> Vec<Change> {
    let grounds = suggestion.parts.iter().flat_map(|part| &part.grounds);
    let words = grounds.filter_map(|grounds| match grounds {
        Grounds::Words { words } => Some(words.iter().take(WORDS_TRIED)),
        _ => None,
    });
    words.flatten().cloned().map(Change::WithoutWord).collect()
}

fn quoted_ja(names: &[String]) -> String {
    names.iter().map(|name| format!("「{name}」")).collect()
}

fn quoted_en(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("“{name}”")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

fn ordinal(n: usize) -> String {
    let ending = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{n}{ending}")
}

fn phase(phase: Phase, lang: Lang) -> &'static str {
    match (phase, lang) {
        (Phase::Basic, Lang::Ja) => "基礎的",
        (Phase::Basic, Lang::En) => "basic",
        (Phase::Applied, Lang::Ja) => "応用",
        (Phase::Applied, Lang::En) => "applied",
        (Phase::Nonclinical, Lang::Ja) => "非臨床",
        (Phase::Nonclinical, Lang::En) => "non-clinical",
        (Phase::Clinical, Lang::Ja) => "臨床",
        (Phase::Clinical, Lang::En) => "clinical",
        (Phase::Marketed, Lang::Ja) => "市販後",
        (Phase::Marketed, Lang::En) => "marketed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinals_follow_english() {
        let said = [1, 2, 3, 4, 11, 12, 13, 21, 112].map(ordinal);
        assert_eq!(said, ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th"]);
    }
}
