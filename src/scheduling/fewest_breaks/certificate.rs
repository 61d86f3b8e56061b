//! What shows that no plan of a day has fewer breaks than a bound, and its check: no solver takes
//! part, all sums are of whole numbers. `tests/verify.py` checks the same without sharing code.

use super::day::{Day, SlotSet};
use super::engine::windows;
use super::formula::{Constraint, Formula, Literal};
use super::options::Options;
use super::patterns::Window;
use super::prices::{Prices, UNIT};
use crate::domain::Text;
use crate::scheduling::flaw::Flaw;
use serde::{Deserialize, Serialize};

/// Cases within cases that a certificate may have.
const MAX_DEPTH: usize = 400;

/// Per window of breaks in which a plan of fewer breaks could be (everybody has from f to
/// f + fairness breaks, f = 0, 1, …), why there is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// Per window its cases, the window as a whole first. After a case that is split come all of its
    /// first side, then all of its second.
    pub windows: Vec<Vec<Case>>,
}

/// Why there is no plan of the target (one break less than the bound) in a case: what the prices
/// leave open of it comes to nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Nothing is priced where they are left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prices: Option<Prices>,
    pub rest: Rest,
}

/// Why there is no plan in what prices leave open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rest {
    /// The prices show more than the target.
    Nothing,
    /// The lemmas refute it.
    Lemmas(Vec<Step>),
    /// There is none if the participant is busy in the slot, the first side, nor if not, the second.
    Either { participant: usize, slot: usize },
}

/// A clause that follows: when none of its literals holds, and earlier lemmas of one literal do, each
/// hinted constraint in turn leaves at most one value open, and one is broken. Literals and constraints are counted as `formula.rs` says,
/// lemmas after the constraints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub literals: Vec<Literal>,
    pub hints: Vec<u32>,
}

/// The windows in which a plan of at most `target` breaks could be.
pub(super) fn windows_of(day: &Day, target: usize) -> Vec<Window> {
    let people = day.participants();
    let few = |w: &Window| w.fewest.saturating_mul(people) <= target;
    windows(day).into_iter().filter(few).collect()
}

/// All that is open in a window by the rules of meetings alone; nothing where it is too much to list.
pub(super) fn all_options(day: &Day, window: Window) -> Option<Options> {
    let domains: Vec<SlotSet> = (0..day.meetings.len()).map(|m| day.own_slots(m)).collect();
    Some(Options::new(day, &domains, window, &|| false)).filter(|options| options.all_listed)
}

/// What is open in one of two cases.
pub(super) fn either(day: &Day, options: &Options, p: usize, slot: usize, busy: bool) -> Options {
    let mut left = options.clone();
    left.patterns[p].retain(|s| (s.busy >> slot & 1 == 1) == busy);
    if !busy {
        for (domain, _) in
            left.domains.iter_mut().zip(&day.meetings).filter(|(_, m)| m.participants.contains(&p))
        {
            *domain &= !(1 << slot);
        }
    }
    left
}

/// Checks that the certificate shows that no plan of the day has fewer breaks than `bound`; a flaw counts
/// windows, participants, slots and lemmas from 1. Cost:
/// linear in patterns × slots and in the literals that the hints name.
pub fn check_bound(day: &Day, bound: usize, certificate: &Certificate) -> Result<(), Flaw> {
    let flaw = |fault: Text| Flaw { place: Text::new("証明書", "certificate"), fault };
    day.check().map_err(|e| flaw(Text::same(e.to_string())))?;
    let Some(target) = bound.checked_sub(1) else { return Ok(()) };
    let windows = windows_of(day, target);
    if windows.len() != certificate.windows.len() {
        let (given, needed) = (certificate.windows.len(), windows.len());
        return Err(flaw(Text::new(
            format!("区間が {given} 個ありますが、{needed} 個必要です"),
            format!("{given} windows are given, {needed} needed"),
        )));
    }
    for (i, (window, cases)) in windows.into_iter().zip(&certificate.windows).enumerate() {
        let place = Text::new(format!("区間{}", i + 1), format!("window {}", i + 1));
        let Some(options) = all_options(day, window) else {
            let fault = Text::new(
                "パターンが多すぎて数え上げられません",
                "there are too many patterns to list",
            );
            return Err(Flaw { place, fault });
        };
        let mut cases = cases.iter();
        check_case(day, &options, target, &mut cases, &place, 0)?;
        if cases.next().is_some() {
            let fault = Text::new("場合が余っています", "there are more cases than splits");
            return Err(Flaw { place, fault });
        }
    }
    Ok(())
}

