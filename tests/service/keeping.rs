//! Copies made while the service runs, put back elsewhere; damage is found.

use super::harness::{Server, wait_for};
use super::postgres;
use enishi::store::Store;
use std::path::Path;
use std::process::Command;

fn enishi(arguments: &[&str], file: &Path, dir: &Path) -> i32 {
    let mut command = Command::new(env!("CARGO_BIN_EXE_enishi"));
    command.args(arguments).env_remove("DATABASE_URL");
    if !arguments.contains(&"doctor") {
        command.arg(file);
    }
    let output = command.arg("--data-dir").arg(dir).output().unwrap();
    output.status.code().unwrap()
}

#[test]
fn a_copy_made_while_the_service_runs_comes_back_whole() {
    let server = Server::start(None);
    server.planned();
    let folder = tempfile::tempdir().unwrap();
    let (copy, other) = (folder.path().join("copy.sqlite"), folder.path().join("other"));
    assert_eq!(enishi(&["backup"], &copy, &server.dir), 0);
    assert_eq!(enishi(&["backup"], &copy, &server.dir), 2, "a copy is never overwritten");
    assert_eq!(enishi(&["restore"], &copy, &other), 0);
    assert_eq!(enishi(&["restore"], &copy, &other), 2, "a database is never overwritten");
    assert_eq!(enishi(&["doctor"], &copy, &other), 0);
    wait_for(async {
        let store = Store::open_file(&other.join("enishi.sqlite")).await.unwrap();
        let id = "aimgain-2022";
        let mut back = store.read().await.unwrap();
        let mut given = server.service.store.read().await.unwrap();
        let both =
            (back.workshop(id, true).await.unwrap(), given.workshop(id, true).await.unwrap());
        assert_eq!(both.0, both.1);
        let both = (back.plans(id).await.unwrap(), given.plans(id).await.unwrap());
        assert_eq!(both.0, both.1);
        assert!(!both.0.is_empty());
    });
}

/// The commands that `enishi backup` names are those that work.
#[test]
fn postgresql_is_copied_and_comes_back_by_the_commands_that_are_named() {
    let address = postgres::database();
    let server = Server::start(Some(address.clone()));
    server.planned();
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy");
    let mut command = Command::new(env!("CARGO_BIN_EXE_enishi"));
    let said = command.arg("backup").arg(&copy).env("DATABASE_URL", &address).output().unwrap();
    assert_eq!(said.status.code(), Some(2));
    let said = String::from_utf8(said.stderr).unwrap();
    let file = copy.display();
    for part in [
        format!("pg_dump --format=custom --file={file} \"$DATABASE_URL\""),
        format!("pg_restore --no-owner --exit-on-error --dbname=\"$DATABASE_URL\" {file}"),
    ] {
        assert!(said.contains(&part), "{part} is not in {said}");
    }
    assert!(!said.contains(&address), "the address may hold a password: {said}");
    let other = postgres::copied(&address, &copy);
    wait_for(async {
        let store = Store::open(&other).await.unwrap();
        let mut back = store.read().await.unwrap();
        let mut given = server.service.store.read().await.unwrap();
        let id = "aimgain-2022";
        let both =
            (back.workshop(id, true).await.unwrap(), given.workshop(id, true).await.unwrap());
        assert_eq!(both.0, both.1);
        assert!(!back.plans(id).await.unwrap().is_empty());
    });
}

#[test]
fn damage_is_found_and_a_damaged_copy_is_not_put_back() {
    let server = Server::start(None);
    server.planned();
    let folder = tempfile::tempdir().unwrap();
    let (copy, other) = (folder.path().join("copy.sqlite"), folder.path().join("other"));
    assert_eq!(enishi(&["backup"], &copy, &server.dir), 0);
    let mut bytes = std::fs::read(&copy).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 40_000].fill(0x5a);
    std::fs::write(&copy, bytes).unwrap();
    assert_eq!(enishi(&["restore"], &copy, &other), 2);
    assert!(!other.join("enishi.sqlite").exists());
    std::fs::create_dir_all(&other).unwrap();
    std::fs::copy(&copy, other.join("enishi.sqlite")).unwrap();
    assert_eq!(enishi(&["doctor"], &copy, &other), 3);
    assert_eq!(enishi(&["doctor"], &copy, &folder.path().join("nothing")), 2);
}
