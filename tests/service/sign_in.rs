//! Signing in: by one click into the demonstration, by a mailed link that opening does not use up,
//! by its code; and out.

use super::client::{Answer, Client};
use super::harness::{Server, W, shared};
use serde_json::json;

/// The client with the cookie that an answer set.
fn with_cookie(client: &Client, answer: &Answer) -> Client {
    let cookie = answer.header("set-cookie").expect("a cookie");
    client.with("Cookie", cookie.split(';').next().unwrap())
}

#[test]
fn one_click_enters_the_demonstration() {
    let server = shared();
    let info = server.anyone().get("/api/demo").expect(200).json();
    assert_eq!(info["demo"], true);
    assert_eq!(info["roles"].as_array().unwrap().len(), 4);
    let answer = server.anyone().post("/api/demo/sign-in", &json!({"role": "company"})).expect(200);
    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    let browser = with_cookie(&server.anyone(), &answer);
    let me = browser.get("/api/me").expect(200).json();
    assert_eq!(me["memberships"][0]["role"], "company");
    assert_eq!(me["csrf_token"], answer.json()["csrf_token"]);
}

#[test]
fn a_browser_shows_that_its_request_comes_from_our_page() {
    let server = shared();
    let answer = server.anyone().post("/api/demo/sign-in", &json!({"role": "company"})).expect(200);
    let browser = with_cookie(&server.anyone(), &answer);
    let change = json!({"lang": "ja"});
    browser.patch("/api/me", &change).expect(403);
    browser.with("X-CSRF-Token", "00").patch("/api/me", &change).expect(403);
    let token = answer.json()["csrf_token"].as_str().unwrap().to_owned();
    browser.with("X-CSRF-Token", &token).over().patch("/api/me", &change).expect(200);
    // A cookie is no token, and a token no cookie.
    let secret = browser.headers[0].1.split_once('=').unwrap().1.to_owned();
    server.anyone().bearer(&secret).get("/api/me").expect(401);
    browser.with("X-CSRF-Token", &token).post("/api/sign-out", &json!({})).expect(204);
    browser.get("/api/me").expect(401);
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

#[test]
fn opening_a_link_uses_nothing_up_and_the_button_works_once() {
    let server = Server::start(None);
    let known = json!({"email": "academic@demo.example"});
    let unknown = json!({"email": "nobody@demo.example"});
    let a = server.anyone().post("/api/sign-in/link", &known).expect(202);
    let b = server.anyone().post("/api/sign-in/link", &unknown).expect(202);
    assert_eq!(a.text, b.text, "the answer tells whether an address is known");
    let link = link(&mail(&server));
    for _ in 0..3 {
        // Mail scanners look at links with GET and HEAD.
        server.anyone().get(&link).expect(200);
        server.anyone().send("HEAD", &link, None).expect(200);
    }
    let answer = server.anyone().send("POST", &link, None).expect(303);
    let browser = with_cookie(&server.anyone(), &answer);
    let me = browser.get("/api/me").expect(200).json();
    assert_eq!(me["email"], "academic@demo.example");
    server.anyone().send("POST", &link, None).expect(400);
}

#[test]
fn the_code_works_once_and_not_after_too_many_wrong_ones() {
    let server = Server::start(None);
    let email = "company@demo.example";
    let ask = || {
        server.anyone().post("/api/sign-in/link", &json!({"email": email})).expect(202);
        let text = mail(&server);
        let digits: Vec<char> = text.chars().rev().filter(char::is_ascii_digit).take(6).collect();
        digits.into_iter().rev().collect::<String>()
    };
    let code = ask();
    let redeem = |code: &str| {
        server.anyone().post("/api/sign-in/redeem", &json!({"email": email, "code": code}))
    };
    redeem(&code).expect(200);
    redeem(&code).expect(400);
    let code = ask();
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for _ in 0..5 {
        redeem(wrong).expect(400);
    }
    redeem(&code).expect(400);
    // Nobody is locked out by that: a new mail works.
    redeem(&ask()).expect(200);
}

#[test]
fn tokens_have_a_scope_and_can_be_revoked() {
    let server = shared();
    let company = server.role("company");
    let new = json!({"label": "reader", "scope": "read", "days": 1});
    let made = company.post("/api/me/credentials", &new).expect(201).json();
    let reader = server.anyone().bearer(made["token"].as_str().unwrap());
    reader.get(W).expect(200);
    reader.patch("/api/me", &json!({"lang": "ja"})).expect(403);
    let listed = company.get("/api/me/credentials").expect(200);
    assert!(!listed.text.contains(made["token"].as_str().unwrap()), "secrets are not listed");
    company.delete(&format!("/api/me/credentials/{}", made["id"].as_str().unwrap())).expect(204);
    reader.get(W).expect(401);
}

#[cfg(unix)]
#[test]
fn the_token_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(shared().dir.join("demo-tokens.json")).unwrap().permissions();
    assert_eq!(mode.mode() & 0o777, 0o600);
}
