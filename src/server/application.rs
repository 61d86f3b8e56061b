//! All routes put together, and the OpenAPI document made from them.

use super::api::*;
use super::document::finish;
use super::problem::{Problem, ProblemKind};
use actix_web::error::{JsonPayloadError, PathError, QueryPayloadError, UrlencodedError};
use actix_web::{HttpRequest, HttpResponse, ResponseError, web};
use utoipa_actix_web::service_config::ServiceConfig;

/// The OpenAPI document, as it is served.
pub struct Document(pub String);

/// Every handler; `routes::ROUTES` says who may use it.
pub fn handlers(config: &mut ServiceConfig) {
    config
        .service(health::healthz)
        .service(health::readyz)
        .service(health::metrics)
        .service(docs::openapi)
        .service(docs::docs_page)
        .service(docs::docs_file)
        .service(demo::demo_info)
        .service(demo::demo_sign_in)
        .service(sign_in::ask_for_link)
        .service(sign_in::redeem)
        .service(sign_in::sign_in_by_password)
        .service(sign_in::sign_in_page)
        .service(sign_in::sign_in_by_button)
        .service(sign_in::sign_out)
        .service(me::get_me)
        .service(me::change_me)
        .service(personal::export_me)
        .service(me::list_credentials)
        .service(me::issue_token)
        .service(me::revoke_credential)
        .service(factors::get_sign_in_ways)
        .service(factors::put_password)
        .service(factors::delete_password)
        .service(factors::begin_one_time)
        .service(factors::confirm_one_time)
        .service(factors::delete_one_time)
        .service(workshops::list_workshops)
        .service(import::import_workshop)
        .service(workshops::get_workshop)
        .service(import::export_workshop)
        .service(members::list_members)
        .service(members::invite)
        .service(members::let_go)
        .service(workshops::get_overview)
        .service(workshops::set_phase)
        .service(request_dates::get_request_dates)
        .service(request_dates::put_request_dates)
        .service(workshops::get_venue)
        .service(setup::get_setup)
        .service(setup::put_setup)
        .service(setup::make_workshop)
        .service(people::list_people)
        .service(people_import::import_more)
        .service(people_import::look_into_file)
        .service(proposals::propose_plan)
        .service(proposals::list_proposals)
        .service(proposals::my_proposals)
        .service(proposals::answer_proposal)
        .service(follow_up::list_outcomes)
        .service(follow_up::put_outcome)
        .service(follow_up::get_survey_answer)
        .service(follow_up::put_survey_answer)
        .service(follow_up::get_survey_results)
        .service(merging::list_duplicates)
        .service(merging::merge_people)
        .service(merging::merge_organisations)
        .service(people::get_person)
        .service(people::change_person)
        .service(avoided::list_avoided)
        .service(avoided::avoid)
        .service(avoided::stop_avoiding)
        .service(stand_ins::list_stand_ins)
        .service(stand_ins::let_stand_in)
        .service(stand_ins::end_stand_in)
        .service(personal::erase_person)
        .service(personal::get_retention)
        .service(personal::put_retention)
        .service(profiles::list_profiles)
        .service(profiles::get_profile)
        .service(profiles::change_profile)
        .service(profiles::read_tags)
        .service(profiles::list_facets)
        .service(concepts::find_concepts)
        .service(suggestions::list_suggestion_facets)
        .service(suggestions::list_suggestions)
        .service(requests::list_requests)
        .service(requests::send_request)
        .service(requests::get_request)
        .service(requests::accept_request)
        .service(requests::decline_request)
        .service(requests::withdraw_request);
    rest(config);
}