fn check_case(
    day: &Day,
    options: &Options,
    target: usize,
    cases: &mut std::slice::Iter<'_, Case>,
    place: &Text,
    depth: usize,
) -> Result<(), Flaw> {
    let flaw = |fault: Text| Flaw { place: place.clone(), fault };
    let Some(case) = cases.next() else {
        return Err(flaw(Text::new("場合が足りません", "its case is missing")));
    };
    let none = Prices::none(day);
    let prices = case.prices.as_ref().unwrap_or(&none);
    if !prices.are_sound(day) {
        return Err(flaw(Text::new(
            "価格の形か大きさがその日と合いません",
            "its prices are not of the day's shape or size",
        )));
    }
    let proof = prices.prove(day, options);
    match &case.rest {
        Rest::Nothing => {
            if proof.bound > UNIT * i64::try_from(target).unwrap_or(i64::MAX / UNIT) {
                return Ok(());
            }
            let shown = proof.breaks();
            let stated = target + 1;
            Err(flaw(Text::new(
                format!("価格が示すのは {shown} 回で、{stated} 回ではありません"),
                format!("its prices show {shown}, not {stated} breaks"),
            )))
        }
        Rest::Lemmas(lemmas) => {
            let formula = Formula::new(day, &proof.keep(options, target), target);
            refute(&formula, lemmas).map_err(|(lemma, fault)| {
                let n = lemma + 1;
                let place =
                    Text::new(format!("{}、補題{n}", place.ja), format!("{}, lemma {n}", place.en));
                Flaw { place, fault }
            })
        }
        Rest::Either { participant: p, slot } => {
            if *p >= day.participants() || *slot >= day.slots {
                return Err(flaw(Text::new(
                    "その日にない参加者か枠で場合分けしています",
                    "it splits by somebody or a slot that the day has not",
                )));
            }
            if depth >= MAX_DEPTH {
                return Err(flaw(Text::new(
                    format!("場合分けが {MAX_DEPTH} 段より深くなっています"),
                    format!("more than {MAX_DEPTH} cases lie within each other"),
                )));
            }
            let open = proof.keep(options, target);
            for (is, ja, en) in [(true, "面談のある", "busy"), (false, "面談のない", "idle")]
            {
                let (p_there, k) = (p + 1, slot + 1);
                let place = Text::new(
                    format!("{}、参加者{p_there}が枠{k}に{ja}場合", place.ja),
                    format!("{}, participant {p_there} {en} in slot {k}", place.en),
                );
                let left = either(day, &open, *p, *slot, is);
                check_case(day, &left, target, cases, &place, depth + 1)?;
            }
            Ok(())
        }
    }
}

/// Checks lemma by lemma that a formula has no answer.
fn refute(formula: &Formula, lemmas: &[Step]) -> Result<(), (usize, Text)> {
    let mut values = vec![0i8; 2 * formula.variables as usize + 2];
    let place = |l: Literal| 2 * l.unsigned_abs() as usize + usize::from(l < 0);
    let constraints = formula.constraints.len();
    for (i, lemma) in lemmas.iter().enumerate() {
        let known = |l: &Literal| *l != 0 && l.unsigned_abs() <= formula.variables as u32;
        if !lemma.literals.iter().all(known) {
            return Err((
                i,
                Text::new("ない変数を挙げています", "it names a variable that there is not"),
            ));
        }
        let mut set: Vec<Literal> = Vec::new();
        let mut assign = |values: &mut Vec<i8>, l: Literal| {
            values[place(l)] = 1;
            values[place(-l)] = -1;
            set.push(l);
        };
        for &l in &lemma.literals {
            // One that holds already, or is given twice, makes nothing wrong.
            if values[place(l)] == 0 {
                assign(&mut values, -l);
            }
        }
        let mut broken = false;
        for &hint in &lemma.hints {
            let hint = hint as usize;
            let clause = match formula.constraints.get(hint) {
                Some(Constraint::Clause(literals)) => literals,
                Some(Constraint::AtMost(literals, most)) => {
                    let held = literals.iter().filter(|&&l| values[place(l)] == 1).count();
                    broken = held > *most;
                    if held == *most {
                        for &l in literals {
                            if values[place(l)] == 0 {
                                assign(&mut values, -l);
                            }
                        }
                    } else if !broken {
                        return Err((
                            i,
                            Text::new(
                                "手がかりの一つが値を一つに絞りません",
                                "a hint leaves more than one value open",
                            ),
                        ));
                    }
                    if broken {
                        break;
                    }
                    continue;
                }
                None if hint - constraints < i => &lemmas[hint - constraints].literals,
                None => {
                    return Err((
                        i,
                        Text::new(
                            "後に来る制約を挙げています",
                            "it names a constraint that comes later",
                        ),
                    ));
                }
            };
            let mut open = clause.iter().filter(|&&l| values[place(l)] >= 0);
            match (open.next(), open.next()) {
                (None, _) => {
                    broken = true;
                    break;
                }
                (Some(&l), None) if values[place(l)] == 0 => assign(&mut values, l),
                (Some(_), None) => {}
                _ => {
                    return Err((
                        i,
                        Text::new(
                            "手がかりの一つが値を一つに絞りません",
                            "a hint leaves more than one value open",
                        ),
                    ));
                }
            }
        }
        for l in set {
            values[place(l)] = 0;
            values[place(-l)] = 0;
        }
        if !broken {
            return Err((
                i,
                Text::new("手がかりから導かれません", "it does not follow from its hints"),
            ));
        }
        if let [unit] = lemma.literals[..] {
            values[place(unit)] = 1;
            values[place(-unit)] = -1;
        }
    }
    match lemmas.last() {
        Some(last) if last.literals.is_empty() => Ok(()),
        _ => {
            let fault = Text::new(
                "最後の補題が矛盾ではありません",
                "the last lemma is not a contradiction",
            );
            Err((lemmas.len(), fault))
        }
    }
}
