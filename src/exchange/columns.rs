//! The sheets' columns, one table each: how a column is called, what it is for, and its field.

use super::cell::Cell;
use super::grid::{Column, Tabular};
use crate::domain::{
    Band, Consultation, Desk, DeskHours, Exclusion, GroupWish, Lang, Lunch, MeetingWish, Minutes,
    Organisation, Person, Position, Profile, Room, RoomHours, RoomId, Session, Sheet, Slot,
    TalkWish, Unavailable, Workshop,
};
use chrono::{NaiveDateTime, NaiveTime};

/// A record with a sheet of its own in a workshop.
pub(super) trait Record: Tabular + serde::Serialize {
    const SHEET: Sheet;
    const ABOUT_JA: &'static str;
    const ABOUT_EN: &'static str;
    fn list(workshop: &Workshop) -> &Vec<Self>;
    fn list_mut(workshop: &mut Workshop) -> &mut Vec<Self>;

    fn about(lang: Lang) -> &'static str {
        match lang {
            Lang::Ja => Self::ABOUT_JA,
            Lang::En => Self::ABOUT_EN,
        }
    }
}

/// Something to be done for every sheet that lists records.
pub(super) trait EachSheet {
    fn sheet<R: Record>(&mut self);
}

/// Visits the sheets in their order; `workshop`, which lists no records, is not among them.
pub(super) fn each_sheet(visitor: &mut impl EachSheet) {
    visitor.sheet::<Room>();
    visitor.sheet::<RoomHours>();
    visitor.sheet::<Band>();
    visitor.sheet::<Slot>();
    visitor.sheet::<Session>();
    visitor.sheet::<Desk>();
    visitor.sheet::<DeskHours>();
    visitor.sheet::<Organisation>();
    visitor.sheet::<Person>();
    visitor.sheet::<Profile>();
    visitor.sheet::<MeetingWish>();
    visitor.sheet::<GroupWish>();
    visitor.sheet::<Consultation>();
    visitor.sheet::<TalkWish>();
    visitor.sheet::<Unavailable>();
    visitor.sheet::<Exclusion>();
}

/// `field.path` is the field itself; `part().field` is a field of a part that may be absent, which
/// a filled cell brings into being.
macro_rules! column {
    ($need:ident $part:ident().$field:ident, $name:literal, $ja:literal, $help_ja:literal, $help_en:literal) => {
        Column {
            name: $name,
            ja: $ja,
            help_ja: $help_ja,
            help_en: $help_en,
            required: column!(@ $need),
            get: |record| $part::get(record).map(|part| part.$field.clone()).write(),
            set: |record, text, context| {
                $part::get_or_insert(record).$field = Cell::read(text, context)?;
                Ok(())
            },
        }
    };
    ($need:ident $($field:ident).+, $name:literal, $ja:literal, $help_ja:literal, $help_en:literal) => {
        Column {
            name: $name,
            ja: $ja,
            help_ja: $help_ja,
            help_en: $help_en,
            required: column!(@ $need),
            get: |record| record.$($field).+.write(),
            set: |record, text, context| {
                record.$($field).+ = Cell::read(text, context)?;
                Ok(())
            },
        }
    };
    (@ required) => { true };
    (@ optional) => { false };
}

mod lunch {
    use super::*;

    pub fn get(workshop: &Workshop) -> Option<&Lunch> {
        workshop.rules.lunch.as_ref()
    }

    pub fn get_or_insert(workshop: &mut Workshop) -> &mut Lunch {
        workshop.rules.lunch.get_or_insert(Lunch {
            from: NaiveTime::MIN,
            to: NaiveTime::MIN,
            minutes: Minutes(0),
        })
    }
}

mod fixed {
    use super::*;

    pub fn get(session: &Session) -> Option<&Position> {
        session.fixed.as_ref()
    }

    pub fn get_or_insert(session: &mut Session) -> &mut Position {
        session.fixed.get_or_insert_with(nowhere)
    }
}

mod printed {
    use super::*;

    pub fn get(session: &Session) -> Option<&Position> {
        session.printed.as_ref()
    }

    pub fn get_or_insert(session: &mut Session) -> &mut Position {
        session.printed.get_or_insert_with(nowhere)
    }
}

/// A position before its cells are read.
fn nowhere() -> Position {
    Position { room: RoomId::default(), start: NaiveDateTime::default() }
}

