//! Who is suggested how often.

use super::profiles::{crowd, index};
use enishi::domain::Profile;
use enishi::matching::{MatchingError, Query, Shown};

/// Every profile of the crowd has its place on a list once each list gives one away, and what that
/// costs is told; without places nothing changes.
#[test]
fn those_nobody_is_suggested_are_lifted_at_a_stated_price() {
    let profiles = crowd();
    let index = index(&profiles);
    let query = Query { limit: 5, ..Query::default() };
    let curve = index.exposures(&query, &[0, 1, 2, 3]).expect("there are five places");
    for (id, list) in &curve[0].lists {
        let ranked = index.rank(id, &query).expect("it is there");
        let first: Vec<_> = ranked.iter().map(|s| (&s.profile, s.score, false)).collect();
        let shown: Vec<_> = list.iter().map(|s| (&s.profile, s.score, s.lifted)).collect();
        assert_eq!(shown, first);
    }
    let scored = |profile: &Profile| {
        let mut others = profiles.iter().filter(|other| other.id != profile.id);
        others.any(|other| {
            let ranked = index.scores(&other.id, &query).expect("it is there");
            ranked.iter().any(|(id, _)| *id == profile.id)
        })
    };
    let never = curve[0].never();
    assert!(never > 10, "{never} are never suggested: the test would test nothing");
    for step in curve.windows(2) {
        assert!(step[1].never() <= step[0].never());
        assert!(step[1].points() <= curve[0].points());
    }
    let unseen: Vec<_> = curve[1].times.iter().filter(|(_, times)| *times == 0).collect();
    for (id, _) in &unseen {
        let profile = profiles.iter().find(|p| p.id == *id).expect("it is one of them");
        assert!(!scored(profile), "{id} could be lifted");
    }
    for exposure in &curve {
        for (id, times) in &exposure.times {
            let lists = exposure.lists.iter().filter(|(_, l)| l.iter().any(|s| s.profile == *id));
            assert_eq!(lists.count(), *times);
        }
        for (id, list) in &exposure.lists {
            assert!(list.len() <= query.limit);
            assert!(list.iter().filter(|s| s.lifted).count() <= exposure.places);
            let scores = index.scores(id, &query).expect("it is there");
            let told = |s: &Shown| scores.contains(&(s.profile.clone(), s.score));
            assert!(list.iter().all(told), "{id}");
        }
    }
    assert!(matches!(
        index.exposure(&query, 6),
        Err(MatchingError::OutOfRange { value: 6, most: 5, .. })
    ));
}
