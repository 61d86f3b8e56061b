//! What people ask the coordinators.

use super::cast::{Cast, Member};
use super::{draw, material};
use crate::domain::{Consultation, Lang, OrganisationKind, Sector, WishId};
use rand_chacha::ChaCha8Rng;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    presenters: usize,
    academia: usize,
    industry: usize,
    other: usize,
    topic: Vec<Topic>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Topic {
    of: Who,
    text: String,
    /// Fields, kinds of organisation or organisations; any where empty.
    #[serde(default)]
    fits: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
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
        let sector = member.person.sector;
        match self {
            Who::Presenter => member.presents_poster(),
            Who::Academia => sector == Sector::Academia && !member.presents_poster(),
            Who::Industry => sector == Sector::Industry,
            Who::Other => sector == Sector::Other && member.duty.is_none(),
            Who::English => member.speaks_only_english(),
        }
    }
}

impl Topic {
    /// Zero where the topic would be strange from this person, more the closer it is.
    fn suits(&self, member: &Member) -> u64 {
        let kind = match member.kind {
            OrganisationKind::Academia => "academia",
            OrganisationKind::Company => "company",
            OrganisationKind::Startup => "startup",
            OrganisationKind::Other => "other",
        };
        let bears = |word: &String| {
            word == kind || word == member.person.organisation.as_str() || member.has.contains(word)
        };
        match (self.fits.is_empty(), self.fits.iter().any(bears)) {
            (true, _) => 1,
            (false, true) => 3,
            (false, false) => 0,
        }
    }
}

/// Requests, poster presenters' first; ranked from 1 for each person.
pub(super) fn requests(cast: &Cast, rng: &mut ChaCha8Rng) -> Vec<Consultation> {
    let file: File = material::read(material::CONSULTATIONS);
    let mut used = vec![0u32; file.topic.len()];
    let mut requests: Vec<Consultation> = Vec::new();
    for (who, count) in [
        (Who::Presenter, file.presenters),
        (Who::Academia, file.academia),
        (Who::Industry, file.industry),
        (Who::Other, file.other),
    ] {
        let list = |member: &Member| if Who::English.includes(member) { Who::English } else { who };
        let has_a_topic =
            |m: &&Member| file.topic.iter().any(|topic| topic.of == list(m) && topic.suits(m) > 0);
        let asking = cast.people.iter().filter(|m| who.includes(m)).filter(has_a_topic).collect();
        let mut asking: Vec<&Member> = draw::shuffled(asking, rng);
        // Those without Japanese have fewer other ways to ask.
        asking.sort_by_key(|member| !Who::English.includes(member));
        let rounds = if asking.is_empty() { 0 } else { count };
        for member in asking.iter().cycle().take(rounds) {
            let asked: Vec<String> = (requests.iter())
                .filter(|r| r.person == *member.id())
                .map(|r| r.topic.clone())
                .collect();
            let open = |topic: &Topic| topic.of == list(member) && !asked.contains(&topic.text);
            // Topics that few have asked about yet come first.
            let least = (file.topic.iter().zip(&used))
                .filter(|(topic, _)| open(topic) && topic.suits(member) > 0)
                .map(|(_, &times)| times)
                .min();
            let weights: Vec<u64> = (file.topic.iter().zip(&used))
                .map(|(topic, times)| match open(topic) && Some(*times) == least {
                    true => topic.suits(member),
                    false => 0,
                })
                .collect();
            let Some(chosen) = draw::weighted(&weights, rng) else { continue };
            used[chosen] += 1;
            requests.push(Consultation {
                id: WishId(format!("k{:02}", requests.len() + 1)),
                person: member.id().clone(),
                topic: file.topic[chosen].text.clone(),
                concepts: Vec::new(),
                lang: if Who::English.includes(member) { Lang::En } else { Lang::Ja },
                rank: asked.len() as u32 + 1,
                synthetic: true,
            });
        }
    }
    requests
}
