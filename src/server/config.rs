//! Settings as operators write them: a file in TOML, and variables of the environment, which come
//! before the file. Every key is described here once; both sources are read by the same words.

use super::mail::is_address;
use super::settings::{Settings, Smtp, SmtpSecurity};
use crate::app::load_weights;
use crate::domain::{Text, nearest};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use toml::de::{DeTable, DeValue};

/// A setting that can be written into the file, or into the environment as `ENISHI_` and its name
/// in capitals.
struct Key {
    name: &'static str,
    /// Its value is not to be shown.
    secret: bool,
    set: fn(&mut Draft, &str) -> Result<(), Text>,
    /// As it holds, in words; `None` where it is not set.
    show: fn(&Settings) -> Option<String>,
}

/// Settings as they are put together.
struct Draft {
    settings: Settings,
    smtp: Smtp,
}

/// A setting that cannot be used: where it stands, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong(pub Text);

impl std::fmt::Display for Wrong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.en)
    }
}

/// A setting as it holds, for `--check-config`.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Setting {
    pub name: &'static str,
    /// `None` where it is not set; dots in place of a secret.
    pub value: Option<String>,
}

const KEYS: &[Key] = &[
    Key {
        name: "listen",
        secret: false,
        set: |d, t| put(&mut d.settings.listen, t, "127.0.0.1:8080"),
        show: |s| Some(s.listen.to_string()),
    },
    Key {
        name: "data_dir",
        secret: false,
        set: |d, t| put(&mut d.settings.data_dir, t, "/var/lib/enishi"),
        show: |s| Some(s.data_dir.display().to_string()),
    },
    Key {
        name: "database",
        secret: true,
        set: |d, t| {
            let known = t.starts_with("postgres://") || t.starts_with("postgresql://");
            d.settings.database = Some(t.to_owned());
            known.then_some(()).ok_or_else(|| expected("postgres://enishi@localhost/enishi"))
        },
        show: |s| s.database.clone(),
    },
    Key {
        name: "https",
        secret: false,
        set: |d, t| put(&mut d.settings.https, t, "true"),
        show: |s| Some(s.https.to_string()),
    },
    Key {
        name: "public_url",
        secret: false,
        set: |d, t| {
            let known = ["http://", "https://"].iter().any(|scheme| t.starts_with(scheme));
            d.settings.public_url = Some(t.trim_end_matches('/').to_owned());
            known.then_some(()).ok_or_else(|| expected("https://enishi.example.jp"))
        },
        show: |s| s.public_url.clone(),
    },
    Key {
        name: "proxy",
        secret: false,
        set: |d, t| put_some(&mut d.settings.proxy, t, "127.0.0.1"),
        show: |s| s.proxy.map(|proxy| proxy.to_string()),
    },
    Key {
        name: "requests_per_second",
        secret: false,
        set: |d, t| put(&mut d.settings.requests_per_second, t, "300"),
        show: |s| Some(s.requests_per_second.to_string()),
    },
    Key {
        name: "demand_one_time",
        secret: false,
        set: |d, t| put(&mut d.settings.demand_one_time, t, "true"),
        show: |s| Some(s.demand_one_time.to_string()),
    },
    Key {
        name: "metrics_token",
        secret: true,
        set: |d, t| {
            d.settings.metrics_token = Some(t.to_owned());
            (t.len() >= 16).then_some(()).ok_or_else(|| {
                Text::new("16文字以上にしてください", "write at least 16 characters")
            })
        },
        show: |s| s.metrics_token.clone(),
    },
    Key {
        name: "weights",
        secret: false,
        set: |d, t| {
            let weights = load_weights(Some(Path::new(t))).map_err(|e| e.text())?;
            d.settings.weights = Some((t.into(), weights));
            Ok(())
        },
        show: |s| s.weights.as_ref().map(|(path, _)| path.display().to_string()),
    },
    Key {
        name: "mail_retry_seconds",
        secret: false,
        set: |d, t| {
            put(&mut d.settings.mail_retry_seconds, t, "60")?;
            let known = (1..=3600).contains(&d.settings.mail_retry_seconds);
            known.then_some(()).ok_or_else(|| expected("60"))
        },
        show: |s| Some(s.mail_retry_seconds.to_string()),
    },
    Key {
        name: "jobs",
        secret: false,
        set: |d, t| put(&mut d.settings.jobs, t, "true"),
        show: |s| Some(s.jobs.to_string()),
    },
    Key {
        name: "worker_silence_seconds",
        secret: false,
        set: |d, t| {
            put(&mut d.settings.worker_silence_seconds, t, "60")?;
            let enough = d.settings.worker_silence_seconds >= 2;
            enough.then_some(()).ok_or_else(|| expected("60"))
        },
        show: |s| Some(s.worker_silence_seconds.to_string()),
    },
    Key {
        name: "solver_memory_mib",
        secret: false,
        set: |d, t| {
            put(&mut d.settings.solver_memory_mib, t, "8192")?;
            let enough = d.settings.solver_memory_mib >= 64;
            enough.then_some(()).ok_or_else(|| expected("8192"))
        },
        show: |s| Some(s.solver_memory_mib.to_string()),
    },
    Key {
        name: "smtp_host",
        secret: false,
        set: |d, t| put(&mut d.smtp.host, t, "mail.example.jp"),
        show: |s| s.smtp.as_ref().map(|smtp| smtp.host.clone()),
    },
    Key {
        name: "smtp_port",
        secret: false,
        set: |d, t| put_some(&mut d.smtp.port, t, "587"),
        show: |s| s.smtp.as_ref()?.port.map(|port| port.to_string()),
    },
    Key {
        name: "smtp_security",
        secret: false,
        set: |d, t| {
            d.smtp.security = match t {
                "starttls" => SmtpSecurity::StartTls,
                "tls" => SmtpSecurity::Tls,
                "none" => SmtpSecurity::None,
                _ => return Err(expected("starttls, tls, none")),
            };
            Ok(())
        },
        show: |s| {
            s.smtp.as_ref().map(|smtp| {
                match smtp.security {
                    SmtpSecurity::StartTls => "starttls",
                    SmtpSecurity::Tls => "tls",
                    SmtpSecurity::None => "none",
                }
                .to_owned()
            })
        },
    },
    Key {
        name: "smtp_user",
        secret: false,
        set: |d, t| put_some(&mut d.smtp.user, t, "enishi"),
        show: |s| s.smtp.as_ref()?.user.clone(),
    },
    Key {
        name: "smtp_password",
        secret: true,
        set: |d, t| put_some(&mut d.smtp.password, t, "…"),
        show: |s| s.smtp.as_ref()?.password.clone(),
    },
    Key {
        name: "smtp_from",
        secret: false,
        set: |d, t| {
            let inner = t.split_once('<').map_or(t, |(_, rest)| rest.trim_end_matches('>'));
            d.smtp.from = t.to_owned();
            is_address(inner.trim()).then_some(()).ok_or_else(|| expected("enishi@example.jp"))
        },
        show: |s| s.smtp.as_ref().map(|smtp| smtp.from.clone()),
    },
    Key {
        name: "smtp_ca_file",
        secret: false,
        set: |d, t| {
            d.smtp.ca_file = Some(t.into());
            Path::new(t)
                .is_file()
                .then_some(())
                .ok_or_else(|| Text::new("そのファイルがありません", "there is no such file"))
        },
        show: |s| Some(s.smtp.as_ref()?.ca_file.as_ref()?.display().to_string()),
    },
];

