//! What breaks beneath the service: its disk, its database. What was acknowledged is there
//! afterwards, what fails is told, and it works again by itself.

use super::bookings::on_both;
use super::harness::{Server, W, shared, wait_for};
use super::process::Process;
use enishi::domain::Lang;
use enishi::store::{Booking, CredentialKind, MailHandled, MailState, Moment, NewMail, Scope};
use serde_json::json;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

#[cfg(unix)]
#[test]
fn a_full_disk_is_told_and_what_was_there_stays() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("data");
    let server = Process::serve(&dir, &["--demo", "--demo-seconds", "1"], &[]);
    assert_eq!(server.terminate(), Some(0));
    // A file may grow by 256 KiB from now on; `ulimit` counts in units of 512 or 1024 bytes.
    let size = std::fs::metadata(dir.join("enishi.sqlite")).unwrap().len();
    let program = env!("CARGO_BIN_EXE_enishi");
    let script = format!(
        "trap '' XFSZ; ulimit -f $(( ({size} + 262144) / 512 )); \
         exec {program} --json serve --listen 127.0.0.1:0 --demo --data-dir {}",
        dir.display()
    );
    let server = Process::shell(&script);
    let organizer = server.role(&dir, "organizer");
    let before = organizer.get(&format!("{W}/people?limit=1")).expect(200).json();
    let person = before["items"][0]["id"].as_str().unwrap();
    let reason = "あ".repeat(600);
    let away =
        json!({"start": "2022-05-10T09:00:00", "end": "2022-05-10T10:00:00", "reason": reason});
    let path = format!("{W}/absences?person={person}");
    let refused = (0..5_000)
        .map(|_| organizer.post(&path, &away))
        .find(|answer| answer.status != 201)
        .expect("the disk became full");
    assert_eq!(refused.status, 503, "{}", refused.text);
    assert_eq!(refused.header("retry-after"), Some("10"));
    let said = refused.json();
    assert!(said["detail"].as_str().unwrap().contains("nothing was changed"), "{said}");
    assert!(said["detail_ja"].is_string());
    // Reading goes on.
    organizer.get(&path).expect(200);
    drop(server);
    // With room again it starts by itself, and everything acknowledged is there.
    let server = Process::serve(&dir, &["--demo"], &[]);
    let organizer = server.role(&dir, "organizer");
    assert_eq!(organizer.post(&path, &away).status, 201);
    assert_eq!(organizer.get(&format!("{W}/people?limit=1")).expect(200).json(), before);
}

