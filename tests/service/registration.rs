//! Registering: the public form, places and the waiting list, the organizer's word, the mail.

use super::client::Answer;
use super::harness::{Server, W, shared};
use super::postgres;
use serde_json::{Value, json};

const FORM: &str = "/register/aimgain-2022?lang=ja";

/// A filled-in form as a browser sends it.
fn fill(server: &Server, email: &str, change: &[(&str, &str)]) -> Answer {
    let mut fields = vec![
        ("family", "Sato"),
        ("given", "Jiro"),
        ("email", email),
        ("organisation", "Beispiel AG"),
        ("side", "company"),
        ("consent", "yes"),
    ];
    fields.extend(change);
    let pairs: std::collections::BTreeMap<_, _> = fields.into_iter().collect();
    let encoded = |text: &str| text.replace('@', "%40").replace(' ', "+");
    let body: Vec<String> =
        pairs.iter().map(|(name, text)| format!("{name}={}", encoded(text))).collect();
    server.anyone().send_form(FORM, &body.join("&"))
}

fn settings(change: Value) -> Value {
    let mut settings = json!({"offered": true, "notice": {"ja": "一年後に消去します。", "en": ""}});
    settings.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    settings
}

fn registering(database: Option<String>) {
    let server = Server::start(database);
    let organizer = server.organizer();
    let form = format!("{W}/registration-form");
    let list = || organizer.get(&format!("{W}/registrations")).expect(200).json();
    assert!(server.anyone().get(FORM).expect(200).text.contains("受け付けていません"));
    assert!(fill(&server, "a@example.jp", &[]).expect(200).text.contains("受け付けていません"));
    assert_eq!(list()["total"], 0);

    let past = settings(json!({"closes_at": "2020-01-01T00:00:00Z"}));
    assert_eq!(organizer.over().put(&form, &past).expect(200).json()["open"], false);
    let wrong = json!({"opens_at": "2030-01-02T00:00:00Z", "closes_at": "2030-01-01T00:00:00Z"});
    organizer.over().put(&form, &settings(wrong)).expect(400);
    let open = organizer.over().put(&form, &settings(json!({"capacity": 1}))).expect(200).json();
    assert_eq!(open["open"], true);
    let page = server.anyone().get(FORM).expect(200).text;
    assert!(page.contains("一年後に消去します。") && !page.contains("<script"), "{page}");

    // What is missing is said at its field, and nothing is kept without consent.
    for wrong in [("consent", ""), ("email", "nowhere"), ("family", " "), ("side", "both")] {
        let page = fill(&server, "a@example.jp", &[wrong]).expect(200).text;
        assert!(page.contains("class=\"fault\""), "{wrong:?}: {page}");
    }
    let page = fill(&server, "a@example.jp", &[("wish", "<script>"), ("consent", "")]).text;
    assert!(page.contains("&lt;script&gt;") && !page.contains("<script>"), "{page}");
    assert_eq!(list()["total"], 0);

    assert!(fill(&server, "a@example.jp", &[]).expect(200).text.contains("受け付けました"));
    assert!(fill(&server, "b@example.jp", &[]).expect(200).text.contains("キャンセル待ち"));
    // Whether an address is known is told to nobody.
    let again = fill(&server, "A@example.jp", &[("family", "Another")]).expect(200).text;
    assert!(again.contains("受け付けました"));
    let seen = list();
    assert_eq!(seen["total"], 2);
    assert_eq!(
        (&seen["items"][0]["state"], &seen["items"][1]["state"]),
        (&json!("applied"), &json!("waiting"))
    );

    let people = || organizer.get(&format!("{W}/people?q=Beispiel")).expect(200).json();
    assert_eq!(people()["total"], 0);
    let path = |i: usize| format!("{W}/registrations/{}", seen["items"][i]["id"].as_str().unwrap());
    organizer.over().put(&path(1), &json!({"state": "applied"})).expect(400);
    organizer.over().put(&path(0), &json!({"state": "approved"})).expect(200);
    organizer.over().put(&path(0), &json!({"state": "declined"})).expect(412);
    assert_eq!(people()["total"], 1);
    // With a profile of their own, to be filled in.
    assert_eq!(people()["items"][0]["profiles"].as_array().unwrap().len(), 1);
    let mails = organizer.get(&format!("{W}/outbox")).expect(200).json();
    let to = |m: &&Value| m["to"] == "a@example.jp";
    let mail = mails["items"].as_array().unwrap().iter().find(to).expect("a mail").clone();
    assert_eq!(mail["state"], "waiting");
    assert!(!mail["body"].as_str().unwrap().contains("/sign-in/"), "a secret in the outbox");
    // A publication says nothing of registrations: the mail stays.
    server.planned();
    organizer.post(&format!("{W}/plans/1/publish"), &json!({})).expect(201);
    let mails = organizer.get(&format!("{W}/outbox")).expect(200).json();
    assert!(mails["items"].as_array().unwrap().iter().any(|m| m["id"] == mail["id"]));
    // The second one is let in at the same organisation.
    organizer.over().put(&path(1), &json!({"state": "approved"})).expect(200);
    let people = people();
    let at = |i: usize| people["items"][i]["organisation"]["id"].clone();
    assert_eq!(at(0), at(1));
}

#[test]
fn registering_on_sqlite() {
    registering(None);
}

#[test]
fn registering_on_postgresql() {
    registering(Some(postgres::database()));
}

#[test]
fn what_is_no_form_is_refused() {
    let answer = shared().anyone().send("POST", FORM, Some("{}")).expect(415);
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
}
