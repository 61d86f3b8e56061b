//! Passwords: which are refused, how they are kept and compared (argon2id, RFC 9106, with the
//! parameters that OWASP's Password Storage Cheat Sheet names: 19 MiB, 2 passes, 1 lane).

use super::limits::{MAX_PASSWORD, MIN_PASSWORD};
use super::problem::Problem;
use super::service::Service;
use crate::store::Account;
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use std::collections::{BTreeSet, HashSet};
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// See `data/passwords/README.md`.
static COMMON: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("../../data/passwords/common.txt").lines().collect());

/// Different characters that a password has at least.
const MIN_DIFFERENT: usize = 5;
/// A name or an address shorter than this may be part of a password by chance.
const MIN_NAME: usize = 3;

/// The same characters however they were typed.
fn normal(password: &str) -> String {
    password.nfkc().collect()
}

/// Why a password is refused, as a problem with a way out.
pub fn check(password: &str, account: &Account) -> Result<(), Problem> {
    let password = normal(password);
    let length = password.chars().count();
    let no = |en: &str, ja: &str| Err(Problem::bad(en).in_japanese(ja));
    if !(MIN_PASSWORD..=MAX_PASSWORD).contains(&length) {
        return no(
            &format!(
                "the password has {length} characters; choose {MIN_PASSWORD} to {MAX_PASSWORD}"
            ),
            &format!(
                "パスワードは{MIN_PASSWORD}文字以上{MAX_PASSWORD}文字以下にしてください（現在{length}文字）。"
            ),
        );
    }
    let small = password.to_lowercase();
    if is_common(&small) {
        return no(
            "this password is one of those that are guessed first; \
             choose for example four words that have nothing to do with each other",
            "推測されやすいパスワードです。互いに関係のない単語を4つ並べるなど、別のものにしてください。",
        );
    }
    if own_words(account).any(|word| small.contains(&word)) {
        return no(
            "the password holds your name or address, which others know; leave it out",
            "パスワードにお名前やメールアドレスが含まれています。含まないものにしてください。",
        );
    }
    Ok(())
}

/// Whether a password in small letters is on the list, by itself or with digits and signs around
/// it, is made of a few characters alone, or of one short part repeated.
fn is_common(small: &str) -> bool {
    let letters: Vec<char> = small.chars().collect();
    let word = small.trim_matches(|c: char| !c.is_alphabetic());
    let different = letters.iter().collect::<BTreeSet<_>>().len();
    let repeats = |n: usize| letters.iter().enumerate().all(|(i, c)| *c == letters[i % n]);
    COMMON.contains(small)
        || COMMON.contains(word)
        || different < MIN_DIFFERENT
        || (1..=letters.len() / 2).any(repeats)
}

/// What others know of somebody: the parts of their name and of their address.
fn own_words(account: &Account) -> impl Iterator<Item = String> {
    let text = format!("{} {} enishi", account.name, account.email);
    let words: Vec<String> = normal(&text)
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() >= MIN_NAME)
        .map(str::to_owned)
        .collect();
    words.into_iter()
}

/// What is kept of a password.
pub async fn hashed(service: &Service, password: &str) -> Result<String, Problem> {
    let password = normal(password);
    let _turn = service.hashing.acquire().await.map_err(Problem::internal)?;
    actix_web::web::block(move || {
        Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string())
    })
    .await?
    .map_err(Problem::internal)
}

/// Whether a password is the one of which this was kept. It takes as long where nothing was kept.
pub async fn matches(
    service: &Service,
    password: &str,
    kept: Option<String>,
) -> Result<bool, Problem> {
    let Some(kept) = kept else {
        hashed(service, password).await?;
        return Ok(false);
    };
    let password = normal(password);
    let _turn = service.hashing.acquire().await.map_err(Problem::internal)?;
    actix_web::web::block(move || {
        let kept = PasswordHash::new(&kept).map_err(Problem::internal)?;
        Ok(Argon2::default().verify_password(password.as_bytes(), &kept).is_ok())
    })
    .await?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Lang;

    #[test]
    fn what_is_guessed_first_is_refused() {
        let account = Account {
            id: "1".into(),
            email: "hanako.suzuki@example.jp".into(),
            name: "鈴木 はなこ".into(),
            lang: Lang::Ja,
            administrator: false,
            takes_mails: true,
        };
        let refused = [
            "short-one-1",
            "password20261",
            "!!Password!!2026",
            "qwertyuiop123",
            "aaaaaaaaaaaaaaaa",
            "abcdeabcdeabcde",
            "xyz-Hanako-9931-qt",
            "はなこの長いパスワードです",
            "enishi-no-himitsu-7",
        ];
        for password in refused {
            assert!(check(password, &account).is_err(), "{password}");
        }
        assert!(check(&"あいうえおかきくけこ".repeat(13), &account).is_err(), "too long");
        for password in
            ["correct horse battery staple", "雨の朝に三毛猫が二匹いた", "kR7#vq-02LmZx"]
        {
            assert!(check(password, &account).is_ok(), "{password}");
        }
    }
}
