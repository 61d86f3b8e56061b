//! A day of given one-on-one meetings: who meets whom, and what restricts when.

use crate::domain::Text;
use serde::{Deserialize, Serialize};

/// A set of slots, slot `k` (from 0) as bit `k`.
pub type SlotSet = u64;

/// Slots that a day may have: a set of slots is one machine word.
pub const MAX_SLOTS: usize = 64;
/// Participants and meetings that a day may have.
pub const MAX_PARTICIPANTS: usize = 10_000;
pub const MAX_MEETINGS: usize = 50_000;
/// Pairs of meetings of which one must come before the other.
pub const MAX_PRECEDENCES: usize = 100_000;

/// The half of the day in which a meeting may be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Session {
    Morning,
    Afternoon,
    Either,
}

/// A meeting of two participants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// Two different participants, counted from 0.
    pub participants: [usize; 2],
    pub session: Session,
    /// The only slot in which it may be held, counted from 0.
    pub fixed: Option<usize>,
}

/// The business-to-business meeting problem: every meeting is held once, nobody meets twice in a
/// slot, and as few breaks as possible. A break is a stretch without meetings between two meetings
/// of a participant, whatever its length. Source: Bofill et al., JAIR 74 (2022) 263–301.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// At most [`MAX_SLOTS`].
    pub slots: usize,
    /// The first so many slots are the morning.
    pub morning_slots: usize,
    /// Meetings that one slot can hold.
    pub tables: usize,
    /// Per participant, the slots in which they cannot meet.
    pub forbidden: Vec<SlotSet>,
    pub meetings: Vec<Meeting>,
    /// Pairs of meetings of which the first is held in an earlier slot than the second.
    pub precedences: Vec<(usize, usize)>,
    /// The participant with most breaks has at most so many more than the one with fewest.
    pub fairness: usize,
}

/// Why a day's data cannot be read as a day. A day that merely has no plan is no error.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DayError {
    #[error("{given} {}, at most {limit} can be planned; split the day", .what.1)]
    TooMany { what: (&'static str, &'static str), given: usize, limit: usize },
    #[error("{morning} morning slots in a day of {slots} slots; count the morning within the day")]
    MorningTooLong { morning: usize, slots: usize },
    #[error(
        "meeting {meeting}: participant {participant} is none of the {participants} participants; \
         count them from 1"
    )]
    UnknownParticipant { meeting: usize, participant: usize, participants: usize },
    #[error("meeting {meeting}: participant {participant} meets themselves; name two participants")]
    WithThemselves { meeting: usize, participant: usize },
    #[error("meeting {meeting}: fixed to slot {slot}, but the day has {slots} slots")]
    FixedOutside { meeting: usize, slot: usize, slots: usize },
    #[error("participant {participant}: forbidden slot {slot}, but the day has {slots} slots")]
    ForbiddenOutside { participant: usize, slot: usize, slots: usize },
    #[error("meeting {meeting} is named in a precedence, but there are {meetings} meetings")]
    UnknownMeeting { meeting: usize, meetings: usize },
}

impl DayError {
    /// What is wrong and the way out, in both languages.
    pub fn text(&self) -> Text {
        let ja = match self {
            Self::TooMany { what: (what, _), given, limit } => {
                format!(
                    "{what}の数 {given} は、計画できる上限 {limit} を超えています。日を分けてください"
                )
            }
            Self::MorningTooLong { morning, slots } => {
                format!(
                    "午前の枠が {morning} ありますが、一日の枠は {slots} です。午前の枠は一日の枠の内数で数えてください"
                )
            }
            Self::UnknownParticipant { meeting, participant, participants } => format!(
                "面談{meeting}：参加者{participant}はいません（参加者は {participants} 人）。参加者は1から数えてください"
            ),
            Self::WithThemselves { meeting, participant } => format!(
                "面談{meeting}：参加者{participant}が自分自身と面談することになっています。二人の参加者を指定してください"
            ),
            Self::FixedOutside { meeting, slot, slots } => {
                format!("面談{meeting}：枠{slot}に固定されていますが、一日の枠は {slots} です")
            }
            Self::ForbiddenOutside { participant, slot, slots } => format!(
                "参加者{participant}：都合の悪い枠{slot}がありますが、一日の枠は {slots} です"
            ),
            Self::UnknownMeeting { meeting, meetings } => {
                format!("前後関係に面談{meeting}がありますが、面談は {meetings} 件です")
            }
        };
        Text::new(ja, self.to_string())
    }
}

