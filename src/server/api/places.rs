//! Where an item of a version could be, judged before it is moved.

use crate::scheduling::places;
use crate::server::answer::Answer;
use crate::server::problem::Problem;
use crate::server::service::Service;
use crate::server::wire::{PlaceView, PlacesView, faults};
use actix_web::{get, web};
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PlacesQuery {
    /// As the version, or its list of wishes without a place, names it.
    item: String,
}

/// Every place and time that could be thought of for an item, each judged as if all else stayed:
/// what it would break, or what it would bring.
#[utoipa::path(
    tag = "plans",
    params(("workshop" = String, Path), ("version" = i64, Path), PlacesQuery),
    responses((status = 200, body = PlacesView))
)]
#[get("/api/workshops/{workshop}/plans/{version}/places")]
pub async fn list_places(
    service: web::Data<Service>,
    path: web::Path<(String, i64)>,
    query: web::Query<PlacesQuery>,
) -> Answer<PlacesView> {
    let (workshop, version) = path.into_inner();
    let picture = service.picture(&workshop).await?;
    let timetable = service.store.read().await?.timetable(&workshop, version).await?;
    let item = picture.item(&query.item).ok_or_else(|| {
        Problem::bad(format!("there is no {:?}; name items as versions do", query.item))
    })?;
    let found = web::block(move || {
        let names = picture.names();
        let places = places(&picture.workshop, &timetable, &item)?.into_iter().map(|place| {
            let p = place.placement;
            PlaceView {
                room: p.room.0,
                desk: p.desk.map(|d| d.0),
                table: p.table,
                start: p.start,
                end: p.end,
                faults: faults(&place.faults, &names),
                gain: place.gain,
            }
        });
        Some(PlacesView {
            item: item.to_string(),
            title: picture.item_title(&item),
            places: places.collect(),
        })
    });
    Ok(web::Json(found.await?.ok_or_else(Problem::not_found)?))
}
