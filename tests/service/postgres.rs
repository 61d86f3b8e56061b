//! A throw-away PostgreSQL cluster from the system's package: one for the run, a database for each
//! test. Without the package the tests fail and say what to install; they are never skipped.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

struct Cluster {
    port: u16,
    bin: PathBuf,
}

/// The newest installed version's programs: where Debian puts them, or where `pg_config` says.
fn bin() -> PathBuf {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|entries| entries.flatten().map(|e| e.path().join("bin")).collect())
        .unwrap_or_default();
    if let Ok(said) = Command::new("pg_config").arg("--bindir").output() {
        found.insert(0, String::from_utf8_lossy(&said.stdout).trim().into());
    }
    found.retain(|path| path.join("initdb").exists());
    found.sort();
    found.pop().expect("PostgreSQL is not installed; run `bash .ci/setup`")
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    String::from_utf8_lossy(&id.stdout).trim() == "0"
}

/// PostgreSQL refuses to run as root; then it runs as the package's own user.
fn run(program: &Path, arguments: &[&str]) {
    let mut command = match is_root() {
        true => {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        }
        false => Command::new(program),
    };
    let output = command.args(arguments).current_dir("/").output().unwrap();
    assert!(
        output.status.success(),
        "{program:?} {arguments:?}: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

static CLUSTER: LazyLock<Cluster> = LazyLock::new(|| {
    let bin = bin();
    let folder = std::env::temp_dir().join(format!("enishi-pg-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    if is_root() {
        let owned = Command::new("chown").arg("postgres").arg(&folder).status().unwrap();
        assert!(owned.success());
    }
    let data = folder.join("data");
    let (data, socket) = (data.to_str().unwrap(), folder.to_str().unwrap());
    run(&bin.join("initdb"), &["-D", data, "-U", "enishi", "--auth=trust", "-E", "UTF8", "-N"]);
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let options = format!(
        "-p {port} -k {socket} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200"
    );
    let log = folder.join("log");
    let log = log.to_str().unwrap();
    run(&bin.join("pg_ctl"), &["-D", data, "-o", &options, "-l", log, "-w", "start"]);
    stop_at_the_end(&bin, data, socket);
    Cluster { port, bin }
});

/// A watcher that ends the cluster once this process is gone, however it went.
fn stop_at_the_end(bin: &Path, data: &str, folder: &str) {
    let pid = std::process::id();
    let as_user = if is_root() { "runuser -u postgres -- " } else { "" };
    let script = format!(
        "cd /; while kill -0 {pid} 2>/dev/null; do sleep 0.5; done; \
         {as_user}{}/pg_ctl -D {data} -m immediate stop; rm -rf {folder}",
        bin.display()
    );
    Command::new("setsid")
        .args(["--fork", "sh", "-c", &script])
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .status()
        .unwrap();
}

/// Drops a database that nobody needs any more.
pub fn forget(address: &str) {
    let cluster = &*CLUSTER;
    let name = address.rsplit('/').next().unwrap();
    let port = cluster.port.to_string();
    run(&cluster.bin.join("dropdb"), &["-h", "127.0.0.1", "-p", &port, "-U", "enishi", name]);
}

/// A copy of a database, made and put back as `enishi backup` says; the new one's address.
pub fn copied(address: &str, file: &Path) -> String {
    let new = database();
    let tool = |name: &str, arguments: &[&str]| {
        let output = Command::new(CLUSTER.bin.join(name)).args(arguments).output().unwrap();
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    };
    let file = file.to_str().unwrap();
    tool("pg_dump", &["--format=custom", &format!("--file={file}"), address]);
    let into = format!("--dbname={new}");
    tool("pg_restore", &["--no-owner", "--exit-on-error", &into, file]);
    new
}

/// The address of a new, empty database.
pub fn database() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(1);
    let cluster = &*CLUSTER;
    let name = format!("test{}", NUMBER.fetch_add(1, Ordering::SeqCst));
    let port = cluster.port.to_string();
    run(&cluster.bin.join("createdb"), &["-h", "127.0.0.1", "-p", &port, "-U", "enishi", &name]);
    format!("postgres://enishi@127.0.0.1:{port}/{name}")
}
