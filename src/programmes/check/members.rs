//! Demands on who takes part.

use super::{Case, Finding};
use crate::domain::{Member, OrganisationKind, Role, Text};
use crate::programmes::StartupTest;
use crate::programmes::roster::{Count, unknown_facts};
use crate::programmes::rule::{Group, Relaxed, Rule};
use crate::programmes::verdict::{Gap, Missing, Outcome, kinds_in_words};

/// At least so many members of a group in every planned year.
pub(super) fn minimum(
    case: &Case,
    group: Group,
    at_least: u32,
    relaxed: Option<Relaxed>,
    due_by_year: Option<u32>,
) -> Finding {
    let is_relaxed = |year: u32| relaxed.is_some_and(|r| year <= r.until_year);
    let needed = |year: u32| match relaxed {
        Some(r) if year <= r.until_year => r.at_least,
        _ => at_least,
    };
    // Whoever must be in by an earlier year is looked for in that year.
    let looked_at = |year: u32| match due_by_year {
        Some(due) if !is_relaxed(year) => year.min(due),
        _ => year,
    };
    let label = group.label();
    let counter = group.counter();
    let start = case.roster.count(group, 1);
    let found = counts_in_words(case, group, &start);
    let demand = match relaxed {
        Some(r) => Text::new(
            format!(
                "必要：{}年目まで{}{counter}以上、その後{at_least}{counter}以上",
                r.until_year, r.at_least
            ),
            format!(
                "needed: {} until the end of year {}, then {at_least}",
                r.at_least, r.until_year
            ),
        ),
        None => Text::new(
            format!("必要：{at_least}{counter}以上"),
            format!("needed: at least {at_least}"),
        ),
    };
    let ja = format!("{}：{}（{}）。", label.ja, found.ja, demand.ja);
    let en = format!("{}: {} ({}).", capital(&label.en), found.en, demand.en);

    let mut missing = Vec::new();
    for year in 1..=case.ledger.years {
        let count = case.roster.count(group, looked_at(year));
        let need = needed(year);
        if count.possible < need {
            let more = need - count.possible;
            if year == 1 {
                let gap = Gap::Members { group, more, by_year: None };
                return Finding::new(
                    Outcome::NotMet,
                    format!("{ja}あと{more}{counter}足りない。"),
                    format!("{en} {more} more needed."),
                )
                .with([gap]);
            }
            if !missing.is_empty() {
                let gap = Gap::Members { group, more, by_year: Some(year) };
                let mut finding = Finding::unknown(
                    missing,
                    format!("{ja}{year}年目までにあと{more}{counter}必要。"),
                    format!("{en} {more} more by year {year}."),
                );
                finding.gaps.push(gap);
                return finding;
            }
            let bites = looked_at(year);
            let gap = Gap::Members { group, more, by_year: Some(bites) };
            let (when_ja, when_en) = if bites < year {
                (
                    format!("{bites}年目の中間評価までに"),
                    format!("by the evaluation in year {bites}"),
                )
            } else {
                (format!("{year}年目の開始までに"), format!("by the start of year {year}"))
            };
            return Finding::new(
                Outcome::MetUntil { year: year - 1, bites },
                format!("{ja}{when_ja}あと{more}{counter}必要。"),
                format!("{en} {more} more needed {when_en}."),
            )
            .with([gap]);
        }
        if count.sure < need {
            missing.extend(count.missing);
        }
    }
    if missing.is_empty() {
        Finding::new(Outcome::Met, ja, en)
    } else {
        Finding::unknown(missing, ja, en)
    }
}

/// 1年目から1社、3年目から2社.
fn counts_in_words(case: &Case, group: Group, start: &Count) -> Text {
    let counter = group.counter();
    let number = |count: &Count| {
        if count.sure == count.possible {
            count.sure.to_string()
        } else {
            format!("{}～{}", count.sure, count.possible)
        }
    };
    let mut ja = format!("開始時{}{counter}", number(start));
    let mut en = format!("{} at the start", number(start).replace('～', " to "));
    let mut last = (start.sure, start.possible);
    for year in 2..=case.ledger.years {
        let count = case.roster.count(group, year);
        if (count.sure, count.possible) != last {
            last = (count.sure, count.possible);
            ja.push_str(&format!("、{year}年目から{}{counter}", number(&count)));
            en.push_str(&format!(", {} from year {year}", number(&count).replace('～', " to ")));
        }
    }
    Text::new(ja, en)
}

