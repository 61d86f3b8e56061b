//! Who may do what: the table of routes is the document's, and every route is walked with every
//! role in one's own workshop and in another.

use super::harness::{Server, W, shared, wait_for};
use enishi::exchange::example;
use enishi::server::{ROUTES, Route, Who, document, operations};
use enishi::store::{Moment, Phase, RequestState, Role};
use std::collections::BTreeSet;

#[test]
fn the_table_of_routes_is_that_of_the_document() {
    let mut api = document();
    let mut documented = BTreeSet::new();
    for (path, item) in &mut api.paths.paths {
        for (method, _) in operations(item) {
            documented.insert((method.to_owned(), path.clone()));
        }
    }
    let table: BTreeSet<_> =
        ROUTES.iter().map(|r| (r.method.to_owned(), r.path.to_owned())).collect();
    assert_eq!(documented, table);
    assert_eq!(table.len(), ROUTES.len(), "a route is listed twice");
}

#[test]
fn the_document_is_openapi_3_1_and_every_reference_leads_somewhere() {
    let api: serde_json::Value = serde_json::from_str(&document().to_json().unwrap()).unwrap();
    assert!(api["openapi"].as_str().unwrap().starts_with("3.1"));
    let text = api.to_string();
    // Clients are generated from it: each operation has a name of its own.
    let paths = api["paths"].as_object().unwrap();
    let operations = paths.values().flat_map(|path| path.as_object().unwrap().values());
    let names: Vec<_> = operations.filter_map(|one| one["operationId"].as_str()).collect();
    let once: BTreeSet<_> = names.iter().collect();
    assert_eq!(once.len(), names.len(), "two operations of one name: {names:?}");
    let mut references = BTreeSet::new();
    for part in text.split("\"#/components/schemas/").skip(1) {
        references.insert(part.split('"').next().unwrap().to_owned());
    }
    assert!(references.len() > 40);
    for name in references {
        assert!(api["components"]["schemas"].get(&name).is_some(), "no schema {name}");
    }
    // What is closed cannot be a part of something that says more.
    for (name, schema) in api["components"]["schemas"].as_object().unwrap() {
        for part in schema["allOf"].as_array().into_iter().flatten() {
            let of = part["$ref"].as_str().map_or("", |path| path.rsplit('/').next().unwrap());
            let closed = &api["components"]["schemas"][of]["additionalProperties"];
            assert_ne!(*closed, serde_json::json!(false), "{name} holds {of} and more");
        }
    }
}

/// The path with something in every place: what is there in this workshop, or nothing.
fn filled(route: &Route, workshop: &str) -> String {
    route
        .path
        .replace("{workshop}", workshop)
        .replace("{session}", "I-1-1")
        .replace("{version}", "1")
        .split('/')
        .map(|part| if part.starts_with('{') { "nothing-of-that-name" } else { part })
        .collect::<Vec<_>>()
        .join("/")
}

/// A workshop in which nobody has a role.
fn add_other_workshop(server: &Server) {
    wait_for(async {
        let mut other = example();
        other.id = "other".into();
        let mut tx = server.service.store.write().await.unwrap();
        let (now, end) = (Moment(0), Moment(i64::MAX));
        tx.add_workshop(&other, Phase::Requests, now, end, |_| RequestState::Sent).await.unwrap();
        tx.commit().await.unwrap();
    });
}

#[test]
fn every_route_with_every_role_in_two_workshops() {
    let server = Server::start(None);
    server.planned();
    add_other_workshop(&server);
    for route in ROUTES.iter().filter(|r| !r.path.ends_with("/sign-out")) {
        let (own, other) = (filled(route, "aimgain-2022"), filled(route, "other"));
        let missing = filled(route, "missing");
        let body = (route.method != "GET" && route.method != "DELETE").then_some("{}");
        let nobody = server.anyone().send(route.method, &own, body);
        let guarded = route.who != Who::Anyone;
        assert_eq!(nobody.status == 401, guarded, "{} {own}: {}", route.method, nobody.text);
        for role in Role::ALL {
            let client = server.role(role.code());
            let here = client.send(route.method, &own, body);
            let what = format!("{} {own} as {}", route.method, role.code());
            assert!(here.status < 500, "{what}: {} {}", here.status, here.text);
            if let Who::Roles(roles) = route.who {
                if !roles.contains(&role) {
                    assert_eq!(here.status, 403, "{what}: {}", here.text);
                }
                let there = client.send(route.method, &other, body);
                let nowhere = client.send(route.method, &missing, body);
                assert_eq!(there.status, 404, "{what} elsewhere: {}", there.text);
                assert_eq!(there.text, nowhere.text, "{what}: told apart from what is not there");
                // Each answer has a date and an id of its own.
                let names: fn(&(String, String)) -> bool =
                    |(name, _)| name != "date" && name != "x-request-id";
                let left: BTreeSet<_> = there.headers.into_iter().filter(names).collect();
                let right: BTreeSet<_> = nowhere.headers.into_iter().filter(names).collect();
                assert_eq!(left, right, "{what}");
            }
        }
    }
}

#[test]
fn what_is_not_listed_is_not_there() {
    for path in ["/api", "/api/workshops/aimgain-2022/secret", "/admin", "/../etc/passwd"] {
        let answer = shared().organizer().get(path).expect(404);
        assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{path}");
    }
}

#[test]
fn a_participant_acts_for_nobody_else_and_sees_no_solve() {
    let server = shared();
    let academic = server.role("academic");
    let other = server.role("company").get(W).expect(200).json();
    let other = other["person"].as_str().unwrap();
    academic.get(&format!("{W}/my-day?person={other}")).expect(404);
    academic.get(&format!("{W}/requests?person={other}")).expect(404);
    academic.get(&format!("{W}/absences?person={other}")).expect(404);
    academic.get(&format!("{W}/plans")).expect(403);
    academic.get(&format!("{W}/jobs")).expect(403);
    let profile = server.role("company").get(W).expect(200).json()["profiles"][0].clone();
    let profile = profile.as_str().unwrap();
    academic.get(&format!("{W}/profiles/{profile}/suggestions")).expect(403);
    academic
        .with("If-Match", "\"1\"")
        .patch(&format!("{W}/profiles/{profile}"), &serde_json::json!({"title": "x"}))
        .expect(403);
}

#[test]
fn every_answer_has_the_security_headers() {
    let server = shared();
    let answers = [
        server.anyone().get("/healthz"),
        server.anyone().get("/api/me"),
        server.organizer().get(&format!("{W}/overview")),
        server.anyone().get("/api/docs"),
        server.anyone().get("/nowhere"),
    ];
    for answer in answers {
        for name in ["content-security-policy", "x-content-type-options", "referrer-policy"] {
            assert!(answer.header(name).is_some(), "{name} is missing: {answer:?}");
        }
        assert!(!answer.header("content-security-policy").unwrap().contains("unsafe"));
    }
    let private = server.organizer().get(&format!("{W}/overview"));
    assert_eq!(private.header("cache-control"), Some("no-store"));
}
