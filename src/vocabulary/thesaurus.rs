//! The concepts, found by id, by label and by relation.

use super::file::{ConceptEntry, File};
use super::trie::{Meaning, Trie};
use super::variants::{further_keys, key};
use super::{Complement, Concept, Facet, Side, VocabularyError};
use crate::domain::{ConceptId, Text};
use std::collections::{HashMap, VecDeque};

/// How alike a label must be (0–1, normalised Damerau–Levenshtein) to be offered as "did you mean".
const NEAREST_LIKENESS: f64 = 0.55;

/// A parsed vocabulary. Concepts keep the order of the files.
#[derive(Debug)]
pub struct Thesaurus {
    concepts: Vec<Concept>,
    by_id: HashMap<ConceptId, usize>,
    trie: Trie,
    /// Labels that count only as they are written.
    cased: Vec<String>,
    ambiguous: Vec<(String, Vec<ConceptId>)>,
    /// Per concept: wider concepts and how many steps away, nearest first.
    wider: Vec<Vec<(usize, u32)>>,
    narrower: Vec<Vec<usize>>,
    complements: Vec<Complement>,
    /// Per concept: complements it takes part in.
    partners: Vec<Vec<(usize, Side)>>,
    /// Every label with its folded characters, for "did you mean".
    labels: Vec<(String, usize)>,
}

impl Thesaurus {
    /// No vocabulary may have more concepts.
    pub const CONCEPTS_LIMIT: usize = 100_000;

    /// Reads vocabulary files, each a name (for messages) and its TOML text.
    ///
    /// # Errors
    /// The first fault met: unreadable TOML, a duplicate id or label, an empty label, an unknown
    /// or circular broader term, a complement of unknown or equal concepts.
    pub fn parse(files: &[(&str, &str)]) -> Result<Thesaurus, VocabularyError> {
        let files = files
            .iter()
            .map(|(name, text)| Ok((*name, File::read(name, text)?)))
            .collect::<Result<Vec<_>, VocabularyError>>()?;
        let count = files.iter().map(|(_, f)| f.concept.len()).sum();
        if count > Self::CONCEPTS_LIMIT {
            return Err(VocabularyError::TooMany { count, limit: Self::CONCEPTS_LIMIT });
        }
        let (concepts, homes) = read_concepts(&files)?;
        let by_id: HashMap<ConceptId, usize> =
            concepts.iter().enumerate().map(|(i, c)| (c.id.clone(), i)).collect();
        let mut thesaurus = Thesaurus {
            wider: Vec::new(),
            narrower: vec![Vec::new(); concepts.len()],
            partners: vec![Vec::new(); concepts.len()],
            concepts,
            by_id,
            trie: Trie::default(),
            cased: Vec::new(),
            ambiguous: Vec::new(),
            complements: Vec::new(),
            labels: Vec::new(),
        };
        thesaurus.add_broader(&homes)?;
        thesaurus.add_ambiguous(&files)?;
        let groups: Vec<Vec<String>> =
            files.iter().flat_map(|(_, f)| f.spelling.iter().cloned()).collect();
        thesaurus.add_labels(&homes, &groups)?;
        thesaurus.add_complements(&files)?;
        Ok(thesaurus)
    }

    /// All concepts, in the order of the files; indices are positions in it.
    pub fn concepts(&self) -> &[Concept] {
        &self.concepts
    }

    /// The position of a concept in [`Thesaurus::concepts`].
    pub fn index(&self, id: &ConceptId) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    pub fn concept(&self, id: &ConceptId) -> Option<&Concept> {
        self.index(id).map(|i| &self.concepts[i])
    }

    pub fn facet(&self, facet: Facet) -> impl Iterator<Item = &Concept> {
        self.concepts.iter().filter(move |c| c.facet == facet)
    }

    /// The concepts a label stands for, in any spelling; several where the label is ambiguous,
    /// none where it is unknown. Ids are not labels.
    pub fn by_label(&self, label: &str) -> Vec<&ConceptId> {
        match self.trie.get(&key(label)) {
            Some(Meaning::Concept(i) | Meaning::Cased { concept: i, .. }) => {
                vec![&self.concepts[i].id]
            }
            Some(Meaning::Ambiguous(i)) => self.ambiguous[i].1.iter().collect(),
            None => Vec::new(),
        }
    }