/// Exactly one member has the role, and is of one of the kinds.
pub(super) fn one_role(case: &Case, role: Role, kinds: &[OrganisationKind]) -> Finding {
    let label = role.label();
    let wanted = kinds_in_words(kinds);
    let allowed = |member: &Member| kinds.is_empty() || kinds.contains(&member.kind);
    let holders: Vec<&Member> =
        case.roster.consortium.members.iter().filter(|m| m.has(role)).collect();
    match holders.as_slice() {
        [] => {
            let can_be_named = case.roster.consortium.members.iter().any(allowed);
            let mut finding = Finding::unknown(
                [Missing::Role(role)],
                format!("{}がまだ決まっていない。", label.ja),
                format!("No {} is named yet.", label.en),
            );
            if !can_be_named {
                finding.outcome = Outcome::NotMet;
                finding.gaps = vec![Gap::Role { role, kinds: kinds.to_vec() }];
                finding.sentence = Text::new(
                    format!("{}になれる{}がいない。", label.ja, wanted.ja),
                    format!("No {} is there to be {}.", wanted.en, label.en),
                );
            }
            finding
        }
        [member] => {
            let name = case.roster.facts.name(&member.organisation);
            let kind = kinds_in_words(&[member.kind]);
            if allowed(member) {
                Finding::new(
                    Outcome::Met,
                    format!("{}は{}（{}）。", label.ja, name.ja, kind.ja),
                    format!("{}: {} ({}).", capital(&label.en), name.en, kind.en),
                )
            } else {
                Finding::new(
                    Outcome::NotMet,
                    format!("{}は{}（{}）だが、{}に限る。", label.ja, name.ja, kind.ja, wanted.ja),
                    format!(
                        "{}: {} ({}); only an {} may be.",
                        capital(&label.en),
                        name.en,
                        kind.en,
                        wanted.en
                    ),
                )
                .with([Gap::Role { role, kinds: kinds.to_vec() }])
            }
        }
        several => Finding::new(
            Outcome::NotMet,
            format!("{}が{}者いる。1者に限る。", label.ja, several.len()),
            format!("{} members are {}; there is exactly one.", several.len(), label.en),
        )
        .with([Gap::Answer { missing: Missing::Role(role) }]),
    }
}

/// Only members of some kinds are funded.
pub(super) fn funded_kinds(case: &Case, kinds: &[OrganisationKind]) -> Finding {
    let allowed = kinds_in_words(kinds);
    let members = &case.roster.consortium.members;
    let offenders: Vec<&Member> =
        members.iter().filter(|m| m.is_funded() && !kinds.contains(&m.kind)).collect();
    if !offenders.is_empty() {
        let names = names(case, &offenders);
        return Finding::new(
            Outcome::NotMet,
            format!("資金を受けられるのは{}のみ。受けられない：{}。", allowed.ja, names.ja),
            format!("Funded may be: {} only; not so: {}.", allowed.en, names.en),
        );
    }
    let funded = members.iter().filter(|m| m.is_funded()).count();
    if funded == 0 {
        return Finding::unknown(
            [Missing::Role(Role::Representative)],
            "資金を受ける機関がまだ決まっていない。",
            "Nobody is named yet to receive the money.",
        );
    }
    Finding::new(
        Outcome::Met,
        format!("資金を受けるのは{}のみ（{funded}機関）。", allowed.ja),
        format!("Funded: {} only ({funded} in all).", allowed.en),
    )
}

/// Nobody has a role of both lists.
pub(super) fn not_both(case: &Case, first: &[Role], second: &[Role]) -> Finding {
    let any = |member: &Member, roles: &[Role]| roles.iter().any(|role| member.has(*role));
    let members = case.roster.consortium.members.iter();
    let offenders: Vec<&Member> = members.filter(|m| any(m, first) && any(m, second)).collect();
    if offenders.is_empty() {
        return Finding::new(
            Outcome::Met,
            "両方の役割を兼ねる機関はない。",
            "No member has a role on both sides.",
        );
    }
    let words = |roles: &[Role]| {
        let labels: Vec<Text> = roles.iter().map(|role| role.label()).collect();
        let side =
            |pick: fn(&Text) -> &str, or| labels.iter().map(pick).collect::<Vec<_>>().join(or);
        Text::new(side(|t| &t.ja, "・"), side(|t| &t.en, " or "))
    };
    let (names, first, second) = (names(case, &offenders), words(first), words(second));
    Finding::new(
        Outcome::NotMet,
        format!("{}は{}と{}を兼ねられない。", names.ja, first.ja, second.ja),
        format!("{} cannot be {} and {} at once.", names.en, first.en, second.en),
    )
}

