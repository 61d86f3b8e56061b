//! Who wishes to meet whom: much of it goes to few.

use super::cast::{Guest, Home};
use super::size::Size;
use crate::domain::{
    Exclusion, ExclusionKind, GroupWish, MeetingWish, OrganisationKind, PersonId, WishId,
};
use crate::generate::draw;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use std::collections::{HashMap, HashSet};

/// What is wished.
pub(super) struct Demand {
    pub wishes: Vec<MeetingWish>,
    pub groups: Vec<GroupWish>,
    /// Per person, the meetings wished with them.
    pub sought: Vec<usize>,
}

/// Wishes are answered by so many of a hundred.
const ANSWERED: u32 = 25;
/// Of a hundred wishes, those within the asker's own field.
const OWN_FIELD: u32 = 60;
/// Nobody is wished for more than so many times the average.
const MOST_SOUGHT: usize = 6;
/// Draws before a crowd is taken to hold no further pair.
const PATIENCE: usize = 200;
/// A group to so many meetings.
const MEETINGS_PER_GROUP: usize = 400;

/// The `i`-th of a crowd is sought as `1 / (i + 10)^¾`, by Zipf's law without its steepest part; in
/// whole numbers, so that every machine draws alike.
fn popularity(crowd: usize) -> Vec<u64> {
    let weight = |i: u64| {
        let x = (i + 10) * 1_000_000;
        1_000_000_000_000_000 / (x * x.isqrt()).isqrt()
    };
    (0..crowd as u64).map(weight).collect()
}

/// Draws from a fixed list of weights in logarithmic time.
struct Lottery {
    people: Vec<usize>,
    sums: Vec<u64>,
}

impl Lottery {
    fn new(people: Vec<usize>, weight: &[u64]) -> Self {
        let sums = people.iter().scan(0, |sum, &p| {
            *sum += weight[p];
            Some(*sum)
        });
        Self { sums: sums.collect(), people }
    }

    fn draw(&self, rng: &mut ChaCha8Rng) -> Option<usize> {
        let total = *self.sums.last()?;
        let drawn = rng.random_range(0..total);
        self.people.get(self.sums.partition_point(|&sum| sum <= drawn)).copied()
    }
}

fn side(home: &Home) -> usize {
    usize::from(home.organisation.kind == OrganisationKind::Academia)
}

pub(super) fn demand(
    size: &Size,
    homes: &[Home],
    guests: &[Guest],
    rng: &mut ChaCha8Rng,
) -> Demand {
    let order = draw::shuffled((0..guests.len()).collect(), rng);
    let ranks = popularity(guests.len());
    let mut weight = vec![0; guests.len()];
    order.iter().zip(&ranks).for_each(|(&p, &w)| weight[p] = w);
    // Industry looks for academia and academia for industry; a third look everywhere.
    let mut by_field: HashMap<(usize, usize), Vec<usize>> = HashMap::new();
    let mut by_side: [Vec<usize>; 2] = [Vec::new(), Vec::new()];
    for (p, guest) in guests.iter().enumerate() {
        let home = &homes[guest.home];
        by_field.entry((side(home), home.field)).or_default().push(p);
        by_side[side(home)].push(p);
    }
    let by_field: HashMap<_, _> =
        by_field.into_iter().map(|(k, people)| (k, Lottery::new(people, &weight))).collect();
    let by_side = by_side.map(|people| Lottery::new(people, &weight));
    let everyone = Lottery::new((0..guests.len()).collect(), &weight);

    let most = (MOST_SOUGHT * 2 * size.meetings).div_ceil(guests.len());
    let mut sought = vec![0; guests.len()];
    let mut asked: Vec<Vec<usize>> = vec![Vec::new(); guests.len()];
    let mut pairs: HashSet<(usize, usize)> = HashSet::new();
    let mut missed = 0;
    while pairs.len() < size.meetings && missed < PATIENCE * size.meetings {
        missed += 1;
        let from = rng.random_range(0..guests.len() as u64) as usize;
        let home = &homes[guests[from].home];
        let other = 1 - side(home);
        let crowd = match draw::weighted(&[67, 33], rng) {
            Some(0) if draw::percent(OWN_FIELD, rng) => by_field.get(&(other, home.field)),
            Some(0) => Some(&by_side[other]),
            _ => Some(&everyone),
        };
        let Some(to) = crowd.and_then(|crowd| crowd.draw(rng)) else { continue };
        let full = sought[to] >= most || sought[from] >= most;
        if guests[to].home == guests[from].home || full {
            continue;
        }
        if pairs.insert((from.min(to), from.max(to))) {
            asked[from].push(to);
            sought[from] += 1;
            sought[to] += 1;
        }
    }
    let mut wishes = Vec::new();
    for (from, list) in asked.clone().into_iter().enumerate() {
        for to in list.into_iter().filter(|_| draw::percent(ANSWERED, rng)) {
            asked[to].push(from);
        }
    }
    for (from, list) in asked.iter_mut().enumerate() {
        // The most sought first, more or less.
        let key = |to: &usize| weight[*to];
        list.sort_by_key(|to| std::cmp::Reverse(key(to)));
        for (to, rank) in list.iter().zip(1..) {
            wishes.push(MeetingWish {
                id: WishId(format!("m{:06}", wishes.len() + 1)),
                from: guests[from].person.id.clone(),
                to: guests[*to].person.id.clone(),
                rank,
                about: None,
                synthetic: true,
            });
        }
    }
    let groups = groups(size, homes, guests, rng);
    Demand { wishes, groups, sought }
}

