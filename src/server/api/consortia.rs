//! Candidate consortia and drafts, with the verdicts of the funding schemes.

use crate::app::{CheckRequest, Clock, ConsortiaRequest, Ground, check_consortium, find_scheme};
use crate::domain::{
    Consortium, ConsortiumId, FiscalYear, Member, OrganisationId, ProfileId, Resource,
    ResourceKind, Role, SchemeId, Text, Yen,
};
use crate::programmes::{Scheme, SchemeStatus, schemes};
use crate::server::answer::Answer;
use crate::server::picture::Picture;
use crate::server::problem::Problem;
use crate::server::service::Service;
use crate::server::wire::{
    AssessmentView, CheckedConsortium, ConsortiaView, ConsortiumDraft, SchemeFillers, SchemeView,
};
use actix_web::{get, post, web};
use chrono::NaiveDate;
use serde::Deserialize;
use std::cmp::Reverse;
use utoipa::IntoParams;

/// Most groups listed, and most members of one.
const MAX_GROUPS: usize = 20;
const MAX_MEMBERS: usize = 7;
/// Members that two listed groups may share, where groups are larger than that.
const MOST_SHARED: usize = 2;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AsOf {
    /// The day as of which schemes are asked; today where left out.
    #[param(value_type = Option<String>, format = Date)]
    as_of: Option<NaiveDate>,
}

/// What one can apply to comes first, then what is to open, then what closed last.
fn by_use(scheme: &Scheme, day: NaiveDate) -> (u8, Reverse<Option<NaiveDate>>) {
    let rank = match scheme.status(day) {
        SchemeStatus::Open => 0,
        SchemeStatus::NotYet => 1,
        SchemeStatus::Closed => 2,
        SchemeStatus::Unknown => 3,
    };
    (rank, Reverse(scheme.closes.not_after))
}

/// The funding schemes, and whether one can apply on a day; the most useful first.
#[utoipa::path(
    tag = "consortia",
    params(AsOf),
    responses((status = 200, body = Vec<SchemeView>))
)]
#[get("/api/schemes")]
pub async fn list_schemes(query: web::Query<AsOf>) -> Answer<Vec<SchemeView>> {
    let day = query.as_of.unwrap_or_else(Clock::today);
    let mut list: Vec<&Scheme> = schemes().iter().collect();
    list.sort_by_key(|scheme| by_use(scheme, day));
    Ok(web::Json(list.into_iter().map(|scheme| SchemeView::of(scheme, day)).collect()))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ConsortiaQuery {
    /// The scheme whose quotas are asked for.
    #[param(example = "aimgain-2025-5th-academia")]
    scheme: String,
    /// Only what is needed at the start, instead of what is needed in the end.
    #[serde(default)]
    at_start: bool,
    /// Profiles that every group holds, separated by commas.
    with: Option<String>,
    /// 2 to 7.
    #[param(minimum = 2, maximum = 7, default = 5)]
    most_members: Option<usize>,
    /// 1 to 20.
    #[param(minimum = 1, maximum = 20, default = 5)]
    groups: Option<usize>,
    /// At most so many groups of one disease area, 1 to 20; any number where left out.
    #[param(minimum = 1, maximum = 20)]
    each_area: Option<usize>,
    /// The day as of which schemes are asked; today where left out.
    #[param(value_type = Option<String>, format = Date)]
    as_of: Option<NaiveDate>,
}

/// The best groups under a scheme's quotas, any two of which share at most two members (and
/// never all), each with every scheme's verdicts and who would fill what is missing. They are exact, or it is
/// said how much better an unseen group could be.
#[utoipa::path(
    tag = "consortia",
    params(("workshop" = String, Path), ConsortiaQuery),
    responses((status = 200, body = ConsortiaView))
)]
#[get("/api/workshops/{workshop}/consortia")]
pub async fn find_consortia(
    service: web::Data<Service>,
    workshop: web::Path<String>,
    query: web::Query<ConsortiaQuery>,
) -> Answer<ConsortiaView> {
    let picture = service.picture(&workshop).await?;
    let query = query.into_inner();
    let (members, groups) = (query.most_members.unwrap_or(5), query.groups.unwrap_or(5));
    if !(2..=MAX_MEMBERS).contains(&members) || !(1..=MAX_GROUPS).contains(&groups) {
        return Err(Problem::bad(format!(
            "most_members is {members}, expected 2 to {MAX_MEMBERS}; \
             groups is {groups}, expected 1 to {MAX_GROUPS}"
        )));
    }
    if let Some(each) = query.each_area.filter(|each| !(1..=MAX_GROUPS).contains(each)) {
        return Err(Problem::bad(format!("each_area is {each}, expected 1 to {MAX_GROUPS}")));
    }
    let found = web::block(move || -> Result<_, Problem> {
        let scheme = find_scheme(&SchemeId::new(&query.scheme))?;
        let with = query.with.unwrap_or_default();
        let with = with.split(',').map(str::trim).filter(|id| !id.is_empty());
        let found = picture.ground()?.consortia(&ConsortiaRequest {
            scheme,
            at_start: query.at_start,
            with: with.map(ProfileId::new).collect(),
            most_members: members,
            groups,
            most_shared: Some(MOST_SHARED.min(Ground::least_members(scheme, query.at_start) - 1)),
            each_area: query.each_area,
            each_in: None,
            as_of: vec![query.as_of.unwrap_or_else(Clock::today)],
        })?;
        Ok(ConsortiaView {
            asked: (&found.asked).into(),
            exact: found.exact,
            unseen: found.unseen.map(|points| points.0),
            steps: found.steps,
            found: found.found.iter().map(|c| picture.consortium(c, scheme.id.as_str())).collect(),
        })
    })
    .await??;
    Ok(web::Json(found))
}