/// The keys of the sheet `workshop`.
impl Tabular for Workshop {
    const BLANK: &'static str =
        r#"{"id":"","name":{},"zone":"Asia/Tokyo","days":[],"rules":{},"rooms":[]}"#;
    const TOGETHER: &'static [&'static [&'static str]] =
        &[&["lunch_from", "lunch_to", "lunch_minutes"]];
    const COLUMNS: &'static [Column<Self>] = &[
        column!(required id, "id", "ワークショップID", "短い符号", "a short id of the workshop"),
        column!(optional name.ja, "name_ja", "名称", "名称（日本語）", "the workshop's name in Japanese"),
        column!(optional name.en, "name_en", "名称（英語）", "名称（英語）", "the workshop's name in English"),
        column!(required zone, "zone", "時間帯", "現地の時間帯（例 Asia/Tokyo）", "the time zone of all times, such as Asia/Tokyo"),
        column!(required days, "days", "開催日", "開催日を ; で区切る", "the days, such as 2022-05-10, separated by ;"),
        column!(optional source, "source", "出典", "データの出典", "where the data comes from"),
        column!(optional synthetic_note.ja, "synthetic_note_ja", "架空の部分", "架空のデータについての説明（日本語）", "what is made up, in Japanese"),
        column!(optional synthetic_note.en, "synthetic_note_en", "架空の部分（英語）", "架空のデータについての説明（英語）", "what is made up, in English"),
        column!(optional lunch().from, "lunch_from", "昼休みの始め", "昼休みをとる範囲の始め", "from when lunch can be taken, such as 11:40"),
        column!(optional lunch().to, "lunch_to", "昼休みの終わり", "昼休みをとる範囲の終わり", "until when lunch can be taken, such as 13:30"),
        column!(optional lunch().minutes, "lunch_minutes", "昼休みの長さ（分）", "全員が続けて空ける長さ（分）", "minutes everyone keeps free in a row"),
        column!(optional rules.buffer, "buffer_minutes", "面談の間隔（分）", "同じ人の面談と面談の間（分）", "minutes between two meetings of one person"),
        column!(optional rules.meetings_per_person, "meetings_per_person", "1人の面談数の上限", "1人あたりの面談の数の上限（空欄なら上限なし）", "meetings one person may have, blank for no cap"),
        column!(optional rules.walk_same_floor, "walk_same_floor_minutes", "同じ階の移動（分）", "同じ階の別の部屋への移動（分）", "minutes to walk to another room on the same floor"),
        column!(optional rules.walk_per_floor, "walk_per_floor_minutes", "1階ごとの移動（分）", "階が一つ違うごとに加わる移動（分）", "minutes added for each floor between two rooms"),
        column!(optional rules.weights.talk, "weight_talk", "重み：講演", "聴きたい講演の点（第1希望;第2希望;…、最後の値は以降にも使う）", "points for a wished talk by rank, such as 6;4;3;2"),
        column!(optional rules.weights.meeting, "weight_meeting", "重み：面談", "面談の点（第1希望;第2希望;…）", "points for a meeting by rank, such as 10;8;7"),
        column!(optional rules.weights.group, "weight_group", "重み：少人数の会合", "会合の点（第1希望;第2希望;…）", "points for a group meeting by rank, for each member"),
        column!(optional rules.weights.consultation, "weight_consultation", "重み：相談", "相談の点（第1希望;第2希望;…）", "points for a consultation by rank, such as 12;8;6"),
        column!(optional rules.fair_share, "fair_share", "全員に確保したい面談数", "全員が先に得るべき面談の数（0 なら考えない）", "meetings everyone is to have before others have more, 0 for none"),
        column!(optional rules.weights.seat_short, "weight_seat_short", "重み：席の不足", "席が足りない1人ごとに引く点", "points taken off for each wisher without a seat"),
        column!(optional rules.weights.breaks, "weight_breaks", "重み：空き時間", "面談と面談の間の空き時間1回ごとに引く点", "points taken off for each break between two meetings of a person's day"),
        column!(optional rules.weights.walking, "weight_walking", "重み：階の移動", "続く面談の間に移る階1つごとに引く点", "points taken off for each floor walked between two meetings that follow each other"),
        column!(optional rules.weights.fairness, "weight_fairness", "重み：公平さ", "確保したい面談数に足りない1件ごとに引く点", "points taken off for each meeting a person has fewer than fair_share"),
    ];
}

