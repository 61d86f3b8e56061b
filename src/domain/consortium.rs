//! A consortium, formed or drafted: who is in it, in what role, with what money and resources.

use super::{ConsortiumId, FiscalYear, OrganisationId, OrganisationKind, ProfileId, Text, Yen};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// What a member does in a consortium. One member may have several roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 代表研究機関: the institution of the principal investigator; contracts with the agency.
    Representative,
    /// 分担研究機関: funded through the representative.
    Contributor,
    /// 幹事企業: the joint-research company that coordinates the others.
    LeadCompany,
    /// 産学官共同研究企業: gives resources, receives no money of the agency.
    JointCompany,
    /// セットアップ企業: builds the patent network, the business model and the financing.
    SetUpCompany,
    /// 臨床医 takes part through this member.
    Clinician,
    /// The researcher who has the technical seed works at this member.
    SeedResearcher,
}

impl Role {
    pub const ALL: [Role; 7] = [
        Role::Representative,
        Role::Contributor,
        Role::LeadCompany,
        Role::JointCompany,
        Role::SetUpCompany,
        Role::Clinician,
        Role::SeedResearcher,
    ];

    /// Whether the agency's money reaches a member in this role.
    pub fn is_funded(self) -> bool {
        matches!(self, Role::Representative | Role::Contributor)
    }

    /// The name used in files.
    pub fn name(self) -> &'static str {
        match self {
            Role::Representative => "representative",
            Role::Contributor => "contributor",
            Role::LeadCompany => "lead_company",
            Role::JointCompany => "joint_company",
            Role::SetUpCompany => "set_up_company",
            Role::Clinician => "clinician",
            Role::SeedResearcher => "seed_researcher",
        }
    }

    pub fn label(self) -> Text {
        match self {
            Role::Representative => Text::new("代表研究機関", "representative institution"),
            Role::Contributor => Text::new("分担研究機関", "contributing institution"),
            Role::LeadCompany => Text::new("幹事企業", "lead company"),
            Role::JointCompany => Text::new("産学官共同研究企業", "joint-research company"),
            Role::SetUpCompany => Text::new("セットアップ企業", "set-up company"),
            Role::Clinician => Text::new("臨床医", "clinician"),
            Role::SeedResearcher => {
                Text::new("技術シーズを持つ研究者", "researcher with the technical seed")
            }
        }
    }
}

/// What a company brings in. The first ten are those that AIMGAIN's documents list (004).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResourceKind {
    /// 共同研究開発費 (cash).
    Cash,
    /// 派遣する研究者の人件費, by the employer's pay scale.
    Wages,
    /// 試薬・サンプル
    Reagents,
    /// 研究機器
    Equipment,
    /// ソフトウェア
    Software,
    /// 試作品・製造機器の作成費用
    Prototypes,
    /// 研究開発要素を含まない検査・分析・解析、データベース等の開発, at the institution's request.
    Services,
    /// 研究設備・レンタルラボの賃借料
    Rent,
    /// ハードウェア・ソフトウェア使用料
    UsageFees,
    /// 共同研究室
    JointLaboratory,
    /// 企業独自の競争領域の研究開発: no resource in AIMGAIN's sense.
    CompetitiveResearch,
    /// ノウハウ・人脈・助言: what money does not count (001).
    Advice,
    /// Anything else.
    Other,
}

impl ResourceKind {
    pub const ALL: [ResourceKind; 13] = [
        ResourceKind::Cash,
        ResourceKind::Wages,
        ResourceKind::Reagents,
        ResourceKind::Equipment,
        ResourceKind::Software,
        ResourceKind::Prototypes,
        ResourceKind::Services,
        ResourceKind::Rent,
        ResourceKind::UsageFees,
        ResourceKind::JointLaboratory,
        ResourceKind::CompetitiveResearch,
        ResourceKind::Advice,
        ResourceKind::Other,
    ];

