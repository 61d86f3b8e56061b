//! One click into the demonstration, in any role.

use super::sign_in::{SignedIn, open_browser_session};
use crate::server::answer::Answer;
use crate::server::demo::{WORKSHOP, account_address};
use crate::server::problem::Problem;
use crate::server::service::Service;
use crate::store::Role;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whether this is a demonstration, and in which roles one may enter it.
#[derive(Debug, Serialize, ToSchema)]
pub struct DemoInfo {
    pub demo: bool,
    /// Empty where this is no demonstration.
    pub roles: Vec<RoleName>,
    pub workshop: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoleName {
    Organizer,
    Coordinator,
    Company,
    Academic,
}

impl From<Role> for RoleName {
    fn from(role: Role) -> RoleName {
        match role {
            Role::Organizer => RoleName::Organizer,
            Role::Coordinator => RoleName::Coordinator,
            Role::Company => RoleName::Company,
            Role::Academic => RoleName::Academic,
        }
    }
}

impl From<RoleName> for Role {
    fn from(role: RoleName) -> Role {
        match role {
            RoleName::Organizer => Role::Organizer,
            RoleName::Coordinator => Role::Coordinator,
            RoleName::Company => Role::Company,
            RoleName::Academic => Role::Academic,
        }
    }
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DemoSignIn {
    pub role: RoleName,
}

/// Whether this is a demonstration.
#[utoipa::path(tag = "sign-in", responses((status = 200, body = DemoInfo)))]
#[get("/api/demo")]
pub async fn demo_info(service: web::Data<Service>) -> Answer<DemoInfo> {
    let demo = service.settings.demo;
    Ok(web::Json(DemoInfo {
        demo,
        roles: if demo { Role::ALL.map(Into::into).to_vec() } else { Vec::new() },
        workshop: demo.then(|| WORKSHOP.to_owned()),
    }))
}

/// Enters the demonstration: sets the session cookie.
#[utoipa::path(
    tag = "sign-in",
    request_body = DemoSignIn,
    responses((status = 200, body = SignedIn))
)]
#[post("/api/demo/sign-in")]
pub async fn demo_sign_in(
    service: web::Data<Service>,
    request: HttpRequest,
    body: web::Json<DemoSignIn>,
) -> Result<HttpResponse, Problem> {
    if !service.settings.demo {
        return Err(Problem::not_found());
    }
    let address = account_address(body.role.into());
    let mut tx = service.store.write().await?;
    let account = tx.account_of(&address).await?.ok_or_else(Problem::not_found)?;
    open_browser_session(&service, &request, tx, &account).await
}
