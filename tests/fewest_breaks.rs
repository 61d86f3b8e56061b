//! Days of given meetings with the fewest breaks: plans and bounds against brute force, the data
//! file reader against arbitrary bytes, and days that have no plan.

use enishi::exchange::{DznError, read_dzn};
use enishi::scheduling::fewest_breaks::{
    Day, Demand, Meeting, Session, clash, fewest_breaks, judge_day,
};
use enishi::solver::{Limits, Status};
use proptest::prelude::*;
use std::ops::ControlFlow;

/// Every plan there is, judged: the fewest breaks, or nothing.
fn brute_force(day: &Day) -> Option<usize> {
    let mut best = None;
    let mut plan = vec![0; day.meetings.len()];
    loop {
        let judged = judge_day(day, &plan);
        if judged.violations.is_empty() {
            let breaks = judged.total_breaks();
            best = Some(best.map_or(breaks, |b: usize| b.min(breaks)));
        }
        let Some(i) = plan.iter().position(|&k| k + 1 < day.slots) else { return best };
        plan[i] += 1;
        plan[..i].fill(0);
    }
}

fn small_day() -> impl Strategy<Value = Day> {
    (2usize..=5, 3usize..=5, 1usize..=3, 0usize..=2).prop_flat_map(
        |(participants, slots, tables, fairness)| {
            let session = prop_oneof![
                Just(Session::Either),
                Just(Session::Either),
                Just(Session::Morning),
                Just(Session::Afternoon),
            ];
            let pair = (0..participants, 1..participants)
                .prop_map(move |(a, step)| [a, (a + step) % participants]);
            let fixed = prop::option::weighted(0.1, 0..slots);
            let meeting = (pair, session, fixed).prop_map(|(participants, session, fixed)| {
                Meeting { participants, session, fixed }
            });
            let meetings = prop::collection::vec(meeting, 0..=6);
            // Rarely more than one slot forbidden, or few days would have plans.
            let forbidden = prop::collection::vec(
                prop_oneof![3 => Just(0u64), 1 => (0..slots).prop_map(|k| 1 << k)],
                participants,
            );
            (meetings, forbidden, 0..=slots, prop::option::weighted(0.3, (0usize..6, 0usize..6)))
                .prop_map(move |(meetings, forbidden, morning_slots, order)| {
                    let known = |(a, b): &(usize, usize)| a.max(b) < &meetings.len();
                    Day {
                        precedences: order.into_iter().filter(known).collect(),
                        slots,
                        morning_slots,
                        tables,
                        forbidden,
                        meetings,
                        fairness,
                    }
                })
        },
    )
}

