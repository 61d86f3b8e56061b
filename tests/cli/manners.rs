//! What every command has in common: pipes, languages, help, completions.

use super::desk::{Desk, Run, command, run};

#[test]
fn a_pipe_hears_results_only() {
    let desk = Desk::new();
    let workshop = desk.workshop();
    let ran = run(&["plan", &workshop]).ends(0);
    assert_eq!(ran.err, "");
    assert!(!ran.out.contains('\u{1b}'), "no colours or cursor moves: {:?}", ran.out);
    let ran = run(&["plan", &workshop, "--json"]).ends(0);
    assert_eq!(ran.err, "");
    ran.json();
}

#[test]
fn the_language_is_asked_for_or_the_locale_s() {
    let desk = Desk::new();
    let workshop = desk.workshop();
    let has_kana = |text: &str| text.chars().any(|c| ('ぁ'..='ヶ').contains(&c));
    let english = run(&["plan", &workshop]).ends(0);
    assert!(!has_kana(&english.out), "{}", english.out);
    let asked = run(&["plan", &workshop, "--lang", "ja"]).ends(0);
    assert!(has_kana(&asked.out), "{}", asked.out);
    let locale =
        Run::of(command().args(["plan", &workshop]).env("LC_ALL", "ja_JP.UTF-8").output().unwrap());
    assert_eq!(locale.out.lines().count(), asked.out.lines().count());
    assert!(has_kana(&locale.out), "{}", locale.out);
    let error = Run::of(
        command().args(["judge", "nowhere", "x"]).env("LANG", "ja_JP.UTF-8").output().unwrap(),
    );
    assert!(has_kana(&error.err), "{}", error.err);
    let help = run(&["plan", "--help", "--lang", "ja"]).ends(0);
    assert!(has_kana(&help.out), "{}", help.out);
}

#[test]
fn every_command_helps_with_examples() {
    let commands = [
        "demo",
        "import",
        "tag",
        "vocabulary",
        "rank",
        "exposure",
        "learn",
        "blind",
        "consortia",
        "check",
        "plan",
        "fairness",
        "judge",
        "breaks",
        "verify",
        "export",
        "template",
        "serve",
        "account",
        "backup",
        "restore",
        "doctor",
        "completions",
    ];
    let help = run(&["--help"]).ends(0).out;
    assert!(help.contains("Exit codes"), "{help}");
    for command in commands {
        assert!(help.contains(&format!("\n  {command} ")), "{command} is not listed:\n{help}");
        let own = run(&[command, "--help"]).ends(0).out;
        assert!(own.contains("Examples:") && own.contains("--json"), "{own}");
    }
    run(&["--version"]).ends(0);
    run(&["plam"]).ends(2);
}

#[test]
fn completions_know_the_commands() {
    for shell in ["bash", "zsh", "fish"] {
        let script = run(&["completions", shell]).ends(0).out;
        assert!(script.contains("consortia") && script.contains("judge"), "{shell}");
    }
}