    /// The name used in files.
    pub fn name(self) -> &'static str {
        match self {
            ResourceKind::Cash => "cash",
            ResourceKind::Wages => "wages",
            ResourceKind::Reagents => "reagents",
            ResourceKind::Equipment => "equipment",
            ResourceKind::Software => "software",
            ResourceKind::Prototypes => "prototypes",
            ResourceKind::Services => "services",
            ResourceKind::Rent => "rent",
            ResourceKind::UsageFees => "usage_fees",
            ResourceKind::JointLaboratory => "joint_laboratory",
            ResourceKind::CompetitiveResearch => "competitive_research",
            ResourceKind::Advice => "advice",
            ResourceKind::Other => "other",
        }
    }

    pub fn label(self) -> Text {
        match self {
            ResourceKind::Cash => Text::new("共同研究開発費", "cash"),
            ResourceKind::Wages => Text::new("派遣研究者の人件費", "wages of researchers sent"),
            ResourceKind::Reagents => Text::new("試薬・サンプル", "reagents and samples"),
            ResourceKind::Equipment => Text::new("研究機器", "research equipment"),
            ResourceKind::Software => Text::new("ソフトウェア", "software"),
            ResourceKind::Prototypes => {
                Text::new("試作品・製造機器", "prototypes and manufacturing equipment")
            }
            ResourceKind::Services => {
                Text::new("検査・分析・解析等", "tests, analyses and database work")
            }
            ResourceKind::Rent => Text::new("賃借料", "rent"),
            ResourceKind::UsageFees => Text::new("使用料", "usage fees"),
            ResourceKind::JointLaboratory => Text::new("共同研究室", "joint laboratory"),
            ResourceKind::CompetitiveResearch => {
                Text::new("競争領域の自社研究", "own competitive research")
            }
            ResourceKind::Advice => Text::new("ノウハウ・人脈・助言", "know-how and advice"),
            ResourceKind::Other => Text::new("その他", "other"),
        }
    }
}

/// A resource that one member plans to give in one year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    pub member: OrganisationId,
    pub kind: ResourceKind,
    /// Year of the project, from 1.
    pub year: u32,
    pub amount: Yen,
}

/// An organisation in a consortium.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    pub organisation: OrganisationId,
    pub kind: OrganisationKind,
    /// Empty while nobody has decided.
    #[serde(default)]
    pub roles: BTreeSet<Role>,
    /// The first year in which it takes part, from 1.
    #[serde(default = "first_year")]
    pub from_year: u32,
    /// The profiles that brought it in.
    #[serde(default)]
    pub profiles: Vec<ProfileId>,
}

fn first_year() -> u32 {
    1
}

impl Member {
    /// A member from the first year on.
    pub fn new(
        organisation: impl Into<OrganisationId>,
        kind: OrganisationKind,
        roles: impl IntoIterator<Item = Role>,
    ) -> Member {
        Member {
            organisation: organisation.into(),
            kind,
            roles: roles.into_iter().collect(),
            from_year: 1,
            profiles: Vec::new(),
        }
    }

    /// The same member, taking part only from `year` on.
    pub fn from_year(self, year: u32) -> Member {
        Member { from_year: year, ..self }
    }

    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Whether the agency's money reaches it.
    pub fn is_funded(&self) -> bool {
        self.roles.iter().any(|role| role.is_funded())
    }
}

/// A consortium or the draft of one. What nobody has decided yet is `None` or absent, and every
/// verdict on it then says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
pub struct Consortium {
    pub id: ConsortiumId,
    pub name: Text,
    pub members: Vec<Member>,
    /// The fiscal year in which research is to start.
    pub start: Option<FiscalYear>,
    /// Planned length in years.
    pub years: Option<u32>,
    /// The agency's money planned for year 1, 2, …, indirect costs included.
    pub money: Option<Vec<Yen>>,
    /// What members plan to give.
    pub resources: Option<Vec<Resource>>,
    /// Other things a scheme asks for, by name, for example `data_management_plan`: planned or
    /// ruled out. Absent means nobody has said.
    pub declared: BTreeMap<String, bool>,
    /// Roles, money and resources are an assumption of this product, nobody's plan.
    pub assumed: bool,
    /// Made up for a demonstration.
    pub synthetic: bool,
}

