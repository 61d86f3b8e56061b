//! Words and pieces of words by which two texts are alike beyond the thesaurus.

use super::fold::fold;
use super::mention::segmenter;
use super::variants::{is_hiragana, is_kanji, is_katakana};
use crate::domain::Lang;

/// How much a character n-gram counts beside a whole word.
const GRAM: f32 = 0.25;

/// English words too common to tell texts apart.
const STOP: [&str; 60] = [
    "a", "about", "after", "all", "also", "an", "and", "any", "are", "as", "at", "be", "been",
    "between", "both", "but", "by", "can", "do", "for", "from", "has", "have", "how", "if", "in",
    "into", "is", "it", "its", "may", "more", "most", "no", "not", "of", "on", "only", "or",
    "other", "our", "such", "than", "that", "the", "their", "these", "they", "this", "those",
    "through", "to", "using", "via", "was", "we", "were", "which", "will", "with",
];

/// The features of a text, each with its weight, ordered by feature.
///
/// - Japanese: dictionary words that hold a kanji, a katakana or a Latin letter, and the character
///   2- and 3-grams (written with a leading `~`) inside runs of kanji and katakana, which bridge
///   compounds that are cut differently.
/// - English: lower-cased words without the commonest, a plural -s taken off.
///
/// The weight is 1 + ln(count) for words and a quarter of that for n-grams; it is always positive.
/// How rare a feature is among all texts is the ranker's to weigh. Cost is linear in the text.
pub fn features(text: &str, lang: Lang) -> Vec<(String, f32)> {
    let folded = fold(text).to_string();
    let mut names: Vec<String> = Vec::new();
    let mut start = 0;
    for end in segmenter().segment_str(&folded).skip(1) {
        names.extend(feature_word(&folded[start..end], lang));
        start = end;
    }
    if lang == Lang::Ja {
        let chars: Vec<char> = folded.chars().collect();
        for run in chars.split(|c| !is_kanji(*c) && !is_katakana(*c)) {
            for gram in [2, 3].iter().flat_map(|n| run.windows(*n)) {
                names.push(std::iter::once('~').chain(gram.iter().copied()).collect());
            }
        }
    }
    names.sort_unstable();
    let same = names.chunk_by_mut(|one, next| one == next);
    same.map(|same| {
        let weight = weight(&same[0], same.len() as u32);
        (std::mem::take(&mut same[0]), weight)
    })
    .collect()
}

/// The features of a text, each weighing as if it stood there once: saying a word a hundred times
/// gains nothing.
pub fn features_once(text: &str, lang: Lang) -> Vec<(String, f32)> {
    let mut features = features(text, lang);
    for (name, once) in &mut features {
        *once = weight(name, 1);
    }
    features
}

fn weight(name: &str, count: u32) -> f32 {
    let weight = 1.0 + (count as f32).ln();
    if name.starts_with('~') { weight * GRAM } else { weight }
}

/// Whether an English word, in lower case, is too common to tell texts apart.
pub(super) fn is_common(word: &str) -> bool {
    STOP.contains(&word)
}

fn feature_word(word: &str, lang: Lang) -> Option<String> {
    if word.chars().all(|c| !c.is_alphanumeric() || is_hiragana(c)) {
        return None;
    }
    let latin = word.is_ascii();
    if !latin {
        return (lang == Lang::Ja || word.chars().count() > 1).then(|| word.to_owned());
    }
    if word.len() < 2 || STOP.contains(&word) || word.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let plural = word.len() > 3
        && word.ends_with('s')
        && !["ss", "us", "is"].iter().any(|e| word.ends_with(e));
    Some(if plural { word[..word.len() - 1].to_owned() } else { word.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str, lang: Lang) -> Vec<String> {
        features(text, lang).into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn english_words_lose_their_plural_and_the_commonest_go() {
        assert_eq!(
            names("The Biomarkers of the sepsis virus, 2022", Lang::En),
            ["biomarker", "sepsis", "virus"]
        );
    }

    #[test]
    fn japanese_has_words_and_grams_but_no_particles() {
        let names = names("静菌材料の開発を行う", Lang::Ja);
        assert!(names.contains(&"~静菌".to_owned()) && names.contains(&"~菌材料".to_owned()));
        assert!(names.iter().any(|n| n == "材料") && !names.iter().any(|n| n == "の" || n == "を"));
    }

    #[test]
    fn compounds_cut_differently_share_features() {
        let (a, b) = (names("静菌材料技術", Lang::Ja), names("新しい静菌性の材料", Lang::Ja));
        assert!(a.iter().any(|n| b.contains(n)));
    }

    #[test]
    fn a_repeated_word_counts_more_but_ever_less() {
        let weight = |text: &str| features(text, Lang::En)[0].1;
        let (one, two, four) = (weight("cell"), weight("cell cell"), weight("cell cell cell cell"));
        assert!(one < two && two < four && four < 4.0 * one);
    }

    proptest::proptest! {
        #[test]
        fn weights_are_positive_and_names_sorted(text in "\\PC*") {
            let features = features(&text, Lang::of(&text));
            proptest::prop_assert!(features.iter().all(|(name, w)| *w > 0.0 && !name.is_empty()));
            proptest::prop_assert!(features.windows(2).all(|w| w[0].0 < w[1].0));
        }
    }
}
