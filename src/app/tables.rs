//! Results as tables, for CSV and XLSX.

use super::exposure::{Exposed, GROUPINGS, GroupExposed, Price};
use super::{AgainstProjects, Consortia, ExposureReport, Planned, Ranking};
use crate::domain::{
    ItemId, Lang, OrganisationKind, OrganisationSize, PersonId, Placement, Profile, ProfileId,
    Sector, Timetable, Weights, Workshop,
};
use crate::exchange::{Datum, Table, table_csv};
use crate::scheduling::{
    Directory, FairnessCurve, Gain, Group, GroupResult, Names, Reason, Unplaced, attendance,
    group_results,
};
use std::collections::HashMap;

/// A table and the name that its file or worksheet bears.
pub(super) type Named = (String, Table);

/// The table's CSV file.
pub(super) fn csv((name, table): &Named) -> (String, Vec<u8>) {
    (format!("{name}.csv"), table_csv(&table.headers, &table.rows))
}

/// What is said about one plan.
pub(super) fn of_plan(workshop: &Workshop, planned: &Planned) -> Vec<Named> {
    let mut tables = of_timetable(workshop, &planned.plan.timetable, &planned.unplaced);
    tables.push(("what-ifs".to_owned(), what_ifs(workshop, &planned.gains)));
    tables
}

/// What can be said about any timetable.
pub(super) fn of_timetable(
    workshop: &Workshop,
    timetable: &Timetable,
    missing: &[Unplaced],
) -> Vec<Named> {
    vec![
        ("schedules".to_owned(), schedules(workshop, timetable)),
        ("unplaced".to_owned(), unplaced(workshop, missing)),
        ("fairness".to_owned(), fairness(workshop, timetable)),
        ("groups".to_owned(), groups(workshop, timetable)),
    ]
}

fn table(headers: &[&str], rows: Vec<Vec<Datum>>) -> Table {
    Table { headers: headers.iter().map(|h| (*h).to_owned()).collect(), rows }
}

fn text(text: impl Into<String>) -> Datum {
    Datum::Text(text.into())
}

fn count(n: usize) -> Datum {
    Datum::Whole(n as i64)
}

fn people(ids: &[PersonId]) -> Datum {
    text(ids.iter().map(PersonId::as_str).collect::<Vec<_>>().join(";"))
}

/// A sentence in Japanese and English.
fn said(names: &[Names; 2], sentence: impl Fn(&Names) -> String) -> [Datum; 2] {
    [text(sentence(&names[0])), text(sentence(&names[1]))]
}

fn both<'a>(workshop: &'a Workshop) -> [Names<'a>; 2] {
    Lang::ALL.map(|lang| Names::of(workshop, lang))
}

/// The same people as `people` lists, by name.
fn names(directory: &Directory, ids: &[PersonId]) -> Datum {
    let name = |id| directory.person(id).map_or(String::new(), |p| p.name.full(Lang::Ja));
    text(ids.iter().map(name).collect::<Vec<_>>().join(";"))
}

fn profiles(ids: &[ProfileId]) -> Datum {
    text(ids.iter().map(ProfileId::as_str).collect::<Vec<_>>().join(";"))
}

/// The kind of an item and what tells it from others of the kind.
fn item(id: &ItemId) -> [Datum; 2] {
    let (kind, id) = match id {
        ItemId::Session(id) => ("session", id.to_string()),
        ItemId::Consultation(id) => ("consultation", id.to_string()),
        ItemId::Meeting(a, b) => ("meeting", format!("{a};{b}")),
        ItemId::Group(id) => ("group", id.to_string()),
    };
    [text(kind), text(id)]
}

