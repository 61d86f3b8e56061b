//! The report as people get it: in both languages, well formed, self-contained, with nothing of the
//! data read as markup.

use enishi::app::{
    ConsortiaRequest, Ground, PlanRequest, plan_workshop, rank_workshop, tag_workshop,
};
use enishi::domain::{Lang, Text, Timetable, Workshop};
use enishi::exchange::example;
use enishi::exchange::report::{
    About, Consortia, ConsortiumSheet, Filler, PlanSheet, Ranking, Report, ReportError, Source,
    Tie, pages, render,
};
use enishi::matching::{Query, Scope, Weights};
use enishi::scheduling::{Gain, Plan, Unplaced, gain, judge, what_ifs};
use enishi::solver::{Limits, Status};
use std::collections::BTreeSet;
use std::ops::ControlFlow;

/// Everything a report borrows from.
struct Made {
    workshop: Workshop,
    plan: Plan,
    printed: Plan,
    unplaced: Vec<Unplaced>,
    gains: Vec<Gain>,
    hash: String,
    rankings: Vec<enishi::app::Ranking>,
    consortia: Option<enishi::app::Consortia>,
}

/// A plan within `seconds`, with a few changes of the day priced.
fn made(mut workshop: Workshop, seconds: f64, groups: usize) -> Made {
    tag_workshop(&mut workshop);
    let limits = Limits { seconds, threads: 2, seed: 1 };
    let request = PlanRequest { name: "planned", limits, ..PlanRequest::default() };
    let planned = plan_workshop(&workshop, &request, &mut |_| ControlFlow::Continue(())).unwrap();
    let mut printed = Timetable { name: "printed".into(), ..planned.plan.timetable.clone() };
    printed.placements.retain(|p| matches!(p.item, enishi::domain::ItemId::Session(_)));
    for p in &mut printed.placements {
        let enishi::domain::ItemId::Session(id) = &p.item else { continue };
        let session = workshop.sessions.iter().find(|s| s.id == *id).unwrap();
        if let Some(at) = &session.printed {
            (p.room, p.end, p.start) = (at.room.clone(), at.start + (p.end - p.start), at.start);
        }
    }
    let what_ifs = what_ifs(&workshop).into_iter().take(2);
    let gains = what_ifs.map(|w| gain(&workshop, &planned.plan.timetable, &w, limits).unwrap());
    let gains = gains.collect();
    let judgement = judge(&workshop, &printed);
    let printed = Plan {
        name: "printed".into(),
        status: Status::Feasible,
        objective: judgement.objective,
        total: judgement.objective.total(),
        bound: None,
        gap: None,
        faults: judgement.faults,
        seconds: 0.0,
        limits,
        convergence: vec![],
        certificate: None,
        timetable: printed,
    };
    let query = Query { scope: Scope::Across, limit: 3, ..Query::default() };
    let rankings = rank_workshop(&workshop, Weights::default(), &[], &query).unwrap();
    let consortia = (groups > 0).then(|| {
        let days = ["2025-07-01", "2022-05-10"].map(|d| d.parse().unwrap());
        let scheme = &enishi::app::find_scheme(&"aimgain-2025-5th-academia".into()).unwrap();
        let request = ConsortiaRequest {
            scheme,
            at_start: false,
            with: vec![],
            most_members: 5,
            groups,
            most_shared: Some(2),
            each_area: None,
            each_in: None,
            as_of: days.to_vec(),
        };
        Ground::new(&workshop, Weights::default()).unwrap().consortia(&request).unwrap()
    });
    Made {
        hash: planned.record.input_hash.clone(),
        plan: planned.plan,
        printed,
        unplaced: planned.unplaced,
        gains,
        rankings,
        consortia,
        workshop,
    }
}

