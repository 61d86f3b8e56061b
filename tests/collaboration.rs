//! Partners learned from past projects: the right ones in a small history where they are known, the
//! same for the same seed, for reasons that add up, and clear errors for bad input.

use enishi::matching::collaboration::{
    Candidate, CollaborationError, History, Learned, Matter, Project, Proposal, Question, Settings,
    Side, read_lines,
};

const CITIES: [&str; 6] = ["Aomori", "Bizen", "Chiba", "Date", "Ebetsu", "Fukui"];
const FIELDS: [(&str, &str); 4] = [
    ("insulin pump diabetes", "Glucose Works"),
    ("stent coronary artery", "Vessel Makers"),
    ("tremor brain stimulation", "Neuron Devices"),
    ("knee cartilage implant", "Joint Materials"),
];

/// Hospitals of six cities; each works with the company of the project's field and with the
/// university of its city.
fn history() -> History {
    let mut projects = Vec::new();
    for i in 0..240 {
        let (city, (words, company)) = (CITIES[i % 6], FIELDS[(i / 12) % 4]);
        projects.push(Project {
            id: format!("p{i}"),
            matter: Matter {
                title: format!("Trial {i} of {words}"),
                topics: vec![words.split(' ').next_back().unwrap_or_default().to_owned()],
                ..Matter::default()
            },
            lead: format!("Hospital {} of {city}", i % 12),
            partners: match (i / 5) % 3 {
                0 => vec![company.to_owned(), format!("{city} University")],
                1 => vec![company.to_owned()],
                _ => vec![],
            },
        });
    }
    let hospitals = (0..12).map(|i| (format!("Hospital {i} of {}", CITIES[i % 6]), Side::Academia));
    let universities = CITIES.iter().map(|city| (format!("{city} University"), Side::Academia));
    let companies = FIELDS.iter().map(|(_, name)| ((*name).to_owned(), Side::Company));
    let all = hospitals.chain(universities).chain(companies);
    let organisations = all.map(|(name, side)| Candidate { name, side }).collect();
    History::new(projects, organisations).expect("the history is sound")
}

fn settings() -> Settings {
    Settings { trees: 30, ..Settings::default() }
}

fn question(title: &str, lead: &str) -> Question {
    let matter = Matter { title: title.to_owned(), ..Matter::default() };
    Question { id: "q".to_owned(), matter, lead: lead.to_owned() }
}

fn names(proposals: &[Proposal]) -> Vec<&str> {
    proposals.iter().map(|proposal| proposal.organisation.as_str()).collect()
}

#[test]
fn the_company_of_the_field_and_the_university_of_the_city_come_first() {
    let learned = Learned::new(history(), &settings()).expect("there is enough to learn from");
    for (words, company) in FIELDS {
        // A lead that the history knows, and one that it does not.
        for lead in ["Hospital 2 of Chiba", "New Clinic of Chiba"] {
            let proposals = learned.propose(&question(&format!("A study of {words}"), lead), 5);
            assert_eq!(names(&proposals)[0], company, "{lead}, {words}: {proposals:?}");
            assert!(!names(&proposals).contains(&lead));
        }
    }
    let proposals =
        learned.propose(&question("A study of knee cartilage", "Hospital 0 of Aomori"), 3);
    assert!(names(&proposals).contains(&"Aomori University"), "{proposals:?}");
}

#[test]
fn the_same_seed_gives_the_same_proposals_and_parts_add_up() {
    let (a, b) = (
        Learned::new(history(), &settings()).expect("there is enough to learn from"),
        Learned::new(history(), &settings()).expect("there is enough to learn from"),
    );
    for (words, _) in FIELDS {
        let question = question(words, "Hospital 4 of Ebetsu");
        let proposals = a.propose(&question, usize::MAX);
        assert_eq!(proposals, b.propose(&question, usize::MAX));
        assert!(proposals.len() > 4);
        for proposal in &proposals {
            let parts: i64 = proposal.parts.iter().map(|(_, value)| value).sum();
            assert_eq!(proposal.score, proposal.base + parts);
            assert!(!proposal.parts.is_empty());
        }
        assert!(proposals.windows(2).all(|w| w[0].score >= w[1].score));
    }
}

/// What a query's line says of its partners changes nothing.
#[test]
fn the_partners_of_a_question_are_never_read() {
    let learned = Learned::new(history(), &settings()).expect("there is enough to learn from");
    let line = |partners: &str| {
        format!(
            r#"{{"id": "q", "title": "A stent", "conditions": ["artery"], "interventions": [],
               "summary": "", "lead": "Hospital 1 of Bizen"{partners}}}"#
        )
        .replace('\n', " ")
    };
    let with = line(r#", "partners": ["Joint Materials", "Date University"]"#);
    let ask = |line: &str| {
        let questions: Vec<Question> = read_lines("queries", line).expect("the line is sound");
        learned.propose(&questions[0], 20)
    };
    assert_eq!(ask(&with), ask(&line("")));
}

#[test]
fn bad_input_is_told_with_its_place() {
    let fault =
        read_lines::<Question>("queries.jsonl", "\n{\"id\": \"q\", \"title\": ").unwrap_err();
    let said = fault.to_string();
    assert!(said.starts_with("queries.jsonl, line 2: "), "{said}");
    let fault = read_lines::<Candidate>("o.jsonl", r#"{"name": "x", "kind": "club"}"#).unwrap_err();
    assert!(fault.to_string().contains("club"), "{fault}");

    let candidate = |name: &str| Candidate { name: name.to_owned(), side: Side::Company };
    let project = Project {
        id: "p7".to_owned(),
        matter: Matter::default(),
        lead: "a".to_owned(),
        partners: vec!["b".to_owned()],
    };
    let unknown = CollaborationError::UnknownOrganisation {
        project: "p7".to_owned(),
        organisation: "b".to_owned(),
    };
    let built = History::new(vec![project.clone()], vec![candidate("a")]);
    assert_eq!(built.err(), Some(unknown));
    let twice = History::new(vec![], vec![candidate("a"), candidate("a")]);
    assert_eq!(twice.err(), Some(CollaborationError::NoHistory));
    let both = vec![candidate("a"), candidate("b"), candidate("a")];
    let twice = History::new(vec![project.clone()], both);
    assert_eq!(twice.err(), Some(CollaborationError::DuplicateOrganisation("a".to_owned())));

    let small = History::new(vec![project], vec![candidate("a"), candidate("b")]);
    let learned = Learned::new(small.expect("it is sound"), &settings());
    assert!(matches!(learned.err(), Some(CollaborationError::TooLittle { count: 0, .. })));
}
