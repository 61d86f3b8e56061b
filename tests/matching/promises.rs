//! Scores are sums of their parts, a list is that of a rebuilt index, counterfactuals come true.

use super::profiles::{crowd, index, organisations, profile, ranked};
use enishi::domain::{Phase, Profile, ProfileId, ProfileKind, Tag, TagState, Text};
use enishi::matching::{
    Change, Cooperation, Grounds, Index, Lens, PartKind, Points, Query, Register, Scope,
    Suggestion, Weights,
};
use enishi::vocabulary::{Thesaurus, retag};
use proptest::prelude::*;

/// A sentence of labels that the vocabulary knows.
fn labels() -> impl Strategy<Value = String> {
    let concepts = Thesaurus::embedded().concepts();
    prop::collection::vec(0..concepts.len(), 1..7).prop_map(move |picked| {
        let words: Vec<&str> = picked.iter().map(|i| concepts[*i].label.ja.as_str()).collect();
        format!("{}を用いる研究。{}を求めています。", words.join("と"), words[0])
    })
}

/// A few profiles in a few organisations, with some decisions of people on their tags.
fn crowds() -> impl Strategy<Value = Vec<Profile>> {
    let one = (labels(), labels(), 0usize..3, 0usize..6, 0usize..5);
    prop::collection::vec(one, 3..9).prop_map(|written| {
        let kinds = [ProfileKind::Need, ProfileKind::Offer, ProfileKind::Seed];
        let phases = [Phase::Basic, Phase::Applied, Phase::Nonclinical, Phase::Clinical];
        let of = |(i, (text, seeks, kind, owner, decided)): (
            usize,
            (String, String, usize, usize, usize),
        )| {
            let mut profile = profile(&format!("p{i}"), kinds[kind], &text, "");
            profile.organisation = format!("o{owner}").as_str().into();
            profile.seeks = seeks;
            profile.phase = phases.get(decided).copied();
            profile.tags = retag(Thesaurus::embedded(), &profile);
            if let Some(tag) = profile.tags.get_mut(decided) {
                tag.state = if kind == 0 { TagState::Removed } else { TagState::Confirmed };
            }
            profile
        };
        written.into_iter().enumerate().map(of).collect()
    })
}

fn joint() -> Vec<Cooperation> {
    let of = |name: &str, ids: &[&str]| Cooperation {
        name: Text::new(name, name),
        organisations: ids.iter().map(|id| (*id).into()).collect(),
    };
    vec![of("x", &["o0", "o1"]), of("y", &["o1", "o2", "o3"]), of("z", &["o3", "o4"])]
}

fn crowd_index(profiles: &[Profile]) -> Index<'static> {
    let (organisations, cooperations) = (organisations(profiles), joint());
    let register = Register {
        profiles,
        organisations: &organisations,
        cooperations: &cooperations,
        ..Register::default()
    };
    Index::build(&register, Thesaurus::embedded(), Weights::default()).expect("profiles are sound")
}

