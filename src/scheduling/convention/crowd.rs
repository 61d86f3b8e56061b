//! The dense numbers of a workshop of meetings at tables.

use crate::domain::ItemId;
use crate::scheduling::comfort::fair_shares;
use crate::scheduling::instance::{Instance, Minute, Place, Span};
use std::collections::HashMap;

/// A slot and a hall: `slot << hall_bits | hall`.
pub(in crate::scheduling) type Cell = u32;

/// Where a meeting is that is not held.
pub(super) const OUT: Cell = Cell::MAX;
/// Slots of one day that fit into a mask.
const MOST_SLOTS: usize = 64;
/// From so many meetings on, days whose comfort does not count go this way too.
const MANY: usize = 2_000;

/// Meetings at tables in dense numbers.
pub(in crate::scheduling) struct Crowd {
    pub halls: usize,
    /// Bits of a cell that name its hall.
    hall_bits: u32,
    /// The instance's place of each hall.
    pub places: Vec<usize>,
    pub days: usize,
    /// Per slot, in the order of time.
    pub slots: Vec<Span>,
    pub day_of: Vec<usize>,
    /// First slot of each day, and one more.
    pub first: Vec<usize>,
    /// Tables per cell.
    pub tables: Vec<u32>,
    /// Per hall; the same for all where floors are not known.
    pub floor: Vec<i32>,
    /// Minutes from hall to hall between two meetings.
    pub walk: Vec<Minute>,
    /// Whether some walk takes longer than the pause between some slots.
    pub is_tight: bool,
    /// Per meeting.
    pub items: Vec<usize>,
    pub points: Vec<i64>,
    people_from: Vec<u32>,
    people_of: Vec<u32>,
    /// Slots of the day, per meeting, hall and day.
    allowed: Vec<u64>,
    /// The same in any hall, per meeting and day.
    allowed_somewhere: Vec<u64>,
    /// The cell of meetings that are held where they are.
    pub held: Vec<Option<Cell>>,
    /// Number of people.
    pub people: usize,
    /// Slots in which a person is there and not in a session, per person and day.
    pub present: Vec<u64>,
    pub cap: u32,
    /// Meetings that fairness owes, per person.
    pub share: Vec<u32>,
    pub breaks: i64,
    pub walking: i64,
    pub fairness: i64,
}

impl Crowd {
    /// For planning: small days without weight on comfort are left to the linear program.
    pub fn of(instance: &Instance) -> Option<Self> {
        let weights = &instance.directory.workshop.rules.weights;
        let comfort = weights.breaks + weights.walking + weights.fairness > 0;
        let many = || instance.items.iter().filter(|item| item.is_meeting).count() >= MANY;
        if comfort || many() { Self::of_meetings(instance) } else { None }
    }

    /// `None` where the day holds other things to decide than meetings, where slots overlap, or where
    /// lunch would have to be watched: other ways of planning are for these.
    pub fn of_meetings(instance: &Instance) -> Option<Self> {
        let workshop = instance.directory.workshop;
        let rules = &workshop.rules;
        let weights = &rules.weights;
        let meetings: Vec<usize> =
            (0..instance.items.len()).filter(|&i| instance.items[i].is_meeting).collect();
        let others_stand = instance.items.iter().all(|item| match item.id {
            ItemId::Session(_) => item.candidates.len() == 1,
            ItemId::Consultation(_) => false,
            _ => true,
        });
        if meetings.is_empty() || !others_stand || !instance.interests.is_empty() {
            return None;
        }
        let mut slots: Vec<Span> =
            workshop.slots.iter().map(|s| instance.span(s.start, s.end)).collect();
        slots.sort();
        slots.dedup();
        if slots.windows(2).any(|pair| pair[0].overlaps(pair[1])) {
            return None;
        }
        let mut crowd = Self::laid_out(instance, slots)?;
        crowd.note_people(instance)?;
        crowd.note_meetings(instance, meetings)?;
        crowd.cap = rules.meetings_per_person.unwrap_or(u32::MAX);
        crowd.share = fair_shares(&instance.directory);
        (crowd.breaks, crowd.walking, crowd.fairness) =
            (weights.breaks, weights.walking, weights.fairness);
        Some(crowd)
    }

