//! Weights learned from an agency's own record, kept in a file of their own.

use super::output::write_file;
use super::plan::json;
use super::rank::index_workshop;
use super::tag::unknown_profile;
use super::{AppError, input};
use crate::domain::{ProfileId, Text, Workshop};
use crate::exchange::{Datum, RECORD_COLUMNS, read_record, table_csv};
use crate::matching::Weights;
use crate::matching::learn::{Fitted, LearnError, learn};
use std::path::Path;

/// Learns from the record of who met or joined whom among the workshop's profiles, and writes the
/// weights where learning helped. Without the file everything ranks as before.
pub fn learn_weights(
    workshop: &Workshop,
    record: &Path,
    out: Option<&Path>,
) -> Result<Fitted, AppError> {
    let expected = Text::new(
        "記録（year, profile, partner の3列の CSV）",
        "a record, a CSV of year, profile, partner",
    );
    let bytes = input::read(record, &expected)?;
    let meetings = read_record(&bytes).map_err(|faults| AppError::lines(record, &faults))?;
    let known = |id: &&ProfileId| workshop.profiles.iter().any(|profile| profile.id == **id);
    let mut named = meetings.iter().flat_map(|m| [&m.profile, &m.partner]);
    if let Some(id) = named.find(|id| !known(id)) {
        return Err(unknown_profile(workshop, id));
    }
    let index = index_workshop(workshop, Weights::default())?;
    let fitted = learn(&index, &meetings).map_err(refusal)?;
    if let (true, Some(out)) = (fitted.adopted, out) {
        write_file(out, &json(&fitted.weights))?;
    }
    Ok(fitted)
}

fn refusal(error: LearnError) -> AppError {
    let en = error.to_string();
    let ja = match error {
        LearnError::Matching(error) => return error.into(),
        LearnError::OneYear(years) => format!(
            "記録は {years} 年分です。学習には、検証のために除く1年を含めて2年分以上が必要です。それまでは既定の重みをお使いください"
        ),
        LearnError::TooLittle { held_out, count, least } => format!(
            "{held_out} 年より前に、相手のあるプロフィールが {count} 件しかありません。学習には {least} 件以上が必要です。それまでは既定の重みをお使いください"
        ),
        LearnError::TooLittleHeldOut { held_out, count, least } => format!(
            "{held_out} 年に、相手のあるプロフィールが {count} 件しかありません。検証には {least} 件以上が必要です。その年の残りを加えるか、その年を除いてください"
        ),
    };
    AppError::Argument(Text::new(ja, en))
}

/// Weights as `learn_weights` wrote them; the default ones where no file is given.
pub fn load_weights(path: Option<&Path>) -> Result<Weights, AppError> {
    let Some(path) = path else { return Ok(Weights::default()) };
    let expected = Text::new(
        "重みのファイル（enishi learn の出力）",
        "weights, as `enishi learn` writes them",
    );
    let bytes = input::read(path, &expected)?;
    let wrong =
        |reason: Text| AppError::Json { path: path.to_owned(), expected: expected.clone(), reason };
    let weights: Weights =
        serde_json::from_slice(&bytes).map_err(|e| wrong(Text::same(e.to_string())))?;
    match weights.unusable() {
        Some(name) => Err(wrong(Text::new(
            format!("{name} は 0 から 10,000 までの数で指定してください"),
            format!("{name} must be a number from 0 to 10,000"),
        ))),
        None => Ok(weights),
    }
}

/// An example of a record, as CSV.
pub fn example_record() -> Vec<u8> {
    let row = |year, profile: &str, partner: &str| {
        vec![Datum::Whole(year), Datum::Text(profile.into()), Datum::Text(partner.into())]
    };
    let rows = [
        row(2023, "need-1", "seed-1"),
        row(2024, "need-2", "seed-2"),
        row(2024, "seed-1", "need-1"),
    ];
    table_csv(&RECORD_COLUMNS, &rows)
}
