//! After both have agreed: messages, contacts and the poster's file; before that, nothing.

use super::client::Client;
use super::harness::{Server, W};
use super::postgres;
use enishi::store::Role;
use serde_json::{Value, json};

fn person(client: &Client) -> String {
    client.get(W).expect(200).json()["person"].as_str().unwrap().to_owned()
}

fn exchanged(database: Option<String>) {
    let server = Server::start(database);
    let company = server.role("company");
    let me = person(&company);
    // An academic with a seed who has no request with the company's person.
    let known = server.organizer().get(&format!("{W}/requests?limit=200&person={me}")).text;
    let seeds = server.organizer().get(&format!("{W}/people?sector=academia&limit=200")).json();
    let them = seeds["items"].as_array().unwrap().iter().find(|p| {
        let id = p["id"].as_str().unwrap();
        !p["profiles"].as_array().unwrap().is_empty() && !known.contains(&format!("\"{id}\""))
    });
    let them = them.expect("a stranger")["id"].as_str().unwrap().to_owned();
    let academic = server.person(&them, Role::Academic);
    let ask = json!({"to": them, "message": "we would like to meet"});
    let id = company.post(&format!("{W}/requests"), &ask).expect(201).json()["id"].clone();
    let path = format!("{W}/requests/{}", id.as_str().unwrap());
    let hello = json!({"text": "はじめまして"});

    // Before the answer, and after a no, it is closed to both in the same words.
    let before = company.get(&format!("{path}/exchange")).expect(403).text;
    company.post(&format!("{path}/messages"), &hello).expect(403);
    let profile = academic.get(W).expect(200).json()["profiles"][0].as_str().unwrap().to_owned();
    let poster = format!("{W}/profiles/{profile}/poster");
    let send = |kind: &str, bytes: &[u8]| academic.anew().send_bytes("PUT", &poster, kind, bytes);
    send("application/pdf", b"not a pdf").expect(415);
    send("text/html", b"%PDF-1.7").expect(415);
    company.send_bytes("PUT", &poster, "application/pdf", b"%PDF-1.7 mine").expect(403);
    let mut large = b"%PDF-".to_vec();
    large.resize((10 << 20) + 1, b'x');
    send("application/pdf", &large).expect(413);
    send("application/pdf", b"%PDF-1.7 the poster").expect(204);
    company.get(&poster).expect(404);
    let about = format!("{W}/profiles/{profile}");
    assert_eq!(company.get(&about).expect(200).json()["poster"], Value::Null);

    academic.post(&format!("{path}/accept"), &json!({})).expect(200);
    company.post(&format!("{path}/messages"), &hello).expect(201);
    company.post(&format!("{path}/messages"), &json!({"text": " "})).expect(400);
    academic
        .over()
        .put(&format!("{path}/contact"), &json!({"text": "lab@example.ac.jp"}))
        .expect(200);
    let seen = company.get(&format!("{path}/exchange")).expect(200).json();
    assert_eq!(seen["their_contact"], "lab@example.ac.jp");
    assert_eq!(seen["my_contact"], Value::Null);
    assert_eq!(seen["messages"][0]["mine"], true);
    let seen = academic.get(&format!("{path}/exchange")).expect(200).json();
    assert_eq!(
        (&seen["messages"][0]["mine"], &seen["messages"][0]["text"]),
        (&json!(false), &json!("はじめまして"))
    );
    academic.over().put(&format!("{path}/contact"), &json!({"text": ""})).expect(200);
    assert_eq!(company.get(&format!("{path}/exchange")).json()["their_contact"], Value::Null);
    // These two alone: not even the organizer reads along.
    server.organizer().get(&format!("{path}/exchange")).expect(404);
    server.role("academic").get(&format!("{path}/exchange")).expect(404);

    let file = company.get(&poster).expect(200);
    assert_eq!(file.text, "%PDF-1.7 the poster");
    assert!(file.header("content-disposition").unwrap().starts_with("attachment"));
    assert_eq!(company.get(&about).expect(200).json()["poster"]["size"], 19);
    // Taking the request back closes it again.
    company.post(&format!("{path}/withdraw"), &json!({})).expect(200);
    assert_eq!(company.get(&format!("{path}/exchange")).expect(403).text, before);
    company.get(&poster).expect(404);
    academic.delete(&poster).expect(204);
    academic.get(&poster).expect(404);
}

#[test]
fn what_two_tell_each_other_on_sqlite() {
    exchanged(None);
}

#[test]
fn what_two_tell_each_other_on_postgresql() {
    exchanged(Some(postgres::database()));
}