/// Lets a process write nothing to any file from now on, or everything again.
#[cfg(target_os = "linux")]
fn let_write(process: &Process, may: bool) {
    let limit = if may { "--fsize=unlimited" } else { "--fsize=0:unlimited" };
    let id = process.child.id().to_string();
    let done = std::process::Command::new("prlimit").args(["--pid", &id, limit]).status();
    assert!(done.unwrap().success(), "prlimit of util-linux is needed");
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_takes_no_writes_is_told_and_works_again_without_a_new_start() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("data");
    let program = env!("CARGO_BIN_EXE_enishi");
    // The log is a file on the same disk.
    let script = format!(
        "trap '' XFSZ; exec {program} --json serve --listen 127.0.0.1:0 --demo --demo-seconds 1 \
         --data-dir {} 2> {}",
        dir.display(),
        folder.path().join("log").display()
    );
    let server = Process::shell(&script);
    let organizer = server.role(&dir, "organizer");
    let planned = || organizer.get(&format!("{W}/plans")).expect(200).json();
    shared().wait("two plans", || planned().as_array().unwrap().len() >= 2);
    let person = organizer.get(&format!("{W}/people?limit=1")).expect(200).json();
    let person = person["items"][0]["id"].as_str().unwrap();
    let path = format!("{W}/absences?person={person}");
    let away = json!({"start": "2022-05-10T09:00:00", "end": "2022-05-10T10:00:00"});
    organizer.post(&path, &away).expect(201);
    let before = organizer.get(&path).expect(200).json();
    let_write(&server, false);
    let refused = organizer.post(&path, &away).expect(503);
    assert!(refused.header("retry-after").is_some());
    assert!(refused.json()["detail"].as_str().unwrap().contains("nothing was changed"));
    organizer
        .anew()
        .put(&format!("{W}/talk-wishes/I-1-9?person={person}"), &json!({"rank": 1}))
        .expect(503);
    // Whoever only reads notices nothing.
    assert_eq!(organizer.get(&path).expect(200).json(), before);
    server.client.get("/programme/aimgain-2022").expect(200);
    let_write(&server, true);
    organizer.post(&path, &away).expect(201);
    assert_eq!(organizer.get(&path).expect(200).json().as_array().unwrap().len(), 2);
    assert_eq!(server.terminate(), Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_is_named_at_the_start() {
    // A file system that nobody can write to.
    let folder = "/proc/sys/enishi";
    let serve = ["--lang", "en", "serve", "--listen", "127.0.0.1:0", "--data-dir", folder];
    let output = super::process::enishi(&serve).output().unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains(folder), "{said}");
}

/// A way to the database that can be cut.
struct Wire {
    address: SocketAddr,
    cut: Arc<AtomicBool>,
}

impl Wire {
    fn to(target: SocketAddr) -> Wire {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let cut = Arc::new(AtomicBool::new(false));
        let state = cut.clone();
        std::thread::spawn(move || {
            for near in listener.incoming().map_while(Result::ok) {
                if state.load(Ordering::SeqCst) {
                    let _ = near.shutdown(Shutdown::Both);
                    continue;
                }
                let far = TcpStream::connect(target).unwrap();
                for (from, to) in [(&near, &far), (&far, &near)] {
                    let (from, to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
                    let state = state.clone();
                    std::thread::spawn(move || carry(from, to, &state));
                }
            }
        });
        Wire { address, cut }
    }
}

fn carry(mut from: TcpStream, mut to: TcpStream, cut: &AtomicBool) {
    from.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
    let mut buffer = [0; 16 << 10];
    loop {
        let read = from.read(&mut buffer);
        if cut.load(Ordering::SeqCst) {
            break;
        }
        match read {
            Ok(0) => break,
            Ok(n) if to.write_all(&buffer[..n]).is_ok() => {}
            Err(e)
                if matches!(
                    e.kind(),
                    std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut
                ) => {}
            _ => break,
        }
    }
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}

#[test]
fn a_database_that_is_gone_is_told_and_comes_back_by_itself() {
    let database = super::postgres::database();
    let at = database.split(['@', '/']).nth(3).unwrap().to_owned();
    let wire = Wire::to(at.parse().unwrap());
    let server = Server::start(Some(database.replace(&at, &wire.address.to_string())));
    server.planned();
    let organizer = server.organizer();
    wire.cut.store(true, Ordering::SeqCst);
    let answer = organizer.get(&format!("{W}/people"));
    assert_eq!(answer.status, 503, "{}", answer.text);
    assert!(answer.header("retry-after").is_some());
    server.anyone().get("/healthz").expect(200);
    server.anyone().get("/readyz").expect(503);
    let metrics = server.anyone().get("/metrics").expect(200).text;
    assert!(metrics.contains("enishi_database_up 0\n"), "{metrics}");
    wire.cut.store(false, Ordering::SeqCst);
    server.wait("the database", || server.anyone().get("/readyz").status == 200);
    organizer.get(&format!("{W}/people")).expect(200);
    // Jobs are run again too.
    let ask = json!({"name": "after", "seconds": 1.0, "start": 1});
    let job = organizer.post(&format!("{W}/jobs"), &ask).expect(201).json();
    let path = format!("{W}/jobs/{}", job["id"].as_str().unwrap());
    shared().wait("a job", || organizer.get(&path).json()["state"] == "done");
}

#[test]
fn a_clock_that_is_set_back_keeps_no_mail_waiting_no_place_held_and_nobody_out() {
    const HOUR: i64 = 3600;
    let late = Moment(40 * HOUR * 1000);
    let early = late.plus_seconds(-30 * HOUR);
    wait_for(on_both(async |store| {
        let w = enishi::exchange::example();
        let id = w.id.as_str();
        let mut tx = store.write().await.unwrap();
        let account = tx.add_account("a@clock.example", "a", Lang::Ja, late).await.unwrap();
        let mail = NewMail {
            workshop: id,
            account: &account.id,
            person: "",
            publication: 0,
            subject: "new",
            body: "",
            at_once: true,
            necessary: true,
            link_seconds: None,
            created_at: late,
        };
        // One that was tried and waits for a second try, one that was being sent, a new one.
        for subject in ["tried", "sending", "new"] {
            tx.add_mail(&NewMail { subject, ..mail }).await.unwrap();
        }
        let mut claim = async |now| tx.claim_mail(now, 600, 20 * HOUR).await.unwrap();
        let (one, two) = (claim(late).await.unwrap(), claim(late).await.unwrap());
        let later = MailHandled::Later { at: late.plus_seconds(60), why: "busy".into() };
        tx.mail_handled(&one, &later, late).await.unwrap();
        let mut due = Vec::new();
        while let Some(mail) = tx.claim_mail(early, 600, 20 * HOUR).await.unwrap() {
            due.push(mail.id.clone());
            tx.mail_handled(&mail, &MailHandled::Sent, early).await.unwrap();
        }
        assert_eq!(due.len(), 2, "the new one, and the one that waited");
        assert!(due.contains(&one.id) && !due.contains(&two.id));
        let lost = tx.mail(id, &two.id).await.unwrap();
        assert_eq!(lost.state, MailState::Failed, "nobody knows whether it went out");
        // A place that was held is free again.
        let held = |item: &str, at: Moment| Booking {
            item: item.into(),
            resources: vec!["person p".into()],
            starts_at: Moment(0),
            ends_at: Moment(1),
            hold_until: Some(at.plus_seconds(600)),
            by_hand: true,
        };
        tx.book(id, &held("first", late), late).await.unwrap();
        tx.book(id, &held("second", early), early).await.unwrap();
        // Who is signed in stays so.
        let kind = CredentialKind::Browser;
        let until = late.plus_seconds(HOUR);
        let made = tx.add_credential(&account.id, kind, "", Scope::Write, late, until).await;
        let (_, secret) = made.unwrap();
        assert!(tx.who(&secret, early).await.unwrap().is_some());
        let link = tx.add_sign_in(&account.id, until).await.unwrap().link;
        assert!(tx.use_link(&link, early).await.unwrap().is_some());
    }));
}
