//! Tags, partners, consortia and the vocabulary.

use super::desk::{Desk, names, run};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

#[test]
fn what_persons_decide_about_tags_is_kept() {
    let desk = Desk::new();
    let workshop = desk.workshop();
    let tags =
        |path: &str| run(&["tag", path, "--json"]).ends(0).json()["profiles"][0]["tags"].clone();
    let concept = tags(&workshop)[0]["concept"].as_str().unwrap().to_owned();
    let out = desk.text("tagged");
    run(&["tag", &workshop, "--remove", &format!("need-1={concept}"), "--out", &out]).ends(0);
    let after = tags(&out);
    let removed = after.as_array().unwrap().iter().find(|t| t["concept"] == *concept).unwrap();
    assert_eq!(removed["state"], "removed");
}

#[test]
fn partners_come_with_reasons_and_their_points_add_up() {
    let desk = Desk::new();
    let workshop = desk.workshop();
    let answer = run(&["rank", &workshop, "need-1", "--json"]).ends(0).json();
    let best = &answer["rankings"][0]["suggestions"][0];
    assert_eq!(best["profile"], "seed-1");
    let parts = best["parts"].as_array().unwrap();
    let sum: i64 = parts.iter().map(|p| p["points"].as_i64().unwrap()).sum();
    assert_eq!(best["score"], sum);
    assert!(!best["reason"]["sentences"].as_array().unwrap().is_empty());
}

#[test]
fn exposure_is_counted_and_lifting_has_its_price() {
    let desk = Desk::new();
    let workshop = desk.workshop();
    let out = desk.text("exposure");
    let lift = ["exposure", &workshop, "--top", "2", "--lift", "1", "--out", &out, "--json"];
    let report = run(&lift).ends(0).json();
    let curve = report["curve"].as_array().unwrap();
    assert_eq!(curve[0]["quality"], 1.0);
    assert!(curve[1]["never"].as_u64() <= curve[0]["never"].as_u64());
    let times = |key: &str, of: &str| -> u64 {
        report[of].as_array().unwrap().iter().map(|p| p[key].as_u64().unwrap()).sum()
    };
    for key in ["times", "times_lifted"] {
        assert_eq!(times(key, "profiles") * 4, times(key, "groups"), "each in four groupings");
    }
    let lists = report["lists"]["lists"].as_array().unwrap();
    let shown: usize = lists.iter().map(|list| list[1].as_array().unwrap().len()).sum();
    assert_eq!(shown as u64, times("times_lifted", "profiles"));
    assert_eq!(
        names(&out),
        ["curve.csv", "curve.svg", "exposure.json", "groups.csv", "lists.csv", "profiles.csv"]
    );
    run(&["exposure", &workshop, "--top", "2", "--lift", "3"]).ends(2);
}

