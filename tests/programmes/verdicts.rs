//! What follows from verdicts: standings, plans, needs, drafts, schemes side by side.

use super::consortia::*;
use enishi::domain::*;
use enishi::programmes::*;

/// A full consortium is eligible inside the call and recommended; nothing is missing.
#[test]
fn a_full_consortium_is_recommended_inside_the_call() {
    let assessment = judged(FIFTH_ACADEMIA, &full());
    assert_eq!(assessment.standing, Standing::Eligible);
    assert_eq!(assessment.status, SchemeStatus::Open);
    assert!(assessment.recommended);
    assert_eq!(assessment.needs, []);
    assert_eq!(assessment.as_of, inside_fifth_call());
}

/// The days of the issue: inside the fifth call, and the day of the 2022 workshop.
#[test]
fn status_follows_the_day() {
    let status = |id: &str, y, m, d| find(id).status(day(y, m, d));
    for id in [FIFTH_ACADEMIA, FIFTH_STARTUP] {
        assert_eq!(status(id, 2025, 7, 1), SchemeStatus::Open);
        assert_eq!(status(id, 2022, 5, 10), SchemeStatus::NotYet);
        // 中旬 is printed, no day: on the 15th nobody can tell; on the 20th it has begun.
        assert_eq!(status(id, 2025, 6, 15), SchemeStatus::Unknown);
        assert_eq!(status(id, 2025, 6, 20), SchemeStatus::Open);
        assert_eq!(status(id, 2025, 8, 21), SchemeStatus::Open);
        assert_eq!(status(id, 2025, 8, 25), SchemeStatus::Unknown);
        assert_eq!(status(id, 2025, 9, 1), SchemeStatus::Closed);
    }
    assert_eq!(status(FIRST, 2022, 5, 10), SchemeStatus::NotYet);
    assert_eq!(status(FIRST, 2022, 8, 1), SchemeStatus::Unknown);
    assert_eq!(status(FIRST, 2025, 7, 1), SchemeStatus::Closed);
    for id in ["act-m", "act-ms", "sentan-keisoku-elements", "sentan-keisoku-devices"] {
        assert_eq!(status(id, 2025, 7, 1), SchemeStatus::Unknown, "{id}: no date is printed");
    }
}

/// A closed scheme, or one of which no document says that it is open, is never recommended; it can
/// still be looked at, with all its verdicts.
#[test]
fn only_open_schemes_are_recommended() {
    let organisations = organisations();
    let facts = Facts::new(&organisations);
    for as_of in [day(2022, 5, 10), day(2025, 7, 1), day(2025, 9, 1), day(2030, 1, 1)] {
        for scheme in schemes() {
            let assessment = assess(scheme, &full(), &facts, as_of);
            assert_eq!(assessment.verdicts.len(), scheme.rules.len());
            if assessment.recommended {
                assert_eq!(assessment.status, SchemeStatus::Open, "{} on {as_of}", scheme.id);
            }
        }
    }
    let closed = assess(find(FIFTH_ACADEMIA), &full(), &facts, day(2025, 9, 1));
    assert_eq!(closed.standing, Standing::Eligible, "the rules are met all the same");
    assert!(!closed.recommended);
}

/// 4.9 億円 starts with one-year contracts, 5.0 億円 with a two-year one.
#[test]
fn the_plan_shows_contracts_tests_and_gate() {
    let small = judged(FIFTH_ACADEMIA, &paid(&[49; 5], &[49; 5])).plan;
    assert_eq!(small.contract.form, ContractForm::OneYear);
    assert_eq!(small.matching, MatchingTest::YearsAndWhole { years: vec![1, 2] });
    assert_eq!(small.whole_total, Some(Yen::million(490)));
    let spans: Vec<(u32, u32)> = small.contracts.iter().map(|c| (c.from_year, c.to_year)).collect();
    assert_eq!(spans, [(1, 1), (2, 2), (3, 5)]);

    let large = judged(FIFTH_ACADEMIA, &paid(&[50; 5], &[50; 5])).plan;
    assert_eq!(large.contract.form, ContractForm::Long { years: 2 });
    assert_eq!(large.matching, MatchingTest::Whole);
    let spans: Vec<(u32, u32)> = large.contracts.iter().map(|c| (c.from_year, c.to_year)).collect();
    assert_eq!(spans, [(1, 2), (3, 5)]);
    assert_eq!(large.gate_year, Some(2));
    let gates: Vec<bool> = large.years.iter().map(|year| year.gate).collect();
    assert_eq!(gates, [false, true, false, false, false]);
    let fiscal: Vec<_> = large.years.iter().map(|year| year.fiscal_year).collect();
    assert_eq!(fiscal[0], Some(FiscalYear(2026)));
    assert_eq!(fiscal[4], Some(FiscalYear(2030)));

    // One company: one-year contracts whatever the sum.
    let alone = judged(FIFTH_ACADEMIA, &one_company_pays(&[60; 5], &[60; 5])).plan;
    assert_eq!(alone.contract.form, ContractForm::OneYear);
    // The 2022 document prints nothing on contracts.
    assert_eq!(judged(FIRST, &full()).plan.contract.form, ContractForm::NotPrinted);
    assert_eq!(judged(FIRST, &full()).plan.matching, MatchingTest::NotPrinted);
}

