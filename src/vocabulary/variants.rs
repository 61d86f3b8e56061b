//! The keys under which a label is found: its spellings, its English plural, small differences
//! of kana and hyphens taken away.

use super::fold::fold;

/// At most this many spellings are made of one label, so that many groups cannot multiply freely.
const SPELLINGS_LIMIT: usize = 24;

/// The key of a label: folded, hyphens as spaces, long-vowel marks and middle dots dropped and
/// small kana made large inside katakana words.
pub(super) fn key(label: &str) -> Vec<char> {
    let folded = fold(label.trim());
    let chars = folded.chars();
    let mut key = Vec::with_capacity(chars.len());
    for (i, &c) in chars.iter().enumerate() {
        let after = i.checked_sub(1).and_then(|p| chars.get(p)).copied();
        match c {
            'ー' if after.is_some_and(is_katakana) => {}
            '・' if after.is_some_and(is_katakana)
                && chars.get(i + 1).copied().is_some_and(is_katakana) => {}
            '-' | '\n' | '\u{2029}' => key.push(' '),
            c => key.push(large(c)),
        }
    }
    key
}

/// Further keys of a label: each of `groups`' spellings, and the plural of English labels.
pub(super) fn further_keys(label: &str, groups: &[Vec<String>]) -> Vec<Vec<char>> {
    let mut spellings = vec![label.to_owned()];
    for group in groups {
        for i in 0..spellings.len() {
            let Some(found) = longest_in(group, &spellings[i]) else { continue };
            for other in group.iter().filter(|o| *o != found) {
                let spelling = spellings[i].replace(found.as_str(), other);
                if spellings.len() < SPELLINGS_LIMIT && !spellings.contains(&spelling) {
                    spellings.push(spelling);
                }
            }
        }
    }
    let plurals: Vec<String> = spellings.iter().filter_map(|s| plural(s)).collect();
    spellings.iter().skip(1).chain(&plurals).map(|s| key(s)).collect()
}

fn longest_in<'a>(group: &'a [String], label: &str) -> Option<&'a String> {
    group.iter().filter(|s| label.contains(s.as_str())).max_by_key(|s| s.len())
}

/// The regular English plural of a label that ends in a Latin word of two letters or more.
fn plural(label: &str) -> Option<String> {
    let lower = label.to_lowercase();
    let last = lower.rsplit([' ', '-', '/']).next().unwrap_or_default();
    if last.len() < 2 || !last.chars().all(|c| c.is_ascii_alphanumeric()) {
        return None;
    }
    if !last.ends_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let stem = &label[..label.len() - 1];
    let vowel_y = ["ay", "ey", "oy", "uy"].iter().any(|v| last.ends_with(v));
    Some(if last.ends_with('y') && !vowel_y && last.len() > 3 {
        format!("{stem}ies")
    } else if last.ends_with("sis") {
        format!("{}es", &label[..label.len() - 2])
    } else if ["s", "x", "ch", "sh"].iter().any(|s| last.ends_with(s)) {
        format!("{label}es")
    } else {
        format!("{label}s")
    })
}

pub(super) fn is_katakana(c: char) -> bool {
    matches!(c, 'ァ'..='ヺ' | 'ー')
}

pub(super) fn is_hiragana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ')
}

pub(super) fn is_kanji(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '々' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Letters and digits of scripts that put spaces between words.
pub(super) fn is_spaced_letter(c: char) -> bool {
    c.is_alphanumeric() && !is_katakana(c) && !is_hiragana(c) && !is_kanji(c)
}

/// ウィルス and ウイルス are one word.
pub(super) fn large(c: char) -> char {
    match c {
        'ァ' => 'ア',
        'ィ' => 'イ',
        'ゥ' => 'ウ',
        'ェ' => 'エ',
        'ォ' => 'オ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(key: Vec<char>) -> String {
        key.into_iter().collect()
    }

    #[test]
    fn small_differences_of_spelling_share_a_key() {
        for (a, b) in [
            ("スキャナー", "スキャナ"),
            ("ドラッグ・デリバリー・システム", "ドラッグデリバリーシステム"),
            ("ウィルスベクター", "ウイルスベクタ"),
            ("e-Consent", "E Consent"),
        ] {
            assert_eq!(key(a), key(b));
        }
        assert_ne!(key("がん・感染症"), key("がん感染症"));
    }

    #[test]
    fn spelling_groups_and_plurals_make_further_keys() {
        let groups = vec![vec!["がん".to_owned(), "癌".to_owned(), "ガン".to_owned()]];
        let keys: Vec<String> = further_keys("胃がん", &groups).into_iter().map(text).collect();
        assert_eq!(keys, ["胃癌", "胃ガン"]);
        for (one, many) in [
            ("gene therapy", "gene therapies"),
            ("biopsy", "biopsies"),
            ("diagnosis", "diagnoses"),
            ("assay", "assays"),
            ("LNP", "lnps"),
            ("virus", "viruses"),
        ] {
            assert_eq!(further_keys(one, &[]).into_iter().map(text).collect::<Vec<_>>(), [many]);
        }
    }
}