/// What is wrong with a consortium's data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum ConsortiumFault {
    #[error("the consortium has no members; name at least one organisation")]
    Empty,
    #[error("{0} is a member twice; give one entry all its roles")]
    Twice(OrganisationId),
    #[error("{member} joins in year {year}; expected a year from 1 to {}", Consortium::MAX_YEARS)]
    FromYear { member: OrganisationId, year: u32 },
    #[error(
        "a start in fiscal year {}; expected {} to {}",
        start.0, Consortium::STARTS.start().0, Consortium::STARTS.end().0
    )]
    Start { start: FiscalYear },
    #[error("a length of {years} years; expected 1 to {}", Consortium::MAX_YEARS)]
    Years { years: u32 },
    #[error("money is planned for {money} years, the consortium lasts {years}; make them agree")]
    MoneyYears { money: usize, years: u32 },
    #[error("{amount} yen in year {year}; expected 0 to {}", Consortium::MAX_MONEY)]
    Money { year: u32, amount: Yen },
    #[error("{member} gives {amount} yen in year {year}; expected 0 to {}", Consortium::MAX_MONEY)]
    ResourceAmount { member: OrganisationId, year: u32, amount: Yen },
    #[error("{member} gives resources in year {year}; expected a year from 1 to {last}")]
    ResourceYear { member: OrganisationId, year: u32, last: u32 },
    #[error("{0} gives resources and is no member; add it or correct its name")]
    ResourceMember(OrganisationId),
}

impl Consortium {
    /// The longest plan that is looked at, in years.
    pub const MAX_YEARS: u32 = 20;
    /// The fiscal years in which a plan can start: years in which a day of a workshop can lie.
    pub const STARTS: RangeInclusive<FiscalYear> = FiscalYear(1900)..=FiscalYear(2200);
    /// The largest single sum that is believed: 1兆円.
    pub const MAX_MONEY: Yen = Yen(1_000_000_000_000);

    /// Every fault in the data, in reading order; empty when verdicts on it mean what they say.
    pub fn faults(&self) -> Vec<ConsortiumFault> {
        let mut faults = Vec::new();
        let absurd = |amount: Yen| amount < Yen::ZERO || amount > Self::MAX_MONEY;
        if self.members.is_empty() {
            faults.push(ConsortiumFault::Empty);
        }
        let mut seen = BTreeSet::new();
        for member in &self.members {
            let id = &member.organisation;
            if !seen.insert(id) {
                faults.push(ConsortiumFault::Twice(id.clone()));
            }
            if !(1..=Self::MAX_YEARS).contains(&member.from_year) {
                let (member, year) = (id.clone(), member.from_year);
                faults.push(ConsortiumFault::FromYear { member, year });
            }
        }
        if let Some(start) = self.start
            && !Self::STARTS.contains(&start)
        {
            faults.push(ConsortiumFault::Start { start });
        }
        if let Some(years) = self.years
            && !(1..=Self::MAX_YEARS).contains(&years)
        {
            faults.push(ConsortiumFault::Years { years });
        }
        if let Some(money) = &self.money {
            let years = self.years.unwrap_or(Self::MAX_YEARS);
            if money.len() > years as usize {
                faults.push(ConsortiumFault::MoneyYears { money: money.len(), years });
            }
            for (year, &amount) in (1..).zip(money) {
                if absurd(amount) {
                    faults.push(ConsortiumFault::Money { year, amount });
                }
            }
        }
        let last = self.years.unwrap_or(Self::MAX_YEARS);
        for resource in self.resources.iter().flatten() {
            let (member, year, amount) = (resource.member.clone(), resource.year, resource.amount);
            if !seen.contains(&member) {
                faults.push(ConsortiumFault::ResourceMember(member.clone()));
            }
            if !(1..=last).contains(&year) {
                faults.push(ConsortiumFault::ResourceYear { member: member.clone(), year, last });
            }
            if absurd(amount) {
                faults.push(ConsortiumFault::ResourceAmount { member, year, amount });
            }
        }
        faults
    }

