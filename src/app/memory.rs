//! How much memory a process holds, and the limit that a solve keeps to.

use super::AppError;
use crate::domain::{Text, Workshop};
use std::time::{Duration, Instant};

/// Between two looks.
const TICK: Duration = Duration::from_millis(10);
/// What reading, judging and telling take whatever the size, in MiB.
const ALWAYS: f64 = 16.0;
/// Bytes for each wish at a slot in a room with tables: where it could be, and what may stand there.
const PER_CELL: f64 = 12.0;
/// Bytes for each wish: plans under way, the one that is judged, and what is told of it.
const PER_WISH: f64 = 800.0;
/// Bytes for each wished talk: the linear program around it.
const PER_TALK: f64 = 60_000.0;
/// Of the limit, what is kept for judging and telling what was found.
const RESERVE: f64 = 0.05;
/// So much more than a limit may be estimated: what the process holds already differs from run to run.
const CLOSE: f64 = 1.05;

/// MiB that a process holds in memory, given as `self` or its number; `None` where the system does not
/// tell.
pub fn resident_mib(process: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()? / 1024)
}

/// The least that planning a workshop takes, in MiB, with what the process holds already: an estimate
/// (`benches/memory.rs`).
pub fn memory_floor_mib(workshop: &Workshop) -> u64 {
    let wishes =
        workshop.meeting_wishes.len() + workshop.group_wishes.len() + workshop.consultations.len();
    let halls = workshop.rooms.iter().filter(|room| room.tables > 0).count();
    let cells = wishes as f64 * workshop.slots.len() as f64 * halls as f64;
    let talks = workshop.talk_wishes.len() as f64;
    let bytes = PER_CELL * cells + PER_WISH * wishes as f64 + PER_TALK * talks;
    resident_mib("self").unwrap_or(0) + (ALWAYS + bytes / f64::from(1 << 20)).ceil() as u64
}

/// A limit on the memory of this process: whoever listens to a solve asks it, beside the clock.
pub(super) struct MemoryLimit {
    mib: Option<u64>,
    asked: Instant,
    pub is_reached: bool,
}

impl MemoryLimit {
    /// Refuses a limit within which a workshop cannot be planned; `None` is no limit.
    pub fn new(mib: Option<u64>, workshop: &Workshop) -> Result<Self, AppError> {
        let floor = memory_floor_mib(workshop);
        match mib {
            Some(mib) if (mib as f64) * CLOSE < floor as f64 => Err(AppError::Argument(Text::new(
                format!(
                    "メモリーの上限 {mib} MiB では計画できません。このワークショップには {floor} MiB 以上を許してください"
                ),
                format!(
                    "{mib} MiB of memory are too little to plan this workshop; allow {floor} MiB or more"
                ),
            ))),
            _ => Ok(Self { mib, asked: Instant::now(), is_reached: false }),
        }
    }

    /// Whether the solve has to end, lest what comes after it goes beyond the limit.
    pub fn ends(&mut self) -> bool {
        if let Some(mib) = self.mib
            && !self.is_reached
            && self.asked.elapsed() >= TICK
        {
            self.asked = Instant::now();
            let most = mib as f64 * (1.0 - RESERVE);
            self.is_reached = resident_mib("self").is_some_and(|now| now as f64 >= most);
        }
        self.is_reached
    }
}
