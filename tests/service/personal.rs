//! Personal data: given back whole, erased by organizer, operator and when its time is over; what
//! was planned and counted stays.

use super::harness::{Server, W, wait_for};
use super::process::enishi;
use enishi::store::{Moment, Role};
use serde_json::{Value, json};

/// A server with somebody who has given something of every kind; their id and the agreed request.
fn server_with_a_trace(database: Option<String>) -> (Server, String, String) {
    let server = Server::start(database);
    server.planned();
    let organizer = server.organizer();
    let people = organizer.get(&format!("{W}/people?limit=200")).expect(200).json();
    let people = people["items"].as_array().unwrap();
    // Somebody who alone speaks for a profile.
    let own = people.iter().find_map(|p| {
        let profile = p["profiles"].as_array()?.first()?.as_str()?;
        let read = organizer.get(&format!("{W}/profiles/{profile}")).expect(200).json();
        let alone = read["people"].as_array()?.len() == 1;
        alone.then(|| (p["id"].as_str().unwrap().to_owned(), profile.to_owned()))
    });
    let (me, profile) = own.unwrap();
    let asked = organizer.get(&format!("{W}/requests?person={me}&limit=200")).expect(200).text;
    let them = people.iter().map(|p| p["id"].as_str().unwrap());
    let them = them.filter(|id| *id != me && !asked.contains(&format!("\"{id}\"")));
    let them = them.max().unwrap().to_owned();
    let (mine, other) = (server.person(&me, Role::Academic), server.person(&them, Role::Company));
    let path = format!("{W}/profiles/{profile}");
    let tag = mine.get(&path).expect(200).header("etag").unwrap().to_owned();
    let change = json!({"text": "痕跡の本文", "confidential": "痕跡の秘密"});
    mine.with("If-Match", &tag).patch(&path, &change).expect(200);
    let ask = json!({"to": them, "rank": 1, "message": "痕跡の申込み"});
    let request = mine.post(&format!("{W}/requests"), &ask).expect(201).json();
    let request = format!("{W}/requests/{}", request["id"].as_str().unwrap());
    other.post(&format!("{request}/accept"), &json!({})).expect(200);
    mine.post(&format!("{request}/messages"), &json!({"text": "痕跡の伝言"})).expect(201);
    mine.over().put(&format!("{request}/contact"), &json!({"text": "痕跡の連絡先"})).expect(200);
    // What the history holds of them goes, too.
    let poster = format!("{path}/poster?name=%E7%97%95%E8%B7%A1.pdf");
    mine.anew().send_bytes("PUT", &poster, "application/pdf", b"%PDF-1.7").expect(204);
    let away = json!({"start": "2022-05-10T13:00:00", "end": "2022-05-10T13:30:00",
        "reason": "痕跡の用事"});
    mine.post(&format!("{W}/absences"), &away).expect(201);
    mine.post(&format!("{W}/consultations"), &json!({"topic": "痕跡の相談"})).expect(201);
    (server, me, request)
}

/// Everything that the organizer can read.
fn all_there_is(server: &Server) -> String {
    let organizer = server.organizer();
    let lists = ["people", "profiles", "requests", "history", "outbox", "members"];
    let mut text: String =
        lists.iter().map(|list| organizer.get(&format!("{W}/{list}?limit=200")).text).collect();
    text.push_str(&organizer.get(&format!("{W}/export?format=json")).text);
    text
}

#[test]
fn a_person_takes_their_data_along_and_it_holds_no_secret_and_no_no() {
    let (server, me, _) = server_with_a_trace(None);
    let token = wait_for(async {
        let mut tx = server.service.store.read().await.unwrap();
        let account = tx.account_of(&format!("{me}@test.example")).await.unwrap().unwrap();
        tx.personal_data(&account).await.unwrap()
    });
    for trace in ["痕跡の本文", "痕跡の秘密", "痕跡の申込み", "痕跡の伝言", "痕跡の連絡先"]
    {
        assert!(token.to_string().contains(trace), "{trace}");
    }
    // The same by the person's own button, and on the command line.
    let company = server.role("company");
    let answer = company.get("/api/me/export").expect(200);
    assert!(answer.header("content-disposition").unwrap().contains("enishi-my-data.json"));
    assert_eq!(answer.json()["email"], "company@demo.example");
    assert!(!answer.text.contains("\"declined\""), "somebody's no is told");
    assert!(!answer.text.contains("secret_hash"));
    let mut command = enishi(&["--json", "personal-data", "company@demo.example", "--data-dir"]);
    let output = command.arg(&server.dir).output().unwrap();
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(said, answer.json());
}

