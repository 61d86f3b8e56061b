//! A scheme's rules: a small fixed set of kinds, filled by data.

use crate::domain::{FiscalYear, OrganisationKind, ResourceKind, Role, Text, Yen};
use chrono::NaiveDate;
use serde::Serialize;

/// How surely the documents say what the rule says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// The clause says it.
    Printed,
    /// Two places of the documents differ; each is a reading.
    Differs,
    /// It follows from what is printed, or from the most natural reading of it.
    Inferred,
    /// The documents do not say it; where several readings are open, each is shown.
    Silent,
}

/// Members that a rule counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Funded academic institutions.
    Academia,
    /// Funded start-ups that pass the scheme's start-up test, where it has one.
    Startup,
    /// Companies in the role of joint-research or lead company. A funded member is none: the
    /// agency's money may not reach them.
    JointCompany,
    /// Companies and start-ups in any role.
    Company,
    /// All funded members.
    Funded,
}

impl Group {
    pub fn label(self) -> Text {
        match self {
            Group::Academia => Text::new("アカデミア", "academic institutions"),
            Group::Startup => Text::new("スタートアップ企業", "start-ups"),
            Group::JointCompany => Text::new("産学官共同研究企業", "joint-research companies"),
            Group::Company => Text::new("企業", "companies"),
            Group::Funded => Text::new("委託研究開発機関", "funded institutions"),
        }
    }

    /// So many of them in English: 1 start-up, 2 start-ups.
    pub(super) fn english(self, n: u32) -> String {
        let plural = self.label().en;
        match n {
            1 if self == Group::Company => "1 company".to_owned(),
            1 if self == Group::JointCompany => "1 joint-research company".to_owned(),
            1 => format!("1 {}", plural.trim_end_matches('s')),
            _ => format!("{n} {plural}"),
        }
    }

    /// The Japanese counter: 2機関, 2社.
    pub(super) fn counter(self) -> &'static str {
        match self {
            Group::Academia | Group::Funded => "機関",
            Group::Startup | Group::JointCompany | Group::Company => "社",
        }
    }

    /// Whether an organisation of this kind can become one of the group.
    pub fn takes(self, kind: OrganisationKind) -> bool {
        use OrganisationKind::{Academia, Company, Startup};
        match self {
            Group::Academia => kind == Academia,
            Group::Startup => kind == Startup,
            Group::JointCompany | Group::Company => matches!(kind, Company | Startup),
            Group::Funded => matches!(kind, Academia | Startup),
        }
    }
}

/// Which money a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MoneyOf {
    /// What the agency pays.
    Agency,
    /// What the agency pays and the resources that count.
    Whole,
}

/// Over which years a sum is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// All years together.
    Whole,
    /// Each year by itself.
    EachYear,
    /// These years together.
    Years { from: u32, to: u32 },
}

/// Fewer members are enough until the end of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Relaxed {
    pub at_least: u32,
    pub until_year: u32,
}

/// When resources are held against the agency's money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tested {
    /// At the end, over the whole period.
    AtEnd,
    /// The documents do not say when.
    NotPrinted,
}

/// What a start-up is, for a scheme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StartupTest {
    /// The day at which the age is taken.
    pub as_of: NaiveDate,
    /// At most so many years since registration.
    pub within_years: u32,
}

/// What a rule demands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Demand {
    /// At least so many members of a group in every year.
    Minimum {
        group: Group,
        at_least: u32,
        relaxed: Option<Relaxed>,
        /// Whoever is needed after the relaxed years must be in by this year.
        due_by_year: Option<u32>,
    },
    /// Exactly one member has a role, and is of one of these kinds (any, where none is named).
    OneRole { role: Role, kinds: Vec<OrganisationKind> },
    /// Only members of these kinds may receive the agency's money.
    FundedKinds { kinds: Vec<OrganisationKind> },
    /// Nobody has a role of the first list and one of the second.
    NotBoth { first: Vec<Role>, second: Vec<Role> },
    /// Everyone in the group is domestic.
    Domestic { group: Group },
    /// Every funded start-up passes the test.
    Startup(StartupTest),
    /// A sum of money lies in a range.
    Money {
        of: MoneyOf,
        span: Span,
        at_least: Option<Yen>,
        at_most: Option<Yen>,
        /// The document says 程度 (about).
        about: bool,
    },
    /// Resources reach a share of the agency's money, in per cent; some, where no share is printed.
    Matching {
        percent: Option<u32>,
        tested: Tested,
        /// Under one-year contracts also year by year, until this year.
        each_year_until: Option<u32>,
    },
    /// Which kinds of resource count and which never do; on all others the documents are silent.
    Resources { giver: Group, counts: Vec<ResourceKind>, never: Vec<ResourceKind> },
    /// At most so many years.
    Term { at_most_years: u32 },
    /// Starts in one of these fiscal years, and ends by this day.
    Window { from: Option<FiscalYear>, to: Option<FiscalYear>, until: Option<NaiveDate> },
    /// One-year contracts, or a longer first one for many-to-many consortia with large plans.
    Contract { long_years: u32, funded: u32, companies: u32, whole: Yen },
    /// An evaluation in this year decides whether the project goes on.
    Gate { year: u32 },
    /// Something must be planned, or take part.
    Declared { what: String, filled_by: Vec<OrganisationKind> },
    /// Holds for every project; there is nothing to fulfil.
    Notice,
    /// The documents print no rule on the topic.
    NotPrinted,
}

impl Demand {
    /// Whether its verdict rests on planned money, resources, roles or years.
    pub(super) fn rests_on_plan(&self) -> bool {
        !matches!(
            self,
            Demand::Domestic { .. }
                | Demand::Declared { .. }
                | Demand::Gate { .. }
                | Demand::Notice
                | Demand::NotPrinted
        )
    }

    /// The names of the kinds, as files write them.
    pub const KINDS: [&'static str; 16] = [
        "minimum",
        "one_role",
        "funded_kinds",
        "not_both",
        "domestic",
        "startup_test",
        "money",
        "matching",
        "resources",
        "term",
        "window",
        "contract",
        "gate",
        "declared",
        "notice",
        "not_printed",
    ];
}

/// One way to read a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// What tells it from the others; empty where it is the only one.
    pub title: Text,
    /// The document it comes from, by id.
    pub source: String,
    /// Its words.
    pub clause: String,
    pub demand: Demand,
}

/// A rule of a scheme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// Unique within the scheme.
    pub id: String,
    /// What it is about, the same word in every scheme, so that schemes line up side by side.
    pub topic: String,
    pub title: Text,
    pub certainty: Certainty,
    /// One sentence for a person.
    pub sentence: Text,
    /// What to know beside it; often empty.
    pub note: Text,
    /// One, or several where the documents differ or leave it open. The first leads.
    pub readings: Vec<Reading>,
}

impl Rule {
    /// The first reading.
    pub fn leading(&self) -> Option<&Reading> {
        self.readings.first()
    }
}
