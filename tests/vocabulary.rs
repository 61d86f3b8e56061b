//! The vocabulary on texts that were written before it, by someone who did not know it.

use enishi::domain::{Lang, Tag};
use enishi::vocabulary::{Thesaurus, fold, tag_text};
use serde::Deserialize;

#[derive(Deserialize)]
struct Texts {
    text: Vec<Case>,
}

/// A text with the words it is about and the words that it denies.
#[derive(Deserialize)]
struct Case {
    id: String,
    lang: Lang,
    text: String,
    about: Vec<String>,
    not_about: Vec<String>,
}

/// Whether a tag stands for `word`: its concept has the word as a label, or it was read in words
/// that hold the word or that the word holds.
fn tagged<'a>(thesaurus: &Thesaurus, tags: &'a [Tag], word: &str) -> Option<&'a Tag> {
    let concepts = thesaurus.by_label(word);
    let word = fold(word).to_string();
    tags.iter().find(|tag| {
        concepts.contains(&&tag.concept)
            || tag.evidence.iter().any(|e| {
                let read = fold(&e.words).to_string();
                read.contains(&word) || word.contains(&read)
            })
    })
}

#[test]
fn denied_words_give_no_tag_and_the_others_do() {
    let texts: Texts = toml::from_str(include_str!("texts/negation.toml")).unwrap();
    let thesaurus = Thesaurus::embedded();
    let (mut about, mut found, mut denied, mut respected) = (0, 0, 0, 0);
    for case in &texts.text {
        let tags = tag_text(thesaurus, &[("text", &case.text)], case.lang);
        for word in &case.about {
            about += 1;
            match tagged(thesaurus, &tags, word) {
                Some(_) => found += 1,
                None => println!("{}: no tag for {word:?}", case.id),
            }
        }
        for word in &case.not_about {
            denied += 1;
            match tagged(thesaurus, &tags, word) {
                None => respected += 1,
                Some(tag) => {
                    println!("{}: {word:?} is denied, yet tagged {}", case.id, tag.concept)
                }
            }
        }
    }
    println!("{found} of {about} words found, {respected} of {denied} denials respected");
    // At first sight 26 of 28 denials were respected and 47 of 67 words found. Reasoned topics
    // (Xについては…ため、募集しない) and what is not given off (Xの溶出はなく) were then learnt; no word
    // was added for these texts, so those that the vocabulary lacks stay unfound.
    assert!(found * 10 >= about * 6 && respected * 10 >= denied * 9);
}

#[test]
fn what_is_left_out_behind_a_but_is_denied_too() {
    let thesaurus = Thesaurus::embedded();
    for text in [
        "We work on antibodies, but not on vaccines.",
        "We work on antibodies, not on vaccines.",
        "Partners with antibodies and not with vaccines are welcome.",
        "We have experience in antibodies but not in vaccines.",
    ] {
        let tags = tag_text(thesaurus, &[("text", text)], Lang::En);
        assert!(tagged(thesaurus, &tags, "antibodies").is_some(), "{text}");
        assert!(tagged(thesaurus, &tags, "vaccines").is_none(), "{text}");
    }
    for text in
        ["We work not only on vaccines.", "Why not in vaccines? We do not exclude vaccines."]
    {
        let tags = tag_text(thesaurus, &[("text", text)], Lang::En);
        assert!(tagged(thesaurus, &tags, "vaccines").is_some(), "{text}");
    }
}
