//! A funding scheme: where it comes from, when it is open, what it demands.

use super::{Certainty, Demand, Group, ReviewItem, Rule, StartupTest, SupportMeeting};
use crate::domain::{SchemeId, Text};
use chrono::NaiveDate;
use serde::Serialize;

/// A document that a scheme's rules come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Document {
    /// Short name, used by the rules.
    pub id: String,
    pub title: Text,
    /// `None` where the document bears no date.
    pub date: Option<NaiveDate>,
}

/// What kind of text the rules are taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TextStatus {
    /// 案: may still change.
    Draft,
    /// An outline of the programme, not the text of the call.
    Outline,
    /// A look back at the programme.
    Review,
    /// The text of the call itself.
    Call,
}

impl TextStatus {
    pub fn label(self) -> Text {
        match self {
            TextStatus::Draft => Text::new("案（変更の可能性あり）", "draft, may change"),
            TextStatus::Outline => Text::new("事業概要", "outline of the programme"),
            TextStatus::Review => Text::new("検討会資料", "review of the programme"),
            TextStatus::Call => Text::new("公募要領", "text of the call"),
        }
    }
}

/// A day that the documents print exactly, roughly or not at all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct When {
    /// The first day it can be; `None` where unknown.
    pub not_before: Option<NaiveDate>,
    /// The last day it can be; `None` where unknown.
    pub not_after: Option<NaiveDate>,
    /// As printed, for example 令和7年6月中旬; empty where no document prints it.
    pub printed: String,
    /// How the two days were got from what is printed.
    pub note: Text,
}

/// Whether one can apply, as of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SchemeStatus {
    NotYet,
    Open,
    Closed,
    /// The documents do not print enough to tell.
    Unknown,
}

impl SchemeStatus {
    pub fn label(self) -> Text {
        match self {
            SchemeStatus::NotYet => Text::new("公募前", "not yet open"),
            SchemeStatus::Open => Text::new("公募中", "open"),
            SchemeStatus::Closed => Text::new("公募終了", "closed"),
            SchemeStatus::Unknown => Text::new("公募状況不明", "not known whether open"),
        }
    }
}

/// A funding scheme as dated data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Scheme {
    pub id: SchemeId,
    pub agency: Text,
    pub name: Text,
    pub text_status: TextStatus,
    pub note: Text,
    pub documents: Vec<Document>,
    pub opens: When,
    pub closes: When,
    pub rules: Vec<Rule>,
    /// What reviewers look at; empty where no document prints it.
    pub review: Vec<ReviewItem>,
    /// Meetings that accompany a project; empty where no document prints them.
    pub support: Vec<SupportMeeting>,
}

impl Scheme {
    /// Whether one can apply on `as_of`; the first and the last day of a call are open.
    pub fn status(&self, as_of: NaiveDate) -> SchemeStatus {
        let (opens, closes) = (&self.opens, &self.closes);
        if opens.not_before.is_some_and(|day| as_of < day) {
            SchemeStatus::NotYet
        } else if closes.not_after.is_some_and(|day| as_of > day) {
            SchemeStatus::Closed
        } else if opens.not_after.is_some_and(|day| day <= as_of)
            && closes.not_before.is_some_and(|day| as_of <= day)
        {
            SchemeStatus::Open
        } else {
            SchemeStatus::Unknown
        }
    }

    /// The status in a sentence, with the day and what is printed.
    pub fn status_sentence(&self, as_of: NaiveDate) -> Text {
        let label = self.status(as_of).label();
        let printed = |when: &When| -> Text {
            if when.printed.is_empty() {
                Text::new("印刷なし", "not printed")
            } else {
                Text::new(when.printed.clone(), when.printed.clone())
            }
        };
        let (opens, closes) = (printed(&self.opens), printed(&self.closes));
        let mut text = Text::new(
            format!("{as_of}時点で{}（開始：{}、終了：{}）。", label.ja, opens.ja, closes.ja),
            format!("As of {as_of}: {} (opening: {}; closing: {}).", label.en, opens.en, closes.en),
        );
        for note in [&self.opens.note, &self.closes.note, &self.note] {
            if !note.is_empty() {
                text.ja.push_str(&note.ja);
                text.en.push_str(&format!(" {}", note.en));
            }
        }
        text
    }

    pub fn document(&self, id: &str) -> Option<&Document> {
        self.documents.iter().find(|document| document.id == id)
    }

    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// Members needed at the start and in later years, by group, in the leading reading: the
    /// quotas for a search of consortia.
    pub fn quotas(&self) -> Vec<Quota> {
        let quota = |demand: &Demand| match demand {
            Demand::Minimum { group, at_least, relaxed, .. } => Some(Quota {
                group: *group,
                at_start: relaxed.map_or(*at_least, |r| r.at_least),
                later: *at_least,
            }),
            _ => None,
        };
        self.leading().filter_map(quota).collect()
    }

    /// What the rules demand, each in its leading reading.
    pub(super) fn leading(&self) -> impl Iterator<Item = &Demand> {
        self.rules.iter().filter_map(|rule| rule.leading().map(|reading| &reading.demand))
    }

    /// The start-up test, where the scheme has one.
    pub fn startup_test(&self) -> Option<&StartupTest> {
        self.leading().find_map(|demand| match demand {
            Demand::Startup(test) => Some(test),
            _ => None,
        })
    }

    /// Rules of which the documents differ or are silent.
    pub fn doubtful(&self) -> impl Iterator<Item = &Rule> {
        self.rules
            .iter()
            .filter(|rule| matches!(rule.certainty, Certainty::Differs | Certainty::Silent))
    }
}

/// How many members of a group a scheme wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Quota {
    pub group: Group,
    pub at_start: u32,
    pub later: u32,
}
