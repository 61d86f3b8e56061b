//! How much each part of a score counts.

use serde::{Deserialize, Serialize};

/// The settings of the ranking, in points unless said otherwise. **Set by hand**, not fitted to
/// any data: likeness and complement count about alike, text supports them, and past co-operation
/// and phase decide between near equals.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Weights {
    /// Two profiles that share all their concepts.
    pub shared: f64,
    /// One perfect complement: a rare, heavy problem on one side, its rare, heavy answer on the
    /// other. Further ones add ever less, all together less than twice this.
    pub complement: f64,
    /// Two texts of the same words.
    pub text: f64,
    /// A partner to whom every walk over joint work leads.
    pub past: f64,
    /// The same phase, or the next one.
    pub phase: f64,
    /// Each complement after the best counts this share of the one before it.
    pub further_complement: f64,
    /// What is left of a complement's worth when the side with the problem has the answer too.
    pub has_answer: f64,
    /// What the same concept is worth as a complement when one side seeks it and the other has it.
    pub sought: f64,
    /// How much a concept said in a need's title or text is sought; and, of a need, is there.
    pub implied: f64,
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
            shared: 40.0,
            complement: 25.0,
            text: 40.0,
            past: 12.0,
            phase: 2.0,
            further_complement: 0.5,
            has_answer: 0.4,
            sought: 0.6,
            implied: 0.5,
            usual_information: 0.6,
            across_languages: 0.5,
            past_half: 0.1,
        }
    }
}