impl Made {
    fn report(&self) -> Report<'_> {
        let sheet = |plan, ja: &str, en: &str| PlanSheet {
            title: Text::new(ja, en),
            plan,
            input_hash: &self.hash,
        };
        Report {
            workshop: &self.workshop,
            plans: vec![
                sheet(&self.printed, "印刷されたプログラム", "The programme as printed"),
                sheet(&self.plan, "縁の計画", "The plan by Enishi"),
            ],
            shown: "planned",
            unplaced: &self.unplaced,
            gains: &self.gains,
            rankings: self
                .rankings
                .iter()
                .map(|r| Ranking {
                    profile: &r.profile,
                    suggestions: &r.suggestions,
                    reasons: &r.reasons,
                })
                .collect(),
            consortia: self.consortia.as_ref().map(|c| Consortia {
                asked: c.asked.clone(),
                exact: c.exact,
                steps: c.steps,
                sheets: c
                    .found
                    .iter()
                    .map(|f| ConsortiumSheet {
                        consortium: &f.consortium,
                        worth: Some(f.worth),
                        ties: f
                            .ties
                            .iter()
                            .map(|t| Tie {
                                one: t.one.clone(),
                                other: t.other.clone(),
                                points: t.points,
                                reason: t.reason.clone(),
                            })
                            .collect(),
                        assessments: f.assessments.clone(),
                        fillers: f
                            .fillers
                            .iter()
                            .map(|f| Filler { need: f.need.clone(), profiles: f.profiles.clone() })
                            .collect(),
                    })
                    .collect(),
            }),
            records: &[],
            organisations: &[],
            about: About {
                version: env!("CARGO_PKG_VERSION").into(),
                solver: "HiGHS".into(),
                made_on: None,
                sources: vec![Source {
                    title: Text::new("開催報告", "Report of the workshop"),
                    note: Text::new("", ""),
                }],
            },
        }
    }
}

/// What stands between the tags, as a browser would read it.
fn text_of(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    let marks = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#x2f;", "/")];
    let text = marks.iter().fold(text, |text, (mark, c)| text.replace(mark, c));
    text.replace("&amp;", "&")
}

/// Start tags with their attributes as written.
fn tags(html: &str) -> Vec<&str> {
    html.split('<').skip(1).filter_map(|part| part.split('>').next()).collect()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split_once(&format!(" {name}=\""))?.1.split('"').next()
}

/// Elements are closed in the order in which they were opened, ids are unique, references lead
/// somewhere, and nothing is fetched.
fn check_page(name: &str, html: &str) {
    // Style and script are no markup.
    let mut markup = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once("<style>") {
        markup.push_str(before);
        rest = after.split_once("</style>").unwrap().1;
    }
    markup.push_str(rest);
    let (before, after) = markup.split_once("<script>").unwrap();
    let script_end = after.split_once("</script>").unwrap().1;
    let markup = format!("{before}{script_end}");
    assert!(!markup.contains("<script"), "{name}");

    let void = ["meta", "br", "hr", "img", "input", "link"];
    let mut open: Vec<&str> = Vec::new();
    let mut ids = BTreeSet::new();
    let mut references = Vec::new();
    for tag in tags(&markup) {
        if tag.starts_with('!') {
            continue;
        }
        if let Some(closing) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closing), "{name}: </{closing}>");
            continue;
        }
        let element = tag.split([' ', '/', '\n']).next().unwrap();
        if !void.contains(&element) && !tag.ends_with('/') {
            open.push(element);
        }
        if let Some(id) = attribute(tag, "id") {
            assert!(ids.insert(id.to_owned()), "{name}: id {id} is used twice");
        }
        for key in ["aria-labelledby", "for"] {
            let named = attribute(tag, key).unwrap_or_default();
            references.extend(named.split_whitespace().map(str::to_owned));
        }
        if let Some(place) = attribute(tag, "href").and_then(|h| h.strip_prefix('#')) {
            references.push(place.to_owned());
        }
        assert!(attribute(tag, "src").is_none() && element != "link", "{name}: <{tag}>");
        let handlers = tag.split_whitespace().any(|word| word.starts_with("on"));
        assert!(!handlers || tag.contains("=\"") && !tag.contains(" onclick"), "{name}: <{tag}>");
    }
    assert!(open.is_empty(), "{name}: {open:?} stay open");
    for reference in references {
        assert!(ids.contains(&reference), "{name}: nothing is called {reference}");
    }
    for reference in ["http:", "https:", "//cdn", "@import", "url(http", "url(//"] {
        assert!(!html.contains(reference), "{name} refers to {reference}");
    }
    for tag in tags(&markup).into_iter().filter(|t| t.starts_with("svg")) {
        assert!(attribute(tag, "aria-labelledby").is_some(), "{name}: <{tag}>");
    }
    let tables = markup.matches("<table").count();
    assert_eq!(tables, markup.matches("<caption>").count(), "{name}: a table has no caption");
    assert_eq!(markup.matches("<h1").count(), 1, "{name}");
}

