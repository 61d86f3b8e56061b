//! Which talks and lectures people wish to hear.

use super::cast::{Cast, Member, common};
use super::demand;
use super::draw;
use crate::domain::{Audience, Sector, Session, SessionKind, TalkWish, Workshop};
use rand_chacha::ChaCha8Rng;

/// The same number of ranked wishes for everyone, none for one's own company's talk.
pub(super) fn wishes(workshop: &Workshop, cast: &Cast, rng: &mut ChaCha8Rng) -> Vec<TalkWish> {
    let count = demand::read().talk_wishes_per_person;
    let mut wishes = Vec::new();
    for member in &cast.people {
        let mut weights: Vec<u64> =
            workshop.sessions.iter().map(|session| appeal(session, member, cast)).collect();
        for rank in 1..=count {
            let Some(chosen) = draw::weighted(&weights, rng) else { break };
            weights[chosen] = 0;
            wishes.push(TalkWish {
                person: member.id().clone(),
                session: workshop.sessions[chosen].id.clone(),
                rank,
                synthetic: true,
            });
        }
    }
    wishes
}

fn appeal(session: &Session, member: &Member, cast: &Cast) -> u64 {
    let speaker = session.speakers.first().and_then(|speaker| cast.position(speaker));
    let Some(speaker) = speaker.map(|position| &cast.people[position]) else { return 0 };
    if speaker.person.organisation == member.person.organisation {
        return 0;
    }
    match session.kind {
        SessionKind::Talk => {
            let answers = 3 * common(&member.wants, &speaker.has)
                + 2 * common(&member.has, &speaker.wants)
                + common(&member.fields, &speaker.fields);
            (1 + answers).pow(3) * speaker.popular
        }
        // As dear as a talk of some interest to those it is meant for.
        SessionKind::Lecture => match (session.audience, member.person.sector) {
            (Audience::All, _)
            | (Audience::Industry, Sector::Industry)
            | (Audience::Academia, Sector::Academia) => 300,
            (_, Sector::Other) => 100,
            (Audience::Industry, _) | (Audience::Academia, _) => 0,
        },
        SessionKind::Posters | SessionKind::Plenary => 0,
    }
}
