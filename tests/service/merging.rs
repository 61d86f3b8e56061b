//! People and organisations that stand twice: found however a list wrote them, made one, with what
//! belonged to either; on both databases.

use super::client::Client;
use super::harness::{Server, W};
use enishi::store::Role;
use serde_json::{Value, json};

fn import(organizer: &Client, name: &str, text: &str) {
    let at = format!("{W}/people/import?name={name}");
    organizer.with("Content-Type", "text/csv").send("POST", &at, Some(text)).expect(201);
}

fn ids(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn who_stands_twice_is_found_and_made_one_with_all_of_both() {
    for database in [None, Some(super::postgres::database())] {
        let server = Server::start(database);
        server.planned();
        let organizer = server.organizer();
        let found = || organizer.get(&format!("{W}/duplicates")).expect(200).json();
        assert_eq!(found(), json!({"people": [], "organisations": []}));

        // Somebody with meetings in the published day comes in again from another list.
        let days = organizer.get(&format!("{W}/days")).expect(200).json();
        let met = |day: &&Value| {
            let items = day["items"].as_array().unwrap();
            items.iter().filter(|i| i["part"] == "meeting").count() >= 2
        };
        let busy = days.as_array().unwrap().iter().find(met).unwrap().clone();
        let old = busy["person"]["id"].as_str().unwrap();
        let person = organizer.get(&format!("{W}/people/{old}")).expect(200).json();
        let text = |field: &str| person[field].as_str().unwrap().to_owned();
        let company = person["organisation"]["name"]["ja"].as_str().unwrap();
        let kind = person["organisation"]["kind"].as_str().unwrap();
        let bare = company.replace("株式会社", "").replace("国立大学法人", "");
        import(
            &organizer,
            "organisations.csv",
            &format!("id,name_ja,kind\r\no-again,　{bare}（株）,{kind}\r\n"),
        );
        let list = format!(
            "id,family,given,family_kana,given_kana,organisation,sector,position\r\n\
             again,{},{},{},{},o-again,{},新しい役職\r\n",
            text("family"),
            text("given"),
            text("family_kana"),
            text("given_kana"),
            text("sector"),
        );
        import(&organizer, "people.csv", &list);
        let two = found();
        assert_eq!(two["organisations"][0]["second"]["organisation"]["id"], "o-again", "{two}");
        assert_eq!(two["people"][0]["first"]["person"]["id"], *old, "{two}");
        assert_eq!(two["people"][0]["second"]["person"]["id"], "again", "{two}");

        // The newcomer asks somebody whom the other has not asked, and one whom the other has.
        let (mine, newcomer) =
            (server.person(old, Role::Company), server.person("again", Role::Company));
        let people = organizer.get(&format!("{W}/people?limit=200&sector=academia")).expect(200);
        let touched =
            organizer.get(&format!("{W}/requests?person={old}&limit=200")).expect(200).text;
        let people = ids(&people.json()["items"]);
        let mut free = people
            .iter()
            .filter(|id| *id != old && *id != "again" && !touched.contains(&format!("\"{id}\"")));
        let (a, b) = (free.next().unwrap(), free.next().unwrap());
        let ask = |who: &Client, to: &str| {
            let body = json!({"to": to, "rank": 1, "message": "お話ししたいです"});
            who.post(&format!("{W}/requests"), &body).expect(201);
        };
        ask(&newcomer, a);
        ask(&newcomer, b);
        ask(&mine, b);
        let before = organizer.get(&format!("{W}/requests?limit=1")).expect(200).json();

        // Organisations first, then people; nobody but the organizer may.
        let organisation = person["organisation"]["id"].as_str().unwrap();
        let join = format!("{W}/organisations/{organisation}/merge");
        mine.post(&join, &json!({"other": "o-again"})).expect(403);
        organizer.post(&join, &json!({"other": organisation})).expect(400);
        organizer.post(&join, &json!({"other": "nowhere"})).expect(404);
        organizer.post(&join, &json!({"other": "o-again"})).expect(201);
        assert_eq!(found()["organisations"], json!([]));
        let join = format!("{W}/people/{old}/merge");
        organizer.post(&join, &json!({"other": old})).expect(400);
        organizer.post(&join, &json!({"other": "nobody"})).expect(404);
        let change = json!({"other": "again", "change": {"position": "新しい役職"}});
        let kept = organizer.post(&join, &change).expect(201).json();
        assert_eq!(kept["position"], "新しい役職");
        assert_eq!(found(), json!({"people": [], "organisations": []}));
        organizer.get(&format!("{W}/people/again")).expect(404);

        // Requests of both are theirs, and what both asked is open once; the day is as it was.
        let after = organizer.get(&format!("{W}/requests?limit=1")).expect(200).json();
        assert_eq!(after["total"], before["total"]);
        let own = mine.get(&format!("{W}/requests?limit=200")).expect(200).json();
        let open = |to: &str| {
            let items = own["items"].as_array().unwrap();
            items.iter().filter(|r| r["to"]["id"] == *to && r["state"] == "sent").count()
        };
        assert_eq!((open(a), open(b)), (1, 1), "{own}");
        assert_eq!(newcomer.get(W).expect(200).json()["person"], *old, "the account leads to them");
        let day = mine.get(&format!("{W}/my-day")).expect(200).json();
        assert_eq!(day["items"], busy["items"]);
        let history = organizer.get(&format!("{W}/history?limit=1")).expect(200).json();
        assert_eq!(history["items"][0]["verb"], "merge people");
        assert_eq!(history["items"][0]["before"][1]["id"], "again");

        // The same list taken in again brings them back, and they are made one again.
        import(&organizer, "people.csv", &list.replace("o-again", organisation));
        assert_eq!(found()["people"][0]["second"]["person"]["id"], "again");
        organizer.post(&join, &json!({"other": "again"})).expect(201);
        assert_eq!(mine.get(&format!("{W}/my-day")).expect(200).json()["items"], busy["items"]);
    }
}

#[test]
fn meetings_of_the_one_who_goes_are_met_by_the_one_who_stays() {
    for database in [None, Some(super::postgres::database())] {
        let server = Server::start(database);
        server.planned();
        let organizer = server.organizer();
        let days = organizer.get(&format!("{W}/days")).expect(200).json();
        let days = days.as_array().unwrap();
        let meetings = |day: &Value| -> Vec<Value> {
            let items = day["items"].as_array().unwrap();
            items.iter().filter(|i| i["part"] == "meeting").cloned().collect()
        };
        let goes = days.iter().find(|day| meetings(day).len() >= 2).unwrap();
        let gone = goes["person"]["id"].as_str().unwrap();
        let busy =
            |id: &str| days.iter().any(|d| d["person"]["id"] == id && d["items"] != json!([]));
        // Somebody who stands at a poster then, say, cannot be in two places.
        let clash = days.iter().find(|day| {
            let other = day["person"]["id"] != gone;
            let same = |i: &Value| meetings(goes).iter().any(|m| m["start"] == i["start"]);
            other && meetings(day).iter().any(|i| same(i) && i["others"][0]["id"] != gone)
        });
        let clash = clash.unwrap()["person"]["id"].as_str().unwrap();
        let refused = organizer
            .post(&format!("{W}/people/{clash}/merge"), &json!({"other": gone}))
            .expect(409)
            .json();
        assert!(refused["detail_ja"].as_str().unwrap().contains("同じ時刻"), "{refused}");
        organizer.get(&format!("{W}/people/{gone}")).expect(200);

        let new = json!({"people": [{"id": "heir", "name": {"family": "後", "given": "継"},
            "organisation": goes["person"]["organisation"]["id"], "sector": "other"}]});
        assert!(!busy("heir"));
        organizer.post(&format!("{W}/people/import"), &new).expect(201);
        organizer.post(&format!("{W}/people/heir/merge"), &json!({"other": gone})).expect(201);
        let day = organizer.get(&format!("{W}/my-day?person=heir")).expect(200).json();
        let starts = |list: &[Value]| -> Vec<Value> {
            list.iter().map(|m| json!([m["start"], m["room"], m["table"], m["others"]])).collect()
        };
        assert_eq!(starts(&meetings(&day)), starts(&meetings(goes)));
        let booked = organizer.get(&format!("{W}/bookings")).expect(200).text;
        assert!(
            booked.contains("\"person heir\"") && !booked.contains(&format!("\"person {gone}\""))
        );
        // What was published can be published again, and planned from.
        organizer.post(&format!("{W}/plans/1/publish"), &json!({})).expect(201);
        let judged = organizer.post(&format!("{W}/plans/1/judge"), &json!({})).expect(200).json();
        assert_eq!(judged["faults"], json!([]), "{judged}");
    }
}
