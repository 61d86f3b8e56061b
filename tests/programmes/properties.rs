//! What holds for every consortium.

use super::consortia::*;
use super::files::ANOTHER;
use enishi::domain::*;
use enishi::programmes::*;
use proptest::prelude::*;

/// Any consortium over the known organisations and two unknown ones: roles, years and sums at will.
fn consortium() -> impl Strategy<Value = Consortium> {
    let ids = ["u1", "u2", "u3", "c1", "c2", "c3", "s1", "s2", "x1", "x2"];
    let kinds = prop::sample::select(vec![
        OrganisationKind::Academia,
        OrganisationKind::Company,
        OrganisationKind::Startup,
        OrganisationKind::Other,
    ]);
    let roles = prop::collection::btree_set(prop::sample::select(Role::ALL.to_vec()), 0..3);
    let member = (prop::sample::select(ids.to_vec()), kinds, roles, 1_u32..6)
        .prop_map(|(id, kind, roles, year)| Member::new(id, kind, roles).from_year(year));
    let resource = (
        prop::sample::select(ids.to_vec()),
        prop::sample::select(ResourceKind::ALL.to_vec()),
        0_u32..8,
        0_i64..200,
    )
        .prop_map(|(id, kind, year, n)| Resource {
            member: id.into(),
            kind,
            year,
            amount: Yen::million(n),
        });
    (
        prop::collection::vec(member, 0..8),
        prop::option::of(2020_i32..2030),
        prop::option::of(0_u32..8),
        prop::option::of(prop::collection::vec((0_i64..150).prop_map(Yen::million), 0..7)),
        prop::option::of(prop::collection::vec(resource, 0..12)),
        prop::collection::btree_map(
            prop::sample::select(vec!["data_management_plan".to_owned(), "clinician".to_owned()]),
            any::<bool>(),
            0..3,
        ),
    )
        .prop_map(|(members, start, years, money, resources, declared)| Consortium {
            members,
            start: start.map(FiscalYear),
            years,
            money,
            resources,
            declared,
            ..Consortium::default()
        })
}

fn extra() -> impl Strategy<Value = Resource> {
    (prop::sample::select(vec!["c1", "c2", "u1", "s1", "x1"]), 1_u32..7, 0_i64..300)
        .prop_map(|(id, year, n)| gift(id, year, n))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// One verdict per rule, in order, whatever the consortium; readings are all there; and the
    /// standing is the gravest of them.
    #[test]
    fn verdicts_are_total(c in consortium(), days in 0_i64..5_000) {
        let organisations = organisations();
        let facts = Facts::new(&organisations);
        let as_of = day(2020, 1, 1) + chrono::Days::new(u64::try_from(days).unwrap());
        for scheme in schemes() {
            let a = assess(scheme, &c, &facts, as_of);
            let rules: Vec<&str> = scheme.rules.iter().map(|rule| rule.id.as_str()).collect();
            let judged: Vec<&str> = a.verdicts.iter().map(|verdict| verdict.rule.as_str()).collect();
            prop_assert_eq!(rules, judged);
            for (rule, verdict) in scheme.rules.iter().zip(&a.verdicts) {
                let shown = if rule.readings.len() > 1 { rule.readings.len() } else { 0 };
                prop_assert_eq!(verdict.readings.len(), shown);
                prop_assert!(!verdict.sentence.ja.is_empty() && !verdict.sentence.en.is_empty());
                if matches!(verdict.outcome, Outcome::CannotBeKnown { ref missing } if missing.is_empty()) {
                    return Err(TestCaseError::fail(format!("{}: unknown without a reason", rule.id)));
                }
                if verdict.outcome == Outcome::NotMet {
                    prop_assert_eq!(a.standing, Standing::NotEligible);
                }
            }
            prop_assert_eq!(a.as_of, as_of);
            prop_assert!(!a.recommended || a.status == SchemeStatus::Open);
        }
    }

    /// More resources never turn the 1 : 1 rule from met to not met, nor to open.
    #[test]
    fn more_resources_never_hurt_the_matching(c in consortium(), more in prop::collection::vec(extra(), 1..5)) {
        let organisations = organisations();
        let facts = Facts::new(&organisations);
        for id in [FIFTH_ACADEMIA, FIFTH_STARTUP, FIRST, "act-m"] {
            let before = assess(find(id), &c, &facts, inside_fifth_call());
            if !before.verdict("matching").unwrap().outcome.is_met() {
                continue;
            }
            let mut richer = c.clone();
            richer.resources.get_or_insert_default().extend(more.clone());
            let after = assess(find(id), &richer, &facts, inside_fifth_call());
            prop_assert_eq!(&after.verdict("matching").unwrap().outcome, &Outcome::Met, "{}", id);
        }
    }

    /// The 1 : 1 rule against a count of its own: with every kind known and every role decided, it
    /// is met exactly when the totals and, under one-year contracts, years 1 and 2 suffice.
    #[test]
    fn matching_agrees_with_a_plain_count(
        money in prop::collection::vec(0_i64..120, 1..=5),
        gifts in prop::collection::vec((0_i64..80, 0_i64..80), 5),
        two in any::<bool>(),
    ) {
        let years = money.len();
        let mut c = if two { full() } else { one_company() };
        c.years = u32::try_from(years).ok();
        c.money = millions(&money);
        c.resources = Some((1..).zip(&gifts[..years]).flat_map(|(year, (a, b))| {
            let mut both = vec![gift("c1", year, *a)];
            if two { both.push(gift("c2", year, *b)); }
            both
        }).collect());
        let given: Vec<i64> = gifts[..years].iter().map(|(a, b)| a + if two { *b } else { 0 }).collect();
        let (paid, got): (i64, i64) = (money.iter().sum(), given.iter().sum());
        let long = two && paid + got >= 500;
        let met = got >= paid && (long || (0..years.min(2)).all(|y| given[y] >= money[y]));
        let expected = if met { Outcome::Met } else { Outcome::NotMet };
        prop_assert_eq!(outcome(FIFTH_ACADEMIA, &c, "matching"), expected);
    }

    /// A draft keeps what was planned, and its own budget is never at fault.
    #[test]
    fn drafts_change_nothing_that_was_planned(c in consortium()) {
        for scheme in schemes() {
            let drafted = draft(scheme, &c);
            prop_assert_eq!(c.members.len(), drafted.members.len());
            for (before, after) in c.members.iter().zip(&drafted.members) {
                prop_assert!(before.roles.is_empty() || before.roles == after.roles);
            }
            prop_assert!(c.money.is_none() || c.money == drafted.money);
            prop_assert!(c.resources.is_none() || c.resources == drafted.resources);
            if drafted != c {
                prop_assert!(drafted.assumed);
            }
        }
    }

    /// Arbitrary bytes are refused in words, never with a panic.
    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Err(error) = parse_scheme("any.toml", &bytes) {
            prop_assert!(error.to_string().starts_with("any.toml"));
        }
    }

    /// The same for files that are nearly right: one line lost, doubled or overwritten.
    #[test]
    fn damaged_files_never_panic(line in 0_usize..50, how in 0_u8..3, junk in "[ -~]{0,30}") {
        let mut lines: Vec<&str> = ANOTHER.lines().collect();
        let at = line.min(lines.len() - 1);
        match how {
            0 => { lines.remove(at); }
            1 => lines.insert(at, lines[at]),
            _ => lines[at] = &junk,
        }
        if let Err(error) = parse_scheme("any.toml", lines.join("\n")) {
            prop_assert!(error.to_string().starts_with("any.toml"));
        }
    }
}
