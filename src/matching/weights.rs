//! How much each part of a score counts.

use crate::vocabulary::ComplementKind;
use serde::{Deserialize, Serialize};

/// The settings of the ranking, in points unless said otherwise. **Set by hand**: likeness
/// and complement weigh about alike in what they really give (a perfect complement does not occur),
/// the texts support them, past co-operation and phase decide between near equals. The sizes were
/// chosen while looking at the written test texts, except the pairs held out in them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Weights {
    /// Two profiles that share all their concepts.
    pub shared: f64,
    /// The largest share of full likeness that one concept gives.
    pub one_concept: f64,
    /// One perfect complement: a rare, heavy problem on one side, its rare, heavy answer on the
    /// other.
    pub complement: f64,
    /// Two texts of the same words.
    pub text: f64,
    /// A partner to whom every walk over joint work leads.
    pub past: f64,
    /// The same phase, or, at half, the next one.
    pub phase: f64,
    /// Each complement after the best counts this share of the one before it, so that many weak
    /// ones do not outdo a strong one.
    pub further_complement: f64,
    /// What is left of a complement's worth when the side with the problem has the answer too.
    pub has_answer: f64,
    /// What the same concept is worth as a complement when one side seeks it and the other has it.
    pub sought: f64,
    /// What is left of a problem that is named, but not in a sentence that seeks or complains.
    pub named: f64,
    /// By kind of complement, in the order of [`ComplementKind::ALL`]: a stated problem or need
    /// counts full; that a phase calls for a capability or a disease for data is true of all who
    /// work on it, whether they ask or not.
    pub kinds: [f64; 5],
    /// Concepts below this much information, in all of a profile, count as if they were this
    /// much: one lucky tag on a nearly empty profile makes no perfect likeness.
    pub usual_information: f64,
    /// Of two texts in different languages only the concepts can be compared: their likeness
    /// stands in for the words', at this rate.
    pub across_languages: f64,
    /// The walkers' share at which past co-operation earns half its points.
    pub past_half: f64,
}

impl Default for Weights {
    fn default() -> Self {
        Weights {
            shared: 60.0,
            one_concept: 0.25,
            complement: 80.0,
            text: 40.0,
            past: 12.0,
            phase: 2.0,
            further_complement: 0.7,
            has_answer: 0.4,
            sought: 0.5,
            named: 0.6,
            kinds: [1.0, 0.5, 1.0, 0.7, 0.4],
            usual_information: 0.6,
            across_languages: 0.25,
            past_half: 0.1,
        }
    }
}

impl Weights {
    pub(super) fn kind(&self, kind: ComplementKind) -> f64 {
        let position = ComplementKind::ALL.iter().position(|k| *k == kind);
        position.map_or(1.0, |i| self.kinds[i])
    }
}
