//! Reading files, with a limit on their size.

use super::AppError;
use crate::domain::{Text, nearest};
use crate::exchange::from_json;
use serde::de::DeserializeOwned;
use std::fs;
use std::io::Read;
use std::path::Path;

/// No single file is read beyond this.
pub const MAX_BYTES: u64 = 1 << 29;

/// The whole file; `expected` says what it should have been when it is not there.
pub(super) fn read(path: &Path, expected: &Text) -> Result<Vec<u8>, AppError> {
    let open = || -> std::io::Result<Vec<u8>> {
        let file = fs::File::open(path)?;
        let mut bytes = Vec::new();
        file.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let bytes = open().map_err(|error| {
        if error.kind() == std::io::ErrorKind::NotFound {
            let expected = with_neighbour(path, expected);
            return AppError::Missing { path: path.to_owned(), expected };
        }
        AppError::reading(path, &error, expected.clone())
    })?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(AppError::TooLarge { path: path.to_owned(), limit: MAX_BYTES });
    }
    Ok(bytes)
}

/// What was expected and, where the folder holds a file of nearly that name, that name.
pub(super) fn with_neighbour(path: &Path, expected: &Text) -> Text {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let names: Vec<String> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    let wanted = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let en = if expected.en.starts_with("expected") { String::new() } else { "expected ".into() };
    match nearest(wanted, names.iter().map(String::as_str)) {
        Some(name) => Text::new(
            format!("{}を指定してください。\"{name}\" のことですか", expected.ja),
            format!("{en}{}; did you mean \"{name}\"?", expected.en),
        ),
        None => {
            Text::new(format!("{}を指定してください", expected.ja), format!("{en}{}", expected.en))
        }
    }
}

/// A JSON file as what it should be.
pub(super) fn read_json<T: DeserializeOwned>(path: &Path, expected: &Text) -> Result<T, AppError> {
    let bytes = read(path, expected)?;
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    from_json(text).map_err(|reason| AppError::Json {
        path: path.to_owned(),
        expected: expected.clone(),
        reason,
    })
}
