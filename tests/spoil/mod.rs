//! Somebody changes a file where they like.

use rand::{Rng, RngExt};
use serde_json::Value;

/// Changes one number, or drops or doubles one entry of a list, anywhere in the value; nothing where there is
/// neither.
pub fn spoil(value: &mut Value, rng: &mut impl Rng) {
    let mut places = Vec::new();
    find(value, "", &mut places);
    if places.is_empty() {
        return;
    }
    let at = &places[rng.random_range(0..places.len())];
    match value.pointer_mut(at) {
        Some(Value::Array(list)) => {
            let i = rng.random_range(0..list.len());
            if rng.random_bool(0.5) {
                list.remove(i);
            } else {
                let other = list[rng.random_range(0..list.len())].clone();
                list.insert(i, other);
            }
        }
        Some(number) => *number = other(number.as_i64().unwrap_or(0), rng).into(),
        None => {}
    }
}

fn other(number: i64, rng: &mut impl Rng) -> i64 {
    match rng.random_range(0..5) {
        0 => number.wrapping_neg(),
        1 => number.wrapping_add(1 << rng.random_range(0..30)),
        2 => number.wrapping_sub(1 << rng.random_range(0..30)),
        3 => rng.random_range(0..200),
        _ => i64::MAX >> rng.random_range(0..40),
    }
}

/// Where numbers and lists are that are not empty.
fn find(value: &Value, at: &str, places: &mut Vec<String>) {
    match value {
        Value::Number(_) => places.push(at.to_owned()),
        Value::Array(list) if !list.is_empty() => {
            places.push(at.to_owned());
            list.iter().enumerate().for_each(|(i, v)| find(v, &format!("{at}/{i}"), places));
        }
        Value::Object(members) => {
            members.iter().for_each(|(name, v)| find(v, &format!("{at}/{name}"), places));
        }
        _ => {}
    }
}
