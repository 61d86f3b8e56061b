//! How large a made-up workshop is.

/// The size of a made-up workshop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Pairs of people of whom one or both wish to meet.
    pub meetings: usize,
    pub organisations: usize,
    /// 1 to 10.
    pub days: usize,
    /// Tables in all halls together.
    pub tables: usize,
}

/// Slots for meetings in a day.
pub(super) const SLOTS: usize = 16;
/// Wished meetings to one organisation.
const MEETINGS_PER_ORGANISATION: usize = 8;
/// Tables to a hundred wished meetings in each slot. A little more than half of the wishes can be held
/// and half of the tables are in the first hall, which then is nearly full.
const TABLES_PERCENT: usize = 150;

impl Size {
    /// Everything else as believable for so many wished meetings.
    pub fn of(meetings: usize) -> Self {
        let days = match meetings {
            0..500 => 1,
            500..10_000 => 2,
            10_000..40_000 => 3,
            _ => 4,
        };
        let organisations = (meetings / MEETINGS_PER_ORGANISATION).max(4);
        let tables = (TABLES_PERCENT * meetings).div_ceil(100 * days * SLOTS).max(6);
        Self { meetings, organisations, days, tables }
    }
}
