//! Moments as they are stored: milliseconds since 1970-01-01 UTC.

use chrono::{DateTime, Duration, LocalResult, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
#[serde(transparent)]
pub struct Moment(pub i64);

impl Moment {
    /// The moment of a local time. One that the clock skips counts as an hour later, one that it
    /// shows twice as the first.
    pub fn local(time: NaiveDateTime, zone: Tz) -> Moment {
        match zone.from_local_datetime(&time) {
            LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => {
                Moment(at.timestamp_millis())
            }
            LocalResult::None => match zone.from_local_datetime(&(time + Duration::hours(1))) {
                LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => {
                    Moment(at.timestamp_millis())
                }
                LocalResult::None => Moment(time.and_utc().timestamp_millis()),
            },
        }
    }

    pub fn utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0).unwrap_or_default()
    }

    pub fn plus_seconds(self, seconds: i64) -> Moment {
        Moment(self.0.saturating_add(seconds.saturating_mul(1000)))
    }
}

impl From<DateTime<Utc>> for Moment {
    fn from(at: DateTime<Utc>) -> Moment {
        Moment(at.timestamp_millis())
    }
}

impl From<Moment> for super::value::Value {
    fn from(at: Moment) -> Self {
        at.0.into()
    }
}

impl From<Option<Moment>> for super::value::Value {
    fn from(at: Option<Moment>) -> Self {
        at.map(|at| at.0).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_times_become_moments_of_their_zone() {
        let nine = chrono::NaiveDate::from_ymd_opt(2022, 5, 10).unwrap().and_hms_opt(9, 0, 0);
        let tokyo = Moment::local(nine.unwrap(), chrono_tz::Asia::Tokyo);
        assert_eq!(tokyo.utc().to_rfc3339(), "2022-05-10T00:00:00+00:00");
    }
}
