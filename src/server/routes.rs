//! Every route with who may use it. What is not listed is refused; a test holds this table against
//! the OpenAPI document and walks it with every role.

use crate::store::Role;

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Everybody, signed in or not.
    Anyone,
    /// Everybody who is signed in.
    SignedIn,
    /// Those who are one of these in the workshop that the path names.
    Roles(&'static [Role]),
}

#[derive(Debug, Clone, Copy)]
pub struct Route {
    pub method: &'static str,
    pub path: &'static str,
    pub who: Who,
}

const ORGANIZER: Who = Who::Roles(&[Role::Organizer]);
const STAFF: Who = Who::Roles(&[Role::Organizer, Role::Coordinator]);
/// Those who seek partners, and the organizer who may act for them.
const PARTNERS: Who = Who::Roles(&[Role::Organizer, Role::Company, Role::Academic]);
const EVERY_ROLE: Who = Who::Roles(&Role::ALL);

const fn route(method: &'static str, path: &'static str, who: Who) -> Route {
    Route { method, path, who }
}

pub const ROUTES: &[Route] = &[
    route("GET", "/healthz", Who::Anyone),
    route("GET", "/readyz", Who::Anyone),
    // Says itself who may: this machine, or whoever has the token.
    route("GET", "/metrics", Who::Anyone),
    route("GET", "/api/openapi.json", Who::Anyone),
    route("GET", "/api/docs", Who::Anyone),
    route("GET", "/api/docs/{file}", Who::Anyone),
    route("GET", "/api/demo", Who::Anyone),
    route("POST", "/api/demo/sign-in", Who::Anyone),
    route("POST", "/api/sign-in/link", Who::Anyone),
    route("POST", "/api/sign-in/redeem", Who::Anyone),
    route("POST", "/api/sign-in/password", Who::Anyone),
    route("GET", "/", Who::Anyone),
    route("GET", "/w/{workshop}/{screen}", Who::Anyone),
    route("GET", "/assets/{file}", Who::Anyone),
    route("GET", "/worker.js", Who::Anyone),
    route("GET", "/favicon.ico", Who::Anyone),
    route("GET", "/sign-in/{secret}", Who::Anyone),
    route("POST", "/sign-in/{secret}", Who::Anyone),
    route("GET", "/unsubscribe/{secret}", Who::Anyone),
    route("POST", "/unsubscribe/{secret}", Who::Anyone),
    route("GET", "/calendar/{file}", Who::Anyone),
    route("GET", "/programme/{workshop}", Who::Anyone),
    route("GET", "/register/{workshop}", Who::Anyone),
    route("POST", "/register/{workshop}", Who::Anyone),
    route("GET", "/programme/{workshop}/calendar.ics", Who::Anyone),
    route("GET", "/programme/{workshop}/schedule.xml", Who::Anyone),
    route("GET", "/programme/{workshop}/schedule.json", Who::Anyone),
    route("GET", "/style.css", Who::Anyone),
    route("POST", "/api/sign-out", Who::SignedIn),
    route("GET", "/api/me", Who::SignedIn),
    route("PATCH", "/api/me", Who::SignedIn),
    route("GET", "/api/me/export", Who::SignedIn),
    route("GET", "/api/me/credentials", Who::SignedIn),
    route("POST", "/api/me/credentials", Who::SignedIn),
    route("DELETE", "/api/me/credentials/{id}", Who::SignedIn),
    route("GET", "/api/me/sign-in", Who::SignedIn),
    route("PUT", "/api/me/password", Who::SignedIn),
    route("DELETE", "/api/me/password", Who::SignedIn),
    route("POST", "/api/me/one-time", Who::SignedIn),
    route("PUT", "/api/me/one-time", Who::SignedIn),
    route("DELETE", "/api/me/one-time", Who::SignedIn),
    // Whoever is asked to come has no role there yet.
    route("GET", "/api/me/places", Who::SignedIn),
    route("POST", "/api/me/places/{workshop}/{person}", Who::SignedIn),
    route("GET", "/api/workshops", Who::SignedIn),
    // Administrators only, who have no role in a workshop that is not there yet.
    route("POST", "/api/workshops", Who::SignedIn),
    route("POST", "/api/new-workshop", Who::SignedIn),
    route("GET", "/api/schemes", Who::SignedIn),
    route("GET", "/api/concepts", Who::SignedIn),
    route("GET", "/api/workshops/{workshop}", EVERY_ROLE),
    route("GET", "/api/workshops/{workshop}/overview", ORGANIZER),
    route("PUT", "/api/workshops/{workshop}/phase", ORGANIZER),
    route("GET", "/api/workshops/{workshop}/export", ORGANIZER),
    route("GET", "/api/workshops/{workshop}/members", ORGANIZER),
    route("POST", "/api/workshops/{workshop}/members", ORGANIZER),
    route("DELETE", "/api/workshops/{workshop}/members/{account}/{role}", ORGANIZER),
    route("GET", "/api/workshops/{workshop}/registration-form", ORGANIZER),
    route("PUT", "/api/workshops/{workshop}/registration-form", ORGANIZER),
    route("GET", "/api/workshops/{workshop}/registrations", ORGANIZER),
    route("PUT", "/api/workshops/{workshop}/registrations/{registration}", ORGANIZER),
    route("GET", "/api/workshops/{workshop}/substitutes", EVERY_ROLE),
    route("POST", "/api/workshops/{workshop}/substitutes", EVERY_ROLE),
    route("DELETE", "/api/workshops/{workshop}/substitutes/{person}", EVERY_ROLE),
    route("POST", "/api/workshops/{workshop}/substitutes/{person}/let-in", ORGANIZER),
    route("GET", "/api/workshops/{workshop}/request-dates", EVERY_ROLE),
    route("PUT", "/api/workshops/{workshop}/request-dates", ORGANIZER),
    route("GET", "/api/workshops/{workshop}/venue", EVERY_ROLE),
    route("GET", "/api/workshops/{workshop}/setup", ORGANIZER),
    route("PUT", "/api/workshops/{workshop}/setup", ORGANIZER),
    route("GET", "/api/workshops/{workshop}/people", STAFF),
    route("GET", "/api/workshops/{workshop}/people/{person}", EVERY_ROLE),
    route("PATCH", "/api/workshops/{workshop}/people/{person}", EVERY_ROLE),
    route("DELETE", "/api/workshops/{workshop}/people/{person}", ORGANIZER),
    route("POST", "/api/workshops/{workshop}/people/import", ORGANIZER),
    route("POST", "/api/workshops/{workshop}/people/import/contents", ORGANIZER),
    route("GET", "/api/workshops/{workshop}/duplicates", ORGANIZER),
    route("POST", "/api/workshops/{workshop}/people/{person}/merge", ORGANIZER),
    route("POST", "/api/workshops/{workshop}/organisations/{organisation}/merge", ORGANIZER),
    route("GET", "/api/workshops/{workshop}/retention", ORGANIZER),
    route("PUT", "/api/workshops/{workshop}/retention", ORGANIZER),
    route("GET", "/api/workshops/{workshop}/profiles", EVERY_ROLE),
    route("GET", "/api/workshops/{workshop}/profiles/{profile}", EVERY_ROLE),
    route("PATCH", "/api/workshops/{workshop}/profiles/{profile}", PARTNERS),
    route("GET", "/api/workshops/{workshop}/profiles/{profile}/poster", EVERY_ROLE),
    route("PUT", "/api/workshops/{workshop}/profiles/{profile}/poster", PARTNERS),
    route("DELETE", "/api/workshops/{workshop}/profiles/{profile}/poster", PARTNERS),
    route("GET", "/api/workshops/{workshop}/profiles/{profile}/suggestions", PARTNERS),
    route("GET", "/api/workshops/{workshop}/profiles/{profile}/suggestions/facets", PARTNERS),
    route("POST", "/api/workshops/{workshop}/tags", EVERY_ROLE),
    route("GET", "/api/workshops/{workshop}/facets", EVERY_ROLE),
    route("GET", "/api/workshops/{workshop}/requests", PARTNERS),
    route("POST", "/api/workshops/{workshop}/requests", PARTNERS),
    route("GET", "/api/workshops/{workshop}/requests/{request}", PARTNERS),
    route("POST", "/api/workshops/{workshop}/requests/{request}/accept", PARTNERS),
    route("POST", "/api/workshops/{workshop}/requests/{request}/decline", PARTNERS),
    route("POST", "/api/workshops/{workshop}/requests/{request}/withdraw", PARTNERS),
    route("GET", "/api/workshops/{workshop}/requests/{request}/exchange", PARTNERS),
    route("POST", "/api/workshops/{workshop}/requests/{request}/messages", PARTNERS),
    route("PUT", "/api/workshops/{workshop}/requests/{request}/contact", PARTNERS),
    route("GET", "/api/workshops/{workshop}/talk-wishes", EVERY_ROLE),
    route("PUT", "/api/workshops/{workshop}/talk-wishes/{session}", EVERY_ROLE),
    route("DELETE", "/api/workshops/{workshop}/talk-wishes/{session}", EVERY_ROLE),
    route("GET", "/api/workshops/{workshop}/absences", EVERY_ROLE),
    route("POST", "/api/workshops/{workshop}/absences", EVERY_ROLE),
    route("DELETE", "/api/workshops/{workshop}/absences/{absence}", EVERY_ROLE),
    route("GET", "/api/workshops/{workshop}/avoided", PARTNERS),
    route("POST", "/api/workshops/{workshop}/avoided", PARTNERS),
    route("DELETE", "/api/workshops/{workshop}/avoided/{organisation}", PARTNERS),
    route("GET", "/api/workshops/{workshop}/stand-ins", PARTNERS),
    route("POST", "/api/workshops/{workshop}/stand-ins", PARTNERS),
    route("DELETE", "/api/workshops/{workshop}/stand-ins/{person}/{deputy}", PARTNERS),
    route("GET", "/api/workshops/{workshop}/consultations", EVERY_ROLE),
    route("POST", "/api/workshops/{workshop}/consultations", PARTNERS),
    route("DELETE", "/api/workshops/{workshop}/consultations/{consultation}", PARTNERS),
    route("GET", "/api/workshops/{workshop}/consortia", PARTNERS),
    route("POST", "/api/workshops/{workshop}/consortia/check", PARTNERS),
    route("GET", "/api/workshops/{workshop}/consortium-drafts", PARTNERS),
    route("POST", "/api/workshops/{workshop}/consortium-drafts", PARTNERS),
    route("GET", "/api/workshops/{workshop}/consortium-drafts/{draft}", PARTNERS),
    route("PUT", "/api/workshops/{workshop}/consortium-drafts/{draft}", PARTNERS),
    route("DELETE", "/api/workshops/{workshop}/consortium-drafts/{draft}", PARTNERS),
    route("POST", "/api/workshops/{workshop}/consortium-drafts/{draft}/invitations", PARTNERS),
    route("POST", "/api/workshops/{workshop}/consortium-drafts/{draft}/answer", PARTNERS),
    route("GET", "/api/workshops/{workshop}/plans", ORGANIZER),
    route("POST", "/api/workshops/{workshop}/plans", ORGANIZER),
    route("GET", "/api/workshops/{workshop}/plans/{version}", ORGANIZER),
    route("GET", "/api/workshops/{workshop}/plans/{version}/changes", ORGANIZER),
    route("GET", "/api/workshops/{workshop}/plans/{version}/unplaced", ORGANIZER),
    route("GET", "/api/workshops/{workshop}/plans/{version}/reason", ORGANIZER),
    route("GET", "/api/workshops/{workshop}/plans/{version}/places", ORGANIZER),
    route("GET", "/api/workshops/{workshop}/plans/{version}/notices", ORGANIZER),
    route("GET", "/api/workshops/{workshop}/plans/{version}/results", ORGANIZER),
    route("POST", "/api/workshops/{workshop}/plans/{version}/repairs", ORGANIZER),
    route("POST", "/api/workshops/{workshop}/plans/{version}/judge", ORGANIZER),
    route("POST", "/api/workshops/{workshop}/plans/{version}/publish", ORGANIZER),
    route("GET", "/api/workshops/{workshop}/plans/{version}/proposals", ORGANIZER),
    route("POST", "/api/workshops/{workshop}/plans/{version}/proposals", ORGANIZER),
    route("GET", "/api/workshops/{workshop}/proposals", EVERY_ROLE),
    route("PUT", "/api/workshops/{workshop}/proposals/{version}", EVERY_ROLE),
    route("GET", "/api/workshops/{workshop}/outcomes", PARTNERS),
    route("PUT", "/api/workshops/{workshop}/outcomes/{first}/{second}", PARTNERS),
    route("GET", "/api/workshops/{workshop}/survey", EVERY_ROLE),
    route("PUT", "/api/workshops/{workshop}/survey", EVERY_ROLE),
    route("GET", "/api/workshops/{workshop}/survey/results", ORGANIZER),
    route("GET", "/api/workshops/{workshop}/publications", ORGANIZER),
    route("GET", "/api/workshops/{workshop}/jobs", ORGANIZER),
    route("POST", "/api/workshops/{workshop}/jobs", ORGANIZER),
    route("POST", "/api/workshops/{workshop}/what-if", ORGANIZER),
    route("POST", "/api/workshops/{workshop}/fairness", ORGANIZER),
    route("GET", "/api/workshops/{workshop}/exposure", ORGANIZER),
    route("GET", "/api/workshops/{workshop}/jobs/{job}", ORGANIZER),
    route("POST", "/api/workshops/{workshop}/jobs/{job}/cancel", ORGANIZER),
    route("POST", "/api/workshops/{workshop}/jobs/{job}/versions", ORGANIZER),
    route("GET", "/api/workshops/{workshop}/jobs/{job}/events", ORGANIZER),
    route("GET", "/api/workshops/{workshop}/my-day", EVERY_ROLE),
    route("GET", "/api/workshops/{workshop}/days", ORGANIZER),
    route("GET", "/api/workshops/{workshop}/desks", STAFF),
    route("PUT", "/api/workshops/{workshop}/desks/{desk}/delay", STAFF),
    route("PUT", "/api/workshops/{workshop}/consultations/{consultation}/note", STAFF),
    route("GET", "/api/workshops/{workshop}/reception", STAFF),
    route("POST", "/api/workshops/{workshop}/reception", STAFF),
    route("GET", "/api/workshops/{workshop}/reception/away", STAFF),
    route("PUT", "/api/workshops/{workshop}/reception/{person}", STAFF),
    route("GET", "/api/workshops/{workshop}/calendar-feeds", EVERY_ROLE),
    route("POST", "/api/workshops/{workshop}/calendar-feeds", EVERY_ROLE),
    route("DELETE", "/api/workshops/{workshop}/calendar-feeds/{feed}", EVERY_ROLE),
    route("GET", "/api/workshops/{workshop}/outbox", ORGANIZER),
    route("PATCH", "/api/workshops/{workshop}/outbox/{mail}", ORGANIZER),
    route("POST", "/api/workshops/{workshop}/outbox", ORGANIZER),
    route("GET", "/api/workshops/{workshop}/bookings", ORGANIZER),
    route("POST", "/api/workshops/{workshop}/bookings", ORGANIZER),
    route("POST", "/api/workshops/{workshop}/bookings/settle", ORGANIZER),
    route("POST", "/api/workshops/{workshop}/bookings/release", ORGANIZER),
    route("GET", "/api/workshops/{workshop}/history", ORGANIZER),
    route("POST", "/api/workshops/{workshop}/history/{entry}/undo", ORGANIZER),
];

/// What those may do who are to set up one-time codes first, and have not: see that they are to, and
/// set them up.
pub const BEFORE_ONE_TIME: &[(&str, &str)] = &[
    ("GET", "/api/me"),
    ("GET", "/api/me/sign-in"),
    ("POST", "/api/me/one-time"),
    ("PUT", "/api/me/one-time"),
    ("POST", "/api/sign-out"),
];

/// Edits that name no version, each with the reason why.
pub const UNVERSIONED: &[(&str, &str)] = &[
    (
        "/api/me/password",
        "a password is never given out, so there is no version that could be read",
    ),
    ("/api/me/one-time", "it confirms what this browser has begun; the code itself holds once"),
];

/// Whether a route is an edit of something that has versions.
pub fn is_versioned(method: &str, path: &str) -> bool {
    matches!(method, "PUT" | "PATCH") && UNVERSIONED.iter().all(|(known, _)| *known != path)
}

/// The route of a method and a pattern as the router knows it.
pub fn find(method: &str, pattern: &str) -> Option<&'static Route> {
    ROUTES.iter().find(|r| r.method == method && r.path == pattern)
}