#[test]
fn pages_of_a_small_day_are_sound_in_both_languages() {
    let made = made(example(), 20.0, 0);
    let pages = pages(&made.report()).unwrap();
    let names: Vec<&str> = pages.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["report.html", "report.en.html", "personal.html", "personal.en.html"]);
    for (name, html) in &pages {
        check_page(name, html);
        assert!(!html.contains("\u{fffd}"));
    }
    let (ja, en) = (&pages[0].1, &pages[1].1);
    assert!(ja.contains("<html lang=\"ja\">") && en.contains("<html lang=\"en\">"));
    assert!(ja.contains("report.en.html") && en.contains("report.html"));
    assert!(
        text_of(ja).contains("令和9年3月5日(金)") && text_of(en).contains("Friday, 5 March 2027")
    );
    assert!(text_of(ja).contains("これより良い計画は存在しないことが証明されています"));
    assert!(text_of(en).contains("It is proved that no better plan exists"));
    for badge in ["架空データ", "敬称略", "13:20–14:10"] {
        assert!(text_of(ja).contains(badge), "{badge}");
    }
}

/// The language switch keeps the place: what stands in one language under an id stands in the other.
#[test]
fn both_languages_have_the_same_places() {
    let made = made(example(), 20.0, 0);
    let pages = pages(&made.report()).unwrap();
    let ids = |html: &str| -> BTreeSet<String> {
        let ids = tags(html).into_iter().filter_map(|tag| attribute(tag, "id"));
        // Where the alphabet begins anew is a matter of the alphabet.
        ids.filter(|id| !id.starts_with("row-")).map(str::to_owned).collect()
    };
    assert_eq!(ids(&pages[0].1), ids(&pages[1].1));
    assert_eq!(ids(&pages[2].1), ids(&pages[3].1));
    let name_at = |html: &str, id: &str| {
        let after = html.split_once(&format!("id=\"{id}\">")).unwrap().1;
        text_of(after.split_once("</h2>").unwrap().0)
    };
    assert!(name_at(&pages[2].1, "person-4").contains("試川 三奈 様"));
    assert!(name_at(&pages[3].1, "person-4").contains("Mina Tameshigawa"));
}

/// WCAG AA: text stands out from its ground by 4.5 to 1, in the light and in the dark.
#[test]
fn colours_can_be_told_apart() {
    let css = include_str!("../web/report/style.css");
    let (light, rest) = css.split_once("@media (prefers-color-scheme: dark)").unwrap();
    let dark = rest.split_once("}").unwrap().0;
    let tokens = |block: &str| -> std::collections::BTreeMap<String, [f64; 3]> {
        block
            .split(';')
            .filter_map(|line| line.split_once("--")?.1.split_once(':'))
            .filter_map(|(name, value)| {
                let hex = value.trim().strip_prefix('#')?;
                let part = |i| u8::from_str_radix(&hex[i..i + 2], 16).map(f64::from);
                let part = |i| {
                    let c = part(i).unwrap() / 255.0;
                    if c <= 0.03928 { c / 12.92 } else { ((c + 0.055) / 1.055_f64).powf(2.4) }
                };
                Some((name.trim().to_owned(), [part(0), part(2), part(4)]))
            })
            .collect()
    };
    let light = tokens(light);
    let mut night = light.clone();
    night.extend(tokens(dark));
    let grounds = ["ground", "raised", "sunken"];
    let cells = ["talk", "lecture", "posters", "plenary", "desk", "tables"];
    let mut pairs = Vec::new();
    for ground in grounds.iter().chain(&cells) {
        pairs.extend([("ink", *ground), ("quiet", *ground)]);
    }
    for ground in grounds {
        pairs.extend(
            ["link", "link-visited", "good", "warn", "bad", "made-up"].map(|c| (c, ground)),
        );
    }
    for soft in ["good-soft", "warn-soft", "bad-soft", "made-up-soft", "accent-soft"] {
        pairs.push(("ink", soft));
    }
    pairs.extend([("made-up", "made-up-soft"), ("ground", "good"), ("ground", "ink")]);
    for (name, colours) in [("light", &light), ("dark", &night)] {
        let luminance = |token: &str| {
            let [r, g, b] = colours[token];
            0.2126 * r + 0.7152 * g + 0.0722 * b
        };
        for (text, ground) in &pairs {
            let (a, b) = (luminance(text), luminance(ground));
            let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
            assert!(contrast >= 4.5, "{name}: {text} on {ground} is {contrast:.2} to 1");
        }
    }
}