/// Everyone's day, by person in kana order: where to be, and which wished talks can be heard.
fn schedules(workshop: &Workshop, timetable: &Timetable) -> Table {
    let directory = Directory::new(workshop);
    let heard = attendance(&directory, timetable);
    let mut order: Vec<_> = workshop.people.iter().collect();
    order.sort_by_key(|p| (p.name.kana_key(), &p.id));
    let mut rows = Vec::new();
    for person in order {
        let mut day: Vec<(&Placement, &str)> = timetable
            .placements
            .iter()
            .filter(|p| p.people.contains(&person.id))
            .map(|p| (p, "attends"))
            .collect();
        let wished = heard.iter().filter(|a| a.person == person.id).filter_map(|a| {
            Some((timetable.find(&ItemId::Session(a.session.clone()))?, "can hear"))
        });
        day.extend(wished);
        day.sort_by_key(|(p, _)| (p.start, p.end));
        for (p, how) in day {
            let [kind, id] = item(&p.item);
            let with: Vec<PersonId> = match how {
                "attends" => p.people.iter().filter(|x| **x != person.id).cloned().collect(),
                _ => Vec::new(),
            };
            let room = directory.room(&p.room).map(|r| r.name.clone()).unwrap_or_default();
            rows.push(vec![
                text(person.id.as_str()),
                text(person.name.full(Lang::Ja)),
                text(how),
                Datum::DateTime(p.start),
                Datum::DateTime(p.end),
                text(p.room.as_str()),
                text(room.get(Lang::Ja)),
                text(p.desk.as_ref().map(ToString::to_string).unwrap_or_default()),
                p.table.map_or(Datum::Empty, |t| Datum::Whole(i64::from(t))),
                kind,
                id,
                people(&with),
                names(&directory, &with),
                Datum::Bool(person.synthetic),
            ]);
        }
    }
    let headers = [
        "person",
        "name",
        "how",
        "start",
        "end",
        "room",
        "room_name",
        "desk",
        "table",
        "kind",
        "item",
        "with",
        "with_names",
        "synthetic",
    ];
    table(&headers, rows)
}

/// Who is suggested how often, and what lifting costs.
pub(super) fn of_exposure(report: &ExposureReport) -> Vec<Named> {
    let mut named = vec!["profile", "organisation"];
    named.extend(GROUPINGS);
    named.extend(["times", "times_lifted"]);
    let profile = |exposed: &Exposed| {
        let mut row = vec![text(exposed.profile.as_str()), text(exposed.organisation.as_str())];
        row.extend(exposed.groups.iter().map(text));
        row.extend([count(exposed.times), count(exposed.times_lifted)]);
        row
    };
    let group = |group: &GroupExposed| {
        let names = [text(group.grouping), text(&group.group)];
        let counts =
            [group.profiles, group.times, group.never, group.times_lifted, group.never_lifted];
        names.into_iter().chain(counts.map(count)).collect()
    };
    let price = |price: &Price| {
        let quality = text(format!("{:.3}", price.quality * 100.0));
        vec![count(price.places), count(price.never), text(price.points.to_string()), quality]
    };
    let mut lists = Vec::new();
    for (profile, list) in &report.lists.lists {
        for (i, shown) in list.iter().enumerate() {
            lists.push(vec![
                text(profile.as_str()),
                count(i + 1),
                text(shown.profile.as_str()),
                text(shown.score.to_string()),
                Datum::Bool(shown.lifted),
            ]);
        }
    }
    let groups =
        ["grouping", "group", "profiles", "times", "never", "times_lifted", "never_lifted"];
    vec![
        ("profiles".to_owned(), table(&named, report.profiles.iter().map(profile).collect())),
        ("groups".to_owned(), table(&groups, report.groups.iter().map(group).collect())),
        (
            "curve".to_owned(),
            table(
                &["places", "never", "points", "quality_percent"],
                report.curve.iter().map(price).collect(),
            ),
        ),
        ("lists".to_owned(), table(&["profile", "rank", "partner", "score", "lifted"], lists)),
    ]
}