fn expected(example: &str) -> Text {
    Text::new(
        format!("この値は使えません。例：{example}"),
        format!("the value cannot be used; write for example {example}"),
    )
}

fn put<T: FromStr>(place: &mut T, text: &str, example: &str) -> Result<(), Text> {
    *place = text.parse().map_err(|_| expected(example))?;
    Ok(())
}

fn put_some<T: FromStr>(place: &mut Option<T>, text: &str, example: &str) -> Result<(), Text> {
    *place = Some(text.parse().map_err(|_| expected(example))?);
    Ok(())
}

/// Names in the environment that begin like a setting and are none: the file itself, and what the
/// build asks for.
const OTHER_VARIABLES: [&str; 2] = ["ENISHI_CONFIG", "ENISHI_SKIP_WEB"];

/// Puts settings together: what holds anyway, then the file, then the environment.
///
/// # Errors
/// Everything that is wrong, one by one, with its place and the way out.
pub fn read(
    base: Settings,
    file: Option<&Path>,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<Settings, Vec<Wrong>> {
    let smtp = base.smtp.clone().unwrap_or(Smtp {
        host: String::new(),
        port: None,
        security: SmtpSecurity::StartTls,
        user: None,
        password: None,
        from: String::new(),
        ca_file: None,
    });
    let mut draft = Draft { settings: base, smtp };
    let mut wrong = Vec::new();
    if let Some(path) = file {
        read_file(&mut draft, path, &mut wrong);
    }
    for (variable, value) in environment {
        let Some(name) = variable.strip_prefix("ENISHI_") else { continue };
        if !OTHER_VARIABLES.contains(&variable.as_str()) {
            set(&mut draft, &name.to_lowercase(), &value, &same(&variable), &mut wrong);
        }
    }
    let Draft { mut settings, smtp } = draft;
    let any = smtp.user.is_some() || smtp.password.is_some() || !smtp.from.is_empty();
    match (smtp.host.is_empty(), smtp.from.is_empty()) {
        (true, _) if any => wrong.push(incomplete("smtp_host", "mail.example.jp")),
        (false, true) => wrong.push(incomplete("smtp_from", "enishi@example.jp")),
        (false, false) if smtp.user.is_some() != smtp.password.is_some() => {
            wrong.push(incomplete("smtp_user, smtp_password", "smtp_user = \"enishi\""));
        }
        (false, false) => settings.smtp = Some(smtp),
        (true, _) => {}
    }
    if wrong.is_empty() { Ok(settings) } else { Err(wrong) }
}

/// Every setting as it holds.
pub fn shown(settings: &Settings) -> Vec<Setting> {
    let value = |key: &Key| (key.show)(settings).map(|v| if key.secret { "…".into() } else { v });
    KEYS.iter().map(|key| Setting { name: key.name, value: value(key) }).collect()
}

fn same(text: &str) -> Text {
    Text::new(text, text)
}

fn incomplete(name: &str, example: &str) -> Wrong {
    Wrong(Text::new(
        format!("{name}：メールサーバーの設定が足りません。例：{example}"),
        format!(
            "{name}: missing beside the other settings of the mail server; for example {example}"
        ),
    ))
}

fn set(draft: &mut Draft, name: &str, value: &str, place: &Text, wrong: &mut Vec<Wrong>) {
    let what = match KEYS.iter().find(|key| key.name == name) {
        None => unknown(name),
        Some(key) => match (key.set)(draft, value) {
            Ok(()) => return,
            Err(what) if key.secret => what,
            Err(what) => {
                Text::new(format!("{value:?}：{}", what.ja), format!("{value:?}: {}", what.en))
            }
        },
    };
    wrong.push(Wrong(Text::new(
        format!("{}：{}", place.ja, what.ja),
        format!("{}: {}", place.en, what.en),
    )));
}

fn unknown(name: &str) -> Text {
    match nearest(name, KEYS.iter().map(|key| key.name)) {
        Some(near) => Text::new(
            format!("{name:?} という設定はありません。{near:?} のことですか"),
            format!("unknown setting {name:?}; did you mean {near:?}?"),
        ),
        None => {
            let all: Vec<&str> = KEYS.iter().map(|key| key.name).collect();
            let all = all.join(", ");
            Text::new(
                format!("{name:?} という設定はありません。使えるもの：{all}"),
                format!("unknown setting {name:?}; there are {all}"),
            )
        }
    }
}

fn read_file(draft: &mut Draft, path: &Path, wrong: &mut Vec<Wrong>) {
    let shown = path.display();
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => {
            wrong.push(Wrong(Text::new(
                format!("{shown}：設定ファイルを読めません（{error}）"),
                format!("{shown}: the file of settings cannot be read: {error}"),
            )));
            return;
        }
    };
    let line = |at: usize| text[..at].matches('\n').count() + 1;
    let place = |at: usize, name: &str| {
        let n = line(at);
        Text::new(format!("{shown} {n}行目 {name}"), format!("{shown}, line {n}, {name}"))
    };
    let table = match DeTable::parse(&text) {
        Ok(table) => table,
        Err(error) => {
            let n = error.span().map_or(1, |span| line(span.start));
            let said = error.message().to_owned();
            wrong.push(Wrong(Text::new(
                format!("{shown} {n}行目：TOML として読めません（{said}）"),
                format!("{shown}, line {n}: this is no TOML: {said}"),
            )));
            return;
        }
    };
    for (key, value) in table.get_ref() {
        let name = key.get_ref().as_ref();
        let at = place(key.span().start, name);
        let plain = match value.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            DeValue::Integer(number) => Some(number.to_string()),
            DeValue::Boolean(yes) => Some(yes.to_string()),
            _ => None,
        };
        match plain {
            Some(plain) => set(draft, name, &plain, &at, wrong),
            None => set_nothing(name, &at, wrong),
        }
    }
}

