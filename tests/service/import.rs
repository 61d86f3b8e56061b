//! A workshop of one's own: taken in from a file, given out again, with people invited to it.

use super::harness::{Server, shared};
use enishi::exchange::{Limits, example, read_json, write_json};
use serde_json::{Value, json};

fn file() -> String {
    String::from_utf8(write_json(&example()).unwrap()).unwrap()
}

#[test]
fn a_workshop_is_taken_in_and_given_out_as_it_was() {
    let server = Server::start(None);
    let organizer = server.organizer();
    let workshop = example();
    let path = format!("/api/workshops/{}", workshop.id);
    organizer.get(&path).expect(404);
    let look = organizer.send("POST", "/api/workshops?dry_run=true", Some(&file())).expect(200);
    assert_eq!(look.json()["people"], workshop.people.len());
    organizer.get(&path).expect(404);
    organizer.send("POST", "/api/workshops", Some(&file())).expect(201);
    organizer.send("POST", "/api/workshops", Some(&file())).expect(409);
    assert_eq!(organizer.get(&path).expect(200).json()["roles"], json!(["organizer"]));
    let back = organizer.get(&format!("{path}/export?form=json")).expect(200);
    let (mut back, _) = read_json(back.text.as_bytes(), &Limits::default()).unwrap();
    let mut given = workshop.clone();
    enishi::app::tag_workshop(&mut given);
    for w in [&mut back, &mut given] {
        w.meeting_wishes.sort_by(|a, b| a.id.cmp(&b.id));
        w.talk_wishes.sort_by(|a, b| (&a.person, a.rank).cmp(&(&b.person, b.rank)));
        w.unavailable.sort_by(|a, b| (&a.person, a.start).cmp(&(&b.person, b.start)));
    }
    assert_eq!(back, given);
}

#[test]
fn faults_of_a_file_are_told_one_by_one_and_nothing_is_kept() {
    let organizer = shared().organizer();
    let mut data: Value = serde_json::from_str(&file()).unwrap();
    data["people"][0]["organisation"] = json!("nobody");
    data["rooms"][0]["tables"] = json!("many");
    let answer = organizer.send("POST", "/api/workshops", Some(&data.to_string())).expect(400);
    let faults = answer.json()["faults"].as_array().unwrap().clone();
    assert!(!faults.is_empty(), "{}", answer.text);
    assert!(answer.json()["detail_ja"].as_str().unwrap().contains("ワークショップ"));
    organizer.get(&format!("/api/workshops/{}", example().id)).expect(404);
    shared().role("company").send("POST", "/api/workshops", Some(&file())).expect(403);
}

#[test]
fn people_are_invited_by_mail_and_let_go() {
    let server = Server::start(None);
    let organizer = server.organizer();
    organizer.send("POST", "/api/workshops", Some(&file())).expect(201);
    let path = format!("/api/workshops/{}", example().id);
    let person = example().people[0].id.0.clone();
    let invitation =
        json!({"email": "guest@example.jp", "name": "客", "role": "company", "person": person});
    let member = organizer.post(&format!("{path}/members"), &invitation).expect(201).json();
    let written = || -> String {
        let files = std::fs::read_dir(server.dir.join("outbox")).into_iter().flatten().flatten();
        files.map(|file| std::fs::read_to_string(file.path()).unwrap()).collect()
    };
    server.wait("the mail", || written().contains("/sign-in/"));
    let mail = written();
    let link = &mail[mail.find("/sign-in/").unwrap()..];
    let secret = link.split_whitespace().next().unwrap().rsplit('/').next().unwrap();
    let signed =
        server.anyone().post("/api/sign-in/redeem", &json!({"secret": secret})).expect(200);
    let cookie = signed.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
    let guest = server.anyone().with("Cookie", &cookie);
    assert_eq!(guest.get(&path).expect(200).json()["person"], *person);
    guest.get(&format!("{path}/members")).expect(403);
    guest.get("/api/workshops/aimgain-2022").expect(404);
    let account = member["account"].as_str().unwrap();
    organizer.delete(&format!("{path}/members/{account}/company")).expect(204);
    guest.get(&path).expect(404);
    for wrong in [
        json!({"email": "no address", "name": "x", "role": "organizer"}),
        json!({"email": "a@b.jp\r\nBcc: c@d.jp", "name": "x", "role": "organizer"}),
        json!({"email": "a@b.jp", "name": "x", "role": "company"}),
        json!({"email": "a@b.jp", "name": "x", "role": "company", "person": "nobody"}),
    ] {
        organizer.post(&format!("{path}/members"), &wrong).expect(400);
    }
}

