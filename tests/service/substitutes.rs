//! Somebody comes in another's place: named, asked by mail, let in; what goes with the place is theirs,
//! and what was the other's own is not.

use super::client::Client;
use super::harness::{Server, W, wait_for};
use super::postgres;
use enishi::domain::Lang;
use enishi::store::{CredentialKind, Moment, Role, Scope};
use serde_json::{Value, json};

const LIST: &str = "/api/workshops/aimgain-2022/substitutes";

fn named(email: &str) -> Value {
    json!({"family": "代", "given": "理", "family_kana": "ダイ", "given_kana": "リ",
        "department": "", "position": "部長", "email": email, "lang": "ja"})
}

/// A client of an account with no role anywhere, as it is after its mailed link.
fn signed_in(server: &Server, email: &str) -> Client {
    let secret = wait_for(async {
        let mut tx = server.service.store.write().await.unwrap();
        let account = match tx.account_of(email).await.unwrap() {
            Some(account) => account,
            None => tx.add_account(email, email, Lang::Ja, Moment(0)).await.unwrap(),
        };
        let (kind, until) = (CredentialKind::Token, Moment(i64::MAX));
        let made = tx.add_credential(&account.id, kind, "test", Scope::Write, Moment(0), until);
        let (_, secret) = made.await.unwrap();
        tx.commit().await.unwrap();
        secret
    });
    server.anyone().bearer(secret.reveal())
}

fn a_place_passes_on(database: Option<String>) {
    let server = Server::start(database);
    let organizer = server.organizer();
    // Two who have agreed to meet, on a published day.
    server.planned();
    organizer.post(&format!("{W}/plans/1/publish"), &json!({})).expect(201);
    let requests = organizer.get(&format!("{W}/requests?state=accepted&limit=200")).expect(200);
    let requests = requests.json()["items"].as_array().unwrap().clone();
    let day_of = |client: &Client, query: &str| -> Vec<[Value; 2]> {
        let day = client.get(&format!("{W}/my-day{query}")).expect(200).json();
        let items = day["items"].as_array().unwrap().clone();
        items.into_iter().map(|item| [item["item"].clone(), item["start"].clone()]).collect()
    };
    let side = |request: &Value, side: &str| request[side]["id"].as_str().unwrap().to_owned();
    let busy = |r: &&Value| !day_of(&organizer, &format!("?person={}", side(r, "from"))).is_empty();
    let request = requests.iter().find(busy).expect("somebody with a day");
    let (me, partner) = (side(request, "from"), side(request, "to"));
    let mine = server.person(&me, Role::Company);
    let theirs = server.person(&partner, Role::Academic);
    let exchange = format!("{W}/requests/{}/exchange", request["id"].as_str().unwrap());
    let contact = exchange.replace("/exchange", "/contact");
    let wrote = exchange.replace("/exchange", "/messages");
    mine.post(&wrote, &json!({"text": "between us"})).expect(201);
    theirs.over().put(&contact, &json!({"text": "03-0000-0000"})).expect(200);
    let day = day_of(&mine, "");
    let mailed = |to: &str| {
        let mails = organizer.get(&format!("{W}/outbox?limit=200")).expect(200).json();
        let mails = mails["items"].as_array().unwrap().clone();
        mails.into_iter().filter(|m| m["to"] == to).collect::<Vec<_>>()
    };

    for (field, wrong) in [("family", " "), ("email", "nowhere")] {
        let mut wrong_one = named("new@test.example");
        wrong_one[field] = json!(wrong);
        mine.post(LIST, &wrong_one).expect(400);
    }
    mine.post(LIST, &named("new@test.example")).expect(201);
    mine.post(LIST, &named("newer@test.example")).expect(409);
    theirs.delete(&format!("{LIST}/{me}")).expect(404);
    assert_eq!(theirs.get(LIST).expect(200).json(), json!([]));
    let asked = &mailed("new@test.example")[0];
    assert!(asked["body"].as_str().unwrap().contains("代わりに参加"), "{asked}");
    assert!(!asked["body"].as_str().unwrap().contains("/sign-in/"), "a secret in the outbox");

    // Whoever is asked sees the place alone, and nobody is let in before they agree.
    let new = signed_in(&server, "new@test.example");
    let places = new.get("/api/me/places").expect(200).json();
    assert_eq!(places[0]["person"]["id"], me.as_str());
    new.get(W).expect(404);
    let let_in = format!("{LIST}/{me}/let-in");
    organizer.post(&let_in, &json!({})).expect(403);
    let answer = format!("/api/me/places/aimgain-2022/{me}");
    theirs.post(&answer, &json!({"agrees": true})).expect(404);
    new.post(&answer, &json!({"agrees": true})).expect(204);
    let list = organizer.get(LIST).expect(200).json();
    assert!(list[0]["agreed_at"].is_string(), "{list}");
    mine.post(&let_in, &json!({})).expect(403);
    organizer.post(&let_in, &json!({})).expect(200);
    organizer.post(&let_in, &json!({})).expect(404);

    // The place and its meetings are theirs; the other has none any more.
    mine.get(W).expect(404);
    assert_eq!(new.get(W).expect(200).json()["person"], me.as_str());
    assert_eq!(day_of(&new, ""), day);
    let who = organizer.get(&format!("{W}/people/{me}")).expect(200).json();
    assert_eq!((&who["name"]["ja"], &who["position"]), (&json!("代 理"), &json!("部長")));
    // What two told each other is not.
    let told = new.get(&exchange).expect(200).json();
    assert_eq!((&told["messages"], &told["their_contact"]), (&json!([]), &Value::Null));
    let partner_mail = mailed(&format!("{partner}@test.example"));
    assert!(partner_mail.iter().any(|m| m["subject"].as_str().unwrap().contains("お相手の変更")));
    let history = organizer.get(&format!("{W}/history?limit=1")).expect(200).json();
    let entry = &history["items"][0];
    assert_eq!(entry["verb"], "let substitute in");
    assert_eq!(entry["after"]["person"]["name"]["family"], "代");
    // Whoever had it has a name in the history still.
    let all = organizer.get(&format!("{W}/history?limit=50")).expect(200).json();
    let all = all["items"].as_array().unwrap();
    let naming = all.iter().find(|entry| entry["verb"] == "name substitute").unwrap();
    assert_ne!(naming["by_name"], naming["by"], "{naming}");
    // Somebody who takes part already comes in nobody's place.
    new.post(LIST, &named(&format!("{partner}@test.example"))).expect(201);
    theirs.post(&answer, &json!({"agrees": true})).expect(204);
    organizer.post(&let_in, &json!({})).expect(409);
    organizer.delete(&format!("{LIST}/{me}")).expect(204);
    theirs.get(W).expect(200);
}

