//! A consortium held against a scheme: every rule judged, the plan drawn, what is missing named.

use super::check::{Case, Finding, check};
use super::contract::Contract;
use super::ledger::Ledger;
use super::plan::FundingPlan;
use super::roster::Roster;
use super::rule::Rule;
use super::verdict::{
    Gap, Missing, Outcome, ReadingVerdict, Standing, Verdict, is_recommended, kinds_in_words, sum,
};
use super::{Facts, Scheme, SchemeStatus, TextStatus};
use crate::domain::{Consortium, ConsortiumId, SchemeId, Text, Yen};
use chrono::NaiveDate;
use serde::Serialize;

/// Something that is missing, typed and in words, with the rule that asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Need {
    pub rule: String,
    #[serde(flatten)]
    pub gap: Gap,
    pub words: Text,
}

/// What a scheme says of a consortium, as of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Assessment {
    pub scheme: SchemeId,
    pub scheme_name: Text,
    pub consortium: ConsortiumId,
    pub as_of: NaiveDate,
    pub status: SchemeStatus,
    pub status_sentence: Text,
    /// What kind of text the rules come from; a draft may change.
    pub text_status: TextStatus,
    #[serde(flatten)]
    pub standing: Standing,
    /// Open on the day, and no rule stands against it.
    pub recommended: bool,
    /// One verdict per rule, in the scheme's order.
    pub verdicts: Vec<Verdict>,
    pub plan: FundingPlan,
    /// What is missing, without repetition, in the order of the rules.
    pub needs: Vec<Need>,
    /// Roles, money or resources are this product's assumption.
    pub assumed: bool,
}

impl Assessment {
    pub fn verdict(&self, rule: &str) -> Option<&Verdict> {
        self.verdicts.iter().find(|verdict| verdict.rule == rule)
    }

    /// The needs that someone from outside could fill.
    pub fn openings(&self) -> impl Iterator<Item = &Need> {
        self.needs.iter().filter(|need| need.gap.is_open_to_others())
    }
}

/// Judges `consortium` under every rule of `scheme`, as of `as_of`. Pure; the day enters the status
/// and is kept in the result. Data with [`Consortium::faults`] is judged as it stands. Cost: rules ×
/// members × years.
pub fn assess(
    scheme: &Scheme,
    consortium: &Consortium,
    facts: &Facts,
    as_of: NaiveDate,
) -> Assessment {
    let roster = Roster { consortium, facts, startup_test: scheme.startup_test() };
    let ledger = Ledger::new(scheme, &roster);
    let contract = Contract::new(scheme, &roster, &ledger);
    let case = Case { roster, ledger, contract };
    let verdicts: Vec<Verdict> = scheme.rules.iter().map(|rule| verdict(rule, &case)).collect();
    let mut needs: Vec<Need> = Vec::new();
    for verdict in &verdicts {
        for gap in &verdict.gaps {
            if !needs.iter().any(|need| &need.gap == gap) {
                let words = words(gap, &verdict.title, facts);
                needs.push(Need { rule: verdict.rule.clone(), gap: gap.clone(), words });
            }
        }
    }
    let standing = Standing::of(verdicts.iter().map(|verdict| &verdict.outcome));
    let status = scheme.status(as_of);
    Assessment {
        scheme: scheme.id.clone(),
        scheme_name: scheme.name.clone(),
        consortium: consortium.id.clone(),
        as_of,
        status,
        status_sentence: scheme.status_sentence(as_of),
        text_status: scheme.text_status,
        standing,
        recommended: is_recommended(status, standing),
        plan: FundingPlan::new(scheme, &case),
        verdicts,
        needs,
        assumed: consortium.assumed,
    }
}

/// One verdict from all readings of a rule: theirs where they agree, else both are shown and which
/// one holds cannot be known.
fn verdict(rule: &Rule, case: &Case) -> Verdict {
    let mut findings: Vec<Finding> =
        rule.readings.iter().map(|reading| check(rule, &reading.demand, case)).collect();
    let mut readings = Vec::new();
    if findings.len() > 1 {
        readings = rule
            .readings
            .iter()
            .zip(&findings)
            .map(|(reading, finding)| ReadingVerdict {
                title: reading.title.clone(),
                source: reading.source.clone(),
                clause: reading.clause.clone(),
                outcome: finding.outcome.clone(),
                sentence: finding.sentence.clone(),
            })
            .collect();
    }
    let agree = findings.windows(2).all(|pair| same(&pair[0].outcome, &pair[1].outcome));
    let mut gaps: Vec<Gap> = Vec::new();
    let (outcome, sentence) = if agree && !findings.is_empty() {
        let first = findings.swap_remove(0);
        gaps = first.gaps;
        (first.outcome, first.sentence)
    } else {
        for gap in findings.iter().flat_map(|finding| &finding.gaps) {
            if !gaps.contains(gap) {
                gaps.push(gap.clone());
            }
        }
        gaps.push(Gap::Answer { missing: Missing::Reading });
        let side = |pick: fn(&Text) -> &str, open: &str, close: &str, join: &str| {
            let each = readings
                .iter()
                .map(|r| format!("{open}{}{close}{}", pick(&r.title), pick(&r.outcome.label())));
            each.collect::<Vec<_>>().join(join)
        };
        let sentence = Text::new(
            format!("資料の読み方により異なる。{}。", side(|t| &t.ja, "「", "」では", "、")),
            format!("It depends on the reading: {}.", side(|t| &t.en, "\"", "\": ", "; ")),
        );
        (Outcome::CannotBeKnown { missing: vec![Missing::Reading] }, sentence)
    };
    let leading = rule.leading();
    Verdict {
        rule: rule.id.clone(),
        topic: rule.topic.clone(),
        title: rule.title.clone(),
        outcome,
        sentence,
        rule_sentence: rule.sentence.clone(),
        note: rule.note.clone(),
        certainty: rule.certainty,
        source: leading.map(|reading| reading.source.clone()).unwrap_or_default(),
        clause: leading.map(|reading| reading.clause.clone()).unwrap_or_default(),
        readings,
        gaps,
        assumed: case.roster.consortium.assumed
            && leading.is_some_and(|reading| reading.demand.rests_on_plan()),
    }
}

