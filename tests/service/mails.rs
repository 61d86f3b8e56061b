//! Mails over SMTP, against a mail server of Debian's: encrypted, tried again, never twice.

use super::harness::{Server, W, wait_for};
use enishi::server::{Settings, Smtp, SmtpSecurity};
use enishi::store::{Moment, NewMail, Role};
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A mail server in a folder of its own; it ends with its standard input.
struct MailServer {
    child: Child,
    folder: tempfile::TempDir,
    port: u16,
}

fn openssl(folder: &Path, arguments: &[&str]) {
    let output = Command::new("openssl").args(arguments).current_dir(folder).output();
    let output = output.expect("openssl is not installed; run `bash .ci/setup`");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A certificate for `localhost`, signed by an authority made for this.
fn certificate(folder: &Path) {
    let new = ["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
    let authority = ["-x509", "-subj", "/CN=tests", "-keyout", "ca.key", "-out", "ca.pem"];
    openssl(folder, &[&new[..], &authority].concat());
    let own = ["-subj", "/CN=localhost", "-keyout", "server.key", "-out", "server.csr"];
    openssl(folder, &[&new[..], &own].concat());
    std::fs::write(folder.join("names"), "subjectAltName=DNS:localhost\n").unwrap();
    let sign = ["x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key"];
    let to = ["-CAcreateserial", "-extfile", "names", "-out", "server.pem"];
    openssl(folder, &[&sign[..], &to].concat());
}

impl MailServer {
    fn start(kind: &str) -> MailServer {
        let folder = tempfile::tempdir().unwrap();
        certificate(folder.path());
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        // Debian's own Python, which has Debian's package.
        let mut child = Command::new("/usr/bin/python3")
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/service/smtp_server.py"))
            .arg(folder.path())
            .args([kind, &port.to_string()])
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        while !folder.path().join("port").exists() {
            let ended = child.try_wait().unwrap();
            assert!(ended.is_none(), "no mail server: run `bash .ci/setup` for python3-aiosmtpd");
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        MailServer { child, folder, port }
    }

    fn settings(&self, security: SmtpSecurity, settings: Settings) -> Settings {
        let password = (security != SmtpSecurity::None).then(|| "mail-password".to_owned());
        let smtp = Smtp {
            host: "localhost".into(),
            port: Some(self.port),
            security,
            user: password.is_some().then(|| "enishi".to_owned()),
            password,
            from: "縁 <enishi@example.jp>".into(),
            ca_file: Some(self.folder.path().join("ca.pem")),
        };
        let public_url = Some("https://enishi.example.jp".to_owned());
        Settings { smtp: Some(smtp), public_url, mail_retry_seconds: 1, ..settings }
    }

    /// What it took, in order.
    fn mails(&self) -> Vec<Value> {
        let text = std::fs::read_to_string(self.folder.path().join("mails")).unwrap_or_default();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    fn count(&self, to: &str) -> usize {
        self.mails().iter().filter(|mail| mail["to"] == to).count()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn invite(server: &Server, email: &str) {
    let invitation = json!({"email": email, "name": "試験 太郎", "role": "coordinator"});
    server.organizer().post(&format!("{W}/members"), &invitation).expect(201);
}

/// The mail of the outbox to an address.
fn mail_to(server: &Server, email: &str) -> Value {
    let all = server.organizer().get(&format!("{W}/outbox?limit=200")).expect(200).json();
    let all = all["items"].as_array().unwrap();
    all.iter()
        .find(|mail| mail["to"] == email)
        .unwrap_or_else(|| panic!("no mail: {email}"))
        .clone()
}

#[test]
fn an_invitation_goes_out_encrypted_and_its_link_signs_in_once() {
    let kinds = [("starttls", SmtpSecurity::StartTls), ("tls", SmtpSecurity::Tls)];
    for (kind, security) in kinds {
        let post = MailServer::start(kind);
        let server = Server::start_with(None, |s| post.settings(security, s));
        invite(&server, "guest@test.example");
        server.wait("the invitation", || post.count("guest@test.example") == 1);
        let mail = &post.mails()[0];
        assert_eq!(mail["encrypted"], true);
        assert_eq!(mail["user"], "enishi");
        assert_eq!(mail["from"], "enishi@example.jp");
        assert!(mail["subject"].as_str().unwrap().contains("ご招待"), "{mail}");
        let text = mail["text"].as_str().unwrap();
        let link = text.split("https://enishi.example.jp").nth(1).unwrap();
        let link = link.split_whitespace().next().unwrap();
        server.anyone().get(link).expect(200);
        server.anyone().send("POST", link, None).expect(303);
        server.anyone().send("POST", link, None).expect(400);
        // The reader may be quicker than the note that it went.
        let kept = || mail_to(&server, "guest@test.example");
        server.wait("the outbox to say so", || kept()["state"] == "sent");
        assert!(!kept()["body"].as_str().unwrap().contains("/sign-in/"), "a secret in the outbox");
        // A mail to sign in with is in no outbox, and comes all the same.
        let ask = json!({"email": "guest@test.example"});
        server.anyone().post("/api/sign-in/link", &ask).expect(202);
        server.wait("the sign-in mail", || post.count("guest@test.example") == 2);
    }
}

#[test]
fn a_mail_is_tried_again_and_never_sent_twice() {
    let post = MailServer::start("none");
    let server = Server::start_with(None, |s| post.settings(SmtpSecurity::None, s));
    for who in ["later", "never", "drop", "plain"] {
        invite(&server, &format!("{who}@test.example"));
    }
    let state = |who: &str| mail_to(&server, &format!("{who}@test.example"));
    server.wait("the end of all", || {
        ["later", "never", "drop", "plain"].iter().all(|who| state(who)["state"] != "queued")
    });
    let later = state("later");
    assert_eq!((&later["state"], &later["attempts"]), (&json!("sent"), &json!(3)), "{later}");
    let never = state("never");
    assert_eq!((&never["state"], &never["attempts"]), (&json!("failed"), &json!(1)), "{never}");
    assert!(never["problem"].as_str().unwrap().contains("nobody of that name"), "{never}");
    let drop = state("drop");
    assert_eq!(drop["state"], "failed", "{drop}");
    assert!(drop["problem"].as_str().unwrap().starts_with("nobody knows"), "{drop}");
    for who in ["later", "drop", "plain"] {
        assert_eq!(post.count(&format!("{who}@test.example")), 1, "{who}");
    }
    assert_eq!(post.count("never@test.example"), 0);
    // Given up is not gone: the organizer lets it wait again, and sends it.
    let organizer = server.organizer();
    let id = never["id"].as_str().unwrap().to_owned();
    organizer.over().patch(&format!("{W}/outbox/{id}"), &json!({"held": false})).expect(200);
    organizer.post(&format!("{W}/outbox"), &json!({"mails": [id]})).expect(200);
    server.wait("another no", || state("never")["state"] == "failed");
}

#[test]
fn no_mail_leaves_unencrypted_where_encryption_is_set() {
    let post = MailServer::start("none");
    let server = Server::start_with(None, |s| post.settings(SmtpSecurity::StartTls, s));
    invite(&server, "guest@test.example");
    server.wait("a try", || mail_to(&server, "guest@test.example")["attempts"] != 0);
    server.wait("its end", || mail_to(&server, "guest@test.example")["problem"].is_string());
    let mail = mail_to(&server, "guest@test.example");
    assert_eq!(mail["state"], "queued");
    assert!(mail["problem"].as_str().unwrap().contains("STARTTLS"), "{mail}");
    assert_eq!(post.mails().len(), 0);
}

#[test]
fn several_services_on_one_database_send_each_mail_once() {
    let post = MailServer::start("none");
    let database = super::postgres::database();
    let settings = |s| post.settings(SmtpSecurity::None, s);
    let first = Server::start_with(Some(database.clone()), settings);
    let _second = Server::start_with(Some(database.clone()), settings);
    let third = Server::start_with(Some(database), settings);
    // The tokens of the last start hold.
    for n in 0..30 {
        invite(&third, &format!("guest{n}@test.example"));
    }
    first.wait("all mails", || post.mails().len() >= 30);
    std::thread::sleep(std::time::Duration::from_secs(6));
    let mut ids: Vec<Value> = post.mails().iter().map(|mail| mail["id"].clone()).collect();
    ids.sort_by_key(Value::to_string);
    ids.dedup();
    assert_eq!((ids.len(), post.mails().len()), (30, 30));
}

#[test]
fn requests_agreements_and_messages_are_told_of_and_a_no_is_not() {
    let server = Server::start(None);
    let organizer = server.organizer();
    let people = organizer.get(&format!("{W}/people?limit=200")).expect(200).json();
    let mut ids = people["items"].as_array().unwrap().iter().map(|p| p["id"].as_str().unwrap());
    let (a, b, c) = (ids.next().unwrap(), ids.next().unwrap(), ids.next().unwrap());
    let asker = server.person(a, Role::Company);
    let (yes, no) = (server.person(b, Role::Academic), server.person(c, Role::Academic));
    let subjects = |person: &str| -> Vec<String> {
        let all = organizer.get(&format!("{W}/outbox?limit=200")).expect(200).json();
        let to = format!("{person}@test.example");
        let mails =
            all["items"].as_array().unwrap().iter().filter(|mail| mail["to"] == to.as_str());
        mails.map(|mail| mail["subject"].as_str().unwrap().to_owned()).collect()
    };
    let ask = |to: &str| {
        let request = json!({"to": to, "rank": 1, "message": "内密のご相談"});
        let made = asker.post(&format!("{W}/requests"), &request).expect(201).json();
        format!("{W}/requests/{}", made["id"].as_str().unwrap())
    };
    let (first, second) = (ask(b), ask(c));
    assert_eq!((subjects(b).len(), subjects(c).len(), subjects(a).len()), (1, 1, 0));
    no.post(&format!("{second}/decline"), &json!({"reason": "今回は"})).expect(200);
    assert_eq!(subjects(a).len(), 0, "a no was mailed");
    yes.post(&format!("{first}/accept"), &json!({})).expect(200);
    assert_eq!(subjects(a).len(), 1);
    for text in ["一通目", "二通目"] {
        yes.post(&format!("{first}/messages"), &json!({"text": text})).expect(201);
    }
    assert_eq!(subjects(a).len(), 2, "two messages in a row are told of once");
    let all = organizer.get(&format!("{W}/outbox?limit=200")).expect(200);
    assert!(
        !all.text.contains("内密") && !all.text.contains("一通目"),
        "what was written is mailed"
    );
}

/// Who wants no mails gets the necessary ones alone. Opening the link does nothing, its button and a
/// mail program's own do; it opens nothing else.
fn mails_are_taken_by_choice(database: Option<String>) {
    let post = MailServer::start("none");
    let server = Server::start_with(database, |s| post.settings(SmtpSecurity::None, s));
    let organizer = server.organizer();
    let people = organizer.get(&format!("{W}/people?limit=200")).expect(200).json();
    let ids: Vec<_> =
        people["items"].as_array().unwrap().iter().map(|p| p["id"].as_str().unwrap()).collect();
    let reader = server.person(ids[0], Role::Academic);
    let email = format!("{}@test.example", ids[0]);
    let askers: Vec<_> = ids[1..4].iter().map(|id| server.person(id, Role::Company)).collect();
    let ask = |n: usize| {
        let request = json!({"to": ids[0], "rank": 1, "message": "お話ししたい"});
        askers[n].post(&format!("{W}/requests"), &request).expect(201);
    };
    let takes = || reader.get("/api/me").expect(200).json()["takes_mails"].clone();
    ask(0);
    server.wait("the mail", || post.count(&email) == 1);
    let mail = post.mails().into_iter().find(|mail| mail["to"] == email.as_str()).unwrap();
    assert_eq!(mail["unsubscribe_post"], "List-Unsubscribe=One-Click");
    let address = mail["unsubscribe"].as_str().unwrap().trim_matches(['<', '>']);
    let text = mail["text"].as_str().unwrap();
    assert!(text.contains(address) && text.contains("不要な方は"), "{text}");
    let path = address.strip_prefix("https://enishi.example.jp").unwrap();
    let secret = path.strip_prefix("/unsubscribe/").unwrap();
    assert_eq!(secret.len(), 64);

    for method in ["GET", "HEAD", "GET"] {
        let page = server.anyone().send(method, path, None).expect(200);
        assert_eq!(page.header("cache-control"), Some("no-store"));
    }
    assert_eq!(takes(), true);
    let page = server.anyone().get(path).text;
    assert!(page.contains("lang=\"ja\"") && page.contains("method=\"post\""), "{page}");
    assert!(!page.contains(&email) && !page.contains("<script"), "{page}");
    // It is good for nothing else, and stands in no list.
    server.anyone().bearer(secret).get("/api/me").expect(401);
    server.anyone().send("POST", &format!("/sign-in/{secret}"), None).expect(400);
    server.anyone().get(&format!("/calendar/{secret}.ics")).expect(404);
    assert!(!organizer.get(&format!("{W}/outbox?limit=200")).text.contains(secret));
    for method in ["GET", "POST"] {
        let unknown = server.anyone().send(method, "/unsubscribe/0000", None).expect(404).json();
        assert!(unknown["detail_ja"].is_string());
    }

    // What waits for the organizer's word goes with the choice.
    let waiting = async |server: &Server| {
        let mut tx = server.service.store.write().await.unwrap();
        let account = tx.account_of(&email).await.unwrap().unwrap();
        let words = ("待つ一通".to_owned(), String::new());
        let mail = NewMail::new("aimgain-2022", &account.id, ids[0], &words, Moment(0));
        tx.add_mail(&mail).await.unwrap();
        tx.commit().await.unwrap();
    };
    wait_for(waiting(&server));
    let outbox = || organizer.get(&format!("{W}/outbox?limit=200")).expect(200).text;
    assert!(outbox().contains("待つ一通"));
    // As a mail program sends it: no cookie, a form of either kind; twice does no harm.
    server.anyone().send_form(path, "List-Unsubscribe=One-Click").expect(200);
    assert_eq!(takes(), false);
    let parts = "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
    let kind = "multipart/form-data; boundary=x";
    let done = server.anyone().send_bytes("POST", path, kind, parts.as_bytes()).expect(200);
    assert!(done.text.contains("停止しました"), "{}", done.text);
    assert!(!outbox().contains("待つ一通"));
    wait_for(waiting(&server));
    assert!(!outbox().contains("待つ一通"));
    ask(1);
    // What is necessary still comes, and offers no way out of it.
    server.anyone().post("/api/sign-in/link", &json!({"email": email})).expect(202);
    invite(&server, &email);
    server.wait("the necessary mails", || post.count(&email) == 3);
    let mails = post.mails();
    let necessary = mails.iter().filter(|mail| mail["to"] == email.as_str()).skip(1);
    for mail in necessary {
        assert!(mail["unsubscribe"].is_null() && mail["unsubscribe_post"].is_null(), "{mail}");
        assert!(!mail["text"].as_str().unwrap().contains("/unsubscribe/"), "{mail}");
    }
    let members = organizer.get(&format!("{W}/members?limit=200")).expect(200).json();
    let member = members["items"].as_array().unwrap().iter().find(|m| m["email"] == email.as_str());
    assert_eq!(member.unwrap()["takes_mails"], false);
    // In one's own account it is taken back, and the language chosen.
    let change = json!({"takes_mails": true, "lang": "en"});
    assert_eq!(reader.over().patch("/api/me", &change).expect(200).json()["takes_mails"], true);
    assert!(server.anyone().get(path).expect(200).text.contains("Send me no more mails"));
    ask(2);
    server.wait("mails again", || post.count(&email) == 4);
    let mails = post.mails();
    let last = mails.iter().rfind(|mail| mail["to"] == email.as_str()).unwrap();
    assert!(last["text"].as_str().unwrap().contains("no more of these mails"), "{last}");
    assert_ne!(last["unsubscribe"], mail["unsubscribe"], "each mail has a link of its own");
}

#[test]
fn mails_are_taken_by_choice_on_sqlite() {
    mails_are_taken_by_choice(None);
}

#[test]
fn mails_are_taken_by_choice_on_postgresql() {
    mails_are_taken_by_choice(Some(super::postgres::database()));
}

#[test]
fn a_mail_as_a_file_bears_the_way_out_too() {
    let server = Server::start(None);
    let people = server.organizer().get(&format!("{W}/people?limit=2")).expect(200).json();
    let id = |n: usize| people["items"][n]["id"].as_str().unwrap().to_owned();
    let (asker, _reader) =
        (server.person(&id(0), Role::Company), server.person(&id(1), Role::Academic));
    let request = json!({"to": id(1), "rank": 1, "message": ""});
    asker.post(&format!("{W}/requests"), &request).expect(201);
    let file = || {
        let folder = std::fs::read_dir(server.dir.join("outbox")).ok()?;
        folder.filter_map(|f| std::fs::read_to_string(f.ok()?.path()).ok()).find(|text| {
            text.contains("List-Unsubscribe: <http://") && text.contains("test.example")
        })
    };
    server.wait("the file", || file().is_some());
    let text = file().unwrap();
    let head = text.split("\r\n\r\n").next().unwrap();
    assert!(head.contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), "{head}");
}
