//! Profiles that are odd, stuffed or absurd.

use super::profiles::{crowd, index, organisations, profile, ranked};
use enishi::domain::{Evidence, Lang, MAX_TAGS, Profile, ProfileId, ProfileKind, Tag, TagState};
use enishi::matching::{Index, MatchingError, Points, Query, Register, Weights};
use enishi::vocabulary::{Thesaurus, retag};

/// Repeating its sentences or its words a hundred times lifts no profile: over a hundred queries its
/// median rank is no better than before.
#[test]
fn repeated_words_lift_nobody() {
    let profiles = crowd();
    let asked: Vec<_> = profiles.iter().take(101).map(|p| p.id.clone()).collect();
    let query = Query::default();
    let median = |position: usize, title: String, text: String| {
        let mut profiles = profiles.clone();
        let one = &mut profiles[position];
        (one.title, one.text) = (title, text);
        one.tags = retag(Thesaurus::embedded(), one);
        let (id, index) = (one.id.clone(), index(&profiles));
        let rank = |asked: &ProfileId| {
            let ranked = index.scores(asked, &query).expect("it is there");
            let rank = ranked.iter().position(|(other, _)| *other == id);
            rank.map_or(profiles.len(), |rank| rank + 1)
        };
        let mut ranks: Vec<usize> = asked.iter().map(rank).collect();
        ranks.sort_unstable();
        ranks[ranks.len() / 2]
    };
    for position in (120..200).step_by(16) {
        let (title, text) = (&profiles[position].title, &profiles[position].text);
        let before = median(position, title.clone(), text.clone());
        let again = median(position, title.clone(), format!("{text}\n").repeat(100));
        let words = median(position, format!("{title} ").repeat(100), text.clone());
        assert!(again >= before, "profile {position}: {before}, said again {again}");
        assert!(words >= before, "profile {position}: {before}, words again {words}");
    }
}

/// Removed tags do not count; a stuffed profile is refused; repetition does not pay.
#[test]
fn stuffing_and_removed_tags_do_not_help() {
    let with = |text: &str| {
        let profiles = [
            profile("a", ProfileKind::Seed, "DDSによる副作用の軽減", ""),
            profile("b", ProfileKind::Seed, "共同研究", text),
        ];
        let ranked = ranked(&index(&profiles), "a");
        ranked.first().map_or(Points::ZERO, |s| s.score)
    };
    let (once, often) = (with("DDSを扱う。"), with(&"DDSを扱う。".repeat(1000)));
    assert!(often.0 < once.0 * 2, "said once {once}, a thousand times {often}");

    let mut stuffed = profile("s", ProfileKind::Seed, "DDS", "");
    stuffed.tags = Thesaurus::embedded()
        .concepts()
        .iter()
        .take(MAX_TAGS + 1)
        .map(|concept| Tag {
            concept: concept.id.clone(),
            weight: 1.0,
            state: TagState::Confirmed,
            evidence: vec![],
        })
        .collect();
    let organisations = organisations(std::slice::from_ref(&stuffed));
    let build = |profile: &Profile| {
        let register = Register {
            profiles: std::slice::from_ref(profile),
            organisations: &organisations,
            ..Register::default()
        };
        Index::build(&register, Thesaurus::embedded(), Weights::default()).map(|_| ())
    };
    let refused = MatchingError::TooManyTags { profile: "s".into(), count: 31, limit: 30 };
    assert_eq!(build(&stuffed), Err(refused));
    stuffed.tags[0].state = TagState::Removed;
    assert_eq!(build(&stuffed), Ok(()));

    let mut profiles = vec![
        profile("a", ProfileKind::Seed, "DDS", ""),
        profile("b", ProfileKind::Seed, "DDS", ""),
    ];
    profiles[1].lang = Lang::En;
    assert!(!ranked(&index(&profiles), "a").is_empty());
    profiles[1].title = String::new();
    for tag in &mut profiles[1].tags {
        tag.state = TagState::Removed;
    }
    assert!(ranked(&index(&profiles), "a").is_empty());
}