#[test]
fn more_people_are_looked_at_first_and_taken_in_as_a_whole() {
    let server = Server::start(None);
    let organizer = server.organizer();
    let path = "/api/workshops/aimgain-2022/people/import";
    let csv = |name: &str, query: &str, text: &str| {
        let at = format!("{path}?name={name}{query}");
        organizer.with("Content-Type", "text/csv").send("POST", &at, Some(text))
    };
    let people = || organizer.get("/api/workshops/aimgain-2022/people").expect(200).json();
    let before = people();
    let first = before["items"][0].clone();
    let organisation = first["organisation"]["id"].as_str().unwrap();
    let (id, kana) = (first["id"].as_str().unwrap(), first["family_kana"].as_str().unwrap());
    let given = first["given_kana"].as_str().unwrap();
    let header = "id,family,given,family_kana,given_kana,organisation,sector\r\n";
    // Faults by row and column, and nothing kept.
    let wrong = format!("{header}n1,新,人,シン,ジン,nowhere,industry\r\n");
    let refused = csv("people.csv", "", &wrong).expect(400).json();
    assert_eq!(refused["faults"][0]["sheet"], "people");
    assert_eq!(refused["faults"][0]["row"], 2, "{refused}");
    assert_eq!(refused["faults"][0]["column"], "organisation");
    assert_eq!(people(), before);
    // One new who may be there already, one changed; seen first, then kept.
    let right = format!(
        "{header}n1,新,人,{kana},{given},{organisation},industry\r\n\
         {id},改,名,{kana},{given},{organisation},industry\r\n"
    );
    let seen = csv("people.csv", "&dry_run=true", &right).expect(200).json();
    let list = &seen["lists"][0];
    assert_eq!((&list["added"], &list["changed"]), (&json!(1), &json!(1)), "{seen}");
    assert_eq!(seen["doubles"], json!(["新 人"]), "{seen}");
    assert_eq!(people(), before);
    csv("people.csv", "", &right).expect(201);
    assert_eq!(people()["total"], before["total"].as_u64().unwrap() + 1);
    let again = csv("people.csv", "&dry_run=true", &right).expect(200).json();
    assert_eq!(again["lists"], json!([]), "repeated, it changes nothing");
    // Everybody else and all they asked for is there still.
    let overview = organizer.get("/api/workshops/aimgain-2022/overview").expect(200).json();
    assert!(overview["talk_wishes"].as_u64().unwrap() > 100);
    // JSON with some lists only.
    let one = json!({"organisations": [{"id": "o-new", "name": {"ja": "新機関", "en": ""},
        "kind": "company"}]});
    organizer.post(path, &one).expect(201);
    organizer.post(path, &json!({"organisations": [{"id": "x", "kind": "planet"}]})).expect(400);
    csv("nonsense.csv", "&dry_run=true", "a,b\r\n").expect(200);
    organizer.with("Content-Type", "text/csv").send("POST", path, Some("id\r\n")).expect(400);
}

