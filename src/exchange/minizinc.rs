//! MiniZinc data files (`.dzn`) of the business-to-business meeting problem.

use super::dzn::{Both, DznError, MAX_DZN_BYTES, Value, assignments};
use crate::scheduling::fewest_breaks::{
    Day, MAX_MEETINGS, MAX_PARTICIPANTS, MAX_SLOTS, Meeting, Session, SlotSet,
};
use std::collections::BTreeMap;

/// Reads a day from a data file's bytes. What merely repeats the rest (`meetingsxBusiness`,
/// `nMeetingsBusiness`) and names of other models are passed over. The file says nothing of
/// fairness: `fairness` is the most by which two participants' numbers of breaks may differ.
pub fn read_dzn(bytes: &[u8], fairness: usize) -> Result<Day, DznError> {
    if bytes.len() > MAX_DZN_BYTES {
        return Err(DznError::TooLarge { bytes: bytes.len(), limit: MAX_DZN_BYTES });
    }
    let text = std::str::from_utf8(bytes).map_err(|e| DznError::NotUtf8 { at: e.valid_up_to() })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let data = Data(assignments(text)?);
    let participants = data.size("nBusiness", MAX_PARTICIPANTS)?;
    let meetings = data.size("nMeetings", MAX_MEETINGS)?;
    let slots = data.size("nTotalSlots", MAX_SLOTS)?;
    let morning_slots = data.size("nMorningSlots", slots)?;
    let tables = data.size("nTables", i64::MAX as usize)?;

    let requested = data.integers(
        "requested",
        3 * meetings,
        ("nMeetings（1 件につき 3 個）", "nMeetings (three a meeting)"),
    )?;
    let fixed = data.integers("fixed", meetings, ("nMeetings", "nMeetings"))?;
    let forbidden = data.sets("forbidden", participants, ("nBusiness", "nBusiness"), slots)?;
    let before = data.sets("precedences", meetings, ("nMeetings", "nMeetings"), meetings)?;

    let within = |name, i: usize, given: i64, least: i64, most: usize| {
        let most = most as i64;
        if (least..=most).contains(&given) {
            Ok(given as usize)
        } else {
            Err(DznError::Entry { name, entry: i + 1, given, least, most })
        }
    };
    let mut day = Day {
        slots,
        morning_slots,
        tables,
        forbidden: Vec::with_capacity(participants),
        meetings: Vec::with_capacity(meetings),
        precedences: Vec::new(),
        fairness,
    };
    for set in forbidden {
        day.forbidden.push(set.into_iter().fold(0, |mask, k| mask | (1 as SlotSet) << (k - 1)));
    }
    for (i, (row, &fixed)) in requested.chunks_exact(3).zip(&fixed).enumerate() {
        let a = within("requested", i, row[0], 1, participants)?;
        let b = within("requested", i, row[1], 1, participants)?;
        let session = match row[2] {
            1 => Session::Morning,
            2 => Session::Afternoon,
            3 => Session::Either,
            given => {
                return Err(DznError::Entry {
                    name: "requested (session)",
                    entry: i + 1,
                    given,
                    least: 1,
                    most: 3,
                });
            }
        };
        let fixed = match fixed {
            ..=0 => None,
            k => Some(within("fixed", i, k, 1, slots)? - 1),
        };
        day.meetings.push(Meeting { participants: [a - 1, b - 1], session, fixed });
    }
    for (second, firsts) in before.into_iter().enumerate() {
        day.precedences.extend(firsts.into_iter().map(|first| (first - 1, second)));
    }
    day.check()?;
    Ok(day)
}

struct Data(BTreeMap<String, Value>);

impl Data {
    fn get(&self, name: &'static str) -> Result<&Value, DznError> {
        self.0.get(name).ok_or(DznError::Missing { name })
    }

    /// A whole number from 0 to `most`.
    fn size(&self, name: &'static str, most: usize) -> Result<usize, DznError> {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        match *self.get(name)? {
            Value::Integer(n) if (0..=most).contains(&n) => Ok(n as usize),
            Value::Integer(given) => Err(DznError::Range { name, given, least: 0, most }),
            _ => {
                Err(DznError::Shape { name, expected: ("整数", "a whole number"), example: "12" })
            }
        }
    }

    fn array(
        &self,
        name: &'static str,
        length: usize,
        of: Both,
        example: &'static str,
    ) -> Result<&[Value], DznError> {
        match self.get(name)? {
            Value::Array(values) if values.len() == length => Ok(values),
            Value::Array(values) => {
                Err(DznError::Length { name, given: values.len(), of, expected: length })
            }
            _ => Err(DznError::Shape { name, expected: ("配列", "an array"), example }),
        }
    }

    fn integers(&self, name: &'static str, length: usize, of: Both) -> Result<Vec<i64>, DznError> {
        let integer = |value: &Value| match *value {
            Value::Integer(n) => Ok(n),
            _ => Err(DznError::Shape {
                name,
                expected: ("整数の配列", "an array of whole numbers"),
                example: "[1, 2]",
            }),
        };
        self.array(name, length, of, "[1, 2]")?.iter().map(integer).collect()
    }

    /// Sets of numbers from 1 to `most`; a 0 stands for nothing, as published files write it.
    fn sets(
        &self,
        name: &'static str,
        length: usize,
        of: Both,
        most: usize,
    ) -> Result<Vec<Vec<usize>>, DznError> {
        let shape = || DznError::Shape {
            name,
            expected: ("整数の集合の配列", "an array of sets of whole numbers"),
            example: "[{1, 2}, {}]",
        };
        let mut sets = Vec::with_capacity(length);
        for (i, value) in self.array(name, length, of, "[{1, 2}, {}]")?.iter().enumerate() {
            let one = std::slice::from_ref(value);
            let items = match value {
                Value::Set(items) => items,
                Value::Range(..) => one,
                _ => return Err(shape()),
            };
            let mut set = Vec::new();
            for item in items {
                let (from, to) = match *item {
                    Value::Integer(n) => (n, n),
                    Value::Range(from, to) => (from, to),
                    _ => return Err(shape()),
                };
                if from > to {
                    continue;
                }
                for given in [from, to] {
                    if given < 0 || given > most as i64 {
                        let (entry, most) = (i + 1, most as i64);
                        return Err(DznError::Entry { name, entry, given, least: 0, most });
                    }
                }
                set.extend((from.max(1)..=to).map(|n| n as usize));
            }
            set.sort_unstable();
            set.dedup();
            sets.push(set);
        }
        Ok(sets)
    }
}