/// The page tells nothing of which ranking is which; the key does, and the tally goes by it.
#[test]
fn two_rankings_are_compared_blindly() {
    let desk = Desk::new();
    let (workshop, out) = (desk.workshop(), desk.text("blind"));
    let made = run(&["blind", &workshop, "--top", "2", "--out", &out, "--json"]).ends(0).json();
    assert_eq!(names(&out), ["key.json", "vote.html"]);
    let questions = made["questions"].as_array().unwrap();
    assert!(!questions.is_empty());
    let page = std::fs::read_to_string(Path::new(&out).join("vote.html")).unwrap();
    assert!(page.contains(made["ballot"].as_str().unwrap()) && !page.contains("__BALLOT__"));
    for (profile, _) in questions.iter().map(|q| (q[0].as_str().unwrap(), &q[1])) {
        assert!(!page.contains(&format!("\"{profile}\"")), "ids tell who it is: {profile}");
    }
    // Everybody finds the first better but one, who finds both the same.
    let votes = |voter: &str, ballot: &Value, choice: &dyn Fn(bool) -> &'static str| {
        let all = questions.iter().enumerate();
        let votes = all.map(|(i, q)| json!({"question": i, "choice": choice(q[1] == true)}));
        let votes: Vec<Value> = votes.collect();
        let path = desk.text(&format!("{voter}.json"));
        let file = json!({"ballot": ballot, "voter": voter, "votes": votes});
        std::fs::write(&path, file.to_string()).unwrap();
        path
    };
    let first = |left: bool| if left { "left" } else { "right" };
    let a = votes("a", &made["ballot"], &first);
    let b = votes("b", &made["ballot"], &first);
    let c = votes("c", &made["ballot"], &|_| "same");
    let key = format!("{out}/key.json");
    let told = run(&["blind", &key, "--votes", &a, &b, &c, "--json"]).ends(0).json();
    assert_eq!(told["voters"], 3);
    assert_eq!((&told["first"], &told["second"]), (&json!(questions.len()), &json!(0)));
    assert_eq!((&told["share"], &told["interval"][1]), (&json!(1.0), &json!(1.0)));
    let low = 0.025f64.powf(1.0 / questions.len() as f64);
    assert!((told["interval"][0].as_f64().unwrap() - low).abs() < 1e-6, "{told}");
    let even = run(&["blind", &key, "--votes", &c]).ends(0);
    assert!(even.out.contains("cannot be said"), "{}", even.out);
    // Votes of another ballot, or twice of the same voter, are refused.
    let other = votes("d", &json!("other"), &first);
    run(&["blind", &key, "--votes", &other]).ends(2);
    run(&["blind", &key, "--votes", &a, &a]).ends(2);
}