/// Whether any of these people is made up.
fn made_up(workshop: &Workshop, people: &[PersonId]) -> Datum {
    let mut all = workshop.people.iter().filter(|p| p.synthetic);
    Datum::Bool(all.any(|p| people.contains(&p.id)))
}

fn unplaced(workshop: &Workshop, list: &[Unplaced]) -> Table {
    let (words, directory) = (both(workshop), Directory::new(workshop));
    let row = |wish: &Unplaced| {
        let causes = |n: &Names| match &wish.reason {
            Reason::Blocked { causes, .. } => {
                let all = causes.iter().map(|(c, options)| format!("{} {options}", c.sentence(n)));
                all.collect::<Vec<_>>().join("; ")
            }
            _ => String::new(),
        };
        let repair = |n: &Names| {
            let steps = wish.repair.iter().flat_map(|repair| &repair.steps);
            steps.map(|step| step.sentence(n)).collect::<Vec<_>>().join("; ")
        };
        let mut row = item(&wish.item).to_vec();
        row.extend([
            people(&wish.people),
            names(&directory, &wish.people),
            Datum::Whole(wish.points),
        ]);
        row.extend(said(&words, |n| wish.reason.sentence(n)));
        row.extend(said(&words, causes));
        row.extend(said(&words, repair));
        row.push(made_up(workshop, &wish.people));
        row
    };
    let headers = [
        "kind",
        "item",
        "people",
        "names",
        "points",
        "reason_ja",
        "reason_en",
        "causes_ja",
        "causes_en",
        "repair_ja",
        "repair_en",
        "synthetic",
    ];
    table(&headers, list.iter().map(row).collect())
}

/// What a day of wishes that are in part made up would gain is made up as well.
fn what_ifs(workshop: &Workshop, gains: &[Gain]) -> Table {
    let synthetic = workshop.people.iter().any(|p| p.synthetic);
    let (words, directory) = (both(workshop), Directory::new(workshop));
    let row = |gain: &Gain| {
        let mut row = said(&words, |n| gain.what_if.sentence(n)).to_vec();
        row.extend([
            Datum::Whole(gain.more_placed),
            Datum::Whole(gain.more_points),
            Datum::Bool(gain.proved),
            people(&gain.for_people),
            names(&directory, &gain.for_people),
            Datum::Bool(synthetic),
        ]);
        row
    };
    let headers = [
        "change_ja",
        "change_en",
        "more_placed",
        "more_points",
        "proved",
        "for_people",
        "for_names",
        "synthetic",
    ];
    table(&headers, gains.iter().map(row).collect())
}

/// What one person wished and got.
#[derive(Default, Clone, Copy)]
struct Share {
    meetings: usize,
    meetings_wished: usize,
    meetings_granted: usize,
    consultations_wished: usize,
    consultations_granted: usize,
    talks_wished: usize,
    talks_heard: usize,
    points_wished: i64,
    points: i64,
}

/// A group's name within its grouping.
pub fn named(group: &Group) -> &str {
    match group {
        Group::Sector(s) => sector(*s),
        Group::Kind(k) => kind(*k),
        Group::Size(s) => size(*s),
        Group::Region(r) => r.as_str(),
    }
}

/// What each group of people gets, by grouping and then the worst-off first.
fn groups(workshop: &Workshop, timetable: &Timetable) -> Table {
    let row = |g: GroupResult| {
        vec![
            text(g.group.grouping()),
            text(named(&g.group)),
            count(g.people),
            count(g.meetings_wished),
            count(g.meetings_held),
            count(g.wishes),
            count(g.fulfilled),
            g.mean_rank.map_or(Datum::Empty, |rank| text(format!("{rank:.2}"))),
        ]
    };
    let headers = [
        "grouping",
        "group",
        "people",
        "meetings_wished",
        "meetings_held",
        "wishes",
        "fulfilled",
        "mean_rank",
    ];
    table(&headers, group_results(workshop, timetable).into_iter().map(row).collect())
}