    /// The label most like `word`, for "did you mean"; `None` if none is near.
    ///
    /// Cost is linear in the number of labels: meant for messages, not for loops.
    pub fn nearest_label(&self, word: &str) -> Option<&str> {
        let wanted: String = key(word).into_iter().collect();
        self.labels
            .iter()
            .map(|(label, _)| {
                let folded: String = key(label).into_iter().collect();
                (strsim::normalized_damerau_levenshtein(&wanted, &folded), label.as_str())
            })
            .filter(|(likeness, _)| *likeness >= NEAREST_LIKENESS)
            .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.len().cmp(&a.1.len())))
            .map(|(_, label)| label)
    }

    /// The id most like `id`, for "did you mean".
    pub fn nearest_id(&self, id: &str) -> Option<&ConceptId> {
        nearest_id(self.concepts.iter().map(|c| &c.id), id)
    }

    /// The wider concepts of `id` with the fewest steps to each, nearest first; not itself.
    pub fn broader(&self, id: &ConceptId) -> impl Iterator<Item = (&ConceptId, u32)> {
        let steps = self.index(id).map(|i| self.wider[i].as_slice()).unwrap_or_default();
        steps.iter().map(|(i, distance)| (&self.concepts[*i].id, *distance))
    }

    /// The concepts directly below `id`.
    pub fn narrower(&self, id: &ConceptId) -> impl Iterator<Item = &ConceptId> {
        let below = self.index(id).map(|i| self.narrower[i].as_slice()).unwrap_or_default();
        below.iter().map(|i| &self.concepts[*i].id)
    }

    pub fn complements(&self) -> &[Complement] {
        &self.complements
    }

    /// The complements in which `id` takes part, and on which side it stands.
    pub fn complements_of(&self, id: &ConceptId) -> impl Iterator<Item = (&Complement, Side)> {
        let partners = self.index(id).map(|i| self.partners[i].as_slice()).unwrap_or_default();
        partners.iter().map(|(c, side)| (&self.complements[*c], *side))
    }

    /// Labels with several meanings; the tagger gives no tag for them.
    pub fn ambiguous(&self) -> impl Iterator<Item = (&str, &[ConceptId])> {
        self.ambiguous.iter().map(|(label, ids)| (label.as_str(), ids.as_slice()))
    }

    pub(super) fn trie(&self) -> &Trie {
        &self.trie
    }

    pub(super) fn cased_label(&self, index: usize) -> &str {
        &self.cased[index]
    }

    fn add_broader(&mut self, homes: &[String]) -> Result<(), VocabularyError> {
        let mut parents: Vec<Vec<usize>> = Vec::with_capacity(self.concepts.len());
        for (i, concept) in self.concepts.iter().enumerate() {
            let mut up = Vec::new();
            for broader in &concept.broader {
                let Some(parent) = self.index(broader) else {
                    let place = format!("the broader term of {:?}", concept.id.as_str());
                    return Err(self.unknown(&homes[i], place, broader.as_str()));
                };
                up.push(parent);
            }
            parents.push(up);
        }
        if let Some(path) = circle(&parents) {
            let path = path.into_iter().map(|i| self.concepts[i].id.to_string()).collect();
            return Err(VocabularyError::Cycle { path });
        }
        for (i, up) in parents.iter().enumerate() {
            up.iter().for_each(|p| self.narrower[*p].push(i));
            self.wider.push(distances(&parents, i));
        }
        Ok(())
    }

    fn add_ambiguous(&mut self, files: &[(&str, File)]) -> Result<(), VocabularyError> {
        for (name, file) in files {
            for entry in &file.ambiguous {
                let place = format!("the ambiguous label {:?}", entry.label);
                if let Some(id) = entry.concepts.iter().find(|id| !self.knows(id)) {
                    return Err(self.unknown(name, place, id));
                }
                let ids = entry.concepts.iter().map(ConceptId::new).collect();
                let meaning = Meaning::Ambiguous(self.ambiguous.len());
                self.trie.insert(&key(&entry.label), meaning);
                self.ambiguous.push((entry.label.clone(), ids));
            }
        }
        Ok(())
    }

    fn add_labels(
        &mut self,
        homes: &[String],
        groups: &[Vec<String>],
    ) -> Result<(), VocabularyError> {
        let mut further = Vec::new();
        for (i, concept) in self.concepts.iter().enumerate() {
            let mut add = |label: &str, meaning| match self
                .trie
                .insert(&key(label), meaning)
                .and_then(concept_of)
            {
                Some(other) if other != i => Err(VocabularyError::DuplicateLabel {
                    file: homes[i].clone(),
                    label: label.to_owned(),
                    id: concept.id.to_string(),
                    first: self.concepts[other].id.to_string(),
                }),
                _ => Ok(()),
            };
            for (_, label) in concept.labels() {
                let cased = concept.cased.iter().any(|c| c == label);
                if key(label).is_empty() {
                    let (file, id) = (homes[i].clone(), concept.id.to_string());
                    return Err(VocabularyError::EmptyLabel { file, id });
                }
                self.labels.push((label.to_owned(), i));
                if cased {
                    self.cased.push(label.to_owned());
                    add(label, Meaning::Cased { concept: i, label: self.cased.len() - 1 })?;
                } else {
                    add(label, Meaning::Concept(i))?;
                    further.extend(further_keys(label, groups).into_iter().map(|k| (k, i)));
                }
            }
        }
        // Made spellings give way to labels that people wrote.
        for (key, i) in further {
            self.trie.insert(&key, Meaning::Concept(i));
        }
        Ok(())
    }

    fn add_complements(&mut self, files: &[(&str, File)]) -> Result<(), VocabularyError> {
        let mut seen = HashMap::new();
        for (name, file) in files {
            for entry in &file.complement {
                let fault = |fault: &str| VocabularyError::Complement {
                    file: (*name).to_owned(),
                    problem: entry.problem.clone(),
                    answer: entry.answer.clone(),
                    fault: fault.to_owned(),
                };
                for id in [&entry.problem, &entry.answer] {
                    if !self.knows(id) {
                        return Err(self.unknown(name, "a complement".to_owned(), id));
                    }
                }
                if entry.problem == entry.answer {
                    return Err(fault("answers itself; name two concepts"));
                }
                if entry.ja.trim().is_empty() || entry.en.trim().is_empty() {
                    return Err(fault("gives no reason; write a line in ja and in en"));
                }
                if seen.insert((&entry.problem, &entry.answer), ()).is_some() {
                    return Err(fault("is there twice; remove one"));
                }
                let complement = Complement {
                    problem: ConceptId::new(&entry.problem),
                    answer: ConceptId::new(&entry.answer),
                    kind: entry.kind,
                    reason: Text::new(&entry.ja, &entry.en),
                };
                let position = self.complements.len();
                for (id, side) in
                    [(&complement.problem, Side::Problem), (&complement.answer, Side::Answer)]
                {
                    if let Some(&i) = self.by_id.get(id) {
                        self.partners[i].push((position, side));
                    }
                }
                self.complements.push(complement);
            }
        }
        Ok(())
    }

    fn knows(&self, id: &str) -> bool {
        self.by_id.contains_key(&ConceptId::new(id))
    }

    fn unknown(&self, file: &str, place: String, id: &str) -> VocabularyError {
        VocabularyError::UnknownConcept {
            file: file.to_owned(),
            place,
            id: id.to_owned(),
            nearest: self.nearest_id(id).map(ToString::to_string),
        }
    }
}

