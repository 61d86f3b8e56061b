//! All labels in one tree of characters, walked along a folded text.

use super::variants::{is_hiragana, is_kanji, is_katakana, large};
use std::collections::HashMap;

/// What a label stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The concept with this index.
    Concept(usize),
    /// The same, if the original words are written as this entry of the list of cased labels.
    Cased { concept: usize, label: usize },
    /// Several concepts: the entry of the list of ambiguous labels.
    Ambiguous(usize),
}

#[derive(Debug, Default)]
struct Node {
    /// Sorted by character.
    children: Vec<(char, usize)>,
    meaning: Option<Meaning>,
}

#[derive(Debug, Default)]
pub(super) struct Trie {
    roots: HashMap<char, usize>,
    nodes: Vec<Node>,
}

impl Trie {
    /// Adds a key; a key that is there already keeps its meaning and gives it back.
    pub fn insert(&mut self, key: &[char], meaning: Meaning) -> Option<Meaning> {
        let (&first, rest) = key.split_first()?;
        let mut at = match self.roots.get(&first) {
            Some(&node) => node,
            None => {
                let node = self.add_node();
                self.roots.insert(first, node);
                node
            }
        };
        for &c in rest {
            at = match self.child_slot(at, c) {
                Ok(node) => node,
                Err(slot) => {
                    let node = self.add_node();
                    self.nodes[at].children.insert(slot, (c, node));
                    node
                }
            };
        }
        let present = self.nodes[at].meaning;
        if present.is_none() {
            self.nodes[at].meaning = Some(meaning);
        }
        present
    }

    pub fn get(&self, key: &[char]) -> Option<Meaning> {
        let (first, rest) = key.split_first()?;
        let mut at = *self.roots.get(first)?;
        for &c in rest {
            at = self.child(at, c)?;
        }
        self.nodes[at].meaning
    }

    /// Calls `found(end, meaning)` for every label that starts at `start` of the folded text.
    ///
    /// Long-vowel marks, middle dots and hyphens in the text need not be in the label, a hyphen
    /// or a line break may stand for a space, and a line break may split a Japanese word.
    pub fn walk(&self, text: &[char], start: usize, mut found: impl FnMut(usize, Meaning)) {
        let Some(&node) = text.get(start).and_then(|c| self.roots.get(&large(*c))) else { return };
        // Position, node, and whether the last character was one of the label's own.
        let mut open = vec![(start + 1, node, true)];
        while let Some((at, node, own)) = open.pop() {
            let rest = text.get(at).copied();
            let before = text[at - 1];
            if let Some(meaning) = self.nodes[node].meaning.filter(|_| own) {
                let long = rest == Some('ー') && is_katakana(before);
                found(at + usize::from(long), meaning);
            }
            let Some(c) = rest else { continue };
            let after = text.get(at + 1).copied().unwrap_or(' ');
            let optional = match c {
                'ー' => is_katakana(before),
                '・' => is_katakana(before) && is_katakana(after),
                '-' => true,
                '\n' => is_japanese(before) && is_japanese(after),
                _ => false,
            };
            if optional && !self.nodes[node].children.is_empty() {
                open.push((at + 1, node, false));
            }
            let wanted = if matches!(c, '-' | '\n') { ' ' } else { large(c) };
            if let Some(child) = self.child(node, wanted) {
                open.push((at + 1, child, true));
            }
        }
    }

    fn add_node(&mut self) -> usize {
        self.nodes.push(Node::default());
        self.nodes.len() - 1
    }

    fn child_slot(&self, at: usize, c: char) -> Result<usize, usize> {
        let children = &self.nodes[at].children;
        children.binary_search_by_key(&c, |(k, _)| *k).map(|i| children[i].1)
    }

    fn child(&self, at: usize, c: char) -> Option<usize> {
        self.child_slot(at, c).ok()
    }
}

fn is_japanese(c: char) -> bool {
    is_katakana(c) || is_hiragana(c) || is_kanji(c)
}
