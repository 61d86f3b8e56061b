//! The files of a report. They link to each other by these names.

use crate::domain::Lang;

/// One of the report's pages, each of which is one file in each language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Page {
    /// Everything, for the organizer.
    Report,
    /// A sheet of paper for each person, with nothing on it that is not theirs to know.
    Personal,
}

impl Page {
    pub const ALL: [Page; 2] = [Page::Report, Page::Personal];

    /// The file it is to be written to; pages find each other only in one folder and under these
    /// names.
    pub fn file_name(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Page::Report, Lang::Ja) => "report.html",
            (Page::Report, Lang::En) => "report.en.html",
            (Page::Personal, Lang::Ja) => "personal.html",
            (Page::Personal, Lang::En) => "personal.en.html",
        }
    }
}
