//! Passwords and one-time codes: by choice, on both databases; nobody is locked out by what
//! somebody else does.

use super::client::{Answer, Client};
use super::harness::{Server, W, wait_for};
use enishi::server::{BEFORE_ONE_TIME, ROUTES, Settings, Who};
use enishi::store::{CredentialKind, Moment, Scope};
use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};

const EMAIL: &str = "organizer@demo.example";
const PASSWORD: &str = "四つの 言葉 horse-staple 7";

/// A browser that an answer signed in, with what it shows that its requests come from our page.
fn browser(server: &Server, answer: &Answer) -> Client {
    let cookie = answer.header("set-cookie").expect("a cookie").split(';').next().unwrap();
    let token = answer.json()["csrf_token"].as_str().unwrap().to_owned();
    server.anyone().with("Cookie", cookie).with("X-CSRF-Token", &token)
}

fn enter(server: &Server) -> Client {
    let role = json!({"role": "organizer"});
    browser(server, &server.anyone().post("/api/demo/sign-in", &role).expect(200))
}

/// A browser that signed in long ago.
fn stale(server: &Server) -> Client {
    let secret = wait_for(async {
        let mut tx = server.service.store.write().await.unwrap();
        let account = tx.account_of(EMAIL).await.unwrap().unwrap();
        let (kind, long_ago, until) = (CredentialKind::Browser, Moment(0), Moment(i64::MAX));
        let made = tx.add_credential(&account.id, kind, "old", Scope::Write, long_ago, until);
        let (_, secret) = made.await.unwrap();
        tx.commit().await.unwrap();
        secret
    });
    let cookie = format!("enishi_session={}", secret.reveal());
    let client = server.anyone().with("Cookie", &cookie);
    let token = client.get("/api/me").expect(200).json()["csrf_token"].clone();
    client.with("X-CSRF-Token", token.as_str().unwrap())
}

fn by_password(client: &Client, password: &str, one_time: Option<&str>) -> Answer {
    let body = json!({"email": EMAIL, "password": password, "one_time": one_time});
    client.post("/api/sign-in/password", &body)
}

/// The newest mail's text.
fn mail(server: &Server) -> String {
    let folder = server.dir.join("outbox");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    std::fs::read_to_string(files.last().unwrap()).unwrap()
}

fn link(text: &str) -> String {
    let start = text.find("/sign-in/").expect("a link");
    text[start..].split_whitespace().next().unwrap().to_owned()
}

/// The code of a generator, so many steps from now.
fn code(generator: &Value, steps: u64) -> String {
    let secret = totp_rs::Secret::try_from_base32(generator["secret"].as_str().unwrap()).unwrap();
    let made = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    made.generate(now + 30 * steps).to_string()
}

fn a_password_is_set_and_signs_in(server: &Server) {
    let (here, elsewhere) = (enter(server), enter(server));
    let set = |client: &Client, password: &str| {
        client.put("/api/me/password", &json!({"password": password}))
    };
    // A token is no browser, and a sign-in of long ago no fresh one.
    for client in [server.organizer(), stale(server)] {
        let refused = set(&client, PASSWORD).expect(403).json();
        assert_eq!(refused["type"], "/problems/sign-in-again");
    }
    for weak in ["short", "password123456", "organizer-demo-77"] {
        let said = set(&here, weak).expect(400).json();
        assert!(said["detail_ja"].is_string(), "{said}");
    }
    by_password(&server.anyone(), PASSWORD, None).expect(400);
    assert_eq!(set(&here, PASSWORD).expect(200).json()["password"], true);
    // All other browsers are signed out, and the owner is told.
    elsewhere.get("/api/me").expect(401);
    here.get("/api/me").expect(200);
    server.organizer().get("/api/me").expect(200);
    assert!(mail(server).contains("パスワードが設定"), "{}", mail(server));
    let wrong = by_password(&server.anyone(), "四つの 言葉 horse-staple 8", None).expect(400);
    let unknown = json!({"email": "nobody@demo.example", "password": PASSWORD});
    let unknown = server.anyone().post("/api/sign-in/password", &unknown).expect(400);
    assert_eq!(wrong.text, unknown.text, "the answer tells whether an address is known");
    let again = by_password(&server.anyone(), PASSWORD, None).expect(200);
    assert_eq!(browser(server, &again).get("/api/me").expect(200).json()["email"], EMAIL);
    // What looks the same is the same, however it was typed.
    by_password(&server.anyone(), "四つの　言葉　ｈｏｒｓｅ－ｓｔａｐｌｅ　７", None).expect(200);
}