fn groups(size: &Size, homes: &[Home], guests: &[Guest], rng: &mut ChaCha8Rng) -> Vec<GroupWish> {
    let mut groups = Vec::new();
    for n in 0..size.meetings / MEETINGS_PER_GROUP {
        let first = rng.random_range(0..guests.len() as u64) as usize;
        let field = homes[guests[first].home].field;
        let mut people = vec![first];
        let alike = draw::shuffled((0..guests.len()).collect(), rng);
        for p in alike.into_iter().filter(|&p| homes[guests[p].home].field == field) {
            let known = people.iter().any(|&o| guests[o].home == guests[p].home);
            if people.len() < 4 && !known {
                people.push(p);
            }
        }
        if people.len() >= 3 {
            let id = |p: &usize| guests[*p].person.id.clone();
            groups.push(GroupWish {
                id: WishId(format!("g{:04}", n + 1)),
                moderator: id(&people[0]),
                members: people[1..].iter().map(id).collect(),
                title: format!("円卓 {}", n + 1),
                rank: 1,
                synthetic: true,
            });
        }
    }
    groups
}

/// Competitors among companies of one field, and people who decline.
pub(super) fn exclusions(
    homes: &[Home],
    wishes: &[MeetingWish],
    rng: &mut ChaCha8Rng,
) -> Vec<Exclusion> {
    let mut exclusions = Vec::new();
    let companies: Vec<&Home> =
        homes.iter().filter(|h| h.organisation.kind == OrganisationKind::Company).collect();
    for pair in companies.windows(2).filter(|pair| pair[0].field == pair[1].field) {
        exclusions.push(Exclusion {
            kind: ExclusionKind::Rival,
            person: None,
            organisation: Some(pair[0].organisation.id.clone()),
            other_person: None,
            other_organisation: Some(pair[1].organisation.id.clone()),
            synthetic: true,
        });
    }
    let pairs: HashSet<(&PersonId, &PersonId)> = wishes.iter().map(|w| (&w.from, &w.to)).collect();
    for wish in wishes {
        if !pairs.contains(&(&wish.to, &wish.from)) && draw::percent(2, rng) {
            exclusions.push(Exclusion {
                kind: ExclusionKind::NoThanks,
                person: Some(wish.to.clone()),
                organisation: None,
                other_person: Some(wish.from.clone()),
                other_organisation: None,
                synthetic: true,
            });
        }
    }
    exclusions
}
