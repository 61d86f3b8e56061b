//! Killed in the midst of writes, jobs and migrations: nothing acknowledged is lost, nothing is half
//! done, and it starts again by itself.

use super::client::Client;
use super::harness::{W, shared, wait_for};
use super::postgres;
use super::process::{Process, enishi};
use serde_json::json;
use sqlx::migrate::Migrator;
use sqlx::{Connection, Executor, PgConnection, Row, SqliteConnection};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Stdio;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Kills of each test; the full count is `ENISHI_KILLS=1000`.
fn kills() -> u64 {
    std::env::var("ENISHI_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(10)
}

/// Writes until the service is gone; what it acknowledged.
fn write_until_gone(client: &Client, person: &str, known: &Mutex<BTreeSet<String>>) {
    for n in 0.. {
        let start = format!("2022-05-10T{:02}:{:02}:00", 9 + n % 8, n % 59);
        let end = format!("2022-05-10T{:02}:59:00", 9 + n % 8);
        let path = format!("{W}/absences?person={person}");
        let sent = client.try_post(&path, &json!({"start": start, "end": end}));
        let Some(answer) = sent else { return };
        if answer.status == 201 {
            known.lock().unwrap().insert(answer.json()["id"].as_str().unwrap().to_owned());
        }
    }
}

/// Three people of the workshop.
fn three(organizer: &Client) -> Vec<String> {
    let people = organizer.get(&format!("{W}/people?limit=3")).expect(200).json();
    let ids = people["items"].as_array().unwrap().iter();
    ids.map(|p| p["id"].as_str().unwrap().to_owned()).collect()
}

fn killed_while_writing_and_working(dir: &Path, arguments: &[&str]) {
    let (known, jobs) = (Mutex::new(BTreeSet::new()), Mutex::new(Vec::new()));
    let serve = || Process::serve(dir, arguments, &[("ENISHI_WORKER_SILENCE_SECONDS", "2")]);
    // The demonstration's own plans first: the jobs start from them.
    {
        let server = serve();
        let organizer = server.role(dir, "organizer");
        let planned = || organizer.get(&format!("{W}/plans")).expect(200).json();
        shared().wait("two plans", || planned().as_array().unwrap().len() >= 2);
    }
    for round in 0..kills() {
        let mut server = serve();
        let organizer = server.role(dir, "organizer");
        let ids = three(&organizer);
        std::thread::scope(|scope| {
            for id in &ids {
                scope.spawn(|| write_until_gone(&organizer, id, &known));
            }
            scope.spawn(|| {
                let name = format!("round {round}");
                let ask = json!({"name": name, "seconds": 0.1, "start": 1});
                let sent = organizer.try_post(&format!("{W}/jobs"), &ask);
                if let Some(answer) = sent.filter(|answer| answer.status == 201) {
                    let id = answer.json()["id"].as_str().unwrap().to_owned();
                    jobs.lock().unwrap().push((name, id));
                }
            });
            std::thread::sleep(Duration::from_millis(100 + round * 37 % 400));
            server.child.kill().unwrap();
        });
    }
    let server = serve();
    let organizer = server.role(dir, "organizer");
    let mut there = BTreeSet::new();
    for person in three(&organizer) {
        let listed = organizer.get(&format!("{W}/absences?person={person}")).expect(200).json();
        let ids = listed.as_array().unwrap().iter().map(|a| a["id"].as_str().unwrap().to_owned());
        there.extend(ids);
    }
    let known = known.into_inner().unwrap();
    assert!(known.len() > 10, "only {} were acknowledged", known.len());
    let lost: Vec<_> = known.difference(&there).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    // Every job comes to an end by itself, and has a plan exactly if it is done.
    let jobs = jobs.into_inner().unwrap();
    assert!(!jobs.is_empty());
    let state = |id: &str| organizer.get(&format!("{W}/jobs/{id}")).expect(200).json();
    shared().wait("the jobs", || jobs.iter().all(|(_, id)| state(id)["finished_at"].is_string()));
    let plans = organizer.get(&format!("{W}/plans")).expect(200).json();
    let mut done = 0;
    for (name, id) in &jobs {
        let made = plans.as_array().unwrap().iter().filter(|p| p["name"] == name.as_str());
        let (made, is_done) = (made.count(), state(id)["state"] == "done");
        assert_eq!(made, usize::from(is_done), "{name}: {}", state(id));
        done += made;
    }
    println!(
        "{} kills: {} writes and {} jobs acknowledged, {done} done",
        kills(),
        known.len(),
        jobs.len()
    );
}

#[test]
fn killed_in_the_midst_of_writes_and_jobs_nothing_acknowledged_is_lost_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("data");
    killed_while_writing_and_working(&dir, &["--demo", "--demo-seconds", "1"]);
    let sound = enishi(&["doctor", "--data-dir"]).arg(&dir).output().unwrap();
    assert_eq!(sound.status.code(), Some(0), "{}", String::from_utf8_lossy(&sound.stdout));
}

#[test]
fn killed_in_the_midst_of_writes_and_jobs_nothing_acknowledged_is_lost_on_postgresql() {
    let folder = tempfile::tempdir().unwrap();
    let database = postgres::database();
    let arguments = ["--demo", "--demo-seconds", "1", "--database", &database];
    killed_while_writing_and_working(&folder.path().join("data"), &arguments);
}