/// Everyone in the group is registered in Japan.
pub(super) fn domestic(case: &Case, group: Group) -> Finding {
    let label = group.label();
    let members: Vec<&Member> = case.roster.sure(group).collect();
    let is = |m: &Member| case.roster.facts.get(&m.organisation).and_then(|o| o.domestic);
    let foreign: Vec<&Member> = members.iter().copied().filter(|m| is(m) == Some(false)).collect();
    if !foreign.is_empty() {
        let names = names(case, &foreign);
        return Finding::new(
            Outcome::NotMet,
            format!("国内の{}ではない：{}。", label.ja, names.ja),
            format!("Not domestic {}: {}.", label.en, names.en),
        );
    }
    let unknown: Vec<&Member> = members.iter().copied().filter(|m| is(m).is_none()).collect();
    if !unknown.is_empty() {
        let names = names(case, &unknown);
        let fact = crate::programmes::Fact::Domestic;
        return Finding::unknown(
            unknown.iter().map(|m| Missing::Fact { organisation: m.organisation.clone(), fact }),
            format!("国内の機関か不明：{}。", names.ja),
            format!("Not known to be domestic: {}.", names.en),
        );
    }
    Finding::new(
        Outcome::Met,
        format!("{}は{}{}とも国内の機関。", label.ja, members.len(), group.counter()),
        format!("Domestic: all {} {}.", members.len(), label.en),
    )
}

/// Every funded start-up passes the test.
pub(super) fn startups(case: &Case, test: &StartupTest) -> Finding {
    let members = case.roster.consortium.members.iter();
    let funded: Vec<&Member> =
        members.filter(|m| m.kind == OrganisationKind::Startup && m.is_funded()).collect();
    let (mut failed, mut missing) = (Vec::new(), Vec::new());
    for member in &funded {
        let name = case.roster.facts.name(&member.organisation);
        let points = test.points(case.roster.facts.get(&member.organisation));
        for (fact, passed) in points {
            if passed == Some(false) {
                let label = fact.label();
                failed.push((
                    format!("{}：{}", name.ja, label.ja),
                    format!("{}: {}", name.en, label.en),
                ));
            }
        }
        missing.extend(unknown_facts(member, &points));
    }
    let (day, years) = (test.as_of, test.within_years);
    if !failed.is_empty() {
        let (ja, en): (Vec<_>, Vec<_>) = failed.into_iter().unzip();
        return Finding::new(
            Outcome::NotMet,
            format!(
                "{day}時点のスタートアップ企業の定義（登記から{years}年以内、国内の中小企業、みなし大企業でない）に合わない点：{}。",
                ja.join("、")
            ),
            format!(
                "Not a start-up as of {day} (within {years} years of registration, an SME in Japan, not deemed large): {}.",
                en.join(", ")
            ),
        );
    }
    if funded.is_empty() {
        return Finding::new(
            Outcome::Applies,
            "資金を受けるスタートアップ企業がないため、確かめる対象がない。",
            "No start-up is funded, so there is none to test.",
        );
    }
    if !missing.is_empty() {
        return Finding::unknown(
            missing,
            format!("{day}時点でスタートアップ企業に当たるか、確かめられない点がある。"),
            format!("Whether it is a start-up as of {day} cannot be known yet."),
        );
    }
    Finding::new(
        Outcome::Met,
        format!("{day}時点でスタートアップ企業に当たる（{}社）。", funded.len()),
        format!("Start-ups as of {day}: {}.", funded.len()),
    )
}

/// Something is planned, or somebody takes part.
pub(super) fn declared(
    case: &Case,
    rule: &Rule,
    what: &str,
    filled_by: &[OrganisationKind],
) -> Finding {
    let title = &rule.title;
    match case.roster.consortium.declares(what) {
        Some(true) => Finding::new(
            Outcome::Met,
            format!("{}：あり。", title.ja),
            format!("{}: planned.", capital(&title.en)),
        ),
        Some(false) => Finding::new(
            Outcome::NotMet,
            format!("{}：なし。必要。", title.ja),
            format!("{}: not planned, but needed.", capital(&title.en)),
        )
        .with([Gap::Declared { what: what.to_owned(), filled_by: filled_by.to_vec() }]),
        None => {
            let mut finding = Finding::unknown(
                [Missing::Declaration(what.to_owned())],
                format!("{}：まだ分からない。", title.ja),
                format!("{}: nobody has said.", capital(&title.en)),
            );
            // Whoever could bring it is worth looking for even before anybody has answered.
            if !filled_by.is_empty() {
                finding.gaps =
                    vec![Gap::Declared { what: what.to_owned(), filled_by: filled_by.to_vec() }];
            }
            finding
        }
    }
}

fn names(case: &Case, members: &[&Member]) -> Text {
    let names: Vec<Text> =
        members.iter().map(|m| case.roster.facts.name(&m.organisation)).collect();
    Text::new(
        names.iter().map(|n| n.ja.as_str()).collect::<Vec<_>>().join("、"),
        names.iter().map(|n| n.en.as_str()).collect::<Vec<_>>().join(", "),
    )
}

/// The sentence's first letter.
fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