/// What people typed stays text, wherever it stands.
#[test]
fn nothing_of_the_data_is_read_as_markup() {
    let mut workshop = example();
    let nasty = "<script>alert(1)</script>&\"'<img src=x onerror=y>";
    for text in [
        &mut workshop.name.ja,
        &mut workshop.source,
        &mut workshop.synthetic_note.ja,
        &mut workshop.rooms[0].name.ja,
        &mut workshop.desks[0].name.ja,
        &mut workshop.consultations[0].topic,
        &mut workshop.group_wishes[0].title,
    ] {
        *text = nasty.to_owned();
    }
    for o in &mut workshop.organisations {
        o.name.ja = format!("{}{nasty}", o.name.ja);
    }
    for p in &mut workshop.people {
        p.name.family = nasty.to_owned();
        p.position = nasty.to_owned();
    }
    for s in &mut workshop.sessions {
        s.title.ja = nasty.to_owned();
    }
    for p in &mut workshop.profiles {
        p.title = format!("{} {nasty}", p.title);
    }
    let made = made(workshop, 20.0, 0);
    let mut report = made.report();
    // A picture of organisations with such names, too.
    let consortium = enishi::domain::Consortium {
        members: made
            .workshop
            .organisations
            .iter()
            .map(|o| enishi::domain::Member::new(o.id.as_str(), o.kind, []))
            .collect(),
        ..Default::default()
    };
    let tie = Tie {
        one: "o-1".into(),
        other: "o-3".into(),
        points: enishi::matching::Points(1500),
        reason: Text::new(nasty, ""),
    };
    report.consortia = Some(Consortia {
        asked: Text::new(nasty, ""),
        exact: true,
        steps: 1,
        sheets: vec![ConsortiumSheet {
            consortium: &consortium,
            worth: None,
            ties: vec![tie],
            assessments: vec![],
            fillers: vec![Filler { need: Text::new(nasty, ""), profiles: vec!["seed-1".into()] }],
        }],
    });
    for (name, html) in pages(&report).unwrap() {
        check_page(name, &html);
        assert!(!html.contains("<img"), "{name}");
        assert!(text_of(&html).contains("<script>alert(1)</script>"), "{name}");
    }
}

#[test]
fn a_report_that_cannot_be_is_refused() {
    let made = made(example(), 20.0, 0);
    let mut report = made.report();
    report.shown = "other";
    let error = render(&report, Lang::Ja).unwrap_err();
    assert!(matches!(&error, ReportError::UnknownPlan { shown, .. } if shown == "other"));
    assert!(error.to_string().contains("\"planned\""));
    let mut report = made.report();
    report.rankings[0].reasons = &[];
    let refused = render(&report, Lang::Ja);
    assert!(matches!(refused, Err(ReportError::ReasonsMissing { .. })));
}

/// The personal page tells nobody what others wished, chose or could not do.
#[test]
fn personal_pages_keep_the_choices_of_others() {
    let made = made(example(), 20.0, 0);
    let html = enishi::exchange::report::render_personal(&made.report(), Lang::Ja).unwrap();
    let text = text_of(&html);
    let called = enishi::scheduling::Names::of(&made.workshop, Lang::Ja);
    for w in made.unplaced.iter().flat_map(|u| &u.repair).flat_map(|r| &r.steps) {
        assert!(!text.contains(&w.sentence(&called)));
    }
    assert!(!text.contains("同席させない"));
    // 見本 一郎 wished to meet 試川 三奈; both are told of a meeting only where it is held.
    assert!(text.contains("試川 三奈 様"));
}

/// The day of 2022 with everything in it. The pages are left in the target folder to be looked at.
#[test]
fn the_day_of_2022_fills_every_section() {
    let made = made(enishi::generate::aimgain_2022(enishi::generate::SEED), 2.0, 3);
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("report");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, html) in pages(&made.report()).unwrap() {
        check_page(name, &html);
        std::fs::write(folder.join(name), &html).unwrap();
        if name.starts_with("personal") {
            assert_eq!(html.matches("<article").count(), 157, "{name}");
            continue;
        }
        for id in [
            "summary",
            "timetable",
            "desks",
            "tables",
            "bottlenecks",
            "unplaced",
            "fairness",
            "partners",
            "consortia",
            "people",
            "proof",
            "about",
        ] {
            assert!(html.contains(&format!("<section id=\"{id}\"")), "{name}: {id}");
        }
        assert!(html.matches("<svg").count() >= 5, "{name}: histogram, plot, three networks");
        let text = text_of(&html);
        for s in &made.workshop.sessions {
            let lang = if name == "report.html" { Lang::Ja } else { Lang::En };
            assert!(text.contains(s.title.get(lang)), "{name}: {}", s.id);
        }
        assert_eq!(html.matches("class=\"partners\"").count(), made.workshop.profiles.len());
        // A change that lets no more wishes come true is not said to place some.
        assert!(!text.contains("places 0 more") && !text.contains("さらに0件"), "{name}");
    }
}
