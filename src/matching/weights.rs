//! How much each part of a score counts.

use crate::vocabulary::ComplementKind;
use serde::{Deserialize, Serialize};

/// The settings of the ranking, in points unless said otherwise. **Set by hand**: who
/// has what is asked for comes before who works on the same, since a complete answer does not occur
/// and half of one should outweigh a shared disease; the texts support them, past co-operation and
/// phase decide between near equals. The sizes were
/// chosen while looking at the written test texts, except the pairs held out in them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Weights {
    /// Two profiles that share all their concepts.
    pub shared: f64,
    /// What is left of the likeness by a concept that one side only seeks and the other only has.
    pub crossed: f64,
    /// One who has a rare answer to everything that the other asks for.
    pub complement: f64,
    /// Two texts of the same words.
    pub text: f64,
    /// A partner to whom every walk over joint work leads.
    pub past: f64,
    /// The same phase, or, at half, the next one.
    pub phase: f64,
    /// The weight at which something that a profile has counts half.
    pub had_half: f64,
    /// What a problem that one side asks about is worth where the other works on the same.
    pub same_problem: f64,
    /// What is asked of the one who asks counts this share of what that one asks for.
    pub asked_of_me: f64,
    /// What is left of a problem that is named, but not in a sentence that seeks or complains.
    pub named: f64,
    /// What is left of what a disease, a product or a phase calls for without being asked.
    pub unsaid: f64,
    /// How much everybody is taken to ask for besides, so that no single wish met is everything.
    pub usual_demand: f64,
    /// By kind of complement, in the order of [`ComplementKind::ALL`]: a stated problem or need
    /// counts full; that a phase calls for a capability or a disease for data is true of all who
    /// work on it, whether they ask or not.
    pub kinds: [f64; 5],
    /// How much everybody is taken to be about besides what the tags say: one lucky tag on a nearly
    /// empty profile makes no perfect likeness.
    pub usual_information: f64,
    /// How much a concept of one side alone takes off, of what it would add if both had it.
    pub apart: f64,
    /// Of two texts in different languages only the concepts can be compared: their likeness
    /// stands in for the words', at this rate.
    pub across_languages: f64,
    /// The walkers' share at which past co-operation earns half its points.
    pub past_half: f64,
}

impl Default for Weights {
    fn default() -> Self {
        Weights {
            shared: 100.0,
            crossed: 0.5,
            complement: 110.0,
            text: 40.0,
            past: 12.0,
            phase: 2.0,
            had_half: 0.25,
            same_problem: 0.9,
            asked_of_me: 0.4,
            named: 0.6,
            unsaid: 0.15,
            usual_demand: 0.8,
            kinds: [1.0, 0.5, 1.0, 0.7, 0.4],
            usual_information: 0.6,
            apart: 0.5,
            across_languages: 0.35,
            past_half: 0.1,
        }
    }
}

impl Weights {
    /// The name of a part's weight that is no number from 0 to 10,000.
    pub fn unusable(&self) -> Option<&'static str> {
        [
            ("shared", self.shared),
            ("complement", self.complement),
            ("text", self.text),
            ("past", self.past),
            ("phase", self.phase),
        ]
        .into_iter()
        .find(|(_, weight)| !(0.0..=10_000.0).contains(weight))
        .map(|(name, _)| name)
    }

    /// Each part's weight times its factor, in the order of `PartKind::ALL`.
    pub fn scaled(&self, factors: &[f64; 5]) -> Weights {
        let [shared, complement, text, past, phase] = factors;
        Weights {
            shared: self.shared * shared,
            complement: self.complement * complement,
            text: self.text * text,
            past: self.past * past,
            phase: self.phase * phase,
            ..self.clone()
        }
    }

    pub(super) fn kind(&self, kind: ComplementKind) -> f64 {
        let position = ComplementKind::ALL.iter().position(|k| *k == kind);
        position.map_or(1.0, |i| self.kinds[i])
    }
}
