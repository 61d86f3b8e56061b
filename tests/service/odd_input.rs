//! Every operation with odd input: the answer is one that the document names, and never a fault of
//! the service.

use super::harness::Server;
use enishi::server::document;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

const ROLES: [&str; 4] = ["organizer", "company", "academic", "coordinator"];

/// Texts that programs stumble over.
fn odd_text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("I-1-1".to_owned()),
        Just("aimgain-2022".to_owned()),
        Just("\u{0}".to_owned()),
        Just("が\u{3099}👩‍🔬\u{202e}\u{feff}".to_owned()),
        Just("'; DROP TABLE workshop; --".to_owned()),
        Just("../../etc/passwd".to_owned()),
        Just("x".repeat(100_000)),
        any::<i64>().prop_map(|n| n.to_string()),
        "\\PC{0,40}",
    ]
}

fn odd_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        Just(json!(1e308)),
        Just(json!(-1)),
        odd_text().prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| prop::collection::vec(inner, 0..3).prop_map(Value::from))
}

/// The schema that a reference names.
fn resolved<'a>(schema: &'a Value, api: &'a Value) -> &'a Value {
    match schema["$ref"].as_str().and_then(|r| r.rsplit('/').next()) {
        Some(name) => &api["components"]["schemas"][name],
        None => schema,
    }
}

/// A body with the schema's own names, and odd values for some of them.
fn body(schema: &Value, api: &Value, odd: &[Value]) -> String {
    let schema = resolved(schema, api);
    let mut object = serde_json::Map::new();
    if let Some(properties) = schema["properties"].as_object() {
        for (i, name) in properties.keys().enumerate() {
            object.insert(name.clone(), odd[i % odd.len()].clone());
        }
    }
    Value::Object(object).to_string()
}

fn encoded(text: &str) -> String {
    let bytes = text.bytes().take(2000);
    bytes
        .map(|b| match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' => (b as char).to_string(),
            _ => format!("%{b:02X}"),
        })
        .collect()
}

#[test]
fn every_operation_answers_odd_input_as_documented() {
    let server = Server::start(None);
    server.planned();
    let api: Value = serde_json::from_str(&document().to_json().unwrap()).unwrap();
    let mut runner = TestRunner::new(Config { cases: 6, ..Config::default() });
    for (path, item) in api["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            // Ending this session, or asking for a stream, is tried elsewhere.
            if path.ends_with("/sign-out") || path.ends_with("/events") {
                continue;
            }
            let input = (
                prop::collection::vec(odd_text(), 4),
                prop::collection::vec(odd_value(), 5),
                0..ROLES.len(),
                any::<bool>(),
                any::<bool>(),
            );
            let outcome = runner.run(&input, |(texts, values, role, inside, known)| {
                let mut filled = path.clone();
                let mut query = Vec::new();
                let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
                let mut client = server.role(ROLES[role]);
                for (i, parameter) in parameters.iter().enumerate() {
                    let name = parameter["name"].as_str().unwrap();
                    let text = encoded(&texts[i % texts.len()]);
                    match parameter["in"].as_str().unwrap() {
                        "path" => {
                            let value = match name {
                                "workshop" if inside => "aimgain-2022".to_owned(),
                                "version" if known => "1".to_owned(),
                                _ if text.is_empty() => "x".to_owned(),
                                _ => text,
                            };
                            filled = filled.replace(&format!("{{{name}}}"), &value);
                        }
                        "query" if known => query.push(format!("{name}={text}")),
                        // What gets past it is looked at more closely.
                        "header" if name == "If-Match" && inside => client = client.over(),
                        "header" => client = client.with(name, &text),
                        _ => {}
                    }
                }
                if !query.is_empty() {
                    filled = format!("{filled}?{}", query.join("&"));
                }
                let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
                let text = match schema.is_null() {
                    true => None,
                    false if known => Some(body(schema, &api, &values)),
                    false => Some(values[0].to_string()),
                };
                let answer = client.send(&method.to_uppercase(), &filled, text.as_deref());
                let documented = operation["responses"].get(answer.status.to_string()).is_some();
                prop_assert!(
                    documented && answer.status < 500,
                    "{method} {filled} {text:?}: {} {}",
                    answer.status,
                    answer.text
                );
                if let Some(schema) = super::schema::of_answer(operation, answer.status)
                    && answer.header("content-type").is_some_and(|kind| kind.contains("json"))
                {
                    let wrong = super::schema::faults(&answer.json(), schema, &api, &filled);
                    prop_assert!(wrong.is_empty(), "{wrong:?}");
                }
                if answer.status >= 400 {
                    let kind = answer.header("content-type");
                    prop_assert_eq!(kind, Some("application/problem+json"), "{}", filled);
                }
                Ok(())
            });
            if let Err(error) = outcome {
                panic!("{method} {path}: {error}");
            }
        }
    }
    server.anyone().get("/readyz").expect(200);
}

#[test]
fn a_body_that_is_cut_or_too_large_is_refused() {
    let server = super::harness::shared();
    let academic = server.role("academic");
    let path = format!("{}/tags", super::harness::W);
    academic.send("POST", &path, Some("{\"text\": \"cut")).expect(400);
    academic.send("POST", &path, Some("[1, 2")).expect(400);
    academic.send("POST", &path, Some("{\"text\": 1, \"text\": 2}")).expect(400);
    let large = format!("{{\"text\": \"{}\"}}", "x".repeat(2 << 20));
    academic.send("POST", &path, Some(&large)).expect(413);
    academic.send("POST", &path, None).expect(415);
}