#[test]
fn a_place_passes_on_on_sqlite() {
    a_place_passes_on(None);
}

#[test]
fn a_place_passes_on_on_postgresql() {
    a_place_passes_on(Some(postgres::database()));
}

/// Who says no, or is named no more, leaves nothing behind; a registration passes on with its consent.
#[test]
fn a_registration_passes_on_and_a_no_leaves_nothing() {
    let server = Server::start(None);
    let organizer = server.organizer();
    let form = json!({"offered": true, "capacity": 1, "notice": {"ja": "", "en": ""}});
    organizer.over().put(&format!("{W}/registration-form"), &form).expect(200);
    let fields = "family=Sato&given=Jiro&email=old%40test.example&organisation=Beispiel+AG\
                  &side=company&consent=yes";
    server.anyone().send_form("/register/aimgain-2022?lang=en", fields).expect(200);
    let registrations = || organizer.get(&format!("{W}/registrations")).expect(200).json();
    let path = format!("{W}/registrations/{}", registrations()["items"][0]["id"].as_str().unwrap());
    organizer.over().put(&path, &json!({"state": "approved"})).expect(200);
    let old = signed_in(&server, "old@test.example");
    let me = old.get(W).expect(200).json()["person"].as_str().unwrap().to_owned();
    let answer = format!("/api/me/places/aimgain-2022/{me}");
    let account = |email: &str| {
        let email = email.to_owned();
        wait_for(async {
            server.service.store.read().await.unwrap().account_of(&email).await.unwrap()
        })
    };
    // A no, and a word taken back.
    old.post(LIST, &named("no@test.example")).expect(201);
    signed_in(&server, "no@test.example").post(&answer, &json!({"agrees": false})).expect(204);
    assert!(account("no@test.example").is_none());
    assert_eq!(old.get(LIST).expect(200).json(), json!([]));
    old.post(LIST, &named("late@test.example")).expect(201);
    old.delete(&format!("{LIST}/{me}")).expect(204);
    assert!(account("late@test.example").is_none());
    // Whoever has a password has an account of their own, which nobody takes by naming them.
    signed_in(&server, "own@test.example");
    let own = account("own@test.example").unwrap();
    wait_for(async {
        let mut tx = server.service.store.write().await.unwrap();
        tx.set_password_hash(&own.id, Some("a hash".into())).await.unwrap();
        tx.commit().await.unwrap();
    });
    old.post(LIST, &named("own@test.example")).expect(201);
    old.delete(&format!("{LIST}/{me}")).expect(204);
    assert!(account("own@test.example").is_some());
    let history = organizer.get(&format!("{W}/history?limit=50")).expect(200).text;
    assert!(!history.contains("no@test.example") && !history.contains("late@test.example"));
    // The place is passed on, and none is added.
    old.post(LIST, &named("new@test.example")).expect(201);
    let new = signed_in(&server, "new@test.example");
    new.post(&answer, &json!({"agrees": true})).expect(204);
    organizer.post(&format!("{LIST}/{me}/let-in"), &json!({})).expect(200);
    let now = registrations();
    assert_eq!((&now["total"], &now["items"][0]["email"]), (&json!(1), &json!("new@test.example")));
    assert_eq!(now["items"][0]["organisation"], "Beispiel AG");
    // Erasing who had it leaves nothing of them in the history.
    let gone = account("old@test.example").unwrap();
    wait_for(async {
        let mut tx = server.service.store.write().await.unwrap();
        tx.erase_account(&gone).await.unwrap();
        tx.commit().await.unwrap();
    });
    let history = organizer.get(&format!("{W}/history?limit=50")).expect(200).text;
    assert!(!history.contains("old@test.example") && !history.contains("Sato"), "{history}");
}