impl Record for Room {
    const SHEET: Sheet = Sheet::Rooms;
    const ABOUT_JA: &'static str = "会場の部屋";
    const ABOUT_EN: &'static str = "the rooms of the venue";
    fn list(workshop: &Workshop) -> &Vec<Self> {
        &workshop.rooms
    }
    fn list_mut(workshop: &mut Workshop) -> &mut Vec<Self> {
        &mut workshop.rooms
    }
}

impl Tabular for Room {
    const BLANK: &'static str = r#"{"id":"","name":{}}"#;
    const COLUMNS: &'static [Column<Self>] = &[
        column!(required id, "id", "部屋ID", "ほかの表から指す短い符号", "a short id of the room, different in every row"),
        column!(optional name.ja, "name_ja", "部屋名", "部屋の名前（日本語）", "the room's name in Japanese"),
        column!(optional name.en, "name_en", "部屋名（英語）", "部屋の名前（英語）", "the room's name in English"),
        column!(optional floor, "floor", "階", "階（地下1階は -1、不明なら空欄）", "the floor, -1 for a basement, blank if not known"),
        column!(optional seats, "seats", "席数", "席の数（不明なら空欄）", "the number of seats, blank if not known"),
        column!(optional tables, "tables", "面談テーブル数", "面談に使うテーブルの数", "how many tables for meetings there are"),
        column!(optional features, "features", "設備", "設備の名前を ; で区切る", "what the room has, such as stage;projector"),
        column!(optional synthetic, "synthetic", "架空", "架空のデータなら true", "true if made up for a demonstration"),
    ];
}

impl Record for RoomHours {
    const SHEET: Sheet = Sheet::RoomHours;
    const ABOUT_JA: &'static str = "部屋を使える時間（行のない部屋は終日使える。行のある部屋は、その時間のほかは講演にも面談にも使わない。固定した企画と相談卓はそれぞれの時間による）";
    const ABOUT_EN: &'static str = "when rooms are open for talks and meetings; a room without a row is open all day, one with rows is closed at all other times (fixed sessions and desks go by their own times)";
    fn list(workshop: &Workshop) -> &Vec<Self> {
        &workshop.room_hours
    }
    fn list_mut(workshop: &mut Workshop) -> &mut Vec<Self> {
        &mut workshop.room_hours
    }
}

impl Tabular for RoomHours {
    const BLANK: &'static str =
        r#"{"room":"","start":"1970-01-01T00:00:00","end":"1970-01-01T00:00:00"}"#;
    const COLUMNS: &'static [Column<Self>] = &[
        column!(required room, "room", "部屋ID", "部屋の符号", "the id of a room"),
        column!(required start, "start", "開始", "開始の日時（1日だけなら 14:10 でもよい）", "when it starts, such as 2022-05-10 14:10"),
        column!(required end, "end", "終了", "終了の日時", "when it ends, such as 2022-05-10 15:00"),
    ];
}

impl Record for Band {
    const SHEET: Sheet = Sheet::Bands;
    const ABOUT_JA: &'static str = "講演を並行して行う時間帯";
    const ABOUT_EN: &'static str = "the bands in which sessions run in parallel";
    fn list(workshop: &Workshop) -> &Vec<Self> {
        &workshop.bands
    }
    fn list_mut(workshop: &mut Workshop) -> &mut Vec<Self> {
        &mut workshop.bands
    }
}

impl Tabular for Band {
    const BLANK: &'static str =
        r#"{"id":"","start":"1970-01-01T00:00:00","end":"1970-01-01T00:00:00"}"#;
    const COLUMNS: &'static [Column<Self>] = &[
        column!(required id, "id", "時間帯ID", "ほかの表から指す短い符号", "a short id of the band, different in every row"),
        column!(required start, "start", "開始", "開始の日時（1日だけなら 14:10 でもよい）", "when it starts, such as 2022-05-10 14:10"),
        column!(required end, "end", "終了", "終了の日時", "when it ends, such as 2022-05-10 15:00"),
    ];
}

