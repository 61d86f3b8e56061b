//! A core and those who join it, member by member.

use super::core::{CORE, Cores};
use super::search::MAX_SIZE;
use std::cmp::Reverse;

pub(super) struct Growth<'a> {
    cores: &'a Cores<'a>,
    /// What each is tied to the members.
    tied: Vec<i64>,
    /// Who cannot join any more.
    closed: Vec<bool>,
    members: Vec<u32>,
    /// Their kinds, as the quotas count them.
    state: usize,
    /// The ties of the core.
    core: i64,
    limit: u64,
    pub work: u64,
    /// The most that a group may be worth, if that is more than the target.
    pub most: i64,
}

impl<'a> Growth<'a> {
    pub fn new(cores: &'a Cores<'a>) -> Growth<'a> {
        let n = cores.candidates.len();
        let (tied, closed) = (vec![0; n], vec![false; n]);
        let members = Vec::with_capacity(MAX_SIZE);
        let most = cores.target;
        Growth { cores, tied, closed, members, state: 0, core: 0, limit: 0, work: 0, most }
    }

    pub fn begin(&mut self, limit: u64) {
        self.limit = limit;
        self.work = 0;
        self.most = self.cores.target;
    }

    /// Looks at all groups with this core, whose ties are worth `ties` and which is worth `members`. Who is
    /// `barred` cannot join.
    pub fn grow(
        &mut self,
        core: [u32; CORE],
        ties: i64,
        members: i64,
        barred: impl Fn(u32) -> bool,
    ) {
        self.core = ties;
        let mut beside = Vec::new();
        for x in core {
            self.join(x, &mut beside);
            self.closed[x as usize] = true;
        }
        let touched = beside;
        let mut open: Vec<(i64, u32)> = Vec::new();
        for &(_, y) in &touched {
            if core.contains(&y) {
                continue;
            }
            if barred(y) {
                self.closed[y as usize] = true;
            } else {
                open.push((self.tied[y as usize] + self.cores.alone[y as usize], y));
            }
        }
        self.work += touched.len() as u64;
        self.choose(members, open, self.cores.places, true);
        for &(_, y) in &touched {
            self.closed[y as usize] = false;
            self.tied[y as usize] = 0;
        }
        for x in core {
            self.closed[x as usize] = false;
            self.tied[x as usize] = 0;
        }
        self.members.clear();
        self.state = 0;
    }

    /// Adds the ties of `x`, and to `new` whoever was tied to nobody.
    fn join(&mut self, x: u32, new: &mut Vec<(i64, u32)>) {
        for &(y, tie) in self.cores.candidates.ties(x) {
            let tied = &mut self.tied[y as usize];
            if *tied == 0 {
                new.push((tie, y));
            }
            *tied += tie;
        }
        self.work += self.cores.candidates.ties(x).len() as u64;
        self.members.push(x);
        self.state += self.step(x);
    }

    fn step(&self, x: u32) -> usize {
        self.cores.ground.needs.step(self.cores.candidates.kind[x as usize])
    }

    fn leave(&mut self, x: u32) {
        self.members.pop();
        self.state -= self.step(x);
        for &(y, tie) in self.cores.candidates.ties(x) {
            self.tied[y as usize] -= tie;
        }
    }

    /// Whether a group may be worth more with `x`, who joins members with whom the group is worth `value`, and as many
    /// of the others as there are places. A look that costs less than joining does.
    fn may_lead(
        &mut self,
        value: i64,
        x: u32,
        others: &[(i64, u32)],
        places: usize,
        anybody: bool,
    ) -> bool {
        let cores = self.cores;
        let least = if anybody { cores.most_alone } else { 0 };
        let mut most: [(i64, u32); MAX_SIZE] = [(least, u32::MAX); MAX_SIZE];
        let most = &mut most[..places];
        for (place, other) in most.iter_mut().zip(others) {
            place.0 = other.0.max(least);
            place.1 = other.1;
        }
        let strongest = others.first().map_or(least, |other| other.0.max(least));
        for &(y, tie) in cores.candidates.ties(x) {
            self.work += 1;
            if most.last().is_none_or(|last| strongest + tie <= last.0) {
                break;
            }
            let tied = self.tied[y as usize];
            if self.closed[y as usize] || (tied == 0 && !anybody) {
                continue;
            }
            let worth = tied + tie + cores.alone[y as usize];
            let from = most.iter().position(|place| place.1 == y).unwrap_or(places - 1);
            let to = most.partition_point(|place| place.0 >= worth);
            if to <= from {
                most[to..=from].rotate_right(1);
                most[to] = (worth, y);
            }
        }
        let others: i64 = most.iter().map(|place| place.0).sum();
        value + others + cores.among(places, self.core) > self.most
    }

    /// Looks at all groups in which some of the open join members worth `value`; with `anybody`
    /// those who are tied to nobody yet are open, too.
    fn choose(&mut self, value: i64, mut open: Vec<(i64, u32)>, places: usize, anybody: bool) {
        let cores = self.cores;
        let target = cores.target;
        // The quotas cannot be met any more.
        if !cores.ground.needs.within(self.state, places) {
            return;
        }
        if value > self.most && cores.ground.needs.within(self.state, 0) {
            self.most = value;
        }
        if places == 0 {
            return;
        }
        let among = cores.among(places, self.core);
        let untied = cores.most_alone;
        let sum = |open: &[(i64, u32)], places: usize| -> i64 {
            let rest = if anybody { untied } else { 0 };
            let worths = open.iter().map(|(worth, _)| *worth).chain(std::iter::repeat(rest));
            worths.take(places).map(|worth| worth.max(rest)).sum()
        };
        if open.len() > places {
            open.select_nth_unstable_by_key(places - 1, |&(worth, y)| (Reverse(worth), y));
        }
        let top = open.len().min(places);
        open[..top].sort_unstable_by_key(|&(worth, y)| (Reverse(worth), y));
        if value + sum(&open, places) + among <= self.most {
            return;
        }
        // Whoever joins is worth this at least beside the best of the others.
        let least = target - value - among - sum(&open, places - 1);
        let anybody = anybody && untied > least;
        let mut gone = Vec::new();
        open.retain(|&(worth, y)| {
            let stays = worth > least;
            if !stays && !self.closed[y as usize] {
                self.closed[y as usize] = true;
                gone.push(y);
            }
            stays
        });
        open.sort_unstable_by_key(|&(worth, y)| (Reverse(worth), y));
        let rest = |open: &[(i64, u32)]| -> i64 {
            let rest = if anybody { untied } else { 0 };
            let worths = open.iter().map(|(worth, _)| *worth).chain(std::iter::repeat(rest));
            worths.take(places).map(|worth| worth.max(rest)).sum()
        };
        for i in 0..open.len() {
            let most = value + rest(&open[i..]) + among;
            if most <= self.most {
                break;
            }
            if self.work > self.limit {
                self.most = most;
                break;
            }
            let (worth, x) = open[i];
            self.closed[x as usize] = true;
            gone.push(x);
            let value = value + worth - cores.ground.brought_twice(&self.members, x);
            if !self.may_lead(value, x, &open[i + 1..], places - 1, anybody) {
                continue;
            }
            let mut new = Vec::new();
            self.join(x, &mut new);
            let mut next: Vec<(i64, u32)> = open[i + 1..]
                .iter()
                .map(|&(_, y)| (self.tied[y as usize] + cores.alone[y as usize], y))
                .collect();
            if anybody {
                let open = new.iter().filter(|(_, y)| !self.closed[*y as usize]);
                next.extend(open.map(|&(tie, y)| (tie + cores.alone[y as usize], y)));
            }
            self.work += next.len() as u64;
            self.choose(value, next, places - 1, anybody);
            self.leave(x);
        }
        // Without any of the open nobody else is tied to the members, and a group is connected.
        for y in gone {
            self.closed[y as usize] = false;
        }
    }
}
