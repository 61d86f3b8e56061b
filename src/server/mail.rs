//! Mails as files in the data folder's `outbox`, where nothing leaves this machine unless a setting
//! says where to; what an address is.

use super::settings::Settings;
use super::smtp::Letter;
use crate::domain::Lang;
use crate::store::{Account, NewSignIn};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::io::Write;
use std::path::Path;

/// The mail that lets somebody sign in.
pub fn sign_in_letter(settings: &Settings, account: &Account, sign_in: &NewSignIn) -> Letter {
    let link = settings.link(&format!("/sign-in/{}", sign_in.link.reveal()));
    let code = sign_in.code.reveal();
    let name = &account.name;
    let (subject, text) = match account.lang {
        Lang::Ja => (
            "Enishi サインインのご案内",
            format!(
                "{name} 様\n\n次のリンクを開き、ボタンを押すとサインインできます（30分間有効）。\n\
                 {link}\n\n開けないときは、次の6桁の数字を入力してください：{code}\n"
            ),
        ),
        Lang::En => (
            "Enishi sign-in",
            format!(
                "{name}\n\nOpen this link and press the button to sign in (within 30 minutes):\n\
                 {link}\n\nIf that does not work, type this code: {code}\n"
            ),
        ),
    };
    letter(account, subject.to_owned(), text)
}

/// What was changed of how an account is guarded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guarded {
    PasswordSet,
    PasswordGone,
    OneTimeSet,
    OneTimeGone,
}

/// The mail that tells somebody that it was changed how they sign in.
pub fn guarded_letter(account: &Account, what: Guarded) -> Letter {
    let name = &account.name;
    let (ja, en) = match what {
        Guarded::PasswordSet => ("パスワードが設定（変更）されました", "your password was set"),
        Guarded::PasswordGone => ("パスワードが削除されました", "your password was removed"),
        Guarded::OneTimeSet => {
            ("確認コード（認証アプリ）が設定されました", "one-time codes were set up")
        }
        Guarded::OneTimeGone => {
            ("確認コード（認証アプリ）が解除されました", "one-time codes were turned off")
        }
    };
    let (subject, text) = match account.lang {
        Lang::Ja => (
            format!("Enishi {ja}"),
            format!(
                "{name} 様\n\nお使いのアカウントの{ja}。\n\nお心当たりのない場合は、メールのリンクから\
                 サインインして設定をお確かめのうえ、主催者へご連絡ください。\n"
            ),
        ),
        Lang::En => (
            format!("Enishi: {en}"),
            format!(
                "{name}\n\nYour account has changed: {en}.\n\nIf it was not you, sign in by a mailed \
                 link, look at your settings, and tell the organizer.\n"
            ),
        ),
    };
    letter(account, subject, text)
}

/// A letter that goes out at once.
fn letter(account: &Account, subject: String, text: String) -> Letter {
    Letter {
        id: format!("{}-{}", crate::app::Clock::now().timestamp_millis(), account.id),
        to: account.email.clone(),
        to_name: account.name.clone(),
        subject,
        text,
        unsubscribe: None,
    }
}

/// Writes a letter as a file that bears its id into the `outbox` of the data folder.
pub fn write_file(data_dir: &Path, letter: &Letter) -> std::io::Result<()> {
    let list: String =
        letter.list_headers().iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let mail = format!(
        "To: {}\r\nSubject: {}\r\n{list}MIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{}",
        letter.to,
        encoded_words(&letter.subject),
        letter.text.replace("\r\n", "\n").replace('\n', "\r\n")
    );
    let folder = data_dir.join("outbox");
    std::fs::create_dir_all(&folder)?;
    private_file(&folder.join(format!("{}.eml", letter.id)))?.write_all(mail.as_bytes())
}

/// A subject as encoded words (RFC 2047), each of at most 75 characters and whole letters.
fn encoded_words(text: &str) -> String {
    const BYTES: usize = 45;
    let mut words = vec![String::new()];
    for c in text.chars() {
        match words.last_mut() {
            Some(word) if word.len() + c.len_utf8() <= BYTES => word.push(c),
            _ => words.push(c.to_string()),
        }
    }
    let words = words.iter().map(|word| format!("=?UTF-8?B?{}?=", STANDARD.encode(word)));
    words.collect::<Vec<_>>().join("\r\n ")
}

/// An address that a mail can be sent to: one @ with something before it and a domain after it,
/// and nothing that could end a header's line.
pub fn is_address(text: &str) -> bool {
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>,;:\"()[]\\".contains(c);
    text.chars().all(plain)
        && text.split_once('@').is_some_and(|(local, domain)| {
            !local.is_empty() && domain.contains('.') && !domain.contains('@')
        })
}

/// A file that only its owner may read; an older one of that name is replaced.
pub fn private_file(path: &Path) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_address_is_refused() {
        assert!(is_address("hanako@example.jp"));
        for text in ["", "@example.jp", "a@b", "a@b@c.jp", "a@b.jp\r\nBcc: x@y.jp", "<a@b.jp>"] {
            assert!(!is_address(text), "{text:?}");
        }
    }
}
