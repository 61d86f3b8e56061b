//! The OpenAPI document: what is common to all operations is said here, once.

use super::problem::{FaultOfFile, ProblemBody};
use super::routes::{Route, Who, is_versioned};
use utoipa::PartialSchema;
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::schema::Type;
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{
    ComponentsBuilder, Content, ContentBuilder, HeaderBuilder, InfoBuilder, LicenseBuilder,
    ObjectBuilder, OpenApi, Ref, RefOr, Required, ResponseBuilder,
};

const ABOUT: &str = "\
Profiles in, consortia and a timetable out, each with a reason and a proof.\n\n\
**Signing in.** Scripts send an access token as `Authorization: Bearer …` (a demonstration writes one \
for each role to `demo-tokens.json`). Browsers sign in by `POST /api/demo/sign-in` (demonstration) or \
`POST /api/sign-in/link` and `/api/sign-in/redeem`, which set a cookie; with everything that changes \
something they send the `csrf_token` of `GET /api/me` as `X-CSRF-Token`.\n\n\
**Errors** are `application/problem+json` with a stable `type`. What belongs to a workshop in which \
the caller has no role answers like what does not exist.\n\n\
**Edits** (PUT, PATCH) name by `If-Match` the version that was read: the ETag of a GET of the same \
address, or the `etag` of the entry of a list. Where somebody else was faster, the answer is 412, \
`/problems/changed`, with the ETag of what is there now, and nothing is overwritten.";

/// Completes the document that the handlers gave: errors, security, roles.
pub fn finish(mut api: OpenApi) -> OpenApi {
    api.info = InfoBuilder::new()
        .title("Enishi")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(ABOUT))
        .license(Some(LicenseBuilder::new().name("MIT OR Apache-2.0").build()))
        .build();
    let mut components = ComponentsBuilder::from(api.components.take().unwrap_or_default());
    components = components
        .schema("ProblemBody", ProblemBody::schema())
        .schema("FaultOfFile", FaultOfFile::schema())
        .security_scheme(
            "token",
            SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build()),
        )
        .security_scheme(
            "session",
            SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(super::guard::COOKIE))),
        );
    api.components = Some(components.build());
    for (path, item) in &mut api.paths.paths {
        for (method, operation) in operations(item) {
            let Some(route) = super::routes::find(method, path) else { continue };
            complete(operation, route);
        }
    }
    api
}

/// The operations of a path with their methods.
pub fn operations(item: &mut PathItem) -> Vec<(&'static str, &mut Operation)> {
    [
        ("GET", item.get.as_mut()),
        ("POST", item.post.as_mut()),
        ("PUT", item.put.as_mut()),
        ("PATCH", item.patch.as_mut()),
        ("DELETE", item.delete.as_mut()),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation?)))
    .collect()
}

/// An edit says which version it changes; where it may make what is not there, it may say that.
fn name_version(operation: &mut Operation) {
    let parameters = operation.parameters.get_or_insert_with(Vec::new);
    let may_make = parameters.iter().any(|one| match one {
        RefOr::T(one) => one.name == "If-None-Match",
        RefOr::Ref(_) => false,
    });
    let tag = ParameterBuilder::new()
        .name("If-Match")
        .parameter_in(ParameterIn::Header)
        .required(if may_make { Required::False } else { Required::True })
        .description(Some(
            "the ETag, or the `etag`, of what was read; `*` writes over whatever there is",
        ))
        .schema(Some(text()))
        .build();
    parameters.push(RefOr::T(tag));
    let changed = ResponseBuilder::new()
        .description("changed by somebody else; the ETag is that of what is there")
        .header("ETag", HeaderBuilder::new().schema(Some(text())).build())
        .content("application/problem+json", problem())
        .build();
    operation.responses.responses.insert("412".to_owned(), RefOr::T(changed));
}

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

/// What a problem looks like.
fn problem() -> Content {
    ContentBuilder::new().schema(Some(Ref::from_schema_name("ProblemBody"))).build()
}

fn reads_json(operation: &Operation) -> bool {
    match operation.responses.responses.get("200") {
        Some(RefOr::T(response)) => response.content.contains_key("application/json"),
        _ => false,
    }
}

fn complete(operation: &mut Operation, Route { method, path, who }: &Route) {
    let (method, who) = (*method, *who);
    let mut statuses = vec![
        ("400", "the request cannot be understood"),
        ("404", "there is nothing here, or not for the caller"),
        ("429", "too many requests; Retry-After says how long to wait"),
        ("500", "a fault of enishi"),
        ("503", "busy; try again"),
    ];
    if who != Who::Anyone {
        statuses.push(("401", "not signed in"));
        statuses.push(("403", "not allowed"));
        operation.security = Some(vec![
            SecurityRequirement::new("token", Vec::<String>::new()),
            SecurityRequirement::new("session", Vec::<String>::new()),
        ]);
    } else {
        operation.security = Some(Vec::new());
    }
    if method == "GET" && reads_json(operation) {
        let response = ResponseBuilder::new()
            .description("not changed: the client has it, as its If-None-Match says")
            .build();
        operation.responses.responses.entry("304".to_owned()).or_insert(RefOr::T(response));
    }
    if method != "GET" {
        statuses.push(("409", "taken, there already, or over a limit"));
        statuses.push(("412", "changed by somebody else"));
        statuses.push(("422", "the idempotency key was used for another request"));
    }
    if is_versioned(method, path) {
        statuses.push(("428", "If-Match is missing"));
        name_version(operation);
    }
    // What makes something is done once for each key.
    if method == "POST" && operation.responses.responses.contains_key("201") {
        let key = ParameterBuilder::new()
            .name("Idempotency-Key")
            .parameter_in(ParameterIn::Header)
            .required(Required::False)
            .description(Some("repeats within a day get the first answer"))
            .schema(Some(text().min_length(Some(1)).max_length(Some(super::answer::MAX_KEY))))
            .build();
        operation.parameters.get_or_insert_with(Vec::new).push(RefOr::T(key));
    }
    if operation.request_body.is_some() {
        statuses.push(("413", "the body is too large"));
        statuses.push(("415", "the body is not JSON"));
    }
    for (status, what) in statuses {
        let response = ResponseBuilder::new()
            .description(what)
            .content("application/problem+json", problem())
            .build();
        operation.responses.responses.entry(status.to_owned()).or_insert(RefOr::T(response));
    }
    // Before anything is read, so that it says nothing.
    let too_long = ResponseBuilder::new().description("the address or the headers are too long");
    operation.responses.responses.insert("431".to_owned(), RefOr::T(too_long.build()));
    let roles = match who {
        Who::Anyone => vec!["anyone"],
        Who::SignedIn => vec!["signed-in"],
        Who::Roles(roles) => roles.iter().map(|role| role.code()).collect(),
    };
    operation.extensions = Some(ExtensionsBuilder::new().add("x-roles", roles).build());
}
