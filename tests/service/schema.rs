//! Answers as the document describes them: a small reader of the JSON Schema that the document uses.

use super::harness::{W, shared};
use enishi::server::document;
use serde_json::Value;

/// What does not fit, with its place.
pub fn faults(value: &Value, schema: &Value, api: &Value, place: &str) -> Vec<String> {
    let wrong = |what: String| vec![format!("{place}: {what}")];
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap();
        return faults(value, &api["components"]["schemas"][name], api, place);
    }
    if let Some(all) = schema["allOf"].as_array() {
        return all.iter().flat_map(|one| faults(value, one, api, place)).collect();
    }
    if let Some(some) = schema["oneOf"].as_array().or(schema["anyOf"].as_array()) {
        let tried: Vec<_> = some.iter().map(|one| faults(value, one, api, place)).collect();
        return match tried.iter().any(Vec::is_empty) {
            true => Vec::new(),
            false => tried.into_iter().flatten().collect(),
        };
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(n) if n.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let fits = |one: &str| one == kind || (one == "number" && kind == "integer");
    let typed = match &schema["type"] {
        Value::String(one) => fits(one),
        Value::Array(some) => some.iter().filter_map(Value::as_str).any(fits),
        _ => true,
    };
    if !typed {
        return wrong(format!("{kind} instead of {}", schema["type"]));
    }
    if let Some(allowed) = schema["enum"].as_array()
        && !allowed.contains(value)
    {
        return wrong(format!("{value} is none of {allowed:?}"));
    }
    let mut found = Vec::new();
    if let Value::Object(object) = value {
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !object.contains_key(name) {
                found.push(format!("{place}: {name} is missing"));
            }
        }
        for (name, part) in object {
            let place = format!("{place}.{name}");
            match schema["properties"].get(name).or(schema.get("additionalProperties")) {
                Some(schema) if schema.is_object() => {
                    found.extend(faults(part, schema, api, &place));
                }
                _ => {}
            }
        }
    }
    if let Value::Array(list) = value {
        for (i, part) in list.iter().enumerate().take(50) {
            found.extend(faults(part, &schema["items"], api, &format!("{place}[{i}]")));
        }
    }
    found
}

pub fn api() -> Value {
    serde_json::from_str(&document().to_json().unwrap()).unwrap()
}

/// The schema of an answer, where the document gives one for JSON.
pub fn of_answer(operation: &Value, status: u16) -> Option<&Value> {
    let answer = &operation["responses"][status.to_string()]["content"];
    let kind = if status >= 400 { "application/problem+json" } else { "application/json" };
    Some(&answer[kind]["schema"]).filter(|schema| schema.is_object())
}

#[test]
fn every_get_answers_in_the_shape_that_the_document_gives() {
    let server = shared().planned();
    let api = api();
    let (mut seen, mut wrong) = (0, Vec::new());
    let job = server.organizer().get(&format!("{W}/jobs")).expect(200).json()[0]["id"].clone();
    let request = server.organizer().get(&format!("{W}/requests?limit=1")).expect(200).json();
    let request = request["items"][0]["id"].clone();
    for role in ["organizer", "coordinator", "company", "academic"] {
        let client = server.role(role);
        let me = client.get(W).expect(200).json();
        let profile = me["profiles"][0].as_str().unwrap_or("t01").to_owned();
        for (path, item) in api["paths"].as_object().unwrap() {
            let operation = &item["get"];
            if operation.is_null() || path.ends_with("/events") {
                continue;
            }
            let mut filled = path
                .replace("{workshop}", "aimgain-2022")
                .replace("{version}", "1")
                .replace("{job}", job.as_str().unwrap())
                .replace("{request}", request.as_str().unwrap())
                .replace("{profile}", &profile)
                .replace("{person}", me["person"].as_str().unwrap_or("p001"));
            if path.ends_with("/changes") {
                filled.push_str("?from=2");
            } else if path.ends_with("/consortia") {
                filled.push_str("?scheme=aimgain-2022&groups=1&most_members=3");
            } else if role == "organizer" && path.ends_with("/my-day") {
                filled.push_str("?person=p001");
            }
            let answer = client.get(&filled);
            let Some(schema) = of_answer(operation, answer.status) else { continue };
            if filled.contains("export") && answer.status == 200 {
                continue;
            }
            seen += usize::from(answer.status == 200);
            wrong.extend(faults(&answer.json(), schema, &api, &format!("{role} {filled}")));
        }
    }
    wrong.truncate(20);
    assert_eq!(wrong, [] as [String; 0]);
    assert!(seen > 60, "only {seen} answers were looked at");
}
