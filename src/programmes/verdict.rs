//! What is found: outcomes, what is missing, who could fill it.

use super::rule::{Certainty, Group};
use super::scheme::SchemeStatus;
use crate::domain::{Lang, OrganisationId, OrganisationKind, ResourceKind, Role, Text, Yen};
use serde::Serialize;

/// A fact of an organisation that a rule may need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    RegisteredOn,
    Size,
    Domestic,
    DeemedLarge,
}

impl Fact {
    pub fn label(self) -> Text {
        match self {
            Fact::RegisteredOn => Text::new("設立（登記）日", "date of registration"),
            Fact::Size => Text::new("企業規模（中小企業か）", "size (whether an SME)"),
            Fact::Domestic => Text::new("所在（国内の機関か）", "whether it is domestic"),
            Fact::DeemedLarge => Text::new("みなし大企業か", "whether deemed a large company"),
        }
    }
}

/// What would have to be known for a verdict.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// No money of the agency is planned yet.
    Budget,
    /// Nobody has said what resources are given.
    Resources,
    /// The documents do not say whether resources of this kind count.
    ResourceKind(ResourceKind),
    /// The year in which research starts.
    Start,
    /// The length in years.
    Years,
    /// Nobody has this role yet.
    Role(Role),
    /// This member's role is not decided.
    RoleOf(OrganisationId),
    /// A fact of an organisation.
    Fact { organisation: OrganisationId, fact: Fact },
    /// Whether this is planned.
    Declaration(String),
    /// Which of the readings holds.
    Reading,
    /// How far 程度 (about) reaches.
    About,
}

/// What was found for a rule or one reading of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    Met,
    NotMet,
    /// Met until the end of year `year`; by year `bites` more is needed.
    MetUntil {
        year: u32,
        bites: u32,
    },
    CannotBeKnown {
        missing: Vec<Missing>,
    },
    /// The documents print no rule on the topic.
    NotPrinted,
    /// Holds for every project of the scheme; there is nothing to fulfil.
    Applies,
}

impl Outcome {
    pub fn is_met(&self) -> bool {
        matches!(self, Outcome::Met)
    }

    /// A few words for a table.
    pub fn label(&self) -> Text {
        match self {
            Outcome::Met => Text::new("満たす", "met"),
            Outcome::NotMet => Text::new("満たさない", "not met"),
            Outcome::MetUntil { year, .. } => Text::new(
                format!("{year}年目まで満たす"),
                format!("met until the end of year {year}"),
            ),
            Outcome::CannotBeKnown { .. } => Text::new("まだ判断できない", "cannot be known yet"),
            Outcome::NotPrinted => Text::new("資料に記載なし", "not printed"),
            Outcome::Applies => Text::new("共通事項", "holds for every project"),
        }
    }

    /// How grave it is, for sorting and for the worst of several; larger is graver.
    pub fn gravity(&self) -> u8 {
        match self {
            Outcome::Applies => 0,
            Outcome::NotPrinted => 1,
            Outcome::Met => 2,
            Outcome::MetUntil { .. } => 3,
            Outcome::CannotBeKnown { .. } => 4,
            Outcome::NotMet => 5,
        }
    }
}

/// Something that is missing, so exactly that one can look for who fills it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(tag = "gap", rename_all = "snake_case")]
pub enum Gap {
    /// More members of a group, by the start of `by_year`, or from the start where `None`.
    Members { group: Group, more: u32, by_year: Option<u32> },
    /// More resources: in one year, or over the whole period where `None`.
    Resources { short: Yen, year: Option<u32> },
    /// More planned money of the agency (or of the whole) in these years.
    Money { short: Yen, from_year: u32, to_year: u32 },
    /// Less of it.
    TooMuchMoney { over: Yen, from_year: u32, to_year: u32 },
    /// A member of one of these kinds (any, where none is named) for a role.
    Role { role: Role, kinds: Vec<OrganisationKind> },
    /// Something to be planned or somebody to take part, by one of these kinds.
    Declared { what: String, filled_by: Vec<OrganisationKind> },
    /// A plan shorter by so many years.
    Years { over: u32 },
    /// Something to be found out.
    Answer { missing: Missing },
}

