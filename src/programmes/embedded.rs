//! The schemes that are compiled in: every `data/programmes/*.toml`.

use super::{Scheme, SchemeError, parse_scheme};
use crate::domain::SchemeId;
use include_dir::{Dir, include_dir};
use std::collections::BTreeMap;
use std::sync::OnceLock;

static FILES: Dir = include_dir!("$CARGO_MANIFEST_DIR/data/programmes");

/// The schemes of `data/programmes`, in the order of their files' names. Parsed once.
///
/// The data is part of the program: a file that does not parse fails the tests of this room, and
/// the message names file, rule and field.
pub fn schemes() -> &'static [Scheme] {
    static SCHEMES: OnceLock<Vec<Scheme>> = OnceLock::new();
    SCHEMES.get_or_init(|| {
        let files =
            FILES.files().filter(|file| file.path().extension().is_some_and(|e| e == "toml"));
        let texts = files.map(|file| (file.path().to_string_lossy().into_owned(), file.contents()));
        match parse_schemes(texts) {
            Ok(schemes) => schemes,
            Err(error) => panic!("embedded scheme: {error}"),
        }
    })
}

/// The compiled-in scheme of this id.
pub fn scheme(id: &SchemeId) -> Option<&'static Scheme> {
    schemes().iter().find(|scheme| &scheme.id == id)
}

/// Reads several files, in the order of their names; each scheme id may be used once.
pub fn parse_schemes<T: AsRef<[u8]>>(
    files: impl IntoIterator<Item = (String, T)>,
) -> Result<Vec<Scheme>, SchemeError> {
    let files: BTreeMap<String, T> = files.into_iter().collect();
    let mut first: BTreeMap<SchemeId, String> = BTreeMap::new();
    let mut schemes = Vec::new();
    for (file, text) in files {
        let scheme = parse_scheme(&file, text)?;
        if let Some(first) = first.insert(scheme.id.clone(), file.clone()) {
            return Err(SchemeError::Duplicate { file, id: scheme.id.0, first });
        }
        schemes.push(scheme);
    }
    Ok(schemes)
}