fn concept_of(meaning: Meaning) -> Option<usize> {
    match meaning {
        Meaning::Concept(i) | Meaning::Cased { concept: i, .. } => Some(i),
        Meaning::Ambiguous(_) => None,
    }
}

fn nearest_id<'a>(ids: impl Iterator<Item = &'a ConceptId>, id: &str) -> Option<&'a ConceptId> {
    ids.map(|known| (strsim::normalized_damerau_levenshtein(id, known.as_str()), known))
        .filter(|(likeness, _)| *likeness >= NEAREST_LIKENESS)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, known)| known)
}

fn read_concepts(files: &[(&str, File)]) -> Result<(Vec<Concept>, Vec<String>), VocabularyError> {
    let mut concepts: Vec<Concept> = Vec::new();
    let mut homes: Vec<String> = Vec::new();
    let mut first: HashMap<&str, usize> = HashMap::new();
    for (name, file) in files {
        let file_name = || (*name).to_owned();
        for entry in &file.concept {
            let facet = file.facet.ok_or(VocabularyError::MissingFacet { file: file_name() })?;
            let id = entry.id.clone();
            if !well_named(&id, facet) {
                let facet = facet.to_string();
                return Err(VocabularyError::WrongId { file: file_name(), id, facet });
            }
            if let Some(&other) = first.get(entry.id.as_str()) {
                let first = homes[other].clone();
                return Err(VocabularyError::DuplicateId { file: file_name(), id, first });
            }
            first.insert(&entry.id, concepts.len());
            concepts.push(concept(entry, facet));
            homes.push(file_name());
        }
    }
    Ok((concepts, homes))
}

