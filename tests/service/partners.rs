//! Looking for partners: concepts by any of their words, narrowing down, what is left to choose.

use super::harness::{W, shared};
use serde_json::Value;

fn first_profile(role: &str) -> String {
    let me = shared().role(role).get(W).expect(200).json();
    me["profiles"][0].as_str().unwrap().to_owned()
}

#[test]
fn concepts_are_found_by_a_synonym_in_either_language() {
    let client = shared().role("company");
    for typed in ["drug%20delivery", "%EF%BC%A4%EF%BC%A4%EF%BC%B3", "DDS"] {
        let found = client.get(&format!("/api/concepts?q={typed}")).expect(200).json();
        assert!(found.to_string().contains("\"technology.dds\""), "{typed}: {found}");
    }
    assert_eq!(client.get("/api/concepts?q=").expect(200).json(), Value::Array(Vec::new()));
    assert_eq!(client.get("/api/concepts").expect(200).json(), Value::Array(Vec::new()));
    shared().anyone().get("/api/concepts?q=DDS").expect(401);
}

#[test]
fn what_is_counted_is_what_narrowing_down_leaves() {
    let client = shared().role("company");
    let base = format!("{W}/profiles/{}/suggestions", first_profile("company"));
    let listed = |query: &str| {
        let list = client.get(&format!("{base}?limit=200&{query}")).expect(200).json();
        list.as_array().unwrap().clone()
    };
    let facets = |query: &str| client.get(&format!("{base}/facets?{query}")).expect(200).json();
    let all = facets("");
    assert_eq!(all["total"], listed("").len());
    let concept = &all["concepts"][0]["concepts"][0];
    let id = concept["concept"].as_str().unwrap();
    let narrowed = listed(&format!("concept={id}"));
    assert_eq!(concept["profiles"], narrowed.len());
    assert_eq!(facets(&format!("concept={id}"))["total"], narrowed.len());
    // Ranks stay those of the whole list.
    let whole = listed("");
    for one in &narrowed {
        let same = whole.iter().find(|w| w["profile"]["id"] == one["profile"]["id"]).unwrap();
        assert_eq!(same["rank"], one["rank"]);
    }
    let phase = &all["phases"][0];
    let name = phase["phase"].as_str().unwrap();
    assert_eq!(phase["profiles"], listed(&format!("phase={name}")).len());
    // Two concepts: partners that bear both.
    let second = &facets(&format!("concept={id}"))["concepts"][0]["concepts"][1];
    let both = listed(&format!("concept={id},{}", second["concept"].as_str().unwrap()));
    assert_eq!(second["profiles"], both.len());
}

#[test]
fn a_search_in_english_finds_what_is_tagged_from_japanese() {
    let client = shared().role("company");
    let base = format!("{W}/profiles/{}/suggestions", first_profile("company"));
    let ask = |query: &str| client.get(&format!("{base}?limit=200&{query}")).expect(200).json();
    let tagged = ask("concept=disease.cancer");
    assert!(!tagged.as_array().unwrap().is_empty());
    let ids = |list: &Value| -> Vec<String> {
        list.as_array().unwrap().iter().map(|s| s["profile"]["id"].to_string()).collect()
    };
    let found = ids(&ask("q=cancer"));
    assert!(ids(&tagged).iter().all(|id| found.contains(id)), "{found:?}");
    assert_eq!(ask("q=zzzzzz").as_array().unwrap().len(), 0);
    let other = first_profile("academic");
    client.get(&format!("{W}/profiles/{other}/suggestions/facets")).expect(403);
}

#[test]
fn exposure_counts_the_first_ten_that_everybody_is_suggested() {
    let server = super::harness::Server::start(None);
    let organizer = server.organizer();
    let seen = organizer.get(&format!("{W}/exposure")).expect(200).json();
    let list = |key: &str| seen[key].as_array().unwrap().clone();
    let profiles = seen["profiles"].as_u64().unwrap() as usize;
    assert_eq!(list("most").len() + seen["never_count"].as_u64().unwrap() as usize, profiles);
    let mut times = std::collections::BTreeMap::<String, u64>::new();
    for exposed in list("most").iter().chain(&list("never")) {
        let id = exposed["profile"]["id"].as_str().unwrap();
        let path = format!("{W}/profiles/{id}/suggestions?limit=10");
        for suggestion in organizer.get(&path).expect(200).json().as_array().unwrap() {
            *times.entry(suggestion["profile"]["id"].as_str().unwrap().to_owned()).or_default() +=
                1;
        }
    }
    for exposed in list("most").iter().chain(&list("never")) {
        let id = exposed["profile"]["id"].as_str().unwrap();
        assert_eq!(exposed["times"].as_u64().unwrap(), times.get(id).copied().unwrap_or(0), "{id}");
    }
    for pair in list("most").windows(2) {
        assert!(pair[0]["times"].as_u64() >= pair[1]["times"].as_u64(), "{pair:?}");
    }
}
