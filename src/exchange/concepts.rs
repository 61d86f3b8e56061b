//! Concepts in the sheets: given by id or by label, and known to the vocabulary.

use crate::domain::{ConceptId, Problem, Sheet, Text, Unknown, Workshop};
use crate::vocabulary::Thesaurus;
use std::collections::HashSet;

/// How often the vocabulary is searched for a near word: messages beyond are not read.
const SUGGESTIONS: usize = 100;

/// Puts ids where labels stand (`mRNAワクチン` or `mRNA vaccine` for the concept that bears it). A
/// word that is neither, or that several concepts bear, is a fault, as is a concept given twice.
pub(super) fn resolve(
    workshop: &mut Workshop,
    thesaurus: &Thesaurus,
    fault: &mut impl FnMut(Sheet, usize, &str, Problem),
) {
    let mut suggestions = SUGGESTIONS;
    let mut list = |sheet, entry, column, concepts: &mut dyn Iterator<Item = &mut ConceptId>| {
        let mut seen: HashSet<ConceptId> = HashSet::new();
        for concept in concepts {
            match known(concept, thesaurus, &mut suggestions) {
                Ok(id) if seen.insert(id.clone()) => *concept = id,
                Ok(id) => {
                    let twice = Text::new(
                        format!("{id} が2回あります。1つを消してください"),
                        format!("{id} stands twice in the list; remove one"),
                    );
                    fault(sheet, entry, column, Problem::Conflict(twice));
                }
                Err(problem) => fault(sheet, entry, column, problem),
            }
        }
    };
    for (entry, desk) in workshop.desks.iter_mut().enumerate() {
        list(Sheet::Desks, entry, "expertise", &mut desk.expertise.iter_mut());
    }
    for (entry, profile) in workshop.profiles.iter_mut().enumerate() {
        let concepts = &mut profile.tags.iter_mut().map(|tag| &mut tag.concept);
        list(Sheet::Profiles, entry, "tags", concepts);
    }
    for (entry, request) in workshop.consultations.iter_mut().enumerate() {
        list(Sheet::Consultations, entry, "concepts", &mut request.concepts.iter_mut());
    }
}

fn known(
    word: &ConceptId,
    thesaurus: &Thesaurus,
    suggestions: &mut usize,
) -> Result<ConceptId, Problem> {
    if thesaurus.index(word).is_some() {
        return Ok(word.clone());
    }
    match thesaurus.by_label(word.as_str()).as_slice() {
        [one] => Ok((*one).clone()),
        [] => {
            let nearest = suggestions.checked_sub(1).and_then(|left| {
                *suggestions = left;
                let label = || thesaurus.nearest_label(word.as_str()).map(str::to_owned);
                let id = || thesaurus.nearest_id(word.as_str()).map(ToString::to_string);
                // Ids are `facet.name`, and hardly a label has a full stop.
                if word.as_str().contains('.') { id().or_else(label) } else { label().or_else(id) }
            });
            Err(Problem::from(Unknown {
                what: Text::new("タグ", "tag"),
                value: super::cell::excerpt(word.as_str()),
                expected: Text::new(
                    "語彙の概念（IDか名称）",
                    "a concept of the vocabulary, by id or label",
                ),
                nearest,
            }))
        }
        several => {
            let ids: Vec<&str> = several.iter().map(|id| id.as_str()).collect();
            let (word, ids) = (word.as_str(), ids.join(", "));
            Err(Problem::Conflict(Text::new(
                format!("「{word}」には複数の意味があります。次のどれかを書いてください：{ids}"),
                format!("{word:?} has several meanings; write one of {ids}"),
            )))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Tag, TagState};
    use crate::exchange::example;

    fn resolved(word: &str) -> Result<String, String> {
        let mut workshop = example();
        let tag = Tag {
            concept: word.into(),
            weight: 1.0,
            state: TagState::Confirmed,
            evidence: Vec::new(),
        };
        workshop.profiles[2].tags = vec![tag];
        let mut faults = Vec::new();
        resolve(&mut workshop, Thesaurus::embedded(), &mut |sheet, entry, column, problem| {
            assert_eq!((sheet, entry, column), (Sheet::Profiles, 2, "tags"));
            faults.push(problem.to_string());
        });
        match faults.pop() {
            Some(fault) => Err(fault),
            None => Ok(workshop.profiles[2].tags[0].concept.to_string()),
        }
    }

    #[test]
    fn a_concept_is_given_by_id_or_label() {
        assert_eq!(resolved("modality.catheter").as_deref(), Ok("modality.catheter"));
        assert_eq!(resolved("カテーテル").as_deref(), Ok("modality.catheter"));
        assert_eq!(resolved("nucleic acid drug"), resolved("核酸医薬"));
    }

    #[test]
    fn a_word_that_is_none_gets_the_nearest() {
        let message = resolved("mRNAワクチ").unwrap_err();
        assert!(message.starts_with("unknown tag \"mRNAワクチ\""), "{message}");
        assert!(message.ends_with("did you mean \"mRNAワクチン\"?"), "{message}");
        let message = resolved("modality.cathetr").unwrap_err();
        assert!(message.ends_with("did you mean \"modality.catheter\"?"), "{message}");
        let message = resolved("modality.nuclei-acid").unwrap_err();
        assert!(message.ends_with("did you mean \"modality.nucleic-acid\"?"), "{message}");
    }

    #[test]
    fn a_word_of_several_concepts_must_be_made_clear() {
        let thesaurus = Thesaurus::embedded();
        let (label, ids) = thesaurus.ambiguous().next().unwrap();
        let message = resolved(label).unwrap_err();
        assert!(ids.iter().all(|id| message.contains(id.as_str())), "{message}");
    }

    #[test]
    fn a_concept_stands_once() {
        let mut workshop = example();
        workshop.desks[0].expertise = vec!["カテーテル".into(), "modality.catheter".into()];
        let mut faults = Vec::new();
        resolve(&mut workshop, Thesaurus::embedded(), &mut |sheet, _, column, problem| {
            faults.push(format!("{sheet} {column}: {problem}"));
        });
        let expected = "desks expertise: modality.catheter stands twice in the list; remove one";
        assert_eq!(faults, [expected]);
    }
}