/// Two readings say the same where they say it until the same year, whenever it bites.
fn same(a: &Outcome, b: &Outcome) -> bool {
    match (a, b) {
        (Outcome::MetUntil { year: a, .. }, Outcome::MetUntil { year: b, .. }) => a == b,
        (Outcome::CannotBeKnown { .. }, Outcome::CannotBeKnown { .. }) => true,
        (a, b) => a == b,
    }
}

/// The gap in words.
fn words(gap: &Gap, title: &Text, facts: &Facts) -> Text {
    match gap {
        Gap::Members { group, more, by_year } => {
            let (label, counter) = (group.label(), group.counter());
            let (ja, en) = match by_year {
                Some(year) => (format!("{year}年目までに"), format!(" by year {year}")),
                None => ("開始時から".to_owned(), " from the start".to_owned()),
            };
            Text::new(
                format!("{}が{ja}あと{more}{counter}必要", label.ja),
                format!("needed in addition: {}{en}", group.english(*more)),
            )
        }
        Gap::Resources { short: Yen::ZERO, .. } => Text::new(
            "企業のリソース提供が必要（額は資料に記載なし）",
            "resources of companies are needed (how much is not printed)",
        ),
        Gap::Resources { short, year } => {
            let short = sum(*short);
            let (ja, en) = match year {
                Some(year) => (format!("{year}年目に"), format!(" in year {year}")),
                None => ("全期間で".to_owned(), " over the whole period".to_owned()),
            };
            Text::new(
                format!("産学連携リソースが{ja}{}不足", short.ja),
                format!("resources {} short{en}", short.en),
            )
        }
        Gap::Money { short, from_year, to_year } => {
            let (amount, years) = (sum(*short), years(*from_year, *to_year));
            Text::new(
                format!("{}：{}で{}不足", title.ja, years.ja, amount.ja),
                format!("{}: {} short in {}", title.en, amount.en, years.en),
            )
        }
        Gap::TooMuchMoney { over, from_year, to_year } => {
            let (amount, years) = (sum(*over), years(*from_year, *to_year));
            Text::new(
                format!("{}：{}で{}超過", title.ja, years.ja, amount.ja),
                format!("{}: {} too much in {}", title.en, amount.en, years.en),
            )
        }
        Gap::Role { role, kinds } => {
            let (role, kinds) = (role.label(), kinds_in_words(kinds));
            Text::new(
                format!("{}となる{}が必要", role.ja, kinds.ja),
                format!("an {} as {}", kinds.en, role.en),
            )
        }
        Gap::Declared { .. } => {
            Text::new(format!("{}が必要", title.ja), format!("needed: {}", title.en))
        }
        Gap::Years { over } => Text::new(
            format!("計画を{over}年短くする必要"),
            format!("a plan shorter by {over} {}", if *over == 1 { "year" } else { "years" }),
        ),
        Gap::Answer { missing } => answer(missing, title, facts),
    }
}

fn years(from: u32, to: u32) -> Text {
    if from == to {
        Text::new(format!("{from}年目"), format!("year {from}"))
    } else {
        Text::new(format!("{from}～{to}年目"), format!("years {from} to {to}"))
    }
}

/// What would have to be answered, in words.
fn answer(missing: &Missing, title: &Text, facts: &Facts) -> Text {
    match missing {
        Missing::Budget => Text::new("年ごとの委託費の計画", "the agency money planned per year"),
        Missing::Resources => {
            Text::new("企業が提供するリソースの計画", "the resources that companies plan to give")
        }
        Missing::ResourceKind(kind) => Text::new(
            format!("「{}」が該当するか（資料に記載なし）", kind.label().ja),
            format!("whether {} counts (not printed)", kind.label().en),
        ),
        Missing::Start => Text::new("研究開始の年度", "the fiscal year in which research starts"),
        Missing::Years => Text::new("研究期間（年数）", "the length in years"),
        Missing::Role(role) => {
            let role = role.label();
            Text::new(format!("{}の決定", role.ja), format!("who is {}", role.en))
        }
        Missing::RoleOf(id) => {
            let name = facts.name(id);
            Text::new(format!("{}の役割", name.ja), format!("the role of {}", name.en))
        }
        Missing::Fact { organisation, fact } => {
            let (name, fact) = (facts.name(organisation), fact.label());
            Text::new(format!("{}の{}", name.ja, fact.ja), format!("{}: {}", name.en, fact.en))
        }
        Missing::Declaration(_) => {
            Text::new(format!("{}の有無", title.ja), format!("whether planned: {}", title.en))
        }
        Missing::Reading => Text::new(
            format!("{}：資料のどの読み方によるか（実施機関への確認）", title.ja),
            format!("{}: which reading holds (ask the agency)", title.en),
        ),
        Missing::About => Text::new(
            format!("{}：「程度」の範囲（実施機関への確認）", title.ja),
            format!("{}: how far \"about\" reaches (ask the agency)", title.en),
        ),
    }
}