fn points(grounds: &Grounds) -> Points {
    match grounds {
        Grounds::SharedConcept { points, .. }
        | Grounds::Complement { points, .. }
        | Grounds::Sought { points, .. } => *points,
        _ => Points::ZERO,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Score = sum of the parts, part = sum of what stands behind it, to the last digit; ranks
    /// follow scores, equals follow ids.
    #[test]
    fn scores_are_the_sums_of_their_parts(profiles in crowds()) {
        let index = crowd_index(&profiles);
        for profile in &profiles {
            let ranked = ranked(&index, profile.id.as_str());
            for (i, suggestion) in ranked.iter().enumerate() {
                let sum: Points = suggestion.parts.iter().map(|part| part.points).sum();
                prop_assert_eq!(suggestion.score, sum);
                prop_assert_eq!(suggestion.rank, i + 1);
                for part in &suggestion.parts {
                    if matches!(part.kind, PartKind::Shared | PartKind::Complement) {
                        let sum: Points = part.grounds.iter().map(points).sum();
                        prop_assert_eq!(part.points, sum);
                    }
                }
            }
            let order = |s: &Suggestion| (-s.score, s.profile.clone());
            prop_assert!(ranked.windows(2).all(|w| order(&w[0]) < order(&w[1])));
        }
    }

    /// A profile replaced gives every ranking that a new index gives.
    #[test]
    fn replacing_is_rebuilding(mut profiles in crowds(), text in labels(), which in 0usize..3) {
        let mut index = crowd_index(&profiles);
        profiles[which].text = text;
        profiles[which].tags = retag(Thesaurus::embedded(), &profiles[which]);
        index.replace(&profiles[which]).expect("the profile is there");
        let rebuilt = crowd_index(&profiles);
        for profile in &profiles {
            let id = profile.id.as_str();
            prop_assert_eq!(ranked(&index, id), ranked(&rebuilt, id));
        }
    }

    /// One more tag that both bear, by the profile's own words or by a person's word, lowers the score
    /// in neither direction; the rarities of the whole register shift with it.
    #[test]
    fn one_more_matching_tag_never_lowers_the_score(
        profiles in crowds(),
        (one, other) in (0usize..9, 0usize..9),
        which in 0usize..12,
        (weight, by_words) in (0.05f64..1.0, any::<bool>()),
    ) {
        let (one, other) = (one % profiles.len(), other % profiles.len());
        let counts = |tag: &&Tag| tag.state != TagState::Removed;
        let tags: Vec<&Tag> = profiles[one].tags.iter().filter(counts).collect();
        prop_assume!(one != other && !tags.is_empty());
        let concept = tags[which % tags.len()].concept.clone();
        let (mut with, mut without) = (profiles.clone(), profiles.clone());
        without[other].tags.retain(|tag| tag.concept != concept);
        if by_words {
            // The words are there before the tag is.
            let label = &Thesaurus::embedded().concept(&concept).expect("it was tagged").label.ja;
            for profile in [&mut with[other], &mut without[other]] {
                profile.text = format!("{}{label}を扱う。", profile.text);
                profile.tags = retag(Thesaurus::embedded(), profile);
                profile.tags.iter_mut().for_each(|tag| if tag.concept == concept {
                    tag.state = TagState::Suggested;
                });
            }
            without[other].tags.retain(|tag| tag.concept != concept);
        } else {
            with[other].tags.retain(|tag| tag.concept != concept);
            let tag = Tag { concept, weight, state: TagState::Confirmed, evidence: vec![] };
            with[other].tags.push(tag);
        }
        let (with, without) = (crowd_index(&with), crowd_index(&without));
        for (asks, gives) in [(one, other), (other, one)] {
            let score = |index: &Index| {
                let ranked = ranked(index, profiles[asks].id.as_str());
                let found = ranked.iter().find(|s| s.profile == profiles[gives].id);
                found.map_or(Points::ZERO, |s| s.score)
            };
            let (less, more) = (score(&without), score(&with));
            prop_assert!(more >= less, "{less} fell to {more}");
        }
    }

    /// Make the change that a counterfactual supposes, rank again: the promised rank is there.
    #[test]
    fn counterfactuals_come_true(profiles in crowds(), which in 0usize..3) {
        let index = crowd_index(&profiles);
        let id = &profiles[which].id;
        let query = Query::default();
        let suggestions = index.rank(id, &query).expect("the profile is there");
        let reasons = index.reasons(id, &query, &suggestions).expect("they were suggested");
        for (suggestion, reason) in suggestions.iter().zip(reasons) {
            prop_assert!(!reason.sentences.is_empty());
            let Some(promised) = reason.counterfactual else { continue };
            let mut changed = profiles.clone();
            changed[which] = promised.change.apply(&profiles[which]);
            let ranked = crowd_index(&changed).rank(id, &query).expect("the profile is there");
            let now = ranked.iter().find(|s| s.profile == suggestion.profile);
            prop_assert_eq!(now.map(|s| s.rank), promised.changed_rank);
            prop_assert_eq!(now.map_or(Points::ZERO, |s| s.score), promised.changed_score);
        }
    }
}

#[test]
fn the_first_few_are_those_of_all() {
    let all = crowd();
    let mut index = index(&all);
    let lenses = [Lens::Whole, Lens::Likeness, Lens::Complement];
    let check = |index: &Index, asked: &[Profile]| {
        for profile in asked {
            for (lens, scope) in lenses.into_iter().zip([Scope::All, Scope::Across, Scope::Within])
            {
                let query = Query { lens, scope, limit: 15, ..Query::default() };
                let listed = index.rank(&profile.id, &query).unwrap();
                let listed: Vec<_> = listed.into_iter().map(|s| (s.profile, s.score)).collect();
                let mut every = index.scores(&profile.id, &query).unwrap();
                every.truncate(15);
                assert_eq!(listed, every, "{} {lens:?}", profile.id);
            }
        }
    };
    check(&index, &all);
    // What is edited stands in the lists as it is now.
    for (one, next) in all.iter().zip(&all[1..]).take(40) {
        let mut edited = one.clone();
        edited.text = next.text.clone();
        edited.tags = next.tags.clone();
        index.replace(&edited).unwrap();
    }
    check(&index, &all[..60]);
}

#[test]
fn a_list_narrowed_down_keeps_the_ranks_of_the_whole() {
    let profiles = crowd();
    let index = crowd_index(&profiles);
    let whole = ranked(&index, profiles[0].id.as_str());
    let odd: Vec<&Suggestion> = whole.iter().filter(|s| s.rank % 2 == 1).take(3).collect();
    let keeps = |id: &ProfileId| odd.iter().any(|s| s.profile == *id);
    let query = Query { limit: 2, ..Query::default() };
    let narrowed = index.rank_among(&profiles[0].id, &query, keeps).expect("it is there");
    assert!(odd.len() == 3, "the crowd is large enough");
    assert_eq!(narrowed.iter().collect::<Vec<_>>(), odd[..2]);
}

#[test]
fn the_reason_names_what_supports_the_suggestion() {
    let profiles = [
        profile("a", ProfileKind::Seed, "中皮腫の治療薬候補", "全身投与の副作用が課題です。"),
        profile("b", ProfileKind::Offer, "患部に届けるDDS", "低分子を製剤にします。"),
        profile("c", ProfileKind::Offer, "細胞の撮影装置", "画像を解析します。"),
    ];
    let index = index(&profiles);
    let query = Query::default();
    let suggestions = index.rank(&"a".into(), &query).expect("a is there");
    assert_eq!(suggestions[0].profile, "b".into());
    let reasons = index.reasons(&"a".into(), &query, &suggestions).expect("b was suggested");
    assert!(reasons[0].sentences.iter().any(|s| s.ja.contains("副作用")), "{:?}", reasons[0]);
    assert!(reasons[0].sentences.iter().any(|s| s.en.contains("side effect")));
    let counterfactual = reasons[0].counterfactual.as_ref().expect("a word supports it");
    assert_ne!(counterfactual.changed_score, counterfactual.score);
    assert!(matches!(counterfactual.change, Change::WithoutConcept(_)));
}
