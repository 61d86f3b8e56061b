//! One-time codes of a generator (TOTP, RFC 6238) or from the list of recovery codes: the second
//! proof at a sign-in, for accounts that have set it up.

use super::answer::percent_encoded;
use super::problem::{Problem, ProblemKind};
use super::service::Service;
use crate::store::{Account, Secret, Transaction};
use qrcode::QrCode;
use qrcode::render::svg;
use totp_rs::{Builder, Totp};

const ISSUER: &str = "Enishi";
/// Characters of what is typed at most, spaces and hyphens included.
pub const MAX_TYPED: usize = 40;

/// What somebody proved first; each has tries of its own at the second proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum First {
    Mail,
    Password,
}

impl First {
    fn code(self) -> &'static str {
        match self {
            First::Mail => "mail",
            First::Password => "password",
        }
    }
}

/// A new generator's secret in base 32.
pub fn new_secret() -> Result<Secret, Problem> {
    let mut bytes = [0; 20];
    getrandom::fill(&mut bytes).map_err(Problem::internal)?;
    Ok(Secret::of(&totp_rs::Secret::from(bytes.to_vec()).to_base32()))
}

/// What a generator reads from a picture, and the picture (SVG).
pub fn shown(account: &Account, secret: &Secret) -> Result<(String, String), Problem> {
    let uri = format!(
        "otpauth://totp/{ISSUER}:{}?secret={}&issuer={ISSUER}",
        percent_encoded(&account.email),
        secret.reveal()
    );
    let code = QrCode::new(uri.as_bytes()).map_err(Problem::internal)?;
    let picture = code.render::<svg::Color>().min_dimensions(240, 240).build();
    Ok((uri, picture))
}

/// Six digits, steps of 30 seconds, SHA-1, one step of a clock's error to either side: what every
/// generator knows.
fn generator(secret: &Secret) -> Result<Totp, Problem> {
    let secret = totp_rs::Secret::try_from_base32(secret.reveal()).map_err(Problem::internal)?;
    Builder::new().with_secret(secret).build().map_err(Problem::internal)
}

/// The step whose code this is, around the present.
pub fn step(service: &Service, secret: &Secret, code: &str) -> Result<Option<i64>, Problem> {
    let seconds = u64::try_from(service.now().0 / 1000).unwrap_or(0);
    Ok(generator(secret)?.check(code, seconds).and_then(|step| i64::try_from(step).ok()))
}

/// Asks for the second proof, where the account has one. Whoever fails has used up nothing else:
/// the transaction is dropped.
pub async fn prove(
    service: &Service,
    tx: &mut Transaction,
    account: &Account,
    first: First,
    given: Option<&str>,
) -> Result<(), Problem> {
    let Some(one_time) = tx.one_time(&account.id).await?.filter(|one| one.confirmed) else {
        return Ok(());
    };
    let Some(given) = given else {
        return Err(Problem::new(
            ProblemKind::OneTimeNeeded,
            "this account is guarded by one-time codes; send one of your generator, or a recovery \
             code, as one_time along with the rest",
        )
        .in_japanese("このアカウントには確認コードが必要です。認証アプリの6桁のコード、またはリカバリーコードを入力してください。"));
    };
    super::answer::within("one_time", given, MAX_TYPED)?;
    service.limits.one_time(&account.id, first.code()).map_err(Problem::too_many)?;
    let typed: String = given.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    let taken = match step(service, &one_time.secret, &typed)? {
        Some(step) => tx.take_one_time_step(&account.id, step).await?,
        None => tx.use_recovery_code(&account.id, &recovery(&typed)).await?,
    };
    match taken {
        true => Ok(()),
        false => Err(Problem::new(
            ProblemKind::OneTimeNeeded,
            "the one-time code does not hold (any more); wait for the next one, or take a recovery \
             code that you have not used",
        )
        .in_japanese("確認コードが正しくないか、使用済みです。次のコードを待つか、未使用のリカバリーコードを入力してください。")),
    }
}

/// A recovery code as it was made, however it was typed.
fn recovery(typed: &str) -> Secret {
    let letters: Vec<char> = typed.to_ascii_uppercase().chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    Secret::of(&groups.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The values of RFC 6238, appendix B, cut to six digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = totp_rs::Secret::from(b"12345678901234567890".to_vec()).to_base32();
        let made = generator(&Secret::of(&secret)).unwrap();
        for (seconds, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")]
        {
            assert_eq!(made.check(code, seconds), Some(seconds / 30));
            assert_eq!(made.check(code, seconds + 90), None);
        }
    }

    #[test]
    fn a_recovery_code_is_known_however_it_is_typed() {
        let made = Secret::recovery().unwrap();
        let typed: String = made.reveal().to_lowercase().replace('-', "");
        assert!(recovery(&typed) == made);
    }
}