/// A record of who met whom by the words of their texts: learning weighs the words more, the year
/// held out improves, and without the file everything is as before.
#[test]
fn weights_are_learned_from_a_record_or_refused() {
    let desk = Desk::new();
    let workshop = desk.workshop();
    let example = desk.text("w/record/record.csv");
    let refused = run(&["learn", &workshop, "--record", &example]).ends(2);
    assert!(refused.err.contains("at least 50"), "{}", refused.err);

    let ids: Vec<String> = run(&["rank", &workshop, "--json"]).ends(0).json()["rankings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|ranking| ranking["profile"].as_str().unwrap().to_owned())
        .collect();
    let unknown = desk.text("unknown.csv");
    fs::write(&unknown, "year,profile,partner\n2020,need-l,seed-1\n").unwrap();
    let refused = run(&["learn", &workshop, "--record", &unknown]).ends(2);
    assert!(refused.err.contains("did you mean \"need-1\"?"), "{}", refused.err);
    let wrong = desk.text("wrong.json");
    fs::write(&wrong, "{\"text\": -1}").unwrap();
    let refused = run(&["rank", &workshop, "--weights", &wrong]).ends(2);
    assert!(refused.err.contains("text"), "{}", refused.err);
    let weights = desk.text("weights.json");
    fs::write(&weights, "{\"shared\": 0, \"complement\": 0, \"past\": 0, \"phase\": 0}").unwrap();
    let ranked = run(&["rank", &workshop, &ids[0], "--weights", &weights, "--json"]).ends(0).json();
    for suggestion in ranked["rankings"][0]["suggestions"].as_array().unwrap() {
        let parts = suggestion["parts"].as_array().unwrap();
        assert!(parts.iter().all(|part| part["kind"] == "text"), "{parts:?}");
    }
}

/// Groups chosen together are worth what is said, and nobody sits in more of them than allowed; where
/// nobody can meet the quotas, it is said which and how nearly.
#[test]
fn consortia_are_chosen_together() {
    let desk = Desk::new();
    let workshop = desk.workshop();
    let ask = ["consortia", &workshop, "--at-start", "--disjoint", "1", "--json"];
    let chosen = run(&ask).ends(0).json();
    let groups = chosen["consortia"].as_array().unwrap();
    assert!(!groups.is_empty());
    let total: i64 = groups.iter().map(|group| group["total"].as_i64().unwrap()).sum();
    assert_eq!(chosen["together"]["total"], total);
    assert!(chosen["together"]["bound"].as_i64().unwrap() >= total);
    let mut sits: Vec<&str> = groups
        .iter()
        .flat_map(|group| group["consortium"]["members"].as_array().unwrap())
        .map(|member| member["profiles"][0].as_str().unwrap())
        .collect();
    let all = sits.len();
    sits.sort_unstable();
    sits.dedup();
    assert_eq!(sits.len(), all, "nobody in two");

    let apart = ["consortia", &workshop, "--at-start", "--most-shared", "0", "--json"];
    let spread = run(&[&apart[..], &["--each-area", "1", "--lang", "en"]].concat()).ends(0).json();
    assert_eq!((&spread["exact"], &spread["unseen"]), (&json!(true), &json!(null)));
    let asked = spread["asked"]["en"].as_str().unwrap();
    assert!(asked.contains("at most 1 of one disease area"), "{asked}");
    assert!(!spread["consortia"].as_array().unwrap().is_empty());
    run(&["consortia", &workshop, "--each-area", "1"]).ends(2);

    let alone = desk.text("w/organisations.csv");
    let text = fs::read_to_string(&alone).unwrap();
    fs::write(&alone, text.replace("startup", "company").replace("スタートアップ", "企業"))
        .unwrap();
    let ask = ["consortia", &workshop, "--scheme", "aimgain-2025-5th-startup"];
    let refused = run(&[&ask[..], &["--lang", "en"]].concat()).ends(2);
    assert!(refused.err.contains("1 of start-ups are needed, 0 can be had"), "{}", refused.err);
    let refused = run(&[&ask[..], &["--lang", "ja"]].concat()).ends(2);
    assert!(refused.err.contains("スタートアップは1者必要"), "{}", refused.err);
}

#[test]
fn the_vocabulary_is_looked_at_and_passed_on() {
    let desk = Desk::new();
    let workshop = desk.workshop();
    let suggested = run(&["vocabulary", "suggest", &workshop, "--least", "1", "--json"]).ends(0);
    let terms = suggested.json()["terms"].as_array().unwrap().clone();
    let term = terms.iter().find(|term| term["term"] == "感染予防").unwrap();
    assert!(term["example"].as_str().unwrap().contains("尿路カテーテルの感染予防"));
    assert_eq!(term["within"], "disease.infection");
    let coverage = run(&["vocabulary", "coverage", &workshop, "--json"]).ends(0).json();
    assert_eq!(coverage["facets"].as_array().unwrap().len(), 8);
    assert!(coverage["tags_per_profile"].as_f64().unwrap() > 1.0);
    for (name, start) in [("v.ttl", "@prefix skos:"), ("v.csv", "\u{feff}id,facet,ja,en")] {
        let out = desk.text(name);
        run(&["vocabulary", "export", &out]).ends(0);
        assert!(fs::read_to_string(&out).unwrap().starts_with(start), "{name}");
    }
    run(&["vocabulary", "export", &desk.text("v.rdf")]).ends(2);
    let facets = 8;
    for name in ["v.ttl", "v.csv"] {
        let (file, out) = (desk.text(name), desk.text(&format!("from-{name}")));
        run(&["vocabulary", "import", &file, "--out", &out]).ends(0);
        assert_eq!(names(&out).len(), facets);
    }
    let (file, out) = (desk.text("v.csv"), desk.text("nothing"));
    let broken = fs::read_to_string(&file).unwrap().replacen(",disease,", ",desease,", 1);
    fs::write(&file, broken).unwrap();
    let refused = run(&["vocabulary", "import", &file, "--out", &out, "--lang", "en"]).ends(2);
    assert!(refused.err.contains("column facet"), "{}", refused.err);
    assert!(!desk.path("nothing").exists());
    run(&["vocabulary", "import", &file]).ends(2);
}