impl Record for Slot {
    const SHEET: Sheet = Sheet::Slots;
    const ABOUT_JA: &'static str = "テーブルでの面談の枠";
    const ABOUT_EN: &'static str = "the slots for meetings at tables";
    fn list(workshop: &Workshop) -> &Vec<Self> {
        &workshop.slots
    }
    fn list_mut(workshop: &mut Workshop) -> &mut Vec<Self> {
        &mut workshop.slots
    }
}

impl Tabular for Slot {
    const BLANK: &'static str =
        r#"{"id":"","start":"1970-01-01T00:00:00","end":"1970-01-01T00:00:00"}"#;
    const COLUMNS: &'static [Column<Self>] = &[
        column!(required id, "id", "枠ID", "ほかの表から指す短い符号", "a short id of the slot, different in every row"),
        column!(required start, "start", "開始", "開始の日時（1日だけなら 14:10 でもよい）", "when it starts, such as 2022-05-10 14:10"),
        column!(required end, "end", "終了", "終了の日時", "when it ends, such as 2022-05-10 15:00"),
    ];
}

impl Record for Session {
    const SHEET: Sheet = Sheet::Sessions;
    const ABOUT_JA: &'static str = "講演・講義・ポスター・全体会";
    const ABOUT_EN: &'static str = "talks, lectures, posters and plenaries";
    fn list(workshop: &Workshop) -> &Vec<Self> {
        &workshop.sessions
    }
    fn list_mut(workshop: &mut Workshop) -> &mut Vec<Self> {
        &mut workshop.sessions
    }
}

impl Tabular for Session {
    const BLANK: &'static str = r#"{"id":"","kind":"talk","title":{},"minutes":0}"#;
    const TOGETHER: &'static [&'static [&'static str]] =
        &[&["fixed_room", "fixed_start"], &["printed_room", "printed_start"]];
    const COLUMNS: &'static [Column<Self>] = &[
        column!(required id, "id", "セッションID", "ほかの表から指す短い符号", "a short id of the session, different in every row"),
        column!(required kind, "kind", "種類", "talk 講演、lecture 講義、posters ポスター、plenary 全体", "talk, lecture, posters or plenary"),
        column!(optional title.ja, "title_ja", "題名", "題名（日本語）", "the title in Japanese"),
        column!(optional title.en, "title_en", "題名（英語）", "題名（英語）", "the title in English"),
        column!(optional printed_title, "printed_title", "資料の題名", "誤植を直したときは資料のままの題名", "the title as printed, where a printing error was mended"),
        column!(optional speakers, "speakers", "登壇者", "登壇者の参加者IDを ; で区切る", "the ids of people who must be there, separated by ;"),
        column!(optional profile, "profile", "プロフィールID", "内容を表すプロフィールの符号", "the id of the profile it is about"),
        column!(optional audience, "audience", "対象", "all 全員、industry 産業界、academia アカデミア", "all, industry or academia"),
        column!(required minutes, "minutes", "長さ（分）", "長さ（分）", "its length in minutes"),
        column!(optional rooms, "rooms", "部屋の候補", "使ってよい部屋IDを ; で区切る（空欄なら設備の合うどの部屋でも）", "the ids of rooms it may be in, separated by ;"),
        column!(optional needs, "needs", "必要な設備", "部屋に要る設備を ; で区切る", "the features that the room must have, separated by ;"),
        column!(optional fixed().room, "fixed_room", "固定の部屋", "動かせないときの部屋ID", "the id of the room it is fixed in"),
        column!(optional fixed().start, "fixed_start", "固定の開始", "動かせないときの開始の日時", "the time at which it is fixed to start"),
        column!(optional printed().room, "printed_room", "資料の部屋", "資料に記された部屋ID", "the id of the room that a document prints"),
        column!(optional printed().start, "printed_start", "資料の開始", "資料に記された開始の日時", "the start that a document prints"),
        column!(optional after, "after", "先に終わるもの", "先に終わっていなければならないセッションIDを ; で区切る", "the ids of sessions that must have ended before, separated by ;"),
        column!(optional synthetic, "synthetic", "架空", "架空のデータなら true", "true if made up for a demonstration"),
    ];
}

impl Record for Desk {
    const SHEET: Sheet = Sheet::Desks;
    const ABOUT_JA: &'static str = "相談デスク";
    const ABOUT_EN: &'static str = "consultation desks";
    fn list(workshop: &Workshop) -> &Vec<Self> {
        &workshop.desks
    }
    fn list_mut(workshop: &mut Workshop) -> &mut Vec<Self> {
        &mut workshop.desks
    }
}

