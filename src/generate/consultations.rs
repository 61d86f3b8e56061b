//! What people ask the coordinators.

use super::cast::{Cast, Member};
use super::{draw, material};
use crate::domain::{Consultation, Lang, Sector, WishId};
use rand_chacha::ChaCha8Rng;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    presenters: usize,
    academia: usize,
    industry: usize,
    other: usize,
    topics: Vec<Topics>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Topics {
    of: Who,
    texts: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Who {
    Presenter,
    Academia,
    Industry,
    Other,
    English,
}

impl Who {
    /// Coordinators ask nobody.
    fn includes(self, member: &Member) -> bool {
        match self {
            Who::Presenter => member.presents_poster(),
            Who::Academia => member.person.sector == Sector::Academia && !member.presents_poster(),
            Who::Industry => member.person.sector == Sector::Industry,
            Who::Other => member.person.sector == Sector::Other && member.duty.is_none(),
            Who::English => member.speaks_only_english(),
        }
    }
}

/// Requests, poster presenters' first; ranked from 1 for each person.
pub(super) fn requests(cast: &Cast, rng: &mut ChaCha8Rng) -> Vec<Consultation> {
    let file: File = material::read(material::CONSULTATIONS);
    // Each topic comes once before any comes again.
    let mut topics: BTreeMap<Who, _> = file
        .topics
        .into_iter()
        .map(|t| (t.of, draw::shuffled(t.texts, rng).into_iter().cycle()))
        .collect();
    let mut requests: Vec<Consultation> = Vec::new();
    for (who, count) in [
        (Who::Presenter, file.presenters),
        (Who::Academia, file.academia),
        (Who::Industry, file.industry),
        (Who::Other, file.other),
    ] {
        let asking: Vec<&Member> = cast.people.iter().filter(|m| who.includes(m)).collect();
        let mut asking = draw::shuffled(asking, rng);
        // Those without Japanese have fewer other ways to ask.
        asking.sort_by_key(|member| !Who::English.includes(member));
        for member in asking.iter().cycle().take(if asking.is_empty() { 0 } else { count }) {
            let english = Who::English.includes(member);
            let list = topics.get_mut(if english { &Who::English } else { &who });
            let Some(topic) = list.and_then(Iterator::next) else { continue };
            let before = requests.iter().filter(|r| r.person == *member.id()).count();
            requests.push(Consultation {
                id: WishId(format!("k{:02}", requests.len() + 1)),
                person: member.id().clone(),
                topic,
                concepts: Vec::new(),
                lang: if english { Lang::En } else { Lang::Ja },
                rank: before as u32 + 1,
                synthetic: true,
            });
        }
    }
    requests
}
