//! Every question, asked in turn.

use super::findings::Findings;
use super::{fixed, identity, numbers, precedence, references, times, wishes};
use crate::domain::{InputFault, Workshop};

/// Every fault in the data, in the order of sheets and entries; empty when it can be planned.
///
/// It looks at what the data says, not at whether a good plan exists: that is for the engines. The
/// vocabulary is not known here, so concepts are not looked up. Cost: n log n in the entries.
pub fn check(workshop: &Workshop) -> Vec<InputFault> {
    let mut findings = Findings::new();
    let known = identity::check(workshop, &mut findings);
    numbers::check(workshop, &mut findings);
    times::check(workshop, &mut findings);
    references::check(workshop, &known, &mut findings);
    precedence::check(workshop, &known, &mut findings);
    fixed::check(workshop, &known, &mut findings);
    wishes::check(workshop, &mut findings);
    findings.in_order()
}
