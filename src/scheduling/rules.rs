//! The hard rules, one entry each: its name and the sentence a person reads. The judge checks each;
//! the linear program has rows for each; `Fault` is the typed reason.

use crate::domain::Lang;
use serde::{Deserialize, Serialize};

/// A rule no plan may break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    Known,
    Once,
    People,
    Length,
    Offered,
    Fixed,
    Held,
    PlaceFree,
    TableExists,
    SeatsEnough,
    DeskSuits,
    PersonFree,
    Walking,
    Available,
    Lunch,
    Cap,
    Precedence,
    Excluded,
}

impl Rule {
    pub const ALL: [Rule; 18] = [
        Rule::Known,
        Rule::Once,
        Rule::People,
        Rule::Length,
        Rule::Offered,
        Rule::Fixed,
        Rule::Held,
        Rule::PlaceFree,
        Rule::TableExists,
        Rule::SeatsEnough,
        Rule::DeskSuits,
        Rule::PersonFree,
        Rule::Walking,
        Rule::Available,
        Rule::Lunch,
        Rule::Cap,
        Rule::Precedence,
        Rule::Excluded,
    ];

    /// The rule in one sentence.
    pub fn sentence(self, lang: Lang) -> &'static str {
        let (ja, en) = match self {
            Rule::Known => (
                "予定の項目・会場・相談卓・参加者は、すべてワークショップのデータにあること。",
                "Every item, room, desk and person of a plan is one of the workshop's.",
            ),
            Rule::Once => ("各項目は一度だけ置くこと。", "An item is placed at most once."),
            Rule::People => (
                "項目に必要な人が過不足なく入っていること。",
                "A placement names exactly the people who must be there.",
            ),
            Rule::Length => {
                ("長さは決められたとおりであること。", "A placement lasts as long as it should.")
            }
            Rule::Offered => (
                "講演は時間帯の始まりに、面談は面談枠に、相談は卓の開設時間の刻みに置くこと。",
                "A talk starts with a band, a meeting fills a slot, a consultation keeps the desk's grid; each in a room that may hold it.",
            ),
            Rule::Fixed => {
                ("固定された項目は動かさないこと。", "A fixed session stays at its place and time.")
            }
            Rule::Held => ("講演などの企画は必ず行うこと。", "Every session is held."),
            Rule::PlaceFree => (
                "部屋・卓・テーブルは同時に一つの項目だけが使うこと。",
                "A room, desk or table holds one item at a time.",
            ),
            Rule::TableExists => {
                ("テーブル番号は部屋にある範囲であること。", "The table is one the room has.")
            }
            Rule::SeatsEnough => (
                "必ず出席する人の数が部屋の席数を超えないこと。",
                "The people who must be there fit into the room.",
            ),
            Rule::DeskSuits => (
                "相談卓の専門と言語が相談に合うこと。",
                "The desk has the expertise and the language a consultation asks for.",
            ),
            Rule::PersonFree => {
                ("一人が同時に二か所にいないこと。", "Nobody is in two places at once.")
            }
            Rule::Walking => (
                "続けて入る項目の間に、移動と間合いの時間があること。",
                "Between two items there is time to walk, and the buffer between two meetings.",
            ),
            Rule::Available => {
                ("不在の時間に予定を入れないこと。", "Nobody is asked to be there while away.")
            }
            Rule::Lunch => (
                "昼食の時間帯に、決められた長さの空きがあること。",
                "Everyone keeps the lunch break free within its window.",
            ),
            Rule::Cap => {
                ("一人の面談数が上限を超えないこと。", "Nobody has more meetings than the cap.")
            }
            Rule::Precedence => (
                "前に終わるべき企画が終わってから始めること。",
                "A session starts after those it must follow have ended.",
            ),
            Rule::Excluded => (
                "同席させない組合せを同じテーブルに置かないこと。",
                "People who must not be put together do not share a table.",
            ),
        };
        match lang {
            Lang::Ja => ja,
            Lang::En => en,
        }
    }
}
