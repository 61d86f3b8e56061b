//! Builds the web app into `$OUT_DIR/app`, from where the server embeds it.
//!
//! With `ENISHI_SKIP_WEB=1`, or where npm is missing or cannot fetch its packages, a page that says
//! so takes its place: the service itself needs no npm.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs, io};

/// What the app is made of, beside `src`.
const FILES: [&str; 6] = [
    "package.json",
    "package-lock.json",
    ".npmrc",
    "index.html",
    "vite.config.ts",
    "tsconfig.json",
];

fn main() -> io::Result<()> {
    let source = Path::new("web/app");
    println!("cargo::rerun-if-env-changed=ENISHI_SKIP_WEB");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=web/app/src");
    for file in FILES {
        println!("cargo::rerun-if-changed=web/app/{file}");
    }
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    let app = out.join("app");
    if env::var("ENISHI_SKIP_WEB").is_ok_and(|v| !v.is_empty() && v != "0") {
        return placeholder(&app, "ENISHI_SKIP_WEB was set.");
    }
    if !has_node() {
        println!("cargo::warning=no npm with Node.js 20.19 or later: the web app is left out");
        return placeholder(&app, "npm was missing or too old. Install Node.js 20.19 or later.");
    }
    // The checkout stays clean: npm and Vite work on a copy.
    let work = out.join("web");
    let _ = fs::remove_dir_all(work.join("src"));
    copy(&source.join("src"), &work.join("src"))?;
    for file in FILES {
        fs::copy(source.join(file), work.join(file))?;
    }
    let lock = fs::read(source.join("package-lock.json"))?;
    let stamp = work.join("installed-lock.json");
    if fs::read(&stamp).ok().as_ref() != Some(&lock) {
        let _ = fs::remove_file(&stamp);
        let output =
            run("npm", &work, &["ci", "--ignore-scripts", "--include=dev", "--prefer-offline"])?;
        if !output.status.success() {
            println!("cargo::warning=npm ci failed: the web app is left out");
            for line in String::from_utf8_lossy(&output.stderr).lines().take(5) {
                println!("cargo::warning={line}");
            }
            return placeholder(&app, "npm could not fetch the packages of the web app.");
        }
        fs::write(&stamp, &lock)?;
    }
    let to = app.display().to_string();
    let vite = ["node_modules/vite/bin/vite.js", "build", "--outDir", &to, "--emptyOutDir"];
    let output = run("node", &work, &vite)?;
    if !output.status.success() {
        let said = [output.stdout, output.stderr].concat();
        eprintln!("the web app does not build; set ENISHI_SKIP_WEB=1 to leave it out");
        eprintln!("{}", String::from_utf8_lossy(&said));
        std::process::exit(1);
    }
    Ok(())
}

/// Whether npm is there, with a Node.js that Vite runs on.
fn has_node() -> bool {
    let said = |program: &str| {
        let output = Command::new(program).arg("--version").output().ok()?;
        String::from_utf8(output.stdout).ok()
    };
    let version = said("node").and_then(|text| {
        let mut numbers = text.trim().strip_prefix('v')?.split('.').map(str::parse::<u32>);
        Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
    });
    version.is_some_and(|version| version >= (20, 19)) && said("npm").is_some()
}

fn run(program: &str, dir: &Path, args: &[&str]) -> io::Result<Output> {
    Command::new(program).args(args).current_dir(dir).env("NO_COLOR", "1").output()
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        match from.is_dir() {
            true => copy(&from, &to)?,
            false => fs::copy(&from, &to).map(|_| ())?,
        }
    }
    Ok(())
}

/// A page that says why there is no app, and where to go instead.
fn placeholder(app: &Path, why: &str) -> io::Result<()> {
    let _ = fs::remove_dir_all(app);
    fs::create_dir_all(app.join("assets"))?;
    let page = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>Enishi</title></head><body>\
         <main><h1>Enishi</h1><p lang=\"ja\">この実行ファイルには画面が含まれていません。</p>\
         <p>This program was built without its web app: {why}</p>\
         <p>Then build it again. Meanwhile there is <a href=\"/api/docs\">the API</a>.</p>\
         </main></body></html>\n"
    );
    fs::write(app.join("index.html"), page)
}