/// What each person wished and got, by share of points, the worst-off first.
fn fairness(workshop: &Workshop, timetable: &Timetable) -> Table {
    let directory = Directory::new(workshop);
    let weights = &workshop.rules.weights;
    let mut shares: HashMap<&PersonId, Share> = HashMap::new();
    for p in &timetable.placements {
        if matches!(p.item, ItemId::Meeting(..) | ItemId::Group(_)) {
            for person in &p.people {
                shares.entry(person).or_default().meetings += 1;
            }
        }
    }
    for wish in &workshop.meeting_wishes {
        let share = shares.entry(&wish.from).or_default();
        let granted = timetable.find(&ItemId::meeting(&wish.from, &wish.to)).is_some();
        let points = Weights::at(&weights.meeting, wish.rank);
        share.meetings_wished += 1;
        share.meetings_granted += usize::from(granted);
        share.points_wished += points;
        share.points += if granted { points } else { 0 };
    }
    for wish in &workshop.consultations {
        let share = shares.entry(&wish.person).or_default();
        let granted = timetable.find(&ItemId::Consultation(wish.id.clone())).is_some();
        let points = Weights::at(&weights.consultation, wish.rank);
        share.consultations_wished += 1;
        share.consultations_granted += usize::from(granted);
        share.points_wished += points;
        share.points += if granted { points } else { 0 };
    }
    for wish in &workshop.talk_wishes {
        let share = shares.entry(&wish.person).or_default();
        share.talks_wished += 1;
        share.points_wished += Weights::at(&weights.talk, wish.rank);
    }
    for heard in attendance(&directory, timetable) {
        if let Some(person) = directory.person(&heard.person) {
            let share = shares.entry(&person.id).or_default();
            share.talks_heard += 1;
            share.points += heard.points;
        }
    }
    let mut order: Vec<_> = workshop
        .people
        .iter()
        .map(|p| (shares.get(&p.id).copied().unwrap_or_default(), p))
        .collect();
    let permille = |s: &Share| match s.points_wished {
        0 => None,
        wished => Some(s.points * 1000 / wished),
    };
    order.sort_by_key(|(share, p)| (permille(share).unwrap_or(i64::MAX), p.name.kana_key(), &p.id));
    let rows = order.into_iter().map(|(s, person)| {
        let organisation = workshop.organisations.iter().find(|o| o.id == person.organisation);
        let percent = permille(&s).map_or(String::new(), |p| format!("{}.{}", p / 10, p % 10));
        vec![
            text(person.id.as_str()),
            text(person.name.full(Lang::Ja)),
            text(sector(person.sector)),
            text(person.organisation.as_str()),
            text(organisation.map_or("", |o| kind(o.kind))),
            text(organisation.and_then(|o| o.size).map_or("", size)),
            text(organisation.map_or("", |o| o.region.as_str())),
            count(s.meetings),
            count(s.meetings_wished),
            count(s.meetings_granted),
            count(s.consultations_wished),
            count(s.consultations_granted),
            count(s.talks_wished),
            count(s.talks_heard),
            Datum::Whole(s.points_wished),
            Datum::Whole(s.points),
            text(percent),
            Datum::Bool(person.synthetic),
        ]
    });
    let headers = [
        "person",
        "name",
        "sector",
        "organisation",
        "kind",
        "size",
        "region",
        "meetings",
        "meetings_wished",
        "meetings_granted",
        "consultations_wished",
        "consultations_granted",
        "talks_wished",
        "talks_heard",
        "points_wished",
        "points",
        "percent",
        "synthetic",
    ];
    table(&headers, rows.collect())
}

fn sector(sector: Sector) -> &'static str {
    match sector {
        Sector::Industry => "industry",
        Sector::Academia => "academia",
        Sector::Other => "other",
    }
}

