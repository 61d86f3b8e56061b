//! Pages and calendars: the public programme, feeds behind secrets.

use super::harness::{Server, W, shared};
use serde_json::json;

#[test]
fn the_programme_is_readable_without_script_in_both_languages() {
    let server = shared().planned();
    let page =
        |query: &str| server.anyone().get(&format!("/programme/aimgain-2022{query}")).expect(200);
    let ja = page("?lang=ja");
    let en = page("?lang=en");
    assert!(ja.text.contains("lang=\"ja\"") && ja.text.contains("ミトコンドリアDNA置換技術"));
    assert!(en.text.contains("lang=\"en\"") && en.text.contains("Posters"));
    assert!(!ja.text.contains("<script"));
    // Days are written as people read them, and the mark is where browsers look for it.
    assert!(ja.text.contains("2022年5月10日(火)") && en.text.contains("Tue, 10 May 2022"));
    server.anyone().get("/favicon.ico").expect(200);
    // No meeting and no participant's name beyond those who speak.
    assert!(!ja.text.contains("meeting p-"));
    let tag = ja.header("etag").unwrap().to_owned();
    let same = server.anyone().with("If-None-Match", &tag).get("/programme/aimgain-2022?lang=ja");
    assert_eq!((same.status, same.text.as_str()), (304, ""));
    server.anyone().get("/programme/nothing").expect(404);
    // Who opens a wrong address in a browser reads why; programs and the API get the problem itself.
    let reader = server.anyone().with("Accept", "text/html,*/*").with("Accept-Language", "ja");
    for path in ["/programme/nothing", "/no/such/page"] {
        let told = reader.get(path).expect(404);
        assert!(told.header("content-type").unwrap().starts_with("text/html"));
        assert!(told.text.contains("ページが見つかりません"), "{}", told.text);
        let problem = server.anyone().get(path).expect(404);
        assert_eq!(problem.header("content-type"), Some("application/problem+json"));
    }
    let problem = reader.get("/api/nothing").expect(404);
    assert_eq!(problem.header("content-type"), Some("application/problem+json"));
    let calendar = server.anyone().get("/programme/aimgain-2022/calendar.ics?lang=en").expect(200);
    assert!(calendar.text.starts_with("BEGIN:VCALENDAR"));
    assert!(!calendar.text.contains("CLASS:PRIVATE"));
}

#[test]
fn a_feed_is_read_by_its_secret_until_it_is_revoked() {
    let server = Server::start(None);
    server.planned();
    let academic = server.role("academic");
    let made =
        academic.post(&format!("{W}/calendar-feeds"), &json!({"lang": "ja"})).expect(201).json();
    let path = made["path"].as_str().unwrap().to_owned();
    let feed = server.anyone().get(&path).expect(200);
    assert!(feed.text.contains("BEGIN:VEVENT") && feed.text.contains("TZID=Asia/Tokyo"));
    assert!(feed.header("etag").is_some());
    let listed = academic.get(&format!("{W}/calendar-feeds")).expect(200);
    assert!(listed.json()[0]["path"].is_null(), "the secret is shown once");
    // A meeting that leaves the published day stays listed as cancelled.
    let day = academic.get(&format!("{W}/my-day")).expect(200).json();
    let items = day["items"].as_array().unwrap();
    let meeting = items.iter().find(|i| i["kind"] == "meeting").expect("a meeting");
    let edits =
        json!({"from": 1, "name": "less", "edits": [{"edit": "remove", "item": meeting["item"]}]});
    let organizer = server.organizer();
    let version =
        organizer.post(&format!("{W}/plans"), &edits).expect(201).json()["version"].clone();
    organizer.post(&format!("{W}/plans/{version}/publish"), &json!({})).expect(201);
    let after = server.anyone().get(&path).expect(200);
    assert!(after.text.contains("STATUS:CANCELLED"), "{}", after.text);
    assert!(after.text.contains("SEQUENCE:2"));
    let id = made["id"].as_str().unwrap();
    server.role("company").delete(&format!("{W}/calendar-feeds/{id}")).expect(404);
    academic.delete(&format!("{W}/calendar-feeds/{id}")).expect(204);
    server.anyone().get(&path).expect(404);
}