#[test]
fn who_is_erased_is_nowhere_and_what_was_planned_stays() {
    for database in [None, Some(super::postgres::database())] {
        let (server, me, request) = server_with_a_trace(database);
        let organizer = server.organizer();
        let person = organizer.get(&format!("{W}/people/{me}")).expect(200).json();
        let name = person["name"]["ja"].as_str().unwrap().to_owned();
        let plan = organizer.get(&format!("{W}/plans/1")).expect(200).json();
        let count = |path: &str| organizer.get(path).expect(200).json()["total"].clone();
        let people = format!("{W}/people?limit=1");
        let requests = format!("{W}/requests?limit=1");
        let before = (count(&people), count(&requests));
        assert!(all_there_is(&server).contains("痕跡"));
        server.role("company").delete(&format!("{W}/people/{me}")).expect(403);
        organizer.delete(&format!("{W}/people/{me}")).expect(204);
        let all = all_there_is(&server);
        for trace in ["痕跡", name.as_str(), &format!("{me}@test.example")] {
            assert!(!all.contains(trace), "{trace} is left");
        }
        assert_eq!((count(&people), count(&requests)), before);
        let after = organizer.get(&format!("{W}/plans/1")).expect(200).json();
        assert_eq!(after["total"], plan["total"]);
        assert_eq!(
            after["placements"].as_array().unwrap().len(),
            plan["placements"].as_array().unwrap().len()
        );
        assert_eq!(organizer.get(&request).expect(200).json()["state"], "accepted");
        organizer.delete(&format!("{W}/people/nobody")).expect(404);
    }
}

#[test]
fn the_command_line_erases_an_account_and_asks_first() {
    let (server, me, _) = server_with_a_trace(None);
    let email = format!("{me}@test.example");
    let run = |more: &[&str]| {
        let mut command = enishi(&["erase", &email, "--data-dir"]);
        command.arg(&server.dir).args(more).output().unwrap().status.code()
    };
    assert_eq!(run(&[]), Some(2), "it erases without being sure");
    assert!(all_there_is(&server).contains("痕跡"));
    assert_eq!(run(&["--yes"]), Some(0));
    assert!(!all_there_is(&server).contains("痕跡"));
    assert_eq!(run(&["--yes"]), Some(2), "there is nobody of that address any more");
}

#[test]
fn a_workshop_is_erased_when_its_time_is_over_and_not_before() {
    let (server, me, _) = server_with_a_trace(None);
    let organizer = server.organizer();
    let put = |days: Value| organizer.over().put(&format!("{W}/retention"), &json!({"days": days}));
    put(json!(-1)).expect(400);
    // The day was 2022-05-10.
    put(json!(36_500)).expect(200);
    let due = |now: Moment| {
        wait_for(async {
            let mut tx = server.service.store.write().await.unwrap();
            let done = tx.erase_when_due("aimgain-2022", now).await.unwrap();
            tx.commit().await.unwrap();
            done
        })
    };
    assert!(!due(server.service.now()));
    assert!(all_there_is(&server).contains("痕跡"));
    put(json!(30)).expect(200);
    let on = |text: &str| Moment::from(text.parse::<chrono::DateTime<chrono::Utc>>().unwrap());
    assert!(!due(on("2022-06-09T14:59:00Z")));
    assert!(due(on("2022-06-09T15:00:01Z")));
    assert!(!due(on("2022-06-10T00:00:00Z")), "once is enough");
    assert!(!all_there_is(&server).contains("痕跡"));
    let person = organizer.get(&format!("{W}/people/{me}")).expect(200).json();
    assert_eq!(person["name"]["ja"].as_str().unwrap().trim(), enishi::store::ERASED);
    let plans = organizer.get(&format!("{W}/plans")).expect(200).json();
    assert!(plans.as_array().unwrap().len() >= 2);
}