fn one_time_codes_guard_every_way_in(server: &Server) {
    let here = enter(server);
    let begin = || here.send("POST", "/api/me/one-time", None);
    begin().expect(200);
    // Until it is confirmed it can be begun anew, and nobody is asked for a code.
    let generator = begin().expect(200).json();
    assert!(generator["uri"].as_str().unwrap().starts_with("otpauth://totp/Enishi:organizer%40"));
    assert!(generator["picture"].as_str().unwrap().contains("<svg"));
    by_password(&server.anyone(), PASSWORD, None).expect(200);
    let confirm = |code: &str| here.put("/api/me/one-time", &json!({"code": code}));
    confirm("12345").expect(400);
    let now = code(&generator, 0);
    let codes = confirm(&now).expect(200).json()["codes"].clone();
    let codes: Vec<&str> = codes.as_array().unwrap().iter().map(|c| c.as_str().unwrap()).collect();
    assert_eq!(codes.len(), 10);
    begin().expect(409);
    let listed = here.get("/api/me/sign-in").expect(200);
    assert_eq!(listed.json()["one_time"], true);
    assert!(!listed.text.contains(generator["secret"].as_str().unwrap()));
    // By password: without a code, with one that was taken, with the next one.
    let try_with = |one_time: Option<&str>| by_password(&server.anyone(), PASSWORD, one_time);
    assert_eq!(try_with(None).expect(401).json()["type"], "/problems/one-time-needed");
    try_with(Some(&now)).expect(401);
    try_with(Some(&code(&generator, 1))).expect(200);
    // A wrong password tells nothing of codes.
    by_password(&server.anyone(), "wrong wrong wrong", None).expect(400);
    // By mail: the link asks for it, and is not used up by a wrong one.
    server.anyone().post("/api/sign-in/link", &json!({"email": EMAIL})).expect(202);
    let link = link(&mail(server));
    assert!(server.anyone().get(&link).expect(200).text.contains("name=\"one_time\""));
    server.anyone().send("POST", &link, None).expect(200);
    let page = server.anyone().send_form(&link, "one_time=000000").expect(200);
    assert!(page.text.contains("role=\"alert\"") && !page.text.contains("000000"));
    let typed = codes[0].to_lowercase().replace('-', "+");
    server.anyone().send_form(&link, &format!("one_time={typed}")).expect(303);
    // By its secret as the API takes it, and each recovery code once.
    server.anyone().post("/api/sign-in/link", &json!({"email": EMAIL})).expect(202);
    let secret = self::link(&mail(server)).rsplit('/').next().unwrap().to_owned();
    let redeem = |one_time: &str| {
        let body = json!({"secret": secret, "one_time": one_time});
        server.anyone().post("/api/sign-in/redeem", &body)
    };
    redeem(codes[0]).expect(401);
    redeem(codes[1]).expect(200);
    assert_eq!(here.get("/api/me/sign-in").expect(200).json()["recovery_codes"], 8);
    // Turned off, the password is enough again.
    stale(server).delete("/api/me/one-time").expect(403);
    // Nor is anybody erased from there.
    let again = stale(server).delete(&format!("{W}/people/nobody")).expect(403);
    assert_eq!(again.json()["type"], "/problems/sign-in-again");
    server.organizer().delete(&format!("{W}/people/nobody")).expect(404);
    here.delete("/api/me/one-time").expect(200);
    try_with(None).expect(200);
    let left = here.delete("/api/me/password").expect(200).json();
    assert_eq!((&left["password"], &left["recovery_codes"]), (&json!(false), &json!(0)));
}

#[test]
fn a_password_and_one_time_codes_by_choice_on_sqlite() {
    let server = Server::start(None);
    a_password_is_set_and_signs_in(&server);
    one_time_codes_guard_every_way_in(&server);
}

#[test]
fn a_password_and_one_time_codes_by_choice_on_postgresql() {
    let server = Server::start(Some(super::postgres::database()));
    a_password_is_set_and_signs_in(&server);
    one_time_codes_guard_every_way_in(&server);
}

