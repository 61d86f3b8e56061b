//! Free text to tags, each with the words that gave it and a weight.

use super::Thesaurus;
use super::fold::fold;
use super::mention::mentions;
use super::negation::denied;
use super::sentences::said_again;
use crate::domain::{Evidence, Lang, Tag, TagState};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// What a first mention adds in the title; a title says what a profile is about.
const TITLE: f64 = 0.6;
/// What a first mention adds in `seeks` or `offers`: said with intent.
const INTENT: f64 = 0.4;
/// What a first mention adds anywhere else.
const TEXT: f64 = 0.3;
/// Each further mention in the same field adds this share of the one before, so that all
/// repetitions together add less than half of the first: stuffing words does not pay.
const REPEATED: f64 = 1.0 / 3.0;

/// Reads the concepts in a profile's fields, given as (`title` | `text` | `seeks` | `offers`, words).
///
/// The longest label wins; width, case and small spelling differences do not matter; labels of
/// both languages are known in both, `lang` is only noted in the evidence. Mentions that the text
/// denies give no tag. Evidence holds byte offsets into the field as given, always on character
/// boundaries. Tags are ordered by weight, heaviest first, then by concept; state is
/// [`TagState::Suggested`].
///
/// The weight is 1 − Π (1 − s) over the fields that mention the concept, s being the field's base
/// (title 0.6, seeks and offers 0.4, other 0.3) times at most 1.5 for repetition outside the title; a
/// sentence that stands in the field again does not count as one.
///
/// Cost is linear in the length of the text, times the length of the longest label.
pub fn tag_text(thesaurus: &Thesaurus, fields: &[(&str, &str)], lang: Lang) -> Vec<Tag> {
    let mut found: BTreeMap<usize, Vec<Evidence>> = BTreeMap::new();
    let mut again: HashMap<&str, Vec<Range<usize>>> = HashMap::new();
    for (field, text) in fields {
        again.insert(*field, said_again(text));
        let folded = fold(text);
        let mentions = mentions(thesaurus, text, &folded);
        let denied = denied(folded.chars(), &mentions);
        for (mention, _) in mentions.iter().zip(denied).filter(|(_, denied)| !denied) {
            let Some(concept) = mention.concept else { continue };
            let span = folded.original(mention.start..mention.end);
            found.entry(concept).or_default().push(Evidence {
                field: (*field).to_owned(),
                words: text[span.clone()].to_owned(),
                start: span.start,
                end: span.end,
                lang,
            });
        }
    }
    let mut tags: Vec<Tag> = found
        .into_iter()
        .map(|(concept, evidence)| Tag {
            concept: thesaurus.concepts()[concept].id.clone(),
            weight: weight(&evidence, &again),
            state: TagState::Suggested,
            evidence,
        })
        .collect();
    sort(&mut tags);
    tags
}

/// Heaviest first, then by concept.
pub(super) fn sort(tags: &mut [Tag]) {
    tags.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.concept.cmp(&b.concept)));
}