impl Tabular for Desk {
    const BLANK: &'static str = r#"{"id":"","room":"","name":{},"minutes":0}"#;
    const COLUMNS: &'static [Column<Self>] = &[
        column!(required id, "id", "デスクID", "ほかの表から指す短い符号", "a short id of the desk, different in every row"),
        column!(required room, "room", "部屋ID", "部屋の符号", "the id of its room"),
        column!(optional name.ja, "name_ja", "デスク名", "名前（日本語）", "the desk's name in Japanese"),
        column!(optional name.en, "name_en", "デスク名（英語）", "名前（英語）", "the desk's name in English"),
        column!(optional coordinator, "coordinator", "コーディネーター", "担当者の参加者ID", "the id of the person who sits there"),
        column!(required minutes, "minutes", "1件の長さ（分）", "相談1件の長さ（分）", "the length of one consultation in minutes"),
        column!(optional expertise, "expertise", "専門", "得意な概念（語彙のIDか語）を ; で区切る", "concepts it knows about, by id or label, separated by ;"),
        column!(optional languages, "languages", "言語", "話せる言語（ja, en）を ; で区切る", "languages spoken there (ja, en), separated by ;"),
        column!(optional synthetic, "synthetic", "架空", "架空のデータなら true", "true if made up for a demonstration"),
    ];
}

impl Record for DeskHours {
    const SHEET: Sheet = Sheet::DeskHours;
    const ABOUT_JA: &'static str = "相談デスクの開いている時間";
    const ABOUT_EN: &'static str = "when the desks are open";
    fn list(workshop: &Workshop) -> &Vec<Self> {
        &workshop.desk_hours
    }
    fn list_mut(workshop: &mut Workshop) -> &mut Vec<Self> {
        &mut workshop.desk_hours
    }
}

impl Tabular for DeskHours {
    const BLANK: &'static str =
        r#"{"desk":"","start":"1970-01-01T00:00:00","end":"1970-01-01T00:00:00"}"#;
    const COLUMNS: &'static [Column<Self>] = &[
        column!(required desk, "desk", "デスクID", "デスクの符号", "the id of a desk"),
        column!(required start, "start", "開始", "開始の日時（1日だけなら 14:10 でもよい）", "when it starts, such as 2022-05-10 14:10"),
        column!(required end, "end", "終了", "終了の日時", "when it ends, such as 2022-05-10 15:00"),
    ];
}

impl Record for Organisation {
    const SHEET: Sheet = Sheet::Organisations;
    const ABOUT_JA: &'static str = "企業・大学・研究機関など";
    const ABOUT_EN: &'static str = "companies, universities, institutes and others";
    fn list(workshop: &Workshop) -> &Vec<Self> {
        &workshop.organisations
    }
    fn list_mut(workshop: &mut Workshop) -> &mut Vec<Self> {
        &mut workshop.organisations
    }
}

impl Tabular for Organisation {
    const BLANK: &'static str = r#"{"id":"","name":{},"kind":"other"}"#;
    const COLUMNS: &'static [Column<Self>] = &[
        column!(required id, "id", "組織ID", "ほかの表から指す短い符号", "a short id of the organisation, different in every row"),
        column!(optional name.ja, "name_ja", "組織名", "正式な名称（株式会社も省かない）", "the legal name in Japanese"),
        column!(optional name.en, "name_en", "組織名（英語）", "正式な名称（英語）", "the legal name in English"),
        column!(optional kana, "kana", "組織名カナ", "並べるための読み（株式会社などは除く）", "its reading in katakana, for sorting"),
        column!(required kind, "kind", "種別", "academia アカデミア、company 企業、startup スタートアップ、other その他", "academia, company, startup or other"),
        column!(optional size, "size", "規模", "small 小、medium 中、large 大", "small, medium or large"),
        column!(optional region, "region", "地域", "都道府県または国", "the prefecture or country"),
        column!(optional registered_on, "registered_on", "設立登記日", "設立登記の日（スタートアップの要件に使う）", "the date of registration, for start-up rules"),
        column!(optional domestic, "domestic", "国内登記", "日本で登記されていれば true（不明なら空欄）", "true if registered in Japan, blank if not known"),
        column!(optional deemed_large, "deemed_large", "みなし大企業", "みなし大企業なら true（不明なら空欄）", "true if deemed a large company, blank if not known"),
        column!(optional synthetic, "synthetic", "架空", "架空のデータなら true", "true if made up for a demonstration"),
    ];
}