impl Gap {
    /// Whether an organisation of this kind, newly taken in, could fill the gap. What the members
    /// must settle among themselves nobody from outside fills.
    pub fn fills(&self, kind: OrganisationKind) -> bool {
        match self {
            Gap::Members { group, .. } => group.takes(kind),
            Gap::Resources { .. } => Group::JointCompany.takes(kind),
            Gap::Role { kinds, .. } => kinds.contains(&kind),
            Gap::Declared { filled_by, .. } => filled_by.contains(&kind),
            Gap::Money { .. } | Gap::TooMuchMoney { .. } | Gap::Years { .. } => false,
            Gap::Answer { .. } => false,
        }
    }

    /// Whether anyone from outside could fill it.
    pub fn is_open_to_others(&self) -> bool {
        use OrganisationKind::{Academia, Company, Other, Startup};
        [Academia, Company, Startup, Other].into_iter().any(|kind| self.fills(kind))
    }
}

/// One reading of a rule, judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReadingVerdict {
    pub title: Text,
    pub source: String,
    pub clause: String,
    #[serde(flatten)]
    pub outcome: Outcome,
    pub sentence: Text,
}

/// One rule, judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    pub rule: String,
    pub topic: String,
    pub title: Text,
    #[serde(flatten)]
    pub outcome: Outcome,
    /// What was found, with the numbers.
    pub sentence: Text,
    /// What the rule says.
    pub rule_sentence: Text,
    pub note: Text,
    pub certainty: Certainty,
    /// The document, by id, and its words (of the leading reading).
    pub source: String,
    pub clause: String,
    /// Every reading, where there are several; else empty.
    pub readings: Vec<ReadingVerdict>,
    pub gaps: Vec<Gap>,
    /// Rests on a budget or on roles that this product assumed.
    pub assumed: bool,
}

/// All verdicts together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "standing", rename_all = "snake_case")]
pub enum Standing {
    /// Every printed rule is met.
    Eligible,
    /// Met for now; more is needed by year `bites`.
    EligibleUntil {
        year: u32,
        bites: u32,
    },
    /// Nothing speaks against it; something is not known yet.
    CannotBeKnown,
    NotEligible,
}

impl Standing {
    pub fn label(self) -> Text {
        match self {
            Standing::Eligible => Text::new("要件を満たす", "eligible"),
            Standing::EligibleUntil { year, .. } => Text::new(
                format!("{year}年目まで要件を満たす"),
                format!("eligible until the end of year {year}"),
            ),
            Standing::CannotBeKnown => Text::new("まだ判断できない", "cannot be known yet"),
            Standing::NotEligible => Text::new("要件を満たさない", "not eligible"),
        }
    }

    /// The standing that follows from outcomes, gravest first: one unmet rule decides.
    pub fn of<'a>(outcomes: impl IntoIterator<Item = &'a Outcome>) -> Standing {
        let mut standing = Standing::Eligible;
        for outcome in outcomes {
            standing = match (standing, outcome) {
                (_, Outcome::NotMet) => return Standing::NotEligible,
                (_, Outcome::CannotBeKnown { .. }) => Standing::CannotBeKnown,
                (Standing::Eligible, &Outcome::MetUntil { year, bites }) => {
                    Standing::EligibleUntil { year, bites }
                }
                (
                    Standing::EligibleUntil { bites: soonest, .. },
                    &Outcome::MetUntil { year, bites },
                ) if bites < soonest => Standing::EligibleUntil { year, bites },
                (standing, _) => standing,
            };
        }
        standing
    }
}

/// Whether a scheme may be recommended: it is open on the day, and no rule stands against it.
pub fn is_recommended(status: SchemeStatus, standing: Standing) -> bool {
    status == SchemeStatus::Open && standing != Standing::NotEligible
}

/// A list of kinds in words: アカデミア又はスタートアップ企業.
pub(super) fn kinds_in_words(kinds: &[OrganisationKind]) -> Text {
    let one = |kind: &OrganisationKind| match kind {
        OrganisationKind::Academia => ("アカデミア", "academic institution"),
        OrganisationKind::Company => ("企業", "company"),
        OrganisationKind::Startup => ("スタートアップ企業", "start-up"),
        OrganisationKind::Other => ("その他の機関", "other organisation"),
    };
    let (ja, en): (Vec<_>, Vec<_>) = kinds.iter().map(one).unzip();
    Text::new(ja.join("又は"), en.join(" or "))
}

/// A sum in both languages.
pub(super) fn sum(amount: Yen) -> Text {
    Text::new(amount.words(Lang::Ja), amount.words(Lang::En))
}
