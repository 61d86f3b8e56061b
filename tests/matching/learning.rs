//! Weights learned from a record.

use super::profiles::{crowd, index, ranked};
use enishi::domain::Profile;
use enishi::matching::learn::{LearnError, Meeting, learn};
use enishi::matching::{PartKind, Points, Suggestion, Weights};

/// A record in which those met who share words, whatever they lack: learning weighs the text more and
/// ranks the year held out better; too little is refused.
#[test]
fn weights_follow_the_record_or_stay() {
    let profiles = crowd();
    let index = index(&profiles);
    let by_text = |profile: &Profile| {
        let ranked = ranked(&index, profile.id.as_str());
        let text = |s: &&Suggestion| {
            let part = s.parts.iter().find(|part| part.kind == PartKind::Text);
            part.map_or(Points::ZERO, |part| part.points)
        };
        ranked.iter().max_by_key(text).map(|s| s.profile.clone())
    };
    let year = |i: usize| 2019 + (i % 4) as i32;
    let record: Vec<Meeting> = profiles
        .iter()
        .enumerate()
        .filter_map(|(i, profile)| {
            Some(Meeting { year: year(i), profile: profile.id.clone(), partner: by_text(profile)? })
        })
        .collect();
    let fitted = learn(&index, &record).expect("the record is long enough");
    assert!(fitted.adopted && fitted.held_out == 2022);
    assert!(fitted.after.mrr > fitted.before.mrr + 0.05, "{fitted:?}");
    let default = Weights::default();
    assert!(
        fitted.weights.text / fitted.weights.complement > 2.0 * default.text / default.complement,
        "{fitted:?}"
    );
    assert_eq!(fitted, learn(&index, &record).expect("it was a moment ago"));

    let one_year: Vec<Meeting> =
        record.iter().map(|meeting| Meeting { year: 2020, ..meeting.clone() }).collect();
    assert_eq!(learn(&index, &one_year), Err(LearnError::OneYear(1)));
    assert!(matches!(learn(&index, &record[..40]), Err(LearnError::TooLittle { count: 30, .. })));
    let stranger = Meeting { year: 2019, profile: "nobody".into(), partner: "d001".into() };
    assert!(matches!(learn(&index, &[stranger, record[1].clone()]), Err(LearnError::Matching(_))));
}
