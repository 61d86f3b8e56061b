//! The valid value that an invalid one was probably meant to be.

use strsim::normalized_damerau_levenshtein;

/// Below this likeness (0–1) a suggestion would mislead more than help.
const ALIKE: f64 = 0.5;

/// The candidate most like `value`, letter case aside; `None` where none is alike. The first of
/// equals wins. Cost: one edit distance per candidate.
pub fn nearest<'a>(value: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let folded = value.trim().to_lowercase();
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        let alike = normalized_damerau_levenshtein(&folded, &candidate.to_lowercase());
        if alike >= ALIKE && best.is_none_or(|(most, _)| alike > most) {
            best = Some((alike, candidate));
        }
    }
    best.map(|(_, candidate)| candidate.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_mended_and_a_stranger_is_not() {
        let ids = ["mRNAワクチン", "抗体", "people"];
        assert_eq!(nearest("mRNAワクチ", ids).as_deref(), Some("mRNAワクチン"));
        assert_eq!(nearest("Poeple", ids).as_deref(), Some("people"));
        assert_eq!(nearest("zzz", ids), None);
        assert_eq!(nearest("", ids), None);
    }
}