    fn laid_out(instance: &Instance, slots: Vec<Span>) -> Option<Self> {
        let places: Vec<usize> = (0..instance.places.len())
            .filter(|&p| matches!(instance.places[p], Place::Tables { .. }))
            .collect();
        let date = |s: &Span| s.start.div_euclid(24 * 60);
        let mut day_of: Vec<usize> = Vec::new();
        let mut first: Vec<usize> = Vec::new();
        for (k, slot) in slots.iter().enumerate() {
            if k == 0 || date(slot) != date(&slots[k - 1]) {
                first.push(k);
            }
            day_of.push(first.len() - 1);
        }
        first.push(slots.len());
        if first.windows(2).any(|pair| pair[1] - pair[0] > MOST_SLOTS) {
            return None;
        }
        let walk: Vec<Minute> = places
            .iter()
            .flat_map(|&a| places.iter().map(move |&b| instance.gap((a, true), (b, true))))
            .collect();
        let longest = walk.iter().copied().max().unwrap_or(0);
        // Only neighbouring slots may be too near to each other.
        if slots.windows(3).any(|three| three[2].start - three[0].end < longest) {
            return None;
        }
        let is_tight = slots.windows(2).any(|pair| pair[1].start - pair[0].end < longest);
        let rooms = &instance.directory.workshop.rooms;
        let floor = |p: &usize| rooms[instance.places[*p].room()].floor;
        let known = places.iter().all(|p| floor(p).is_some());
        u16::try_from(places.len()).ok()?;
        let hall_bits = places.len().next_power_of_two().trailing_zeros();
        let units = |slot: &Span| -> Vec<u32> {
            let mut units: Vec<u32> =
                places.iter().map(|&p| instance.places[p].units(*slot)).collect();
            units.resize(1 << hall_bits, 0);
            units
        };
        Some(Self {
            halls: places.len(),
            hall_bits,
            places: places.clone(),
            days: first.len() - 1,
            tables: slots.iter().flat_map(units).collect(),
            floor: places.iter().map(|p| floor(p).filter(|_| known).unwrap_or(0)).collect(),
            slots,
            day_of,
            first,
            walk,
            is_tight,
            items: Vec::new(),
            points: Vec::new(),
            people_from: vec![0],
            people_of: Vec::new(),
            allowed: Vec::new(),
            allowed_somewhere: Vec::new(),
            held: Vec::new(),
            people: instance.away.len(),
            present: Vec::new(),
            cap: u32::MAX,
            share: Vec::new(),
            breaks: 0,
            walking: 0,
            fairness: 0,
        })
    }

    /// Who is there when; `None` where somebody's lunch would have to be watched.
    fn note_people(&mut self, instance: &Instance) -> Option<()> {
        let mut standing: Vec<Vec<Span>> = vec![Vec::new(); self.people];
        for (i, item) in instance.items.iter().enumerate().filter(|(_, item)| !item.is_meeting) {
            let candidate = item.candidates.first()?;
            instance.attendees(i, candidate).for_each(|p| standing[p].push(candidate.span));
        }
        let lunch = |more: &[Span]| {
            instance.lunches.iter().all(|lunch| {
                let mut taken: Vec<Span> = self.slots.iter().chain(more).copied().collect();
                taken.retain(|s| s.overlaps(lunch.window));
                taken.sort();
                let mut free_from = lunch.window.start;
                let ends = taken.iter().map(|s| (s.start, s.end));
                let end = (lunch.window.end, lunch.window.end);
                ends.chain([end]).any(|(start, end)| {
                    let enough = start - free_from >= lunch.minutes;
                    free_from = free_from.max(end);
                    enough
                })
            })
        };
        if !lunch(&[]) || standing.iter().any(|s| !s.is_empty() && !lunch(s)) {
            return None;
        }
        self.present = vec![0; self.people * self.days];
        for (p, standing) in standing.iter().enumerate() {
            for (k, slot) in self.slots.iter().enumerate() {
                let taken = instance.away[p].iter().chain(standing).any(|s| s.overlaps(*slot));
                if !taken {
                    let d = self.day_of[k];
                    self.present[p * self.days + d] |= 1 << (k - self.first[d]);
                }
            }
        }
        Some(())
    }