#[test]
fn an_import_is_taken_back_in_one_step_until_somebody_builds_on_it() {
    let server = Server::start(None);
    let organizer = server.planned().organizer();
    let w = "/api/workshops/aimgain-2022";
    let people = || organizer.get(&format!("{w}/people?limit=200")).expect(200).json();
    let requests =
        || organizer.get(&format!("{w}/requests?limit=200")).expect(200).json()["total"].clone();
    let (before, asked) = (people(), requests());
    let first = &before["items"][0];
    let person = |id: &str, family: &str| {
        json!({"id": id, "name": {"family": family, "given": "人", "family_kana": "シン",
            "given_kana": "ジン"}, "organisation": first["organisation"]["id"], "sector": "industry"})
    };
    let old = first["id"].as_str().unwrap();
    let file = json!({
        "people": [person("new-1", "新"), person(old, "改")],
        "meeting_wishes": [{"id": "wish-1", "from": "new-1", "to": old, "rank": 1}],
    });
    organizer.post(&format!("{w}/people/import"), &file).expect(201);
    let after = people();
    assert_eq!(after["total"].as_u64(), before["total"].as_u64().map(|n| n + 1));
    let newest =
        || organizer.get(&format!("{w}/history?limit=1")).expect(200).json()["items"][0].clone();
    let entry = newest();
    assert_eq!((&entry["verb"], &entry["undoable"]), (&json!("import"), &json!(true)));
    assert!(!entry.to_string().contains("\"family\""), "its rows are not listed: {entry}");
    let undo =
        |entry: &Value| organizer.post(&format!("{w}/history/{}/undo", entry["id"]), &json!({}));
    undo(&entry).expect(201);
    assert_eq!((people(), requests()), (before.clone(), asked.clone()));
    undo(&entry).expect(412);
    // The taking back is taken back.
    let turned = newest();
    undo(&turned).expect(201);
    assert_eq!(people(), after);
    // Whoever has been invited meanwhile is not removed by it.
    let entry = newest();
    let invited =
        json!({"email": "new-1@test.example", "name": "新", "role": "company", "person": "new-1"});
    organizer.post(&format!("{w}/members"), &invited).expect(201);
    let refused = undo(&entry).expect(412).json();
    assert!(refused["detail"].as_str().unwrap().contains("invited"), "{refused}");
    assert_eq!(people(), after);
    // Who is erased is erased from this too.
    organizer.delete(&format!("{w}/people/new-1")).expect(204);
    assert_eq!(newest_import(&organizer, w)["undoable"], false);
}

fn newest_import(organizer: &super::client::Client, w: &str) -> Value {
    let history = organizer.get(&format!("{w}/history?limit=50")).expect(200).json();
    let entries = history["items"].as_array().unwrap();
    entries.iter().find(|entry| entry["verb"] == "import").unwrap().clone()
}

#[test]
fn an_empty_workshop_is_filled_from_a_file() {
    let server = Server::start(None);
    let organizer = server.organizer();
    let new = json!({"id": "filled", "name": {"ja": "会", "en": ""}, "first_day": "2026-11-20"});
    organizer.post("/api/new-workshop", &new).expect(201);
    let mut data: Value = serde_json::from_str(&file()).unwrap();
    let days = data["days"].clone();
    let setup = organizer.get("/api/workshops/filled/setup").expect(200);
    let mut body = setup.json();
    body["days"] = days;
    let tag = setup.header("etag").unwrap();
    organizer.with("If-Match", tag).put("/api/workshops/filled/setup", &body).expect(200);
    for key in ["id", "name", "zone", "days", "rules", "source", "synthetic_note"] {
        data.as_object_mut().unwrap().remove(key);
    }
    let path = "/api/workshops/filled/people/import?agreed=true";
    organizer.post(path, &data).expect(201);
    let job = json!({"name": "first", "seconds": 5.0});
    let job = organizer.post("/api/workshops/filled/jobs", &job).expect(201).json();
    let path = format!("/api/workshops/filled/jobs/{}", job["id"].as_str().unwrap());
    server.wait("the plan", || organizer.get(&path).expect(200).json()["finished_at"].is_string());
    let version = organizer.get(&path).json()["version"].clone();
    assert!(version.is_i64());
    let publish = format!("/api/workshops/filled/plans/{version}/publish");
    organizer.post(&publish, &json!({})).expect(201);
}