impl Record for Person {
    const SHEET: Sheet = Sheet::People;
    const ABOUT_JA: &'static str = "参加者";
    const ABOUT_EN: &'static str = "people who take part";
    fn list(workshop: &Workshop) -> &Vec<Self> {
        &workshop.people
    }
    fn list_mut(workshop: &mut Workshop) -> &mut Vec<Self> {
        &mut workshop.people
    }
}

impl Tabular for Person {
    const BLANK: &'static str =
        r#"{"id":"","name":{"family":"","given":""},"organisation":"","sector":"other"}"#;
    const COLUMNS: &'static [Column<Self>] = &[
        column!(required id, "id", "参加者ID", "ほかの表から指す短い符号", "a short id of the person, different in every row"),
        column!(required name.family, "family", "姓", "姓", "the family name"),
        column!(optional name.given, "given", "名", "名", "the given name"),
        column!(optional name.family_kana, "family_kana", "セイ", "姓の読み（カタカナ）", "the family name in katakana"),
        column!(optional name.given_kana, "given_kana", "メイ", "名の読み（カタカナ）", "the given name in katakana"),
        column!(optional name.family_romaji, "family_romaji", "姓（ローマ字）", "姓（ローマ字）", "the family name in Latin letters"),
        column!(optional name.given_romaji, "given_romaji", "名（ローマ字）", "名（ローマ字）", "the given name in Latin letters"),
        column!(required organisation, "organisation", "組織ID", "所属する組織の符号", "the id of the person's organisation"),
        column!(required sector, "sector", "立場", "industry 産業界、academia アカデミア、other その他", "industry, academia or other"),
        column!(optional department, "department", "部署", "部署", "the department"),
        column!(optional position, "position", "役職", "役職", "the position held"),
        column!(optional laboratory, "laboratory", "研究室ID", "研究室の符号（同じ研究室の人どうしは引き合わせない）", "an id of the laboratory; people of one laboratory are not put together"),
        column!(optional languages, "languages", "言語", "話せる言語（ja, en）を好む順に ; で区切る", "languages (ja, en), preferred first, separated by ;"),
        column!(optional synthetic, "synthetic", "架空", "架空のデータなら true", "true if made up for a demonstration"),
    ];
}

impl Record for Profile {
    const SHEET: Sheet = Sheet::Profiles;
    const ABOUT_JA: &'static str = "ニーズ・オファー・シーズ";
    const ABOUT_EN: &'static str = "needs, offers and seeds";
    fn list(workshop: &Workshop) -> &Vec<Self> {
        &workshop.profiles
    }
    fn list_mut(workshop: &mut Workshop) -> &mut Vec<Self> {
        &mut workshop.profiles
    }
}

impl Tabular for Profile {
    const BLANK: &'static str =
        r#"{"id":"","kind":"need","organisation":"","lang":"ja","title":"","text":""}"#;
    const COLUMNS: &'static [Column<Self>] = &[
        column!(required id, "id", "プロフィールID", "ほかの表から指す短い符号", "a short id of the profile, different in every row"),
        column!(required kind, "kind", "種類", "need ニーズ、offer オファー、seed シーズ、project 採択課題", "need, offer, seed or project"),
        column!(required organisation, "organisation", "組織ID", "持ち主の組織の符号", "the id of the organisation that has it"),
        column!(optional people, "people", "担当者", "担当者の参加者IDを ; で区切る（先頭が面談する人）", "the ids of those who speak for it, first the one to be met"),
        column!(optional laboratory, "laboratory", "研究室ID", "研究室の符号", "an id of the laboratory"),
        column!(required lang, "lang", "言語", "本文の言語（ja, en）", "the language of the text, ja or en"),
        column!(required title, "title", "題名", "題名", "the title"),
        column!(optional text, "text", "本文", "概要", "the abstract"),
        column!(optional seeks, "seeks", "求めるもの", "求める相手や協力", "what partner is sought"),
        column!(optional offers, "offers", "提供できるもの", "提供できるもの", "what is brought along"),
        column!(optional phase, "phase", "段階", "basic 基礎、applied 応用、nonclinical 非臨床、clinical 臨床、marketed 市販後", "basic, applied, nonclinical, clinical or marketed"),
        column!(optional tags, "tags", "タグ", "概念（語彙のIDか語）を ; で区切り、状態は :confirmed 確認、:removed 除外、:suggested 候補", "concepts by id or label, each with its state (:suggested, :confirmed, :removed), separated by ;"),
        column!(optional synthetic, "synthetic", "架空", "架空のデータなら true", "true if made up for a demonstration"),
    ];
}