fn well_named(id: &str, facet: Facet) -> bool {
    id.strip_prefix(facet.code()).and_then(|rest| rest.strip_prefix('.')).is_some_and(|name| {
        !name.is_empty()
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    })
}

fn concept(entry: &ConceptEntry, facet: Facet) -> Concept {
    Concept {
        id: ConceptId::new(&entry.id),
        facet,
        label: Text::new(&entry.ja, &entry.en),
        ja_alt: entry.ja_alt.clone(),
        en_alt: entry.en_alt.clone(),
        cased: entry.cased.clone(),
        broader: entry.broader.iter().map(ConceptId::new).collect(),
    }
}

/// Fewest steps from `start` to every concept above it, by breadth-first search.
fn distances(parents: &[Vec<usize>], start: usize) -> Vec<(usize, u32)> {
    let mut found: Vec<(usize, u32)> = Vec::new();
    let mut queue: VecDeque<(usize, u32)> = parents[start].iter().map(|p| (*p, 1)).collect();
    while let Some((at, distance)) = queue.pop_front() {
        if found.iter().all(|(seen, _)| *seen != at) {
            found.push((at, distance));
            queue.extend(parents[at].iter().map(|p| (*p, distance + 1)));
        }
    }
    found
}

/// A circle of broader terms, if there is one: the first concept stands at both ends.
fn circle(parents: &[Vec<usize>]) -> Option<Vec<usize>> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let mut states = vec![State::New; parents.len()];
    for start in 0..parents.len() {
        // The path from `start`, each with the number of parents already followed.
        let mut path: Vec<(usize, usize)> = Vec::new();
        if states[start] == State::New {
            states[start] = State::Open;
            path.push((start, 0));
        }
        while let Some((at, followed)) = path.last_mut() {
            let Some(&next) = parents[*at].get(*followed) else {
                states[*at] = State::Done;
                path.pop();
                continue;
            };
            *followed += 1;
            match states[next] {
                State::Done => {}
                State::New => {
                    states[next] = State::Open;
                    path.push((next, 0));
                }
                State::Open => {
                    let from = path.iter().position(|(i, _)| *i == next).unwrap_or(0);
                    let mut circle: Vec<usize> = path[from..].iter().map(|(i, _)| *i).collect();
                    circle.push(next);
                    return Some(circle);
                }
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Lang;
    use crate::vocabulary::ComplementKind;
    use crate::vocabulary::embedded::small;

    const HEAD: &str = "facet = \"disease\"\nsource = \"test\"\ndate = 2026-11-20\n";

    fn fault(entries: &str) -> String {
        let text = format!("{HEAD}{entries}");
        Thesaurus::parse(&[("a.toml", &text)]).map(|_| ()).unwrap_err().to_string()
    }

    fn entry(id: &str, ja: &str, rest: &str) -> String {
        format!("[[concept]]\nid = \"{id}\"\nja = \"{ja}\"\nen = \"{ja} en\"\n{rest}\n")
    }

    #[test]
    fn the_compiled_in_vocabulary_is_as_large_as_promised() {
        let thesaurus = Thesaurus::embedded();
        let labels: usize = thesaurus.concepts().iter().map(|c| c.labels().count()).sum();
        println!(
            "{} concepts, {labels} labels, {} complements",
            thesaurus.concepts().len(),
            thesaurus.complements().len()
        );
        assert!(thesaurus.concepts().len() >= 600);
        assert!(thesaurus.complements().len() >= 150);
        for facet in Facet::ALL {
            let count = thesaurus.facet(facet).count();
            println!("{facet}: {count}");
            assert!(count >= 30, "{facet}: {count}");
        }
        for kind in ComplementKind::ALL {
            assert!(thesaurus.complements().iter().any(|c| c.kind == kind), "{kind:?}");
        }
    }

    #[test]
    fn every_label_of_the_compiled_in_vocabulary_leads_back_to_its_concept() {
        let thesaurus = Thesaurus::embedded();
        for concept in thesaurus.concepts() {
            for (lang, label) in concept.labels() {
                assert_eq!(thesaurus.by_label(label), [&concept.id], "{lang} {label}");
            }
        }
    }

    #[test]
    fn labels_are_found_in_any_spelling_and_guessed_when_misspelt() {
        let thesaurus = small();
        assert_eq!(thesaurus.by_label("胃癌"), [&ConceptId::from("disease.gastric-cancer")]);
        assert_eq!(thesaurus.by_label("ms").len(), 2);
        assert!(thesaurus.by_label("無い言葉").is_empty());
        assert_eq!(thesaurus.nearest_label("バイオマカー"), Some("バイオマーカー"));
        assert_eq!(thesaurus.nearest_label("vacine"), Some("vaccine"));
        assert_eq!(thesaurus.nearest_label("zzzzzz"), None);
    }

    #[test]
    fn broader_terms_and_complements_are_found_both_ways() {
        let thesaurus = small();
        let (cancer, gastric) =
            (ConceptId::from("disease.cancer"), ConceptId::from("disease.gastric-cancer"));
        assert_eq!(thesaurus.broader(&gastric).collect::<Vec<_>>(), [(&cancer, 1)]);
        assert_eq!(thesaurus.narrower(&cancer).collect::<Vec<_>>(), [&gastric]);
        let dds = ConceptId::from("technology.dds");
        let sides = |id| thesaurus.complements_of(id).map(|(_, side)| side).collect::<Vec<_>>();
        assert_eq!((sides(&cancer), sides(&dds)), (vec![Side::Problem], vec![Side::Answer]));
        assert_eq!(
            thesaurus.concept(&dds).map(|c| c.label.get(Lang::En)),
            Some("drug delivery system")
        );
    }

    #[test]
    fn distances_are_the_shortest_of_all_ways() {
        let text = [
            entry("disease.a", "あああ", "broader = [\"disease.b\", \"disease.c\"]"),
            entry("disease.b", "いいい", "broader = [\"disease.c\"]"),
            entry("disease.c", "ううう", "broader = [\"disease.d\"]"),
            entry("disease.d", "えええ", ""),
        ]
        .concat();
        let text = format!("{HEAD}{text}");
        let thesaurus = Thesaurus::parse(&[("a.toml", &text)]).unwrap();
        let a = ConceptId::from("disease.a");
        let found: Vec<_> = thesaurus.broader(&a).map(|(id, d)| (id.as_str(), d)).collect();
        assert_eq!(found, [("disease.b", 1), ("disease.c", 1), ("disease.d", 2)]);
    }

    #[test]
    fn faults_name_the_file_the_entry_and_the_way_out() {
        let twice = entry("disease.a", "あああ", "") + &entry("disease.a", "いいい", "");
        assert!(fault(&twice).contains("already defined in a.toml"));
        let shared = entry("disease.a", "あああ", "") + &entry("disease.b", "あああ", "");
        assert!(fault(&shared).contains("already belongs to \"disease.a\""));
        let unknown = entry("disease.cancer", "あああ", "")
            + &entry("disease.b", "いいい", "broader = [\"disease.canser\"]");
        assert!(fault(&unknown).contains("did you mean \"disease.cancer\"?"));
        let circle = entry("disease.a", "あああ", "broader = [\"disease.b\"]")
            + &entry("disease.b", "いいい", "broader = [\"disease.a\"]");
        assert!(fault(&circle).contains("disease.a → disease.b → disease.a"));
        assert!(fault(&entry("technology.a", "あああ", "")).contains("disease.NAME"));
        assert!(fault(&entry("disease.a", " ", "")).contains("empty label"));
        assert!(fault("[[concept]]\nid = 3").contains("a.toml"));
        let own = entry("disease.a", "あああ", "")
            + "[[complement]]\nproblem = \"disease.a\"\nanswer = \"disease.a\"\n\
               kind = \"resource\"\nja = \"a\"\nen = \"a\"\n";
        assert!(fault(&own).contains("answers itself"));
    }
}