/// Does the same with a connection to either database.
macro_rules! connected {
    ($address:expr, $database:ident => $work:expr) => {
        if $address.starts_with("postgres:") {
            let mut $database = PgConnection::connect($address).await.unwrap();
            $work
        } else {
            let mut $database = SqliteConnection::connect($address).await.unwrap();
            $work
        }
    };
}

/// People and mails of an old database.
const OLD: i64 = 500;

/// A database as the first two migrations left it, with something in it.
async fn make_old(address: &str, kind: &str) {
    let folder = tempfile::tempdir().unwrap();
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(kind);
    for name in ["0001_service.sql", "0002_outbox.sql"] {
        std::fs::copy(all.join(name), folder.path().join(name)).unwrap();
    }
    let migrator = Migrator::new(folder.path()).await.unwrap();
    let document = serde_json::to_string(&enishi::exchange::example()).unwrap().replace('\'', "''");
    let mut all = vec![format!(
        "INSERT INTO workshop (id, document, phase, created_at) \
         VALUES ('old', '{document}', 'requests', 0)"
    )];
    for n in 0..OLD {
        all.push(format!(
            "INSERT INTO account (id, email, name, lang, created_at) \
             VALUES ('{n}', '{n}@old.example', 'name {n}', 'ja', 0)"
        ));
        all.push(format!(
            "INSERT INTO mail (workshop, id, account, person, publication, subject, body, state, \
             created_at) VALUES ('old', '{n}', '{n}', 'p', 1, 'subject', 'body', 'held', 0)"
        ));
    }
    let text = format!("BEGIN; {}; COMMIT", all.join("; "));
    connected!(address, database => {
        migrator.run(&mut database).await.unwrap();
        database.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(text))).await.unwrap();
        database.close().await.unwrap();
    });
}

/// How many migrations a database has seen, and what is left of what was in it.
async fn seen(address: &str) -> (i64, i64) {
    let migrations = "SELECT COUNT(*) FROM _sqlx_migrations";
    let mails = "SELECT COUNT(*) FROM mail JOIN account ON account.id = mail.account \
                 WHERE mail.state = 'held' AND mail.body = 'body'";
    connected!(address, database => {
        let migrations = database.fetch_one(migrations).await.unwrap().get(0);
        let mails = database.fetch_one(mails).await.unwrap().get(0);
        database.close().await.unwrap();
        (migrations, mails)
    })
}

/// Looks without a pause until so many migrations are done.
async fn until_done(address: &str, migrations: i64) {
    let sql = "SELECT COUNT(*) FROM _sqlx_migrations";
    let begun = Instant::now();
    connected!(address, database => {
        while database.fetch_one(sql).await.unwrap().get::<i64, _>(0) < migrations {
            assert!(begun.elapsed() < Duration::from_secs(60), "it brings nothing up to date");
        }
        database.close().await.unwrap();
    });
}

/// Kills a service that brings an old database up to date once so many migrations are done, and
/// starts it again; how many were done when it was gone.
fn killed_while_migrating(dir: &Path, arguments: &[&str], address: &str, after: i64) -> i64 {
    let mut child = enishi(&["serve", "--listen", "127.0.0.1:0", "--data-dir"])
        .arg(dir)
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    wait_for(until_done(address, after));
    child.kill().unwrap();
    child.wait().unwrap();
    let (migrations, mails) = wait_for(seen(address));
    assert_eq!(mails, OLD, "after {migrations} migrations");
    let server = Process::serve(dir, arguments, &[]);
    server.client.get("/readyz").expect(200);
    assert_eq!(server.terminate(), Some(0));
    assert_eq!(wait_for(seen(address)), (all_migrations(), OLD));
    migrations
}

fn all_migrations() -> i64 {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/sqlite");
    std::fs::read_dir(folder).unwrap().count() as i64
}

/// A kill after each of the migrations in turn; some must leave others to be done.
fn in_the_midst_of_migrations(kill: impl Fn(i64) -> i64) {
    let all = all_migrations();
    let after = (3..all).cycle().take(kills() as usize);
    let between = after.map(kill).filter(|&left| left < all).count();
    println!("{} kills, {between} of them between two migrations", kills());
    assert!(between > 0);
}

#[test]
fn killed_in_the_midst_of_migrations_nothing_is_half_done_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let old = folder.path().join("old.sqlite");
    wait_for(make_old(&format!("sqlite:{}?mode=rwc", old.display()), "sqlite"));
    in_the_midst_of_migrations(|after| {
        let dir = folder.path().join("data");
        std::fs::create_dir(&dir).unwrap();
        let file = dir.join("enishi.sqlite");
        std::fs::copy(&old, &file).unwrap();
        let address = format!("sqlite:{}", file.display());
        let left = killed_while_migrating(&dir, &[], &address, after);
        let sound = enishi(&["doctor", "--data-dir"]).arg(&dir).output().unwrap();
        assert_eq!(sound.status.code(), Some(0), "{}", String::from_utf8_lossy(&sound.stdout));
        std::fs::remove_dir_all(&dir).unwrap();
        left
    });
}

#[test]
fn killed_in_the_midst_of_migrations_nothing_is_half_done_on_postgresql() {
    let folder = tempfile::tempdir().unwrap();
    in_the_midst_of_migrations(|after| {
        let database = postgres::database();
        wait_for(make_old(&database, "postgres"));
        let dir = folder.path().join("data");
        let arguments = ["--database", &database];
        let left = killed_while_migrating(&dir, &arguments, &database, after);
        postgres::forget(&database);
        left
    });
}