/// A tag that neither the profile's words nor a person support changes no score at all.
#[test]
fn a_tag_without_support_adds_nothing() {
    let profiles = crowd();
    let before = index(&profiles);
    let mut stuffed = profiles.clone();
    let asked = &profiles[0];
    for tag in &asked.tags {
        let mut tag = Tag { state: TagState::Suggested, evidence: vec![], ..tag.clone() };
        stuffed[50].tags.retain(|known| known.concept != tag.concept);
        stuffed[50].tags.push(tag.clone());
        // Evidence for words that do not stand there is none.
        tag.evidence = vec![Evidence {
            field: "text".into(),
            start: 0,
            end: 3,
            words: "nonsense".into(),
            lang: Lang::Ja,
        }];
        stuffed[51].tags.retain(|known| known.concept != tag.concept);
        stuffed[51].tags.push(tag);
    }
    let mut without = profiles.clone();
    for (position, profile) in without.iter_mut().enumerate().skip(50).take(2) {
        let kept = |tag: &Tag| stuffed[position].tags.iter().any(|t| t == tag);
        profile.tags.retain(kept);
    }
    let (stuffed, without) = (index(&stuffed), index(&without));
    for profile in &profiles {
        let id = profile.id.as_str();
        assert_eq!(ranked(&stuffed, id), ranked(&without, id));
    }
    assert_eq!(before.len(), stuffed.len());
}

/// Odd profiles are ranked or refused, and nothing hangs: empty, of 1 MB, in other languages and
/// scripts, with unknown tags, the same a thousand times.
#[test]
fn odd_profiles_are_ranked_or_refused() {
    let mut profiles = crowd();
    let long = "抗体医薬の標的探索とDDS。".repeat(1_000_000 / 36);
    profiles.extend([
        profile("empty", ProfileKind::Seed, "", ""),
        profile("long", ProfileKind::Seed, "抗体医薬", &long),
        profile("ru", ProfileKind::Seed, "Разработка вакцины", "Ищем партнёра для испытаний DDS."),
        profile("ar", ProfileKind::Offer, "تطوير لقاح", "نبحث عن شريك"),
        profile("signs", ProfileKind::Offer, "\u{0}\u{202e}🧪🧪", "\u{feff}\n\t ~~~ \u{301}"),
    ]);
    let mut unknown = profile("unknown", ProfileKind::Seed, "DDS", "");
    unknown.tags.push(Tag {
        concept: "technology.of-another-vocabulary".into(),
        weight: f64::NAN,
        state: TagState::Confirmed,
        evidence: vec![],
    });
    profiles.push(unknown);
    for i in 0..1000 {
        profiles.push(profile(&format!("same{i:04}"), ProfileKind::Seed, "脂質ナノ粒子のDDS", ""));
    }
    let index = index(&profiles);
    assert!(ranked(&index, "empty").iter().all(|s| s.parts.iter().all(|p| p.points.0 > 0)));
    for id in ["long", "ru", "ar", "signs", "unknown", "same0000", "same0999"] {
        let ranked = ranked(&index, id);
        assert!(ranked.windows(2).all(|w| w[0].score >= w[1].score), "{id}");
    }
    let same = ranked(&index, "same0500");
    let twins: Vec<_> = same.iter().filter(|s| s.profile.as_str().starts_with("same")).collect();
    assert_eq!(twins.len(), 999);
    assert!(twins.iter().all(|s| s.score == twins[0].score), "the same text, the same score");
}

/// Whatever is asked for, there is an answer or a limit that is told.
#[test]
fn absurd_sizes_are_answered_or_refused() {
    let mut profiles = crowd();
    let concepts = Thesaurus::embedded().concepts();
    let tag = |i: usize| Tag {
        concept: concepts[i].id.clone(),
        weight: 1.0,
        state: TagState::Confirmed,
        evidence: vec![],
    };
    let all = index(&profiles);
    let of = |limit: usize| {
        all.rank(&profiles[0].id, &Query { limit, ..Query::default() }).expect("it is there").len()
    };
    assert_eq!(of(0), 0);
    assert!(of(usize::MAX) > 20 && of(usize::MAX) < profiles.len());

    let stuffed = profiles[0].id.clone();
    profiles[0].tags = (0..500).map(tag).collect();
    let organisations = organisations(&profiles);
    let register =
        Register { profiles: &profiles, organisations: &organisations, ..Register::default() };
    let refused = Index::build(&register, Thesaurus::embedded(), Weights::default()).map(|_| ());
    let error = MatchingError::TooManyTags { profile: stuffed, count: 500, limit: MAX_TAGS };
    assert_eq!(refused, Err(error));
}
