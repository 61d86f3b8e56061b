//! Variables in the order of their activity: those of late conflicts first.

/// A binary heap over activities that decay as new conflicts come.
#[derive(Default)]
pub(super) struct Order {
    activity: Vec<f64>,
    heap: Vec<u32>,
    /// Place in the heap, or `NOT_IN`.
    place: Vec<u32>,
    step: f64,
}

const NOT_IN: u32 = u32::MAX;
const TOO_LARGE: f64 = 1e150;

impl Order {
    pub fn add_variable(&mut self, activity: f64) {
        let v = self.activity.len();
        self.step = self.step.max(1.0);
        self.activity.push(activity);
        self.place.push(NOT_IN);
        self.insert(v);
    }

    pub fn insert(&mut self, v: usize) {
        if self.place[v] == NOT_IN {
            self.place[v] = self.heap.len() as u32;
            self.heap.push(v as u32);
            self.up(self.heap.len() - 1);
        }
    }

    /// Takes out the most active variable.
    pub fn pop(&mut self) -> Option<usize> {
        let first = *self.heap.first()?;
        self.place[first as usize] = NOT_IN;
        let last = self.heap.pop()?;
        if !self.heap.is_empty() {
            self.heap[0] = last;
            self.place[last as usize] = 0;
            self.down(0);
        }
        Some(first as usize)
    }

    pub fn bump(&mut self, v: usize) {
        self.activity[v] += self.step;
        if self.activity[v] > TOO_LARGE {
            self.activity.iter_mut().for_each(|a| *a /= TOO_LARGE);
            self.step /= TOO_LARGE;
        }
        if self.place[v] != NOT_IN {
            self.up(self.place[v] as usize);
        }
    }

    /// `by` below 1: what came before counts so much less.
    pub fn decay(&mut self, by: f64) {
        self.step /= by;
    }

    fn before(&self, a: u32, b: u32) -> bool {
        let (x, y) = (self.activity[a as usize], self.activity[b as usize]);
        x > y || x == y && a < b
    }

    fn up(&mut self, mut i: usize) {
        let v = self.heap[i];
        while i > 0 {
            let parent = (i - 1) / 2;
            if !self.before(v, self.heap[parent]) {
                break;
            }
            self.heap[i] = self.heap[parent];
            self.place[self.heap[i] as usize] = i as u32;
            i = parent;
        }
        self.heap[i] = v;
        self.place[v as usize] = i as u32;
    }

    fn down(&mut self, mut i: usize) {
        let v = self.heap[i];
        loop {
            let mut child = 2 * i + 1;
            if child >= self.heap.len() {
                break;
            }
            if child + 1 < self.heap.len() && self.before(self.heap[child + 1], self.heap[child]) {
                child += 1;
            }
            if !self.before(self.heap[child], v) {
                break;
            }
            self.heap[i] = self.heap[child];
            self.place[self.heap[i] as usize] = i as u32;
            i = child;
        }
        self.heap[i] = v;
        self.place[v as usize] = i as u32;
    }
}
