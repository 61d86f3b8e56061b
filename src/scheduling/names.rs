//! What ids are called in a sentence: by the names that people know.

use super::directory::Directory;
use crate::domain::{DeskId, ItemId, Lang, PersonId, RoomId, SessionId, Workshop};
use chrono::NaiveDateTime;

/// Names in one language.
pub struct Names<'a> {
    pub lang: Lang,
    directory: Directory<'a>,
}

impl<'a> Names<'a> {
    /// Names as the workshop gives them; an id that it does not know names itself.
    pub fn of(workshop: &'a Workshop, lang: Lang) -> Names<'a> {
        Names { lang, directory: Directory::new(workshop) }
    }

    /// 山田 花子さん
    pub fn person(&self, id: &PersonId) -> String {
        match (self.directory.person(id), self.lang) {
            (Some(p), Lang::Ja) => format!("{}さん", p.name.full(Lang::Ja)),
            (Some(p), Lang::En) => p.name.full(Lang::En),
            (None, _) => id.to_string(),
        }
    }

    pub fn people<'p>(&self, ids: impl IntoIterator<Item = &'p PersonId>) -> String {
        let names: Vec<String> = ids.into_iter().map(|id| self.person(id)).collect();
        names.join(if self.lang == Lang::Ja { "、" } else { ", " })
    }

    fn quoted(&self, name: &str) -> String {
        match self.lang {
            Lang::Ja => format!("「{name}」"),
            Lang::En => format!("{name:?}"),
        }
    }

    /// In quotation marks.
    pub fn room(&self, id: &RoomId) -> String {
        self.quoted(self.directory.room(id).map_or(id.as_str(), |r| r.name.get(self.lang)))
    }

    /// In quotation marks.
    pub fn desk(&self, id: &DeskId) -> String {
        self.quoted(self.directory.desk(id).map_or(id.as_str(), |x| x.name.get(self.lang)))
    }

    pub fn session(&self, id: &SessionId) -> String {
        match self.directory.session(id) {
            Some(s) if !s.title.is_empty() => self.quoted(s.title.get(self.lang)),
            _ => id.to_string(),
        }
    }

    pub fn item(&self, item: &ItemId) -> String {
        let ja = self.lang == Lang::Ja;
        match item {
            ItemId::Session(id) => self.session(id),
            ItemId::Meeting(a, b) if ja => {
                format!("{}と{}の面談", self.person(a), self.person(b))
            }
            ItemId::Meeting(a, b) => {
                format!("the meeting of {} and {}", self.person(a), self.person(b))
            }
            ItemId::Consultation(id) => match self.directory.consultation(id) {
                Some(c) if ja => format!("{}の相談", self.person(&c.person)),
                Some(c) => format!("the consultation of {}", self.person(&c.person)),
                None => item.to_string(),
            },
            ItemId::Group(id) => match self.directory.group(id) {
                Some(g) if ja => format!("グループ面談「{}」", g.title),
                Some(g) => format!("the group meeting {:?}", g.title),
                None => item.to_string(),
            },
        }
    }

    /// The time of day, with the date where the workshop has several days.
    pub fn at(&self, time: &NaiveDateTime) -> String {
        let several = self.directory.workshop.days.len() > 1;
        time.format(if several { "%-m/%-d %-H:%M" } else { "%-H:%M" }).to_string()
    }
}