/// What is no plain value is wrong for every key, known or not.
fn set_nothing(name: &str, place: &Text, wrong: &mut Vec<Wrong>) {
    let what = match KEYS.iter().any(|key| key.name == name) {
        false => unknown(name),
        true => Text::new(
            "文字列・整数・true/false のいずれかを書いてください",
            "write a text, a whole number, true or false",
        ),
    };
    wrong.push(Wrong(Text::new(
        format!("{}：{}", place.ja, what.ja),
        format!("{}: {}", place.en, what.en),
    )));
}

/// The file that the environment names, where it names one.
pub fn file_of_environment() -> Option<PathBuf> {
    std::env::var_os("ENISHI_CONFIG").map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::Weights;

    fn of(file: &str, environment: &[(&str, &str)]) -> Result<Settings, Vec<String>> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("enishi.toml");
        std::fs::write(&path, file).unwrap();
        let environment = environment.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
        read(Settings::new("enishi".into()), Some(&path), environment).map_err(|wrong| {
            let folder = format!("{}/", folder.path().display());
            wrong.iter().map(|w| w.to_string().replace(&folder, "")).collect()
        })
    }

    #[test]
    fn the_environment_comes_before_the_file() {
        let file = "listen = \"0.0.0.0:80\"\nhttps = true\nsmtp_port = 25\nsmtp_host = \"mail\"\n\
                    smtp_from = \"縁 <enishi@example.jp>\"";
        let settings = of(file, &[("ENISHI_LISTEN", "127.0.0.1:9000"), ("PATH", "/bin")]).unwrap();
        assert_eq!(settings.listen.to_string(), "127.0.0.1:9000");
        assert!(settings.https);
        let smtp = settings.smtp.unwrap();
        assert_eq!((smtp.port, smtp.security), (Some(25), SmtpSecurity::StartTls));
    }

    #[test]
    fn weights_that_were_learned_are_read_before_the_service_starts() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("weights.json");
        let set = || of("", &[("ENISHI_WEIGHTS", path.to_str().unwrap())]);
        assert!(set().unwrap_err()[0].contains("not found"));
        std::fs::write(&path, "{\"likeness\": true}").unwrap();
        assert!(set().is_err());
        let learned = Weights { shared: 7.0, ..Weights::default() };
        std::fs::write(&path, serde_json::to_vec(&learned).unwrap()).unwrap();
        assert_eq!(set().unwrap().weights, Some((path.clone(), learned)));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place_and_the_way_out() {
        let file = "# comment\nlistne = \"x\"\nlisten = \"8080\"\nhttps = [1]\n";
        let wrong = of(file, &[("ENISHI_SMTP_SECURITY", "ssl"), ("ENISHI_ZZZ", "1")]).unwrap_err();
        assert_eq!(
            &wrong[..4],
            [
                "enishi.toml, line 4, https: write a text, a whole number, true or false",
                "enishi.toml, line 3, listen: \"8080\": the value cannot be used; \
                 write for example 127.0.0.1:8080",
                "enishi.toml, line 2, listne: unknown setting \"listne\"; did you mean \"listen\"?",
                "ENISHI_SMTP_SECURITY: \"ssl\": the value cannot be used; \
                 write for example starttls, tls, none",
            ]
        );
        assert!(wrong[4].starts_with("ENISHI_ZZZ: unknown setting \"zzz\"; there are listen,"));
        assert_eq!(wrong.len(), 5);
        let wrong = of("listen = ", &[]).unwrap_err();
        assert!(wrong[0].starts_with("enishi.toml, line 1: this is no TOML"), "{wrong:?}");
        let wrong = of("smtp_user = \"x\"", &[]).unwrap_err();
        assert!(wrong[0].starts_with("smtp_host: missing"), "{wrong:?}");
    }

    #[test]
    fn secrets_are_neither_shown_nor_repeated_in_errors() {
        let wrong = of("metrics_token = \"short-secret\"", &[]).unwrap_err();
        assert!(!wrong[0].contains("short-secret"), "{wrong:?}");
        let settings = of("metrics_token = \"0123456789abcdef\"", &[]).unwrap();
        let all = format!("{:?}", shown(&settings));
        assert!(!all.contains("0123456789abcdef") && all.contains('…'), "{all}");
    }
}