fn kind(kind: OrganisationKind) -> &'static str {
    match kind {
        OrganisationKind::Academia => "academia",
        OrganisationKind::Company => "company",
        OrganisationKind::Startup => "startup",
        OrganisationKind::Other => "other",
    }
}

fn size(size: OrganisationSize) -> &'static str {
    match size {
        OrganisationSize::Small => "small",
        OrganisationSize::Medium => "medium",
        OrganisationSize::Large => "large",
    }
}

/// A curve of fairness: its points, how each treats groups of people, and what each person could be
/// given at most.
pub(super) fn of_fairness(curve: &FairnessCurve) -> Vec<Named> {
    let number = |points: i64| Datum::Whole(points);
    let percent = |share: f64| text(format!("{:.3}", share * 100.0));
    let points = curve.points.iter().map(|p| {
        vec![
            text(&p.plan.name),
            count(p.floor_percent as usize),
            count(p.least_percent as usize),
            number(p.plan.total),
            p.plan.bound.map_or(Datum::Empty, number),
            percent(p.loss),
            p.least_loss.map_or(Datum::Empty, percent),
        ]
    });
    let groups = curve.points.iter().flat_map(|p| {
        p.groups.iter().map(|g| {
            let (grouping, group) = (g.group.grouping(), named(&g.group));
            let shares =
                [text(g.least_percent.to_string()), text(format!("{:.1}", g.mean_percent))];
            let mut row = vec![text(&p.plan.name), text(grouping), text(group), count(g.people)];
            row.extend(shares);
            row
        })
    });
    let people = curve
        .people
        .iter()
        .map(|p| vec![text(p.person.as_str()), number(p.wished), number(p.most)]);
    let headers = ["plan", "floor_percent", "least_percent", "points", "bound", "loss_percent"];
    vec![
        (
            "fairness".to_owned(),
            table(&[&headers[..], &["least_loss_percent"]].concat(), points.collect()),
        ),
        (
            "fairness-groups".to_owned(),
            table(
                &["plan", "grouping", "group", "people", "least_percent", "mean_percent"],
                groups.collect(),
            ),
        ),
        ("fairness-most".to_owned(), table(&["person", "wished", "most"], people.collect())),
    ]
}

/// Partners of every profile, each with its parts, reasons and counterfactual.
pub(super) fn partners(workshop: &Workshop, rankings: &[Ranking]) -> Table {
    rankings_table(&workshop.profiles, rankings)
}

/// The adopted projects as a talk ranks them.
pub(super) fn projects(against: &AgainstProjects) -> Table {
    rankings_table(&against.records, std::slice::from_ref(&against.ranking))
}

fn rankings_table(profiles: &[Profile], rankings: &[Ranking]) -> Table {
    let known: HashMap<&ProfileId, &Profile> = profiles.iter().map(|p| (&p.id, p)).collect();
    let title = |id: &ProfileId| text(known.get(id).map_or("", |p| &p.title));
    let synthetic = |id: &ProfileId| known.get(id).is_some_and(|p| p.synthetic);
    let mut rows = Vec::new();
    for ranking in rankings {
        for (suggestion, reason) in ranking.suggestions.iter().zip(&ranking.reasons) {
            let parts: Vec<String> = suggestion
                .parts
                .iter()
                .map(|part| format!("{} {}", part.kind.label(Lang::En), part.points))
                .collect();
            let words = |lang| {
                let all = reason.sentences.iter().map(|s| s.get(lang)).collect::<Vec<_>>();
                text(all.join(" "))
            };
            let supposed = reason.counterfactual.as_ref().map(|c| &c.sentence);
            rows.push(vec![
                text(ranking.profile.as_str()),
                title(&ranking.profile),
                count(suggestion.rank),
                text(suggestion.profile.as_str()),
                title(&suggestion.profile),
                text(suggestion.organisation.as_str()),
                text(suggestion.score.to_string()),
                text(parts.join("; ")),
                words(Lang::Ja),
                words(Lang::En),
                text(supposed.map_or("", |s| s.get(Lang::Ja))),
                text(supposed.map_or("", |s| s.get(Lang::En))),
                Datum::Bool(synthetic(&ranking.profile) || synthetic(&suggestion.profile)),
            ]);
        }
    }
    let headers = [
        "profile",
        "title",
        "rank",
        "partner",
        "partner_title",
        "partner_organisation",
        "score",
        "parts",
        "reasons_ja",
        "reasons_en",
        "counterfactual_ja",
        "counterfactual_en",
        "synthetic",
    ];
    table(&headers, rows)
}

