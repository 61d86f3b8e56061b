//! Requests between two people, as each of them sees them.

use super::client::Client;
use super::harness::{Server, W};
use enishi::store::Role;
use serde_json::{Value, json};

/// An academic with a seed whom the company's person has no request with: a client for them, and
/// the ids of both.
fn stranger(server: &Server) -> (Client, String, String) {
    let me = person(&server.role("company"));
    let requests = server.organizer().get(&format!("{W}/requests?limit=200&person={me}"));
    let known = requests.expect(200).text;
    let seeds = server.organizer().get(&format!("{W}/people?sector=academia&limit=200"));
    let seeds = seeds.expect(200).json();
    let them = seeds["items"].as_array().unwrap().iter().find(|p| {
        let id = p["id"].as_str().unwrap();
        !p["profiles"].as_array().unwrap().is_empty() && !known.contains(&format!("\"{id}\""))
    });
    let them = them.expect("a stranger")["id"].as_str().unwrap().to_owned();
    (server.person(&them, Role::Academic), me, them)
}

fn person(client: &Client) -> String {
    client.get(W).expect(200).json()["person"].as_str().unwrap().to_owned()
}

fn find(list: &Value, id: &str) -> Value {
    let items = list["items"].as_array().unwrap();
    items.iter().find(|r| r["id"] == id).cloned().unwrap_or(Value::Null)
}

#[test]
fn a_yes_opens_the_confidential_part_and_a_no_looks_like_silence() {
    let server = Server::start(None);
    let company = server.role("company");
    let (academic, _, them) = stranger(&server);
    let profile = academic.get(W).expect(200).json()["profiles"][0].as_str().unwrap().to_owned();
    let path = format!("{W}/profiles/{profile}");
    let tag = academic.get(&path).expect(200).header("etag").unwrap().to_owned();
    let change = json!({"confidential": "a secret compound"});
    academic.with("If-Match", &tag).patch(&path, &change).expect(200);
    let seen = |client: &Client| client.get(&path).expect(200).json()["confidential"].clone();
    assert_eq!(seen(&company), Value::Null);
    assert_eq!(seen(&academic), "a secret compound");

    let ask = json!({"to": them, "rank": 1, "about": profile, "message": "we would like to meet"});
    let sent = company.post(&format!("{W}/requests"), &ask).expect(201).json();
    let id = sent["id"].as_str().unwrap().to_owned();
    company.post(&format!("{W}/requests"), &ask).expect(409);
    let received = academic.get(&format!("{W}/requests?box=in&limit=200")).expect(200).json();
    let received = find(&received, &id);
    assert_eq!(received["state"], "sent");
    assert_eq!(received["rank"], Value::Null, "how dear it is, is the sender's own");
    assert_eq!(seen(&company), Value::Null, "asking alone opens nothing");

    // The company cannot answer for the other side; the coordinator not at all.
    company.post(&format!("{W}/requests/{id}/accept"), &json!({})).expect(403);
    server.role("coordinator").post(&format!("{W}/requests/{id}/accept"), &json!({})).expect(403);

    // No: the company's view does not change by a single byte.
    let views = || {
        let list = format!("{W}/requests?box=out&limit=200");
        let suggested =
            company.get(W).expect(200).json()["profiles"][0].as_str().unwrap().to_owned();
        [
            company.get(&list).text,
            company.get(&format!("{W}/requests/{id}")).text,
            company.get(&format!("{W}/profiles/{suggested}/suggestions?limit=40")).text,
            company.get(&path).text,
        ]
    };
    let before = views();
    let no = json!({"reason": "a rival of our partner"});
    let said = academic.post(&format!("{W}/requests/{id}/decline"), &no).expect(200).json();
    assert_eq!(said["state"], "declined");
    assert_eq!(views(), before);
    let own = academic.get(&format!("{W}/requests/{id}")).expect(200).json();
    assert_eq!(own["decline_reason"], "a rival of our partner");
    company.post(&format!("{W}/requests"), &ask).expect(409);
    let day = company.get(&format!("{W}/my-day")).expect(200).text;
    assert!(!day.contains("rival of our partner"));

    // Withdrawn, asked again, and accepted: now both may read.
    company.post(&format!("{W}/requests/{id}/withdraw"), &json!({})).expect(200);
    let again = company.post(&format!("{W}/requests"), &ask).expect(201).json();
    let id = again["id"].as_str().unwrap();
    academic.post(&format!("{W}/requests/{id}/accept"), &json!({})).expect(200);
    academic.post(&format!("{W}/requests/{id}/decline"), &json!({})).expect(409);
    assert_eq!(seen(&company), "a secret compound");

    let history = server.organizer().get(&format!("{W}/history?limit=200")).expect(200).json();
    let verbs: Vec<&str> =
        history["items"].as_array().unwrap().iter().filter_map(|e| e["verb"].as_str()).collect();
    for verb in ["accept request", "send request", "decline request", "change profile"] {
        assert!(verbs.contains(&verb), "{verb} is not in {verbs:?}");
    }
}