/// Year 1 needs 49 and has 44 (5 short); the whole needs 245 and has 245 − 5 − 35 = 205 (40 short).
#[test]
fn shortfalls_are_in_yen_and_tell_who_could_fill_them() {
    let assessment = judged(FIFTH_ACADEMIA, &paid(&[49; 5], &[44, 49, 49, 49, 14]));
    let gaps: Vec<&Gap> = assessment.openings().map(|need| &need.gap).collect();
    assert_eq!(
        gaps,
        [
            &Gap::Resources { short: Yen::million(40), year: None },
            &Gap::Resources { short: Yen::million(5), year: Some(1) },
        ]
    );
    assert!(gaps[0].fills(OrganisationKind::Company));
    assert!(!gaps[0].fills(OrganisationKind::Academia));
    assert_eq!(assessment.plan.short, Some(Yen::million(40)));
    assert_eq!(assessment.plan.years[0].short, Yen::million(5));
    assert_eq!(assessment.standing, Standing::NotEligible);
    let words = &assessment.openings().next().unwrap().words;
    assert_eq!(words.ja, "産学連携リソースが全期間で4,000万円不足");
    assert_eq!(words.en, "resources 40 million yen short over the whole period");
}

/// One company in a plan of five years: one more by year 3; that it may be wanted by the evaluation
/// in year 2 stands in the second reading.
#[test]
fn the_missing_company_is_typed_for_the_search() {
    let assessment = judged(FIFTH_ACADEMIA, &one_company_pays(&[60; 5], &[60; 5]));
    assert_eq!(assessment.standing, Standing::EligibleUntil { year: 2, bites: 3 });
    let gaps: Vec<&Gap> = assessment.openings().map(|need| &need.gap).collect();
    let company = |year| Gap::Members { group: Group::JointCompany, more: 1, by_year: Some(year) };
    assert_eq!(gaps, [&company(3)]);
    assert!(gaps[0].fills(OrganisationKind::Company) && gaps[0].fills(OrganisationKind::Startup));
    assert!(!gaps[0].fills(OrganisationKind::Academia));
    let verdict = assessment.verdict("companies").unwrap();
    let bites: Vec<&Outcome> = verdict.readings.iter().map(|r| &r.outcome).collect();
    assert_eq!(bites, [&UNTIL_2, &Outcome::MetUntil { year: 2, bites: 2 }]);
    assert!(
        verdict.sentence.ja.contains("3年目の開始までにあと1社必要"),
        "{}",
        verdict.sentence.ja
    );
}

/// The start-up type's two places on academia are both there, with their own clauses.
#[test]
fn differing_documents_show_both_readings() {
    let c = with(vec![
        university("u1", Role::Representative),
        startup("s1", Role::Contributor),
        company("c1", Role::LeadCompany),
        company("c2", Role::JointCompany),
    ]);
    let assessment = judged(FIFTH_STARTUP, &c);
    let verdict = assessment.verdict("academia").unwrap();
    assert_eq!(verdict.certainty, Certainty::Differs);
    let outcomes: Vec<&Outcome> = verdict.readings.iter().map(|r| &r.outcome).collect();
    assert_eq!(outcomes, [&Outcome::Met, &Outcome::NotMet]);
    assert_ne!(verdict.readings[0].clause, verdict.readings[1].clause);
    assert_eq!(assessment.standing, Standing::CannotBeKnown);
}

/// What nobody knows of a start-up is named, fact by fact.
#[test]
fn unknown_facts_of_a_startup_are_asked_for() {
    let mut organisations = organisations();
    let s1 = organisations.iter_mut().find(|o| o.id.as_str() == "s1").unwrap();
    (s1.deemed_large, s1.registered_on) = (None, None);
    let c = with(vec![
        university("u1", Role::Representative),
        university("u2", Role::Contributor),
        startup("s1", Role::Contributor),
        company("c1", Role::LeadCompany),
        company("c2", Role::JointCompany),
    ]);
    let assessment =
        assess(find(FIFTH_STARTUP), &c, &Facts::new(&organisations), inside_fifth_call());
    let fact = |fact| Missing::Fact { organisation: "s1".into(), fact };
    let missing = vec![fact(Fact::RegisteredOn), fact(Fact::DeemedLarge)];
    for rule in ["startups", "startup-test"] {
        let verdict = assessment.verdict(rule).unwrap();
        assert_eq!(verdict.outcome, Outcome::CannotBeKnown { missing: missing.clone() });
    }
    assert_eq!(assessment.standing, Standing::CannotBeKnown);
    let asked: Vec<&str> = assessment.needs.iter().map(|need| need.words.ja.as_str()).collect();
    assert_eq!(asked, ["s1（仮）の設立（登記）日", "s1（仮）のみなし大企業か"]);
}