impl Day {
    pub fn participants(&self) -> usize {
        self.forbidden.len()
    }

    /// Holds the data against the limits and itself. Numbers in messages count from 1.
    pub fn check(&self) -> Result<(), DayError> {
        let limits = [
            (("枠", "slots"), self.slots, MAX_SLOTS),
            (("参加者", "participants"), self.participants(), MAX_PARTICIPANTS),
            (("面談", "meetings"), self.meetings.len(), MAX_MEETINGS),
            (("前後関係", "precedences"), self.precedences.len(), MAX_PRECEDENCES),
        ];
        for (what, given, limit) in limits {
            if given > limit {
                return Err(DayError::TooMany { what, given, limit });
            }
        }
        let slots = self.slots;
        if self.morning_slots > slots {
            return Err(DayError::MorningTooLong { morning: self.morning_slots, slots });
        }
        for (i, forbidden) in self.forbidden.iter().enumerate() {
            let outside = forbidden & !self.all_slots();
            if outside != 0 {
                let slot = outside.trailing_zeros() as usize + 1;
                return Err(DayError::ForbiddenOutside { participant: i + 1, slot, slots });
            }
        }
        for (i, meeting) in self.meetings.iter().enumerate() {
            let [a, b] = meeting.participants;
            let participants = self.participants();
            if let Some(p) = [a, b].into_iter().find(|&p| p >= participants) {
                let (meeting, participant) = (i + 1, p.saturating_add(1));
                return Err(DayError::UnknownParticipant { meeting, participant, participants });
            }
            if a == b {
                return Err(DayError::WithThemselves { meeting: i + 1, participant: a + 1 });
            }
            if let Some(slot) = meeting.fixed.filter(|&k| k >= slots) {
                let slot = slot.saturating_add(1);
                return Err(DayError::FixedOutside { meeting: i + 1, slot, slots });
            }
        }
        let meetings = self.meetings.len();
        match self.precedences.iter().flat_map(|&(a, b)| [a, b]).find(|&m| m >= meetings) {
            Some(m) => Err(DayError::UnknownMeeting { meeting: m.saturating_add(1), meetings }),
            None => Ok(()),
        }
    }

    pub fn all_slots(&self) -> SlotSet {
        if self.slots == 0 { 0 } else { SlotSet::MAX >> (MAX_SLOTS - self.slots) }
    }

    fn morning(&self) -> SlotSet {
        if self.morning_slots == 0 { 0 } else { SlotSet::MAX >> (MAX_SLOTS - self.morning_slots) }
    }

    /// The slots of a half of the day.
    pub fn session_slots(&self, session: Session) -> SlotSet {
        match session {
            Session::Morning => self.morning(),
            Session::Afternoon => self.all_slots() & !self.morning(),
            Session::Either => self.all_slots(),
        }
    }

    /// The slots that a meeting's own rules leave: session, fixed slot, forbidden slots.
    pub fn own_slots(&self, meeting: usize) -> SlotSet {
        let m = &self.meetings[meeting];
        let [a, b] = m.participants;
        let fixed = m.fixed.map_or(SlotSet::MAX, |k| 1 << k);
        self.session_slots(m.session) & fixed & !self.forbidden[a] & !self.forbidden[b]
    }

    /// Per participant, their meetings in order.
    pub fn meetings_of(&self) -> Vec<Vec<usize>> {
        let mut of = vec![Vec::new(); self.participants()];
        for (i, meeting) in self.meetings.iter().enumerate() {
            for p in meeting.participants {
                of[p].push(i);
            }
        }
        of
    }
}