fn weight(evidence: &[Evidence], again: &HashMap<&str, Vec<Range<usize>>>) -> f64 {
    let mut counts: BTreeMap<&str, i32> = BTreeMap::new();
    let said_before = |e: &Evidence| {
        let again = again.get(e.field.as_str()).map(Vec::as_slice).unwrap_or_default();
        let next = again.partition_point(|sentence| sentence.end <= e.start);
        again.get(next).is_some_and(|sentence| sentence.start <= e.start)
    };
    for e in evidence {
        *counts.entry(&e.field).or_default() += i32::from(!said_before(e));
    }
    let left: f64 = counts
        .into_iter()
        .map(|(field, count)| {
            let base = match field {
                "title" => TITLE,
                "seeks" | "offers" => INTENT,
                _ => TEXT,
            };
            // A title that repeats itself says no more; and what was denied where it stood first is said
            // once where it stands again.
            let count = if field == "title" { 1 } else { count.max(1) };
            1.0 - base * (1.0 - REPEATED.powi(count)) / (1.0 - REPEATED)
        })
        .product();
    1.0 - left
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::embedded::small;
    use proptest::prelude::*;

    fn ids(text: &str) -> Vec<String> {
        let mut ids: Vec<String> = tag_text(&small(), &[("text", text)], Lang::of(text))
            .into_iter()
            .map(|t| t.concept.0)
            .collect();
        ids.sort();
        ids
    }

    fn weight_of(fields: &[(&str, &str)], id: &str) -> f64 {
        tag_text(&small(), fields, Lang::Ja)
            .into_iter()
            .find(|t| t.concept.as_str() == id)
            .map_or(0.0, |t| t.weight)
    }

    #[test]
    fn the_longest_label_wins() {
        assert_eq!(ids("創薬支援基盤"), ["technology.drug-discovery"]);
        assert_eq!(ids("胃がんの治療"), ["disease.gastric-cancer"]);
        assert_eq!(ids("胃がんとがん"), ["disease.cancer", "disease.gastric-cancer"]);
    }

    #[test]
    fn a_label_inside_another_word_is_none() {
        for text in
            ["衛生検査", "独創薬理", "オルガンの演奏", "頑張るのがんばる", "saddsa", "PD-L1"]
        {
            assert_eq!(ids(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn width_case_spelling_and_plural_do_not_matter() {
        for text in [
            "ＤＤＳ",
            "dds",
            "ﾄﾞﾗｯｸﾞﾃﾞﾘﾊﾞﾘｰｼｽﾃﾑ",
            "ドラッグ・デリバリー・システム",
            "Drug-Delivery Systems",
        ] {
            assert_eq!(ids(text), ["technology.dds"], "{text}");
        }
        for text in ["胃癌", "胃ガン", "gastric cancers"] {
            assert_eq!(ids(text), ["disease.gastric-cancer"], "{text}");
        }
        assert_eq!(ids("臨床\n試験"), ["phase.clinical-trial"]);
    }

    #[test]
    fn a_cased_label_counts_only_as_written() {
        assert_eq!(ids("CAR-T and CAR signalling"), ["modality.car"]);
        assert_eq!(ids("a car park"), Vec::<String>::new());
    }

    #[test]
    fn an_ambiguous_label_gives_no_tag() {
        assert_eq!(ids("MSの解析"), Vec::<String>::new());
    }

    #[test]
    fn evidence_points_at_the_original_words() {
        for (text, words) in [
            ("新しいﾜｸﾁﾝの開発", "ﾜｸﾁﾝ"),
            ("新しいハ\u{3099}イオマーカーの", "ハ\u{3099}イオマーカー"),
            ("ＤＤＳ技術", "ＤＤＳ"),
        ] {
            let tags = tag_text(&small(), &[("text", text)], Lang::Ja);
            let e = &tags[0].evidence[0];
            assert_eq!((e.words.as_str(), &text[e.start..e.end]), (words, words));
        }
    }

    #[test]
    fn a_title_outweighs_any_repetition() {
        let (again, stuffed) = ("ワクチン。".repeat(200), "ワクチン、".repeat(200));
        let once = weight_of(&[("text", "ワクチン")], "modality.vaccine");
        assert_eq!(weight_of(&[("text", &again)], "modality.vaccine"), once);
        let stuffed = weight_of(&[("text", &stuffed)], "modality.vaccine");
        let title = weight_of(&[("title", "ワクチン")], "modality.vaccine");
        assert!(once < stuffed && stuffed < 1.5 * once + 1e-9 && stuffed < title);
    }

    #[test]
    fn what_is_denied_first_and_then_said_counts_once() {
        let once = weight_of(&[("text", "ワクチン")], "modality.vaccine");
        let denied_first = "ワクチン\n対象外。ワクチン";
        assert_eq!(weight_of(&[("text", denied_first)], "modality.vaccine"), once);
    }

    proptest! {
        #[test]
        fn any_text_gives_valid_evidence(
            text in "(\\PC|がん|ワクチン|は|対象外|以外|ﾜｸﾁﾝ|\u{3099}|ー|・|-|\n| not | no |DDS|、|。|, | and |\\(|\\)){0,30}"
        ) {
            for tag in tag_text(&small(), &[("text", &text)], Lang::of(&text)) {
                prop_assert!(tag.weight > 0.0 && tag.weight <= 1.0);
                prop_assert!(!tag.evidence.is_empty());
                for e in tag.evidence {
                    prop_assert_eq!(text.get(e.start..e.end), Some(e.words.as_str()));
                }
            }
        }
    }
}