    pub fn member(&self, organisation: &OrganisationId) -> Option<&Member> {
        self.members.iter().find(|member| &member.organisation == organisation)
    }

    /// Whether `what` is planned: by a member's role of that name, else as declared; `None` where
    /// nobody has said.
    pub fn declares(&self, what: &str) -> Option<bool> {
        let by_role = self.members.iter().flat_map(|m| &m.roles).any(|role| role.name() == what);
        if by_role { Some(true) } else { self.declared.get(what).copied() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair() -> Consortium {
        Consortium {
            members: vec![
                Member::new("u", OrganisationKind::Academia, [Role::Representative]),
                Member::new("c", OrganisationKind::Company, [Role::LeadCompany]),
            ],
            years: Some(2),
            money: Some(vec![Yen::million(20); 2]),
            ..Consortium::default()
        }
    }

    #[test]
    fn sound_data_has_no_fault() {
        assert_eq!(pair().faults(), []);
    }

    #[test]
    fn each_fault_is_named() {
        let mut c = pair();
        c.members.push(Member::new("u", OrganisationKind::Academia, []).from_year(0));
        c.money = Some(vec![Yen(-1), Yen(1), Yen(1)]);
        let gift = |member: &str, year, amount| Resource {
            member: member.into(),
            kind: ResourceKind::Cash,
            year,
            amount: Yen(amount),
        };
        c.resources = Some(vec![gift("x", 1, 1), gift("c", 3, 1), gift("c", 1, i64::MAX)]);
        assert_eq!(
            c.faults(),
            [
                ConsortiumFault::Twice("u".into()),
                ConsortiumFault::FromYear { member: "u".into(), year: 0 },
                ConsortiumFault::MoneyYears { money: 3, years: 2 },
                ConsortiumFault::Money { year: 1, amount: Yen(-1) },
                ConsortiumFault::ResourceMember("x".into()),
                ConsortiumFault::ResourceYear { member: "c".into(), year: 3, last: 2 },
                ConsortiumFault::ResourceAmount {
                    member: "c".into(),
                    year: 1,
                    amount: Yen(i64::MAX)
                },
            ]
        );
        assert_eq!(Consortium::default().faults(), [ConsortiumFault::Empty]);
        let endless = Consortium { years: Some(21), ..pair() };
        assert_eq!(endless.faults(), [ConsortiumFault::Years { years: 21 }]);
        let far = Consortium { start: Some(FiscalYear(99_999)), ..pair() };
        assert_eq!(far.faults(), [ConsortiumFault::Start { start: FiscalYear(99_999) }]);
    }

    #[test]
    fn faults_are_told_in_the_words_of_the_draft() {
        let told = [
            ConsortiumFault::Twice("o-1".into()),
            ConsortiumFault::ResourceAmount { member: "o-1".into(), year: 1, amount: Yen(-5) },
            ConsortiumFault::Start { start: FiscalYear(99_999) },
        ];
        assert_eq!(
            told.map(|fault| fault.to_string()),
            [
                "o-1 is a member twice; give one entry all its roles",
                "o-1 gives -5 yen in year 1; expected 0 to 1,000,000,000,000",
                "a start in fiscal year 99999; expected 1900 to 2200",
            ]
        );
    }

    #[test]
    fn a_role_declares_what_it_is_called() {
        let mut c = pair();
        assert_eq!(c.declares("clinician"), None);
        c.declared.insert("clinician".to_owned(), false);
        assert_eq!(c.declares("clinician"), Some(false));
        c.members[0].roles.insert(Role::Clinician);
        assert_eq!(c.declares("clinician"), Some(true));
    }
}