/// A draft of found organisations gets roles and the least budget, and says that it is assumed:
/// 190 over five years is 38 a year; two companies give 19 each; the whole, 380 < 500, starts with
/// one-year contracts.
#[test]
fn a_draft_is_even_and_marked_as_assumed() {
    use OrganisationKind::{Academia, Company};
    let found = Consortium {
        members: vec![
            Member::new("c1", Company, []),
            Member::new("u1", Academia, []),
            Member::new("c2", Company, []),
            Member::new("u2", Academia, []),
        ],
        ..Consortium::default()
    };
    let scheme = find(FIFTH_ACADEMIA);
    let drafted = draft(scheme, &found);
    assert!(drafted.assumed);
    assert_eq!(drafted.faults(), []);
    assert_eq!(drafted.money, millions(&[38; 5]));
    let gifts = drafted.resources.as_ref().unwrap();
    assert_eq!(gifts.len(), 10);
    assert!(gifts.iter().all(|gift| gift.amount == Yen::million(19)));
    let role = |i: usize| drafted.members[i].roles.iter().copied().collect::<Vec<_>>();
    assert_eq!(role(0), [Role::LeadCompany]);
    assert_eq!(role(1), [Role::Representative]);
    assert_eq!(role(2), [Role::JointCompany]);
    assert_eq!(role(3), [Role::Contributor]);

    let assessment = judged(FIFTH_ACADEMIA, &drafted);
    assert!(assessment.assumed && assessment.plan.assumed);
    assert!(assessment.verdict("matching").unwrap().assumed);
    assert!(!assessment.verdict("dmp").unwrap().assumed);
    assert_eq!(assessment.plan.contract.form, ContractForm::OneYear);
    // Only what nobody can assume is open: the non-competitive area and the DMP.
    assert_eq!(assessment.standing, Standing::CannotBeKnown);
    let asked: Vec<&str> = assessment.needs.iter().map(|need| need.rule.as_str()).collect();
    assert_eq!(asked, ["non-competitive", "dmp"]);

    // 2022: the whole is at least 500, half of it the state's: 250, 50 a year.
    let first =
        with_even_budget(find(FIRST), &Consortium { money: None, resources: None, ..full() });
    assert_eq!(first.money, millions(&[50; 5]));
    assert_eq!(outcome(FIRST, &first, "whole"), Outcome::Met);
    // Nothing is planned over: what is there stays.
    assert_eq!(with_even_budget(scheme, &full()), full());
}

/// Every scheme side by side; a topic that a scheme does not know reads "not printed" there.
#[test]
fn schemes_line_up_by_topic() {
    let organisations = organisations();
    let facts = Facts::new(&organisations);
    let table = compare(schemes(), &full(), &facts, inside_fifth_call());
    assert_eq!(table.as_of, inside_fifth_call());
    assert_eq!(table.assessments.len(), schemes().len());
    assert!(table.rows.iter().all(|row| row.cells.len() == schemes().len()));
    let column = |id: &str| schemes().iter().position(|s| s.id.as_str() == id).unwrap();
    let cell = |topic: &str, id: &str| {
        let row = table.rows.iter().find(|row| row.topic == topic).unwrap();
        row.cells[column(id)].outcome.clone()
    };
    assert_eq!(cell("companies", FIFTH_ACADEMIA), Outcome::Met);
    assert_eq!(cell("companies", FIRST), Outcome::Met);
    assert_eq!(cell("contract", FIRST), Outcome::NotPrinted);
    assert_eq!(cell("clinician", FIFTH_ACADEMIA), Outcome::NotPrinted);
    let open: Vec<&str> = table
        .assessments
        .iter()
        .filter(|assessment| assessment.recommended)
        .map(|assessment| assessment.scheme.as_str())
        .collect();
    assert_eq!(open, [FIFTH_ACADEMIA], "full has no start-up, and nothing else is open");
}

/// Quotas for the search of consortia, in the leading reading.
#[test]
fn quotas_tell_the_search_what_to_look_for() {
    let of = |id: &str| -> Vec<(Group, u32, u32)> {
        find(id).quotas().iter().map(|q| (q.group, q.at_start, q.later)).collect()
    };
    assert_eq!(of(FIFTH_ACADEMIA), [(Group::Academia, 2, 2), (Group::JointCompany, 1, 2)]);
    assert_eq!(
        of(FIFTH_STARTUP),
        [(Group::Academia, 1, 1), (Group::Startup, 1, 1), (Group::JointCompany, 1, 2)]
    );
    assert_eq!(of("act-m"), [(Group::Academia, 1, 1), (Group::Company, 1, 1)]);
}