#[test]
fn a_list_that_calls_things_otherwise_is_read_as_somebody_says() {
    let server = Server::start(None);
    let organizer = server.organizer();
    let path = "/api/workshops/aimgain-2022/people/import";
    let csv = |at: &str, text: &str| {
        organizer.with("Content-Type", "text/csv").send("POST", at, Some(text))
    };
    let people = organizer.get("/api/workshops/aimgain-2022/people").expect(200).json();
    let company = people["items"][0]["organisation"]["name"]["ja"].as_str().unwrap();
    let text = format!(
        "整理番号,苗字,名,所属,sector,肩書,備考\r\n\
         x1,山田,花子,{company},industry,部長,昼食不要\r\n\
         x2,鈴木,一郎,どこにもない会社,industry,,\r\n"
    );
    let found =
        csv(&format!("{path}/contents?name=%E5%90%8D%E7%B0%BF.csv"), &text).expect(200).json();
    let file = &found["contents"][0];
    assert_eq!((&file["sheet"], &file["rows"]), (&json!("people"), &json!(2)), "{found}");
    let likely: Vec<(&str, Option<&str>)> = file["headings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|h| (h["heading"].as_str().unwrap(), h["column"].as_str()))
        .collect();
    assert_eq!(
        likely,
        [
            ("整理番号", Some("id")),
            ("苗字", Some("family")),
            ("名", Some("given")),
            ("所属", Some("organisation")),
            ("sector", Some("sector")),
            ("肩書", Some("position")),
            ("備考", None),
        ]
    );
    assert_eq!(file["headings"][1]["samples"], json!(["山田", "鈴木"]));
    assert!(found["columns"]["people"].as_array().unwrap().len() > 10);
    let mapping = json!({
        "sheets": {"名簿": "people"},
        "columns": {"people": {"整理番号": "id", "苗字": "family", "所属": "organisation",
            "肩書": "position", "備考": ""}}
    });
    let query = format!("name=%E5%90%8D%E7%B0%BF.csv&mapping={}", percent(&mapping.to_string()));
    // Without the mapping nothing is read; with it one row is wrong, and refuses the file.
    let plain = csv(&format!("{path}?name=people.csv"), &text).expect(400).json();
    assert_eq!(plain["faults"][0]["column"], "整理番号", "{plain}");
    let refused = csv(&format!("{path}?{query}"), &text).expect(400).json();
    assert_eq!(refused["faults"].as_array().unwrap().len(), 1, "{refused}");
    assert_eq!(
        (&refused["faults"][0]["row"], &refused["faults"][0]["column"]),
        (&json!(3), &json!("organisation"))
    );
    // Or it is left out, and said so.
    let taken = csv(&format!("{path}?{query}&by_row=true"), &text).expect(201).json();
    assert_eq!((&taken["rows_left_out"], &taken["left_out"][0]["row"]), (&json!(1), &json!(3)));
    let new = organizer.get("/api/workshops/aimgain-2022/people/x1").expect(200).json();
    assert_eq!(new["position"], "部長");
    assert_eq!(new["organisation"]["name"]["ja"], company, "found by its name");
    organizer.get("/api/workshops/aimgain-2022/people/x2").expect(404);
    csv(&format!("{path}?name=people.csv&mapping=nonsense"), &text).expect(400);
}

/// Faults of a JSON file count its own entries, not those that were there before; and entries with
/// faults can be left out, with what refers to them.
#[test]
fn entries_of_a_json_file_are_taken_or_left_one_by_one() {
    let server = Server::start(None);
    let organizer = server.organizer();
    let path = "/api/workshops/aimgain-2022/people/import";
    let there = organizer.get("/api/workshops/aimgain-2022/export?form=json").expect(200).json();
    let person = |id: &str| {
        let mut person = there["people"][0].clone();
        person["id"] = json!(id);
        person
    };
    let mut nowhere = person("x2");
    nowhere["organisation"] = json!("nobody");
    let mut odd = person("x3");
    odd["sector"] = json!(7);
    let mut profile = there["profiles"][0].clone();
    profile["id"] = json!("of-x2");
    profile["people"] = json!(["x2"]);
    let people = json!([person("x1"), nowhere, odd, person("x4")]);
    let data = json!({ "people": people, "profiles": [profile] });
    let places = |faults: &Value| -> Vec<(String, u64)> {
        let of =
            |one: &Value| (one["sheet"].as_str().unwrap().into(), one["entry"].as_u64().unwrap());
        faults.as_array().unwrap().iter().map(of).collect()
    };
    let refused = organizer.post(path, &data).expect(400).json();
    assert_eq!(places(&refused["faults"]), [("people".into(), 2)], "{refused}");
    organizer.get("/api/workshops/aimgain-2022/people/x1").expect(404);

    let look =
        organizer.post(&format!("{path}?by_row=true&dry_run=true"), &data).expect(200).json();
    let taken = organizer.post(&format!("{path}?by_row=true"), &data).expect(201).json();
    assert_eq!((&look["lists"], &look["left_out"]), (&taken["lists"], &taken["left_out"]));
    assert_eq!(taken["rows_left_out"], 3);
    let mut left_out = places(&taken["left_out"]);
    left_out.sort();
    assert_eq!(
        left_out,
        [("people".into(), 1), ("people".into(), 2), ("profiles".into(), 0)],
        "{taken}"
    );
    for (id, status) in [("x1", 200), ("x2", 404), ("x3", 404), ("x4", 200)] {
        organizer.get(&format!("/api/workshops/aimgain-2022/people/{id}")).expect(status);
    }
    let none = organizer.post(path, &json!({ "people": {} })).expect(400).json();
    assert_eq!(none["faults"][0]["sheet"], "people", "what is no list is told, not passed over");
}

#[test]
fn a_list_of_names_and_organisations_alone_is_enough() {
    let server = Server::start(None);
    let organizer = server.organizer();
    let path = "/api/workshops/aimgain-2022/people/import";
    let send =
        |at: &str, text: &str| {
            let csv = organizer.with("Content-Type", "text/csv");
            csv.send("POST", &format!("{path}{at}"), Some(text))
                .expect(if at.contains("contents") { 200 } else { 201 })
        };
    let sides = [("industry", "株式会社"), ("academia", "大学")];
    let people = organizer.get("/api/workshops/aimgain-2022/people?limit=200").expect(200).json();
    let [company, university] = sides.map(|(side, kind)| {
        let all = people["items"].as_array().unwrap().iter();
        let names = all.filter(|p| p["sector"] == side);
        let mut names = names.filter_map(|p| p["organisation"]["name"]["ja"].as_str());
        names.find(|name| name.contains(kind)).unwrap().to_owned()
    });
    let list = |position: &str| {
        format!(
            "氏名,フリガナ,所属,役職\r\n\
             縁田　花子,エンダ ハナコ,{company},{position}\r\n\
             縁田　花子,エンダ ハナコ,{university},教授\r\n\
             \"Enishi, Taro\",エニシ タロウ,{university},\r\n"
        )
    };
    // What the headings are is guessed, and nothing that the list lacks is asked for.
    let found = send("/contents?name=list.csv", &list("部長")).json();
    let mut headings = serde_json::Map::new();
    for heading in found["contents"][0]["headings"].as_array().unwrap() {
        headings.insert(heading["heading"].as_str().unwrap().into(), heading["column"].clone());
    }
    let columns = found["columns"]["people"].as_array().unwrap();
    for column in columns.iter().filter(|column| column["required"] == true) {
        assert!(headings.values().any(|one| *one == column["name"]), "{column} in {headings:?}");
    }
    let mapping = json!({"sheets": {"list": "people"}, "columns": {"people": headings}});
    let query = format!("?name=list.csv&mapping={}", percent(&mapping.to_string()));
    let taken = send(&query, &list("部長")).json();
    assert_eq!(
        (&taken["lists"][0]["added"], &taken["lists"][0]["changed"]),
        (&3.into(), &0.into())
    );
    let q = percent("エンダ");
    let sought = organizer.get(&format!("/api/workshops/aimgain-2022/people?q={q}")).json();
    let seen: Vec<_> = sought["items"].as_array().unwrap().iter().collect();
    let expected = [(&company, "industry"), (&university, "academia")];
    for (organisation, sector) in expected {
        let person = seen.iter().find(|p| p["organisation"]["name"]["ja"] == **organisation);
        let person = person.unwrap_or_else(|| panic!("nobody of {organisation} in {sought}"));
        assert_eq!(
            (&person["name"]["ja"], &person["kana"]),
            (&json!("縁田 花子"), &json!("エンダ ハナコ"))
        );
        assert_eq!(person["sector"], sector);
    }
    let q = percent("エニシ");
    let sought = organizer.get(&format!("/api/workshops/aimgain-2022/people?q={q}")).json();
    assert_eq!(sought["items"][0]["name"]["ja"], "Enishi Taro");
    // The same list again is nobody new; who has another position now is changed.
    assert_eq!(send(&query, &list("部長")).json()["lists"], json!([]));
    let changed = send(&query, &list("社長")).json();
    let first = &changed["lists"][0];
    assert_eq!((&first["added"], &first["changed"]), (&0.into(), &1.into()), "{changed}");
    assert_eq!(first["names"], json!(["縁田 花子"]));
    // A shorter list takes nothing away: the reading, which it has no column for, stays.
    let columns = json!({"氏名": "family", "所属": "organisation", "役職": "position"});
    let mapping = json!({"sheets": {"list": "people"}, "columns": {"people": columns}});
    let query = format!("?name=list.csv&mapping={}", percent(&mapping.to_string()));
    let shorter = format!("氏名,所属,役職\r\n縁田　花子,{company},会長\r\n");
    let changed = send(&query, &shorter).json();
    assert_eq!(changed["lists"][0]["changed"], 1, "{changed}");
    let q = percent("エンダ");
    let sought = organizer.get(&format!("/api/workshops/aimgain-2022/people?q={q}")).json();
    let person = sought["items"].as_array().unwrap().iter().find(|p| p["sector"] == "industry");
    assert_eq!(person.map(|p| &p["kana"]), Some(&json!("エンダ ハナコ")), "{sought}");
}

#[test]
fn a_list_may_name_new_organisations_and_wishes_may_name_people() {
    let server = Server::start(None);
    let organizer = server.organizer();
    let path = "/api/workshops/aimgain-2022/people/import";
    let send = |name: &str, mapping: &serde_json::Value, text: &str| {
        let at = format!("{path}?name={name}&mapping={}", percent(&mapping.to_string()));
        organizer.with("Content-Type", "text/csv").send("POST", &at, Some(text))
    };
    let people = "姓,名,組織ID,立場\r\n\
                  縁山,一,みらい工房,企業\r\n\
                  縁川,二,縁北大学,\r\n\
                  縁野,三,株式会社みらい工房,\r\n";
    let known = send("people.csv", &json!({}), people);
    assert_ne!(known.expect(400).json()["faults"], json!([]), "only where it is asked for");
    let new = json!({"new_organisations": true});
    let taken = send("people.csv", &new, people).expect(201).json();
    let list = |sheet: &str| {
        let mut all = taken["lists"].as_array().unwrap().iter();
        all.find(|one| one["sheet"] == sheet).unwrap_or_else(|| panic!("{sheet} in {taken}"))
    };
    // Legal forms aside one organisation is one.
    assert_eq!(list("organisations")["names"], json!(["みらい工房", "縁北大学"]));
    assert_eq!(list("people")["added"], 3);
    for (name, sector) in [("縁山", "industry"), ("縁川", "academia"), ("縁野", "industry")] {
        let q = percent(name);
        let found = organizer.get(&format!("/api/workshops/aimgain-2022/people?q={q}")).json();
        assert_eq!(found["items"][0]["sector"], sector, "{found}");
    }
    // The same list again names nobody new.
    assert_eq!(send("people.csv", &new, people).expect(201).json()["lists"], json!([]));

    let headings = json!({"希望者": "from", "相手": "to", "順位": "rank"});
    let wishes = json!({"columns": {"meeting_wishes": headings}});
    let csv = "希望者,相手,順位\r\n縁山　一,縁川 二,1\r\n縁川二,縁野 三,2\r\n";
    let taken = send("meeting_wishes.csv", &wishes, csv).expect(201).json();
    assert_eq!(
        taken["lists"][0]["names"],
        json!(["縁山 一 → 縁川 二", "縁川 二 → 縁野 三"]),
        "{taken}"
    );
    assert_eq!(send("meeting_wishes.csv", &wishes, csv).expect(201).json()["lists"], json!([]));
    let nobody = send("meeting_wishes.csv", &wishes, "希望者,相手,順位\r\n縁山 一,誰か 某,1\r\n");
    assert_eq!(nobody.expect(400).json()["faults"][0]["column"], "to");
}

fn percent(text: &str) -> String {
    text.bytes().map(|b| format!("%{b:02X}")).collect()
}
