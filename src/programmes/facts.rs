//! What is known of the members' organisations, and the start-up test.

use super::StartupTest;
use super::verdict::Fact;
use crate::domain::{Organisation, OrganisationId, OrganisationSize, Text};
use chrono::Months;
use std::collections::HashMap;

/// What is known of organisations, by id. An organisation that is not listed is simply unknown.
#[derive(Debug, Clone, Default)]
pub struct Facts<'a> {
    by_id: HashMap<&'a OrganisationId, &'a Organisation>,
}

impl<'a> Facts<'a> {
    pub fn new(organisations: impl IntoIterator<Item = &'a Organisation>) -> Facts<'a> {
        Facts { by_id: organisations.into_iter().map(|o| (&o.id, o)).collect() }
    }

    pub fn get(&self, id: &OrganisationId) -> Option<&'a Organisation> {
        self.by_id.get(id).copied()
    }

    /// Its name, or its id where no name is known.
    pub fn name(&self, id: &OrganisationId) -> Text {
        let both = |text: &str| Text::new(text, text);
        match self.get(id).map(|o| &o.name) {
            Some(name) if !name.is_empty() => {
                Text::new(name.get(crate::domain::Lang::Ja), name.get(crate::domain::Lang::En))
            }
            _ => both(id.as_str()),
        }
    }
}

/// What the test found of one fact; `None` where the fact is unknown.
pub type Point = (Fact, Option<bool>);

impl StartupTest {
    /// The four points of the test: age, size, registered in Japan, not deemed a large company.
    pub fn points(&self, organisation: Option<&Organisation>) -> [Point; 4] {
        let o = organisation;
        let age = o.and_then(|o| o.registered_on).map(|day| {
            let months = Months::new(self.within_years.saturating_mul(12));
            // Where the last day lies beyond the calendar, the company is young enough.
            let still_young = day.checked_add_months(months).is_none_or(|last| self.as_of <= last);
            day <= self.as_of && still_young
        });
        let small = o.and_then(|o| o.size).map(|size| size != OrganisationSize::Large);
        [
            (Fact::RegisteredOn, age),
            (Fact::Size, small),
            (Fact::Domestic, o.and_then(|o| o.domestic)),
            (Fact::DeemedLarge, o.and_then(|o| o.deemed_large).map(|deemed| !deemed)),
        ]
    }

    /// Whether the organisation is a start-up for the scheme: one failed point decides, else one
    /// unknown point leaves it open (`None`).
    pub fn passes(&self, organisation: Option<&Organisation>) -> Option<bool> {
        let points = self.points(organisation).map(|(_, passed)| passed);
        if points.contains(&Some(false)) {
            Some(false)
        } else if points.contains(&None) {
            None
        } else {
            Some(true)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::OrganisationKind;
    use chrono::NaiveDate;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    fn young() -> Organisation {
        Organisation {
            id: "s".into(),
            name: Text::default(),
            kana: String::new(),
            kind: OrganisationKind::Startup,
            size: Some(OrganisationSize::Small),
            region: String::new(),
            registered_on: Some(day(2020, 4, 1)),
            domestic: Some(true),
            deemed_large: Some(false),
            synthetic: true,
        }
    }

    /// 2015-06-01 plus ten years is the very day of the test; a day earlier is too old.
    #[test]
    fn ten_years_are_counted_to_the_day() {
        let test = StartupTest { as_of: day(2025, 6, 1), within_years: 10 };
        let of =
            |registered| test.passes(Some(&Organisation { registered_on: registered, ..young() }));
        assert_eq!(of(Some(day(2015, 6, 1))), Some(true));
        assert_eq!(of(Some(day(2015, 5, 31))), Some(false));
        assert_eq!(of(Some(day(2025, 6, 2))), Some(false), "not yet registered on the day");
        assert_eq!(of(None), None);
    }

    #[test]
    fn one_failed_point_outweighs_the_unknown_ones() {
        let test = StartupTest { as_of: day(2025, 6, 1), within_years: 10 };
        assert_eq!(test.passes(Some(&young())), Some(true));
        assert_eq!(test.passes(None), None);
        let deemed = Organisation { deemed_large: Some(true), size: None, ..young() };
        assert_eq!(test.passes(Some(&deemed)), Some(false));
        let open = Organisation { deemed_large: None, ..young() };
        assert_eq!(test.passes(Some(&open)), None);
        let foreign = Organisation { domestic: Some(false), ..young() };
        assert_eq!(test.passes(Some(&foreign)), Some(false));
        let large = Organisation { size: Some(OrganisationSize::Large), ..young() };
        assert_eq!(test.passes(Some(&large)), Some(false));
    }
}