    fn note_meetings(&mut self, instance: &Instance, meetings: Vec<usize>) -> Option<()> {
        let halls: HashMap<usize, usize> = (0..instance.places.len())
            .filter(|&p| matches!(instance.places[p], Place::Tables { .. }))
            .zip(0..)
            .collect();
        self.allowed = vec![0; meetings.len() * self.halls * self.days];
        for (m, &i) in meetings.iter().enumerate() {
            let item = &instance.items[i];
            for c in &item.candidates {
                let cell = self.cell_of(c.span, *halls.get(&c.place)?)?;
                let (k, r) = self.slot_and_hall(cell);
                let d = self.day_of[k];
                self.allowed[(m * self.halls + r) * self.days + d] |= 1 << (k - self.first[d]);
                if item.must {
                    self.held.resize(m, None);
                    self.held.push(Some(cell));
                }
            }
            if item.must && item.candidates.len() != 1 {
                return None;
            }
            self.points.push(item.points);
            self.people_of.extend(item.people.iter().map(|&p| p as u32));
            self.people_from.push(self.people_of.len() as u32);
        }
        self.held.resize(meetings.len(), None);
        self.allowed_somewhere = vec![0; meetings.len() * self.days];
        for (i, mask) in self.allowed_somewhere.iter_mut().enumerate() {
            let (m, day) = (i / self.days, i % self.days);
            let in_hall = |r| self.allowed[(m * self.halls + r) * self.days + day];
            *mask = (0..self.halls).fold(0, |mask, r| mask | in_hall(r));
        }
        self.items = meetings;
        Some(())
    }

    /// The cell of a hall at a slot's time.
    pub fn cell_of(&self, span: Span, hall: usize) -> Option<Cell> {
        let k = self.slots.binary_search(&span).ok()?;
        Some(self.cell(k, hall))
    }

    pub fn slot_and_hall(&self, cell: Cell) -> (usize, usize) {
        (cell as usize >> self.hall_bits, cell as usize & ((1 << self.hall_bits) - 1))
    }

    pub fn cell(&self, slot: usize, hall: usize) -> Cell {
        (slot << self.hall_bits | hall) as Cell
    }

    /// What a step of a search is worth, in points: a break, or an eighth of a meeting where that is more.
    pub fn unit(&self) -> f64 {
        let mean = self.points.iter().sum::<i64>() as f64 / self.points.len().max(1) as f64;
        (self.breaks.max(self.walking) as f64).max(mean / 8.0).max(1.0)
    }

    pub fn meetings(&self) -> usize {
        self.items.len()
    }

    pub fn people_of(&self, m: usize) -> &[u32] {
        &self.people_of[self.people_from[m] as usize..self.people_from[m + 1] as usize]
    }

    /// The slots of a day in which a meeting may be in a hall.
    pub fn allowed_in(&self, m: usize, hall: usize, day: usize) -> u64 {
        self.allowed[(m * self.halls + hall) * self.days + day]
    }

    /// The slots of a day in which a meeting may be in some hall.
    pub fn allowed(&self, m: usize, day: usize) -> u64 {
        self.allowed_somewhere[m * self.days + day]
    }

    pub fn is_allowed(&self, m: usize, cell: Cell) -> bool {
        let (k, r) = self.slot_and_hall(cell);
        let d = self.day_of[k];
        self.allowed_in(m, r, d) >> (k - self.first[d]) & 1 == 1
    }
}
