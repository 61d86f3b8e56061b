//! Consortia drafted together: kept, changed by those who take part, shared with nobody else.

use super::client::Client;
use super::harness::{Server, W};
use super::postgres;
use serde_json::{Value, json};

const PATH: &str = "/api/workshops/aimgain-2022/consortium-drafts";

fn me(client: &Client) -> Value {
    client.get(W).expect(200).json()
}

/// A draft with the organisation of the company's profile.
fn draft(company: &Client) -> Value {
    let profile = me(company)["profiles"][0].as_str().unwrap().to_owned();
    let about = company.get(&format!("{W}/profiles/{profile}")).expect(200).json();
    let member = json!({"organisation": about["organisation"]["id"], "profiles": [profile]});
    json!({"name": "新しい体制", "draft": {"members": [member]}})
}

fn a_draft_is_shared_with_whom_it_asks(database: Option<String>) {
    let server = Server::start(database);
    let (company, academic) = (server.role("company"), server.role("academic"));
    let them = me(&academic)["person"].as_str().unwrap().to_owned();
    let body = draft(&company);
    let made = company.post(PATH, &body).expect(201).json();
    let path = format!("{PATH}/{}", made["id"].as_str().unwrap());
    assert_eq!(made["mine"], true);
    assert_eq!(made["members"].as_array().unwrap().len(), 1);
    // Nobody else sees it, not even that it is there.
    academic.get(&path).expect(404);
    academic.with("If-Match", "\"1\"").put(&path, &body).expect(404);
    academic.post(&format!("{path}/answer"), &json!({"join": true})).expect(404);
    assert_eq!(academic.get(PATH).expect(200).json(), json!([]));

    company.post(&format!("{path}/invitations"), &json!({"person": "nobody"})).expect(400);
    company.post(&format!("{path}/invitations"), &json!({"person": them})).expect(201);
    company.post(&format!("{path}/invitations"), &json!({"person": them})).expect(409);
    let seen = academic.get(PATH).expect(200).json();
    assert_eq!((&seen[0]["asks_me"], &seen[0]["editable"]), (&json!(true), &json!(false)));
    academic.with("If-Match", "\"1\"").put(&path, &body).expect(403);

    // A no looks like silence, and one may think again.
    let before = company.get(&path).expect(200);
    academic.post(&format!("{path}/answer"), &json!({"join": false})).expect(200);
    assert_eq!(academic.get(PATH).expect(200).json(), json!([]));
    let after = company.get(&path).expect(200);
    assert_eq!((before.text, before.headers.len()), (after.text, after.headers.len()));
    academic.post(&format!("{path}/answer"), &json!({"join": true})).expect(200);
    assert_eq!(company.get(&path).json()["invitations"][0]["state"], "accepted");

    // Both may change it; nobody's change is lost.
    let mut changed = body.clone();
    changed["name"] = json!("二人の体制");
    academic.put(&path, &changed).expect(428);
    academic.with("If-Match", "\"1\"").put(&path, &changed).expect(200);
    company.with("If-Match", "\"1\"").put(&path, &body).expect(412);
    assert_eq!(company.get(&path).expect(200).json()["name"], "二人の体制");
    academic.delete(&path).expect(403);
    company.delete(&path).expect(204);
    academic.get(&path).expect(404);
    company.post(PATH, &json!({"name": " ", "draft": body["draft"]})).expect(400);
}

#[test]
fn a_draft_is_shared_with_whom_it_asks_on_sqlite() {
    a_draft_is_shared_with_whom_it_asks(None);
}

#[test]
fn a_draft_is_shared_with_whom_it_asks_on_postgresql() {
    a_draft_is_shared_with_whom_it_asks(Some(postgres::database()));
}