#[test]
fn those_affected_get_mails_that_the_organizer_reviews_and_sends_once() {
    let server = Server::start(None);
    server.planned();
    let organizer = server.organizer();
    let outbox = || organizer.get(&format!("{W}/outbox")).expect(200).json()["items"].clone();
    let before = outbox();
    let before = before.as_array().unwrap();
    assert!(before.len() >= 2 && before.iter().all(|m| m["state"] == "waiting"));
    // One is held, one is edited; then all that wait go out, and never a second time.
    let (held, edited) = (before[0]["id"].as_str().unwrap(), before[1]["id"].as_str().unwrap());
    let path = |id: &str| format!("{W}/outbox/{id}");
    organizer.over().patch(&path(held), &json!({"held": true})).expect(200);
    organizer.over().patch(&path(edited), &json!({"subject": "日程について"})).expect(200);
    organizer.over().patch(&path(edited), &json!({"subject": "a\r\nBcc: x@y.jp"})).expect(400);
    let send = || organizer.post(&format!("{W}/outbox"), &json!({})).expect(200).json();
    assert_eq!(send().as_array().unwrap().len(), before.len() - 1);
    assert_eq!(send(), json!([]));
    let files = || std::fs::read_dir(server.dir.join("outbox")).unwrap().count();
    assert_eq!(files(), before.len() - 1);
    organizer.over().patch(&path(edited), &json!({"body": "too late"})).expect(409);
    // A publication that changes nothing for a person writes them nothing.
    organizer.post(&format!("{W}/plans/1/publish"), &json!({})).expect(201);
    assert_eq!(outbox().as_array().unwrap().len(), before.len());
    server.role("company").get(&format!("{W}/outbox")).expect(403);
}

#[test]
fn the_page_to_try_the_api_loads_from_this_server_alone() {
    let server = shared();
    let page = server.anyone().get("/api/docs").expect(200).text;
    for part in ["/api/docs/page.js", "/api/docs/page.css"] {
        assert!(page.contains(part));
        server.anyone().get(part).expect(200);
    }
    assert!(!page.contains("http"), "{page}");
    let api = server.anyone().get("/api/openapi.json").expect(200).json();
    assert!(api["openapi"].as_str().unwrap().starts_with("3.1"));
}

#[test]
fn the_programme_is_laid_out_three_ways_and_searched_in_both_languages() {
    let server = shared().planned();
    let page = |query: &str| {
        server.anyone().get(&format!("/programme/aimgain-2022?{query}")).expect(200).text
    };
    let sessions = |text: &str| text.matches("<h3>").count();
    let (time, room, topic) = (page("lang=ja"), page("lang=ja&by=room"), page("lang=ja&by=topic"));
    for text in [&time, &room, &topic] {
        assert!(!text.contains("<script"), "readable without script");
    }
    assert_eq!(sessions(&time), sessions(&room));
    // What is about several topics stands under each.
    assert!(sessions(&topic) > sessions(&time));
    assert!(room.contains("ホールB</h2>"), "a heading for each room");
    // An English word finds what is tagged from Japanese; nothing of what was typed is markup.
    let found = page("lang=ja&q=cancer");
    assert!(sessions(&found) > 0 && sessions(&found) < sessions(&time));
    assert!(found.contains("がん"));
    let odd = page("lang=ja&q=%3Cb%3Ex%22");
    assert!(odd.contains("&lt;b&gt;") && !odd.contains("<b>x"), "{odd}");
    assert_eq!(sessions(&odd), 0);
    server.anyone().get("/programme/aimgain-2022?by=colour").expect(400);
}