impl Record for MeetingWish {
    const SHEET: Sheet = Sheet::MeetingWishes;
    const ABOUT_JA: &'static str = "面談の希望";
    const ABOUT_EN: &'static str = "wishes to meet a person";
    fn list(workshop: &Workshop) -> &Vec<Self> {
        &workshop.meeting_wishes
    }
    fn list_mut(workshop: &mut Workshop) -> &mut Vec<Self> {
        &mut workshop.meeting_wishes
    }
}

impl Tabular for MeetingWish {
    const BLANK: &'static str = r#"{"id":"","from":"","to":"","rank":1}"#;
    const COLUMNS: &'static [Column<Self>] = &[
        column!(required id, "id", "希望ID", "ほかの表から指す短い符号", "a short id of the wish, different in every row"),
        column!(required from, "from", "希望する人", "希望する参加者のID", "the id of the person who wishes"),
        column!(required to, "to", "相手", "会いたい参加者のID", "the id of the person to be met"),
        column!(required rank, "rank", "順位", "希望の順位（1 が最も強い）", "how dear the wish is, from 1 (dearest)"),
        column!(optional about, "about", "プロフィールID", "話題となるプロフィールの符号", "the id of the profile to talk about"),
        column!(optional synthetic, "synthetic", "架空", "架空のデータなら true", "true if made up for a demonstration"),
    ];
}

impl Record for GroupWish {
    const SHEET: Sheet = Sheet::GroupWishes;
    const ABOUT_JA: &'static str = "少人数の会合の希望（司会を含め3〜6人）";
    const ABOUT_EN: &'static str =
        "wishes for moderated meetings of three to six people, the moderator included";
    fn list(workshop: &Workshop) -> &Vec<Self> {
        &workshop.group_wishes
    }
    fn list_mut(workshop: &mut Workshop) -> &mut Vec<Self> {
        &mut workshop.group_wishes
    }
}

impl Tabular for GroupWish {
    const BLANK: &'static str = r#"{"id":"","moderator":"","members":[],"title":"","rank":1}"#;
    const COLUMNS: &'static [Column<Self>] = &[
        column!(required id, "id", "希望ID", "ほかの表から指す短い符号", "a short id of the wish, different in every row"),
        column!(required moderator, "moderator", "司会", "司会の参加者ID", "the id of the moderator"),
        column!(required members, "members", "参加者", "司会を除く参加者のIDを ; で区切る", "the ids of the others, two to five, separated by ;"),
        column!(optional title, "title", "題名", "題名", "the title"),
        column!(required rank, "rank", "順位", "希望の順位（1 が最も強い）", "how dear the wish is, from 1 (dearest)"),
        column!(optional synthetic, "synthetic", "架空", "架空のデータなら true", "true if made up for a demonstration"),
    ];
}

impl Record for Consultation {
    const SHEET: Sheet = Sheet::Consultations;
    const ABOUT_JA: &'static str = "コーディネーターへの相談の希望";
    const ABOUT_EN: &'static str = "requests to talk with a coordinator";
    fn list(workshop: &Workshop) -> &Vec<Self> {
        &workshop.consultations
    }
    fn list_mut(workshop: &mut Workshop) -> &mut Vec<Self> {
        &mut workshop.consultations
    }
}