fn solve(day: &Day, threads: u32, seed: u32) -> enishi::scheduling::fewest_breaks::Answer {
    let limits = Limits { seconds: 60.0, threads, seed };
    fewest_breaks(day, limits, &mut |_| ControlFlow::Continue(())).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn the_fewest_breaks_are_those_of_brute_force(day in small_day(), threads in 1u32..=2) {
        let answer = solve(&day, threads, 7);
        match brute_force(&day) {
            None => {
                prop_assert_eq!(answer.status, Status::Infeasible);
                let clash = clash(&day, &|| false).expect("a day without plan has a clash");
                prop_assert!(clash.irreducible);
                // Whichever precedence or forbidden slot of it is lifted, alone, the others of the
                // day may still clash; the set itself must not be empty.
                prop_assert!(!clash.demands.is_empty());
            }
            Some(breaks) => {
                prop_assert_eq!(answer.status, Status::Optimal);
                prop_assert_eq!((answer.breaks, answer.bound), (Some(breaks), breaks));
                let judged = judge_day(&day, &answer.plan.unwrap());
                prop_assert_eq!(judged.violations, []);
            }
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_dzn(&bytes, 2);
    }

    #[test]
    fn no_text_of_the_format_makes_the_reader_panic(
        text in r"((nBusiness|nTables|fixed|forbidden|requested|[a-z]{1,3}) ?= ?(-?[0-9]{1,20}|[\[\]{}|.,;%()0-9 \n]{0,30});?\n?){0,8}",
    ) {
        let _ = read_dzn(text.as_bytes(), 2);
    }

    #[test]
    fn a_file_cut_off_anywhere_is_an_error(cut in 0usize..DAY.len()) {
        // The last sign may be missing: a final semicolon is no part of a value.
        if cut < DAY.trim_end().len() - 1 {
            prop_assert!(read_dzn(&DAY.as_bytes()[..cut], 2).is_err());
        }
    }
}

const DAY: &str = "nBusiness = 4; nMeetings = 3; % a comment
nTables = 2; nTotalSlots = 4; nMorningSlots = 2;
requested = [|1, 2, 1,
|3, 4, 2,
|1, 3, 3, |];
meetingsxBusiness = [{1,1,3},{1,1},{1,2,3},{1,2}];
forbidden = [{0, 2}, {}, 1..1, {0}];
fixed = [0, 3, 0];
precedences = [{}, {1}, {}];
";

fn with(from: &str, to: &str) -> Result<Day, DznError> {
    assert!(DAY.contains(from), "{from}");
    read_dzn(DAY.replace(from, to).as_bytes(), 2)
}

#[test]
fn a_data_file_is_read_whole() {
    let day = read_dzn(DAY.as_bytes(), 2).unwrap();
    assert_eq!((day.slots, day.morning_slots, day.tables, day.fairness), (4, 2, 2, 2));
    assert_eq!(day.forbidden, [0b10, 0, 0b1, 0]);
    assert_eq!(day.precedences, [(0, 1)]);
    assert_eq!(day.meetings[1].fixed, Some(2));
    assert_eq!(day.meetings[1].participants, [2, 3]);
    assert_eq!(day.meetings[0].session, Session::Morning);
    assert_eq!(solve(&day, 1, 1).status, Status::Optimal);
}

#[test]
fn faults_of_a_data_file_are_named_in_both_languages() {
    for (from, to, en, ja) in [
        (
            "nTotalSlots = 4",
            "nTotalSlots = 1000000",
            "nTotalSlots is 1000000",
            "nTotalSlots が 1000000 です",
        ),
        ("nTables = 2", "nTables = -1", "nTables is -1", "nTables が -1 です"),
        ("nMorningSlots = 2", "nMorningSlots = 5", "nMorningSlots is 5", "nMorningSlots が 5 です"),
        ("|1, 2, 1", "|1, 9, 1", "requested, entry 1: 9", "requested の 1 番目：9"),
        ("|1, 2, 1", "|1, 1, 1", "participant 1 meets themselves", "参加者1が自分自身と"),
        (
            "|1, 2, 1",
            "|1, 2, 7",
            "requested (session), entry 1: 7",
            "requested (session) の 1 番目：7",
        ),
        ("fixed = [0, 3, 0]", "fixed = [0, 9, 0]", "fixed, entry 2: 9", "fixed の 2 番目：9"),
        ("fixed = [0, 3, 0]", "fixed = [0, 3]", "fixed has 2 entries", "fixed は 2 個"),
        ("{0, 2}, {}", "{0, 5}, {}", "forbidden, entry 1: 5", "forbidden の 1 番目：5"),
        ("{1}, {}]", "{4}, {}]", "precedences, entry 2: 4", "precedences の 2 番目：4"),
        ("nTables = 2;", "", "nTables is missing", "nTables がありません"),
        ("nTables = 2;", "nTables = 2; nTables = 3;", "nTables is given twice", "nTables が二度"),
        ("nTables = 2;", "nTables = 99999999999999999999;", "too large", "大きすぎます"),
        (
            "nTables = 2;",
            "nTables = \"two\";",
            "nTables is not a whole number",
            "nTables が整数ではありません",
        ),
        ("|3, 4, 2,", "|3, 4,", "rows of one length", "長さの揃った行が必要です"),
    ] {
        let message = with(from, to).unwrap_err().text();
        assert!(message.en.contains(en) && message.ja.contains(ja), "{to}: {message:?}");
    }
}

#[test]
fn days_that_cannot_be_are_infeasible() {
    for (from, to) in [
        ("nTables = 2", "nTables = 0"),
        ("{}, {1}, {}]", "{2}, {1}, {}]"),
        ("{}, {1}, {}]", "{1}, {1}, {}]"),
        ("fixed = [0, 3, 0]", "fixed = [0, 1, 0]"),
        ("fixed = [0, 3, 0]", "fixed = [0, 3, 3]"),
        ("{0, 2}, {}", "{1, 2}, {}"),
    ] {
        let day = with(from, to).unwrap();
        let answer = solve(&day, 1, 1);
        assert_eq!(answer.status, Status::Infeasible, "{to}");
        assert_eq!(brute_force(&day), None, "{to}");
    }
}

#[test]
fn a_clash_names_the_demands_that_cannot_be_met_together() {
    let day = with("fixed = [0, 3, 0]", "fixed = [1, 1, 0]").unwrap();
    let clash = clash(&day, &|| false).unwrap();
    assert!(clash.irreducible);
    // Nothing is before slot 1.
    assert_eq!(
        clash.demands,
        [
            Demand::Held { meeting: 0, participants: [0, 1] },
            Demand::Held { meeting: 1, participants: [2, 3] },
            Demand::Fixed { meeting: 1, slot: 0 },
            Demand::Before { first: 0, second: 1 },
        ]
    );
    assert_eq!(clash.demands[2].to_string(), "meeting 2 is in slot 1");
}

#[test]
fn someone_with_more_meetings_than_slots_has_no_plan() {
    let meeting = |b| Meeting { participants: [0, b], session: Session::Either, fixed: None };
    let day = Day {
        slots: 20,
        morning_slots: 10,
        tables: 30,
        forbidden: vec![0; 22],
        meetings: (1..22).map(meeting).collect(),
        precedences: vec![],
        fairness: 2,
    };
    assert_eq!(solve(&day, 2, 1).status, Status::Infeasible);
    // All 21 meetings and that they are one person's: 20 would fit.
    let clash = clash(&day, &|| false).unwrap();
    assert!(clash.irreducible);
    assert_eq!(clash.demands.len(), 22);
    assert!(clash.demands.contains(&Demand::OneAtATime { participant: 0 }));
}

#[test]
fn an_empty_day_is_planned() {
    let day = Day {
        slots: 0,
        morning_slots: 0,
        tables: 0,
        forbidden: vec![],
        meetings: vec![],
        precedences: vec![],
        fairness: 0,
    };
    let answer = solve(&day, 2, 1);
    assert_eq!((answer.status, answer.breaks), (Status::Optimal, Some(0)));
}

#[test]
fn a_cancelled_solve_keeps_its_best_plan() {
    let mut meetings = Vec::new();
    for a in 0..30 {
        for step in 1..=4 {
            let participants = [a, (a + step * 3) % 30];
            meetings.push(Meeting { participants, session: Session::Either, fixed: None });
        }
    }
    let day = Day {
        slots: 16,
        morning_slots: 8,
        tables: 8,
        forbidden: (0..30).map(|p| 1 << (p % 16)).collect(),
        meetings,
        precedences: vec![],
        fairness: 2,
    };
    let mut watch = |progress: enishi::scheduling::fewest_breaks::Progress| match progress.breaks {
        Some(_) => ControlFlow::Break(()),
        None => ControlFlow::Continue(()),
    };
    let answer = fewest_breaks(&day, Limits::default(), &mut watch).unwrap();
    let plan = answer.plan.expect("the watch ends the solve only after a plan");
    assert_eq!(judge_day(&day, &plan).violations, []);
    assert!(answer.bound <= answer.breaks.unwrap());
}