#[test]
fn the_schedule_has_the_sessions_alone_in_the_format_that_readers_expect() {
    let server = shared().planned();
    let get = |name: &str| {
        server.anyone().get(&format!("/programme/aimgain-2022/{name}?lang=ja")).expect(200)
    };
    let schedule = get("schedule.json").json();
    let conference = &schedule["schedule"]["conference"];
    assert_eq!(conference["acronym"], "aimgain_2022");
    assert_eq!(conference["daysCount"], 1);
    let day = &conference["days"][0];
    assert_eq!((&day["index"], &day["date"]), (&json!(1), &json!("2022-05-10")));
    let rooms = day["rooms"].as_object().unwrap();
    let events: Vec<_> = rooms.values().flat_map(|room| room.as_array().unwrap()).collect();
    let placements = server.organizer().get(&format!("{W}/plans/1")).expect(200).json();
    let placements = placements["placements"].as_array().unwrap().clone();
    let of = |kind: &str| placements.iter().filter(|p| p["kind"] == kind).count();
    assert_eq!(events.len(), of("session"));
    assert!(of("meeting") > 0, "meetings there are, and none is told");
    let unique = |name: &str| {
        let all = events.iter().map(|e| e[name].to_string());
        all.collect::<std::collections::BTreeSet<_>>().len()
    };
    assert_eq!(
        (unique("id"), unique("guid"), unique("slug")),
        (events.len(), events.len(), events.len())
    );
    for event in &events {
        assert_eq!(event["guid"].as_str().unwrap().len(), 36);
        assert!(event["id"].as_u64().unwrap() > 0);
        assert!(event["url"].as_str().unwrap().ends_with("/programme/aimgain-2022"));
        // Of the two kinds of people that the schema knows, exactly one.
        for person in event["persons"].as_array().unwrap() {
            assert!(person["name"].is_string() && person.get("id").is_none(), "{person}");
        }
        assert!(event["date"].as_str().unwrap().ends_with("+09:00"), "{event}");
        for name in ["start", "duration"] {
            let time = event[name].as_str().unwrap();
            assert!(time.len() == 5 && time.as_bytes()[2] == b':', "{event}");
        }
    }
    let xml = get("schedule.xml");
    assert_eq!(xml.header("content-type"), Some("application/xml; charset=utf-8"));
    assert_eq!(xml.text.matches("<event ").count(), events.len());
    let guid = events[0]["guid"].as_str().unwrap();
    assert!(xml.text.contains(guid), "the same event in both");
}

#[test]
fn what_a_client_has_already_is_not_sent_again() {
    let server = shared();
    let organizer = server.organizer();
    for path in ["", "/people?limit=3", "/venue", "/setup", "/requests?limit=3"] {
        let path = format!("{W}{path}");
        let first = organizer.get(&path).expect(200);
        let tag = first.header("etag").expect("a tag").to_owned();
        let again = organizer.with("If-None-Match", &tag).get(&path).expect(304);
        assert_eq!((again.text.as_str(), again.header("etag")), ("", Some(tag.as_str())), "{path}");
        organizer.with("If-None-Match", "\"other\"").get(&path).expect(200);
    }
    // What is not there is not there, whatever the client claims to have.
    organizer.with("If-None-Match", "*").get(&format!("{W}/people/nobody")).expect(404);
}

#[test]
fn the_programme_is_written_anew_when_something_in_it_changes_and_only_then() {
    let server = Server::start(None);
    let organizer = server.planned().organizer();
    let page = || server.anyone().get("/programme/aimgain-2022?lang=ja").expect(200);
    let first = page();
    let (tag, packed) = (first.header("etag").unwrap(), server.anyone());
    let packed = packed.with("Accept-Encoding", "br, gzip").get("/programme/aimgain-2022?lang=ja");
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    assert_eq!(packed.header("etag"), Some(tag));
    // A wish is nobody's business.
    let wish = format!("{W}/talk-wishes/I-1-1");
    server.role("academic").over().put(&wish, &json!({"rank": 4})).expect(200);
    assert_eq!(page().header("etag"), Some(tag));
    // A profile's title stands in the list of posters.
    let profiles = organizer.get(&format!("{W}/profiles?kind=seed&limit=1")).expect(200).json();
    let path = format!("{W}/profiles/{}", profiles["items"][0]["id"].as_str().unwrap());
    let read = organizer.get(&path).expect(200);
    let change = json!({"title": "新しい演題の名前"});
    organizer.with("If-Match", read.header("etag").unwrap()).patch(&path, &change).expect(200);
    let second = page();
    assert!(second.text.contains("新しい演題の名前") && !first.text.contains("新しい演題の名前"));
    // So does a version that is published.
    let plans = organizer.get(&format!("{W}/plans")).expect(200).json();
    let other = plans.as_array().unwrap().iter().find(|p| p["published"] == false).unwrap();
    organizer.post(&format!("{W}/plans/{}/publish", other["version"]), &json!({})).expect(201);
    assert_ne!(page().header("etag"), second.header("etag"));
}