impl Tabular for Consultation {
    const BLANK: &'static str = r#"{"id":"","person":"","topic":"","rank":1}"#;
    const COLUMNS: &'static [Column<Self>] = &[
        column!(required id, "id", "希望ID", "ほかの表から指す短い符号", "a short id of the request, different in every row"),
        column!(required person, "person", "参加者ID", "相談する参加者の符号", "the id of the person who asks"),
        column!(optional topic, "topic", "相談内容", "相談したいこと", "what it is about"),
        column!(optional concepts, "concepts", "専門", "デスクに求める専門（語彙のIDか語、どれか一つ）を ; で区切る", "concepts, any one of which the desk must know, by id or label, separated by ;"),
        column!(optional lang, "lang", "言語", "相談の言語（ja, en）", "the language, ja or en"),
        column!(required rank, "rank", "順位", "希望の順位（1 が最も強い）", "how dear the wish is, from 1 (dearest)"),
        column!(optional synthetic, "synthetic", "架空", "架空のデータなら true", "true if made up for a demonstration"),
    ];
}

impl Record for TalkWish {
    const SHEET: Sheet = Sheet::TalkWishes;
    const ABOUT_JA: &'static str = "聴きたい講演";
    const ABOUT_EN: &'static str = "wishes to hear a session";
    fn list(workshop: &Workshop) -> &Vec<Self> {
        &workshop.talk_wishes
    }
    fn list_mut(workshop: &mut Workshop) -> &mut Vec<Self> {
        &mut workshop.talk_wishes
    }
}

impl Tabular for TalkWish {
    const BLANK: &'static str = r#"{"person":"","session":"","rank":1}"#;
    const COLUMNS: &'static [Column<Self>] = &[
        column!(required person, "person", "参加者ID", "参加者の符号", "the id of the person who wishes"),
        column!(required session, "session", "セッションID", "聴きたいセッションの符号", "the id of the session"),
        column!(required rank, "rank", "順位", "希望の順位（1 が最も強い）", "how dear the wish is, from 1 (dearest)"),
        column!(optional synthetic, "synthetic", "架空", "架空のデータなら true", "true if made up for a demonstration"),
    ];
}

impl Record for Unavailable {
    const SHEET: Sheet = Sheet::Unavailable;
    const ABOUT_JA: &'static str = "面談できない時間";
    const ABOUT_EN: &'static str = "when people cannot be met";
    fn list(workshop: &Workshop) -> &Vec<Self> {
        &workshop.unavailable
    }
    fn list_mut(workshop: &mut Workshop) -> &mut Vec<Self> {
        &mut workshop.unavailable
    }
}

impl Tabular for Unavailable {
    const BLANK: &'static str =
        r#"{"person":"","start":"1970-01-01T00:00:00","end":"1970-01-01T00:00:00"}"#;
    const COLUMNS: &'static [Column<Self>] = &[
        column!(required person, "person", "参加者ID", "参加者の符号", "the id of a person"),
        column!(required start, "start", "開始", "開始の日時（1日だけなら 14:10 でもよい）", "when it starts, such as 2022-05-10 14:10"),
        column!(required end, "end", "終了", "終了の日時", "when it ends, such as 2022-05-10 15:00"),
        column!(optional reason, "reason", "理由", "理由", "the reason"),
        column!(optional synthetic, "synthetic", "架空", "架空のデータなら true", "true if made up for a demonstration"),
    ];
}

impl Record for Exclusion {
    const SHEET: Sheet = Sheet::Exclusions;
    const ABOUT_JA: &'static str = "引き合わせてはならない組（それぞれ参加者か組織のどちらか一つ）";
    const ABOUT_EN: &'static str =
        "sides that must not be brought together; each is one person or one organisation";
    fn list(workshop: &Workshop) -> &Vec<Self> {
        &workshop.exclusions
    }
    fn list_mut(workshop: &mut Workshop) -> &mut Vec<Self> {
        &mut workshop.exclusions
    }
}

impl Tabular for Exclusion {
    const BLANK: &'static str = r#"{"kind":"rival"}"#;
    const COLUMNS: &'static [Column<Self>] = &[
        column!(required kind, "kind", "種類", "rival 競合、no_thanks 辞退", "rival or no_thanks"),
        column!(optional person, "person", "参加者ID", "一方の参加者", "one side: the id of a person"),
        column!(optional organisation, "organisation", "組織ID", "一方の組織", "one side: the id of an organisation"),
        column!(optional other_person, "other_person", "相手の参加者ID", "他方の参加者", "the other side: the id of a person"),
        column!(optional other_organisation, "other_organisation", "相手の組織ID", "他方の組織", "the other side: the id of an organisation"),
        column!(optional synthetic, "synthetic", "架空", "架空のデータなら true", "true if made up for a demonstration"),
    ];
}