#[test]
fn a_repeated_call_does_nothing_twice_even_in_a_race() {
    let server = Server::start(None);
    let (_, _, them) = stranger(&server);
    let ask = json!({"to": them, "rank": 2});
    let company = server.role("company").with("Idempotency-Key", "once-1");
    let answers: Vec<_> = std::thread::scope(|scope| {
        let send = || company.post(&format!("{W}/requests"), &ask);
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(send)).collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect()
    });
    for answer in &answers {
        assert_eq!(answer.status, 201, "{}", answer.text);
        assert_eq!(answer.text, answers[0].text);
    }
    let first = answers.iter().filter(|a| a.header("idempotency-replayed").is_none());
    assert_eq!(first.count(), 1);
    let other = json!({"to": them, "rank": 3});
    company.post(&format!("{W}/requests"), &other).expect(422);
}

#[test]
fn the_organizer_acts_for_others_and_the_history_says_so() {
    let server = Server::start(None);
    let (_, me, them) = stranger(&server);
    let organizer = server.organizer();
    organizer.post(&format!("{W}/requests"), &json!({"to": them})).expect(400);
    let sent =
        organizer.post(&format!("{W}/requests?person={me}"), &json!({"to": them})).expect(201);
    assert_eq!(sent.json()["from"]["id"], *me);
    let history = organizer.get(&format!("{W}/history?limit=1")).expect(200).json();
    assert_eq!(history["items"][0]["on_behalf_of"], *me);
}

#[test]
fn participants_ask_within_the_dates_that_are_set() {
    let server = Server::start(None);
    let (organizer, academic) = (server.organizer(), server.role("academic"));
    let dates = format!("{W}/request-dates");
    let none = json!({"opens_at": null, "closes_at": null});
    assert_eq!(academic.get(&dates).expect(200).json(), none);
    let set = |opens: &str, closes: &str| {
        organizer.over().put(&dates, &json!({"opens_at": opens, "closes_at": closes}))
    };
    set("2026-05-02T00:00:00Z", "2026-05-01T00:00:00Z").expect(400);
    academic.put(&dates, &none).expect(403);
    let me = academic.get(W).expect(200).json();
    let ways = [
        ("PUT", format!("{W}/talk-wishes/I-1-1"), json!({"rank": 1})),
        ("POST", format!("{W}/consultations"), json!({"topic": "知財", "rank": 1})),
        ("POST", format!("{W}/requests"), json!({"to": "p003"})),
    ];
    let ask = |client: &super::client::Client, person: &str| {
        ways.clone().map(|(method, path, body)| {
            client.anew().send(method, &format!("{path}{person}"), Some(&body.to_string()))
        })
    };
    for (opens, closes, said) in [
        ("2000-01-01T00:00:00Z", "2000-02-01T00:00:00Z", "締め切られました"),
        ("2999-01-01T00:00:00Z", "2999-02-01T00:00:00Z", "からです"),
    ] {
        set(opens, closes).expect(200);
        for refused in ask(&academic, "") {
            let refused = refused.expect(409).json();
            assert_eq!(refused["type"], "/problems/not-open");
            assert!(refused["detail_ja"].as_str().unwrap().contains(said), "{refused}");
        }
    }
    // The organizer may still do it for somebody; and with the dates gone, so may they.
    let person = format!("?person={}", me["person"].as_str().unwrap());
    let done = ask(&organizer, &person);
    assert!(done.iter().all(|answer| !answer.text.contains("not-open")), "{done:?}");
    organizer.over().put(&dates, &none).expect(200);
    academic.over().put(&format!("{W}/talk-wishes/I-1-1"), &json!({"rank": 2})).expect(200);
}