/// Where the setting demands them, who holds others' data sets up one-time codes, and does nothing
/// else before.
fn one_time_codes_come_first(database: Option<String>) {
    let server = Server::start_with(database, |s| Settings { demand_one_time: true, ..s });
    let (here, token) = (enter(&server), server.organizer());
    for route in ROUTES.iter().filter(|route| route.who != Who::Anyone) {
        if BEFORE_ONE_TIME.contains(&(route.method, route.path)) {
            continue;
        }
        let path = route.path.replace("{workshop}", "aimgain-2022").replace(['{', '}'], "");
        let body = (route.method != "GET").then_some("{}");
        for client in [&here, &token] {
            let refused = client.send(route.method, &path, body).expect(403).json();
            let told = refused["type"].as_str().unwrap();
            assert_eq!(told, "/problems/one-time-demanded", "{} {path}", route.method);
            assert!(refused["detail_ja"].is_string());
        }
    }
    // Everybody else goes on as before.
    for role in ["company", "academic", "coordinator"] {
        let me = server.role(role).get("/api/me").expect(200).json();
        assert_eq!(me["one_time_demanded"], false, "{role}");
        server.role(role).get(super::harness::W).expect(200);
    }
    assert_eq!(here.get("/api/me").expect(200).json()["one_time_demanded"], true);
    assert_eq!(here.get("/api/me/sign-in").expect(200).json()["fresh"], true);
    // Who signed in long ago signs in once more; a token does not set it up.
    let old = stale(&server);
    for client in [&old, &token] {
        let refused = client.send("POST", "/api/me/one-time", None).expect(403).json();
        assert_eq!(refused["type"], "/problems/sign-in-again");
    }
    old.send("POST", "/api/sign-out", None).expect(204);
    let generator = here.send("POST", "/api/me/one-time", None).expect(200).json();
    // Begun is not done.
    here.get("/api/workshops").expect(403);
    here.put("/api/me/one-time", &json!({"code": code(&generator, 0)})).expect(200);
    for client in [&here, &token] {
        client.get(&format!("{}/overview", super::harness::W)).expect(200);
        assert_eq!(client.get("/api/me").expect(200).json()["one_time_demanded"], false);
    }
    // Whoever turns them off is where they were.
    here.delete("/api/me/one-time").expect(200);
    here.get("/api/workshops").expect(403);
}

#[test]
fn one_time_codes_come_first_where_they_are_demanded_on_sqlite() {
    one_time_codes_come_first(None);
}

#[test]
fn one_time_codes_come_first_where_they_are_demanded_on_postgresql() {
    one_time_codes_come_first(Some(super::postgres::database()));
}

#[test]
fn whoever_guesses_locks_nobody_else_out() {
    let settings = |s| Settings { proxy: Some([127, 0, 0, 1].into()), ..s };
    let server = Server::start_with(None, settings);
    let from = |n: usize| server.anyone().with("X-Forwarded-For", &format!("192.0.2.{n}"));
    let set = json!({"password": PASSWORD});
    enter(&server).put("/api/me/password", &set).expect(200);
    // One who guesses is stopped; the owner is not, who comes from elsewhere.
    let refused = |n: usize| {
        let tries = (0..11).map(|_| by_password(&from(n), "not the password", None).status);
        tries.filter(|&status| status == 429).count()
    };
    assert_eq!(refused(1), 1);
    by_password(&from(200), PASSWORD, None).expect(200);
    // Many who guess close the way by password for a while, and for this account alone.
    let refused: usize = (2..12).map(refused).sum();
    assert!(refused > 10, "{refused} refused");
    let closed = by_password(&from(200), PASSWORD, None).expect(429);
    assert!(closed.header("retry-after").is_some() && closed.json()["detail_ja"].is_string());
    let other = json!({"email": "company@demo.example", "password": "not the password"});
    from(200).post("/api/sign-in/password", &other).expect(400);
    // A mailed link is always left.
    from(200).post("/api/sign-in/link", &json!({"email": EMAIL})).expect(202);
    from(200).send("POST", &link(&mail(&server)), None).expect(303);
}

#[test]
fn a_mailbox_is_not_flooded_and_the_links_in_it_hold() {
    let server = Server::start(None);
    let email = "academic@demo.example";
    let ask = || server.anyone().post("/api/sign-in/link", &json!({"email": email})).expect(202);
    let texts: Vec<String> = (0..8).map(|_| ask().text).collect();
    assert!(texts.iter().all(|text| *text == texts[0]), "the answer tells of the limit");
    let mails = std::fs::read_dir(server.dir.join("outbox")).unwrap().count();
    assert!((1..=5).contains(&mails), "{mails} mails");
    server.anyone().send("POST", &link(&mail(&server)), None).expect(303);
}