fn role(name: &str) -> Result<Role, Problem> {
    Role::ALL.into_iter().find(|role| role.name() == name).ok_or_else(|| {
        let names: Vec<&str> = Role::ALL.iter().map(|role| role.name()).collect();
        Problem::bad(format!("unknown role {name:?}; expected one of {}", names.join(", ")))
    })
}

fn resource_kind(name: &str) -> Result<ResourceKind, Problem> {
    ResourceKind::ALL.into_iter().find(|kind| kind.name() == name).ok_or_else(|| {
        let names: Vec<&str> = ResourceKind::ALL.iter().map(|kind| kind.name()).collect();
        Problem::bad(format!("unknown kind {name:?}; expected one of {}", names.join(", ")))
    })
}

/// The draft as the schemes read it.
pub fn drafted(picture: &Picture, draft: &ConsortiumDraft) -> Result<Consortium, Problem> {
    let mut members = Vec::new();
    for member in &draft.members {
        let id = OrganisationId::new(&member.organisation);
        let organisation = picture.organisation(&id).ok_or_else(|| {
            Problem::bad(format!("there is no organisation {:?}", member.organisation))
        })?;
        let roles = member.roles.iter().map(|r| role(r)).collect::<Result<Vec<_>, _>>()?;
        let profiles: Vec<ProfileId> = member.profiles.iter().map(ProfileId::new).collect();
        if let Some(unknown) = profiles.iter().find(|p| picture.profile(p).is_none()) {
            return Err(Problem::bad(format!("there is no profile {:?}", unknown.as_str())));
        }
        members.push(Member { profiles, ..Member::new(id.as_str(), organisation.kind, roles) });
    }
    let resources = draft.resources.iter().map(|r| {
        Ok(Resource {
            member: OrganisationId::new(&r.organisation),
            kind: resource_kind(&r.kind)?,
            year: r.year,
            amount: Yen(r.yen),
        })
    });
    let resources = resources.collect::<Result<Vec<_>, Problem>>()?;
    let years = draft.agency_yen.len();
    let consortium = Consortium {
        id: ConsortiumId::new("draft"),
        name: Text::new("案", "draft"),
        members,
        start: draft.start_fiscal_year.map(FiscalYear),
        years: (years > 0).then_some(u32::try_from(years).unwrap_or(u32::MAX)),
        money: (years > 0).then(|| draft.agency_yen.iter().map(|yen| Yen(*yen)).collect()),
        resources: (!resources.is_empty()).then_some(resources),
        ..Consortium::default()
    };
    match consortium.faults().first() {
        Some(fault) => Err(Problem::bad(fault.to_string())),
        None => Ok(consortium),
    }
}

/// Holds a draft against the schemes: every rule, what is missing, and who would fill it. Nothing
/// is kept.
#[utoipa::path(
    tag = "consortia",
    params(("workshop" = String, Path)),
    request_body = ConsortiumDraft,
    responses((status = 200, body = CheckedConsortium))
)]
#[post("/api/workshops/{workshop}/consortia/check")]
pub async fn check_draft(
    service: web::Data<Service>,
    workshop: web::Path<String>,
    body: web::Json<ConsortiumDraft>,
) -> Answer<CheckedConsortium> {
    let picture = service.picture(&workshop).await?;
    body.limited()?;
    let consortium = drafted(&picture, &body)?;
    let answer = web::block(move || -> Result<_, Problem> {
        let scheme = match &body.scheme {
            Some(id) => Some(find_scheme(&SchemeId::new(id))?),
            None => None,
        };
        let checked = check_consortium(
            &consortium,
            &CheckRequest {
                scheme,
                as_of: body.as_of.unwrap_or_else(Clock::today),
                assume: true,
                workshop: Some(&picture.workshop),
            },
        )?;
        let assessments = &checked.comparison.assessments;
        Ok(CheckedConsortium {
            assessments: assessments.iter().map(AssessmentView::from).collect(),
            fillers: checked
                .fillers
                .iter()
                .map(|(scheme, fillers)| SchemeFillers {
                    scheme: scheme.0.clone(),
                    fillers: fillers.iter().map(|f| picture.filler(f)).collect(),
                })
                .collect(),
        })
    })
    .await??;
    Ok(web::Json(answer))
}
