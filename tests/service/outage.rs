//! What breaks beneath the service: its disk, its database. What was acknowledged is there
//! afterwards, what fails is told, and it works again by itself.

use super::harness::{Server, W, shared};
use super::process::Process;
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
