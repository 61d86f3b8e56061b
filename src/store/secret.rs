//! Secrets and ids: random, and kept only as hashes.

use super::StoreError;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// A secret that is shown once. It does not print itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// 256 random bits in hexadecimal.
    pub fn new() -> Result<Secret, StoreError> {
        Ok(Secret(hex(&random::<32>()?)))
    }

    /// Six random digits.
    pub fn code() -> Result<Secret, StoreError> {
        // Numbers beyond the last full million are drawn again, so that all codes are as likely.
        loop {
            let n = u32::from_be_bytes(random::<4>()?);
            if n < 4_294_000_000 {
                return Ok(Secret(format!("{:06}", n % 1_000_000)));
            }
        }
    }

    /// 120 random bits in letters and digits that are not mistaken for others (RFC 4648, base 32),
    /// in groups of four, to be copied from paper.
    pub fn recovery() -> Result<Secret, StoreError> {
        const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        let letters: Vec<char> =
            random::<24>()?.iter().map(|b| char::from(LETTERS[usize::from(b % 32)])).collect();
        let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
        Ok(Secret(groups.join("-")))
    }

    pub fn of(text: &str) -> Secret {
        Secret(text.to_owned())
    }

    /// The secret itself, to be handed to its owner.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is stored.
    pub fn hash(&self) -> String {
        hex(&Sha256::digest(self.0.as_bytes()))
    }
}

/// A new id that no other has.
pub(super) fn new_id() -> Result<String, StoreError> {
    Ok(hex(&random::<16>()?))
}

fn random<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|e| StoreError::NoRandomness(e.to_string()))?;
    Ok(bytes)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