/// Candidate consortia, one row for each member.
pub(super) fn consortia(workshop: &Workshop, lists: &[&Consortia]) -> Table {
    let mut rows = Vec::new();
    for found in lists.iter().flat_map(|list| &list.found) {
        for member in &found.consortium.members {
            let organisation = workshop.organisations.iter().find(|o| o.id == member.organisation);
            let roles: Vec<&str> = member.roles.iter().map(|role| role.name()).collect();
            let points = found
                .ties
                .iter()
                .filter(|t| t.one == member.organisation || t.other == member.organisation)
                .map(|t| t.points)
                .sum::<crate::matching::Points>();
            rows.push(vec![
                text(found.consortium.id.as_str()),
                text(found.worth.total().to_string()),
                text(member.organisation.as_str()),
                text(organisation.map_or("", |o| o.name.get(Lang::Ja))),
                text(kind(member.kind)),
                text(roles.join(";")),
                profiles(&member.profiles),
                text(points.to_string()),
                Datum::Bool(found.consortium.assumed),
                Datum::Bool(found.consortium.synthetic),
            ]);
        }
    }
    let headers = [
        "consortium",
        "worth",
        "organisation",
        "name",
        "kind",
        "roles",
        "profiles",
        "ties",
        "roles_and_money_assumed",
        "synthetic",
    ];
    table(&headers, rows)
}

/// Every verdict on every consortium, scheme by scheme and day by day.
pub(super) fn verdicts(lists: &[&Consortia]) -> Table {
    let mut rows = Vec::new();
    for found in lists.iter().flat_map(|list| &list.found) {
        for a in &found.assessments {
            for verdict in &a.verdicts {
                rows.push(vec![
                    text(found.consortium.id.as_str()),
                    text(a.scheme.as_str()),
                    Datum::Date(a.as_of),
                    text(a.status.label().en),
                    text(a.standing.label().en),
                    Datum::Bool(a.recommended),
                    text(verdict.rule.as_str()),
                    text(verdict.outcome.label().en),
                    text(verdict.sentence.ja.as_str()),
                    text(verdict.sentence.en.as_str()),
                    text(verdict.source.as_str()),
                    text(verdict.clause.as_str()),
                    Datum::Bool(verdict.assumed),
                    Datum::Bool(found.consortium.synthetic),
                ]);
            }
        }
    }
    let headers = [
        "consortium",
        "scheme",
        "as_of",
        "status",
        "standing",
        "recommended",
        "rule",
        "outcome",
        "sentence_ja",
        "sentence_en",
        "source",
        "clause",
        "assumed",
        "synthetic",
    ];
    table(&headers, rows)
}

/// What consortia miss and who would fill it.
pub(super) fn gaps(lists: &[&Consortia]) -> Table {
    let mut rows = Vec::new();
    for found in lists.iter().flat_map(|list| &list.found) {
        for filler in &found.fillers {
            rows.push(vec![
                text(found.consortium.id.as_str()),
                text(filler.need.ja.as_str()),
                text(filler.need.en.as_str()),
                profiles(&filler.profiles),
                Datum::Bool(found.consortium.synthetic),
            ]);
        }
    }
    table(&["consortium", "need_ja", "need_en", "filled_by", "synthetic"], rows)
}
