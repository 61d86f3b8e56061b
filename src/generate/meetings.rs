//! Who wishes to meet whom, one-on-one and at round tables.

use super::cast::{Cast, Member};
use super::demand;
use super::draw;
use super::organisations;
use crate::domain::{GroupWish, MeetingWish, Sector, WishId, Workshop};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;

/// Ranked wishes, 1 to n without a hole for everyone who has any.
///
/// Who wishes and who is wished for is drawn by interest and popularity; some of those wished for
/// wish back.
pub(super) fn wishes(workshop: &Workshop, cast: &Cast, rng: &mut ChaCha8Rng) -> Vec<MeetingWish> {
    let file = demand::read();
    let people = &cast.people;
    let rivals = organisations::rivals();
    let pull: Vec<Vec<u64>> = people
        .iter()
        .map(|from| people.iter().map(|to| attraction(from, to, &rivals)).collect())
        .collect();
    let mut chosen: BTreeMap<(usize, usize), u64> = BTreeMap::new();
    let mut counts = vec![0; people.len()];
    // Chance in the order of wishes, not only in whom they are for.
    let dear = |pair: (usize, usize), rng: &mut ChaCha8Rng| {
        pull[pair.0][pair.1] * rng.random_range(50..150u64)
    };
    while chosen.len() < file.meeting_wishes {
        let eager = |(i, m): (usize, &Member)| match counts[i] < file.wishes_per_person {
            true => eagerness(m),
            false => 0,
        };
        let weights: Vec<u64> = people.iter().enumerate().map(eager).collect();
        let Some(from) = draw::weighted(&weights, rng) else { break };
        let open = |to: usize| !chosen.contains_key(&(from, to));
        let weights: Vec<u64> =
            (0..people.len()).map(|to| if open(to) { pull[from][to] } else { 0 }).collect();
        let Some(to) = draw::weighted(&weights, rng) else { break };
        chosen.insert((from, to), dear((from, to), rng));
        counts[from] += 1;
        let room = counts[to] < file.wishes_per_person && !chosen.contains_key(&(to, from));
        if draw::percent(file.answered_percent, rng) && room {
            chosen.insert((to, from), dear((to, from), rng));
            counts[to] += 1;
        }
    }
    ranked(chosen, workshop, cast)
}

fn ranked(
    chosen: BTreeMap<(usize, usize), u64>,
    workshop: &Workshop,
    cast: &Cast,
) -> Vec<MeetingWish> {
    let mut list: Vec<((usize, usize), u64)> = chosen.into_iter().collect();
    list.sort_by_key(|&((from, to), dear)| (from, std::cmp::Reverse(dear), to));
    let mut wishes: Vec<MeetingWish> = Vec::new();
    for ((from, to), _) in list {
        let (from, to) = (&cast.people[from], &cast.people[to]);
        let rank = match wishes.last() {
            Some(last) if last.from == *from.id() => last.rank + 1,
            _ => 1,
        };
        let about = to.profile.clone().or_else(|| from.profile.clone());
        wishes.push(MeetingWish {
            id: WishId(format!("m{:03}", wishes.len() + 1)),
            from: from.id().clone(),
            to: to.id().clone(),
            rank,
            about: about.filter(|id| workshop.profiles.iter().any(|p| p.id == *id)),
            synthetic: true,
        });
    }
    wishes
}

/// How likely a person is to send wishes.
fn eagerness(member: &Member) -> u64 {
    match (member.person.sector, member.duty.is_some(), member.profile.is_some()) {
        (Sector::Other, true, _) => 0,
        (Sector::Other, false, _) => 2,
        (_, true, _) => 14,
        (_, false, true) => 10,
        (_, false, false) => 3,
    }
}

/// How much `from` is drawn to meeting `to`; zero where they must not or need not meet.
fn attraction(from: &Member, to: &Member, rivals: &[(String, String)]) -> u64 {
    let (a, b) = (from.person.organisation.as_str(), to.person.organisation.as_str());
    let compete = rivals.iter().any(|(x, y)| (x == a && y == b) || (x == b && y == a));
    let no_common_language =
        !from.person.languages.iter().any(|lang| to.person.languages.contains(lang));
    if a == b || compete || no_common_language {
        return 0;
    }
    let sides = match (from.person.sector, to.person.sector) {
        (Sector::Industry, Sector::Academia) | (Sector::Academia, Sector::Industry) => 20,
        (Sector::Industry, Sector::Industry) => 5,
        (Sector::Other, Sector::Industry | Sector::Academia) => 4,
        (Sector::Academia, Sector::Academia) => 2,
        (_, Sector::Other) => 1,
    };
    sides * (1 + from.affinity(to)).pow(3) * to.popular.pow(2)
}

/// The round tables.
pub(super) fn groups(cast: &Cast) -> Vec<GroupWish> {
    let person = |who: &str| {
        let member = cast.with_profile(who).or_else(|| cast.first_of(who))?;
        Some(member.id().clone())
    };
    let listed = demand::read().groups.into_iter().zip(1..);
    listed
        .filter_map(|(group, number)| {
            Some(GroupWish {
                id: WishId(format!("g{number:02}")),
                moderator: person(&group.moderator)?,
                members: group.members.iter().filter_map(|who| person(who)).collect(),
                title: group.title,
                rank: 1,
                synthetic: true,
            })
        })
        .collect()
}