fn rest(config: &mut ServiceConfig) {
    config
        .service(wishes::list_talk_wishes)
        .service(wishes::put_talk_wish)
        .service(wishes::delete_talk_wish)
        .service(absences::list_absences)
        .service(absences::add_absence)
        .service(absences::delete_absence)
        .service(consultations::list_consultations)
        .service(consultations::ask_consultation)
        .service(consultations::take_back_consultation)
        .service(consortia::list_schemes)
        .service(consortia::find_consortia)
        .service(consortia::check_draft)
        .service(drafts::list_drafts)
        .service(drafts::keep_draft)
        .service(drafts::get_draft)
        .service(drafts::change_draft)
        .service(drafts::remove_draft)
        .service(drafts::invite_to_draft)
        .service(drafts::answer_invitation)
        .service(plans::list_plans)
        .service(edits::edit_plan)
        .service(plans::get_plan)
        .service(plans::plan_changes)
        .service(plans::list_unplaced)
        .service(reasons::get_reason)
        .service(plans::list_notices)
        .service(places::list_places)
        .service(results::get_results)
        .service(repairs::apply_repair)
        .service(plans::judge_plan)
        .service(plans::publish_plan)
        .service(plans::list_publications)
        .service(jobs::list_jobs)
        .service(jobs::start_job)
        .service(jobs::ask_what_if)
        .service(exposure::get_exposure)
        .service(fairness::ask_fairness)
        .service(fairness::pick_point)
        .service(jobs::get_job)
        .service(jobs::cancel_job)
        .service(events::job_events)
        .service(my_day::get_my_day)
        .service(my_day::list_days)
        .service(desks::list_desks)
        .service(desks::put_desk_delay)
        .service(desks::put_visit_note)
        .service(reception::list_arrivals)
        .service(reception::list_away)
        .service(reception::put_arrival)
        .service(reception::add_walk_in)
        .service(feeds::list_feeds)
        .service(feeds::add_feed)
        .service(feeds::revoke_feed)
        .service(feeds::feed_file)
        .service(outbox::list_mails)
        .service(outbox::change_mail)
        .service(outbox::send_mails)
        .service(unsubscribe::unsubscribe_page)
        .service(unsubscribe::unsubscribe)
        .service(bookings::list_bookings)
        .service(bookings::book_meeting)
        .service(bookings::settle_booking)
        .service(bookings::release_booking)
        .service(history::list_history)
        .service(undo::undo_change)
        .service(app::app_start)
        .service(app::app_screen)
        .service(app::app_file)
        .service(app::app_worker)
        .service(app::app_mark)
        .service(registration_form::registration_page)
        .service(registration_form::register)
        .service(registrations::get_registration_form)
        .service(registrations::put_registration_form)
        .service(registrations::list_registrations)
        .service(registrations::decide_registration)
        .service(substitutes::name_substitute)
        .service(substitutes::list_substitutes)
        .service(substitutes::end_substitute)
        .service(substitutes::let_substitute_in)
        .service(substitutes::list_offers)
        .service(substitutes::answer_offer)
        .service(exchange::get_exchange)
        .service(exchange::write_message)
        .service(exchange::put_contact)
        .service(posters::put_poster)
        .service(posters::get_poster)
        .service(posters::delete_poster)
        .service(programme::programme_page)
        .service(programme::programme_calendar)
        .service(schedule::schedule_xml)
        .service(schedule::schedule_json)
        .service(programme::page_style);
}

/// The OpenAPI document of the handlers.
pub fn document() -> utoipa::openapi::OpenApi {
    use utoipa_actix_web::AppExt;
    let (_, api) = actix_web::App::new().into_utoipa_app().configure(handlers).split_for_parts();
    finish(api)
}

/// What does not fit a handler's types becomes a problem of the same shape as any other.
pub fn extractors(config: &mut web::ServiceConfig) {
    let json = web::JsonConfig::default().limit(super::limits::MAX_BODY).error_handler(
        |error, _: &HttpRequest| match &error {
            JsonPayloadError::ContentType => Problem::new(
                ProblemKind::WrongMediaType,
                "send JSON, with the header Content-Type: application/json",
            )
            .into(),
            JsonPayloadError::Overflow { .. } | JsonPayloadError::OverflowKnownLength { .. } => {
                Problem::new(
                    ProblemKind::TooLarge,
                    format!("the body is larger than {} bytes", super::limits::MAX_BODY),
                )
                .into()
            }
            _ => Problem::bad(error.to_string()).into(),
        },
    );
    let query = web::QueryConfig::default().error_handler(|error: QueryPayloadError, _| {
        Problem::bad(format!("{error}; check the names and values after the ?")).into()
    });
    let form =
        web::FormConfig::default().limit(super::limits::MAX_BODY).error_handler(|error, _| {
            match &error {
                UrlencodedError::ContentType => Problem::new(
                    ProblemKind::WrongMediaType,
                    "send a form, with the header Content-Type: application/x-www-form-urlencoded",
                )
                .into(),
                UrlencodedError::Overflow { .. } => Problem::new(
                    ProblemKind::TooLarge,
                    format!("the body is larger than {} bytes", super::limits::MAX_BODY),
                )
                .into(),
                _ => Problem::bad(error.to_string()).into(),
            }
        });
    // A path that names nothing of the right kind names nothing.
    let path =
        web::PathConfig::default().error_handler(|_: PathError, _| Problem::not_found().into());
    let bytes = web::PayloadConfig::new(super::limits::MAX_IMPORT_BYTES);
    config.app_data(json).app_data(query).app_data(form).app_data(path).app_data(bytes);
}

/// The answer where no route is.
pub async fn nowhere() -> HttpResponse {
    Problem::not_found().error_response()
}
