//! The demonstration: the workshop of 2022-05-10, an account for each role, the printed day
//! published and a free one planned.

use super::mail::private_file;
use super::problem::Problem;
use super::publication::publish_version;
use super::service::Service;
use crate::app::{PLANNED, PRINTED, as_printed, demo_workshop};
use crate::domain::{Lang, MeetingWish, PersonId, ProfileKind, Workshop};
use crate::store::{
    CredentialKind, Moment, Phase, RequestState, Role, Scope, StoreError, Transaction,
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// The workshop of the demonstration.
pub const WORKSHOP: &str = "aimgain-2022";
/// The talk whose speaker the company's account stands for.
const TALK: &str = "I-1-1";
/// How long requests of the demonstration stay open.
const OPEN_SECONDS: i64 = 14 * 24 * 3600;
/// How long its tokens are good.
const YEAR_SECONDS: i64 = 366 * 24 * 3600;
/// Who did what the program itself did.
pub const BY_PROGRAM: &str = "enishi";

/// The address of a role's account.
pub fn account_address(role: Role) -> String {
    format!("{}@demo.example", role.code())
}

/// Of the wishes that only one side has, every third is still unanswered; all others are agreed.
fn states(workshop: &Workshop) -> impl Fn(&MeetingWish) -> RequestState {
    let pairs: BTreeSet<(PersonId, PersonId)> =
        workshop.meeting_wishes.iter().map(|w| (w.from.clone(), w.to.clone())).collect();
    let one_sided: Vec<_> = workshop
        .meeting_wishes
        .iter()
        .filter(|w| !pairs.contains(&(w.to.clone(), w.from.clone())))
        .map(|w| w.id.clone())
        .collect();
    let open: BTreeSet<_> = one_sided.into_iter().step_by(3).collect();
    move |wish| match open.contains(&wish.id) {
        true => RequestState::Sent,
        false => RequestState::Accepted,
    }
}

/// The academic with a seed, there all day, who was asked most often.
fn academic(workshop: &Workshop) -> Option<PersonId> {
    let asked =
        |person: &PersonId| workshop.meeting_wishes.iter().filter(|w| w.to == *person).count();
    let there = |person: &&PersonId| workshop.unavailable.iter().all(|u| u.person != **person);
    let seeds = workshop.profiles.iter().filter(|p| p.kind == ProfileKind::Seed);
    let first = seeds.filter_map(|p| p.people.first()).filter(there);
    first.max_by_key(|person| (asked(person), std::cmp::Reverse(person.as_str()))).cloned()
}

/// Whom each role's account stands for.
fn cast(workshop: &Workshop) -> BTreeMap<Role, Option<PersonId>> {
    let company = workshop
        .sessions
        .iter()
        .find(|s| s.id.as_str() == TALK)
        .and_then(|s| s.speakers.first().cloned());
    let coordinator = workshop.desks.iter().find_map(|desk| desk.coordinator.clone());
    BTreeMap::from([
        (Role::Organizer, None),
        (Role::Coordinator, coordinator),
        (Role::Company, company),
        (Role::Academic, academic(workshop)),
    ])
}

/// Makes the demonstration in an empty store, and fresh tokens at each start.
pub async fn prepare(service: &Service) -> Result<(), Problem> {
    let known = service.store.read().await?.workshop_head(WORKSHOP).await;
    match known {
        Ok(_) => {}
        Err(StoreError::NotFound { .. }) => make(service).await?,
        Err(error) => return Err(error.into()),
    }
    write_tokens(service).await
}

async fn make(service: &Service) -> Result<(), Problem> {
    let workshop = tokio::task::spawn_blocking(demo_workshop).await.map_err(Problem::internal)?;
    let now = service.now();
    let mut tx = service.store.write().await?;
    let until = now.plus_seconds(OPEN_SECONDS);
    tx.add_workshop(&workshop, Phase::Scheduling, now, until, states(&workshop)).await?;
    for (role, person) in cast(&workshop) {
        let name = match role {
            Role::Organizer => "デモ 主催者",
            Role::Coordinator => "デモ コーディネーター",
            Role::Company => "デモ 企業",
            Role::Academic => "デモ アカデミア",
        };
        let account = tx.add_account(&account_address(role), name, Lang::Ja, now).await?;
        tx.set_administrator(&account.id, role == Role::Organizer).await?;
        tx.add_membership(&account.id, WORKSHOP, role, person.as_ref()).await?;
    }
    let seconds = service.settings.demo_plan_seconds;
    queue(&mut tx, PRINTED, seconds, now, None).await?;
    tx.commit().await?;
    service.bell.notify_one();
    Ok(())
}

async fn queue(
    tx: &mut Transaction,
    name: &str,
    seconds: f64,
    at: Moment,
    start: Option<i64>,
) -> Result<(), Problem> {
    let request = json!({
        "name": name, "seconds": seconds, "seed": 1, "threads": 2, "repair": false, "start": start,
    });
    let kind = if start.is_none() { "demo-printed" } else { "plan" };
    tx.add_job(WORKSHOP, kind, &request, BY_PROGRAM, at).await?;
    Ok(())
}

/// What the printed day's job plans: every session where the document prints it.
pub fn printed_day(workshop: &Workshop) -> Workshop {
    as_printed(workshop)
}

/// Publishes the printed day, so that everyone has a day to look at, and has the free one planned
/// from it, so that it is never worse.
pub async fn publish_printed(
    tx: &mut Transaction,
    service: &Service,
    version: i64,
) -> Result<(), Problem> {
    let picture = service.picture(WORKSHOP).await?;
    publish_version(tx, service, &picture, version, BY_PROGRAM).await?;
    let seconds = service.settings.demo_plan_seconds;
    queue(tx, PLANNED, seconds, service.now(), Some(version)).await
}

/// A token for each role, for scripts.
async fn write_tokens(service: &Service) -> Result<(), Problem> {
    let now = service.now();
    let mut tokens = BTreeMap::new();
    let mut tx = service.store.write().await?;
    for role in Role::ALL {
        let account = tx.account_of(&account_address(role)).await?;
        let account = account.ok_or_else(|| Problem::internal("no account for the demo"))?;
        // Those of the last start are known to nobody who should still use them.
        for old in tx.credentials(&account.id).await? {
            if old.kind == CredentialKind::Token && old.label == "demo" {
                tx.revoke(&account.id, &old.id).await?;
            }
        }
        let until = now.plus_seconds(YEAR_SECONDS);
        let kind = CredentialKind::Token;
        let (_, secret) =
            tx.add_credential(&account.id, kind, "demo", Scope::Write, now, until).await?;
        tokens.insert(role.code(), secret.reveal().to_owned());
    }
    tx.commit().await?;
    let path = service.settings.data_dir.join("demo-tokens.json");
    let text = serde_json::to_string_pretty(&tokens).map_err(Problem::internal)?;
    let write = || private_file(&path)?.write_all(format!("{text}\n").as_bytes());
    write().map_err(|error| Problem::internal(format!("{}: {error}", path.display())))
}
