//! Candidate consortia: the exact best groups, their verdicts, and who would fill what is missing.

use super::AppError;
use super::rank::index_workshop;
use super::tag::unknown_profile;
use crate::domain::{
    ConceptId, Consortium, ConsortiumId, Member, OrganisationId, OrganisationKind, Profile,
    ProfileId, ProfileKind, TagState, Text, Workshop,
};
use crate::matching::consortium::{
    Candidate, CandidateGraph, Candidates, Choice, KINDS, Question, Quota, Spread, Unmet, Worth,
    disjoint, diverse, search,
};
use crate::matching::{Exclusions, Index, MatchingError, Points, Query, Register, Weights};
use crate::programmes::{Assessment, Facts, Group, Scheme, assess, draft, schemes};
use crate::solver::Limits;
use crate::vocabulary::Facet;
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashMap};

/// Two profiles are tied where either stands among this many best partners of the other.
const PARTNERS: usize = 12;
/// What each further member that brings the same concept costs.
const SAME_OFFER: f64 = 1.0;
/// A search stops after so many looks, some seconds, and says how much better an unseen group could be.
const LOOKS: u64 = 300_000;
/// How long groups that are worth most together are chosen at most, in seconds.
const CHOICE_SECONDS: f64 = 20.0;
/// Profiles named for each thing that is missing.
const FILLERS: usize = 5;

/// What consortia are looked for.
#[derive(Debug, Clone)]
pub struct ConsortiaRequest<'a> {
    /// The scheme whose quotas are asked for.
    pub scheme: &'a Scheme,
    /// Only what is needed at the start, instead of what is needed in the end.
    pub at_start: bool,
    /// Profiles that every group holds.
    pub with: Vec<ProfileId>,
    pub most_members: usize,
    pub groups: usize,
    /// Listed groups share at most this many members; `None` lists the best whatever they share.
    pub most_shared: Option<usize>,
    /// Where `most_shared` is given: at most so many listed groups of one disease area, one that more than
    /// `most_shared` members of a group bear.
    pub each_area: Option<usize>,
    /// Groups that are worth most together, each person in at most so many of them; `None` lists each
    /// group by its own worth.
    pub each_in: Option<usize>,
    /// The days as of which schemes are asked.
    pub as_of: Vec<NaiveDate>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Consortia {
    /// The question in words.
    pub asked: Text,
    /// No group that is not listed is better than the last one listed.
    pub exact: bool,
    /// Where not everything could be looked at: no unseen group is worth more than this.
    pub unseen: Option<Points>,
    /// Groups looked at.
    pub steps: u64,
    /// What the groups are worth together, where that was asked.
    pub together: Option<Together>,
    /// Best first.
    pub found: Vec<FoundConsortium>,
}

impl Consortia {
    /// How much better an unseen group could be, where not everything could be looked at.
    pub fn left_open(&self) -> Option<Text> {
        let unseen = self.unseen?;
        Some(match self.found.first() {
            Some(best) => {
                let best = best.worth.total();
                Text::new(
                    format!(
                        "すべての組は調べ切れていません。調べていない組の価値は高くても {unseen} 点です（挙げた組の最高は {best} 点）"
                    ),
                    format!(
                        "not every group could be looked at: an unseen one is worth at most {unseen} points, \
                         the best one listed {best}"
                    ),
                )
            }
            None => Text::new(
                "すべての組は調べ切れていません。人数の上限を下げるか、含むプロフィールを指定してください",
                "not every group could be looked at: ask for smaller groups, or for a profile in each",
            ),
        })
    }
}

/// What groups are worth together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Together {
    pub total: Points,
    /// No other choice among the groups looked at is worth more.
    pub bound: Points,
    pub among: usize,
}

/// A group with all that is said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundConsortium {
    /// With the roles and the even budget that the scheme suggests, marked as assumed.
    pub consortium: Consortium,
    pub worth: Worth,
    pub ties: Vec<Tie>,
    /// Every scheme as of every day, each with the roles that it suggests.
    pub assessments: Vec<Assessment>,
    /// Who fills what the asked scheme misses.
    pub fillers: Vec<Filler>,
}

/// What ties two members.
#[derive(Debug, Clone, PartialEq)]
pub struct Tie {
    pub one: OrganisationId,
    pub other: OrganisationId,
    pub points: Points,
    /// The weightiest reason; empty where the two are no pair of partners.
    pub reason: Text,
}

/// Who would fill what is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filler {
    pub need: Text,
    /// Best first.
    pub profiles: Vec<ProfileId>,
}

/// The workshop's profiles as a ground to search groups on. Their tags are taken as they are.
pub struct Ground<'w> {
    workshop: &'w Workshop,
    index: Index<'static>,
    exclusions: Exclusions,
    profiles: Vec<&'w Profile>,
    kinds: Vec<OrganisationKind>,
    /// By positions in `profiles`, the smaller first.
    ties: BTreeMap<(usize, usize), Points>,
}

impl<'w> Ground<'w> {
    /// Needs, offers and seeds of companies, start-ups and academic institutions: others can take
    /// no role in any scheme.
    pub fn new(workshop: &'w Workshop, weights: Weights) -> Result<Ground<'w>, AppError> {
        let index = index_workshop(workshop, weights)?;
        let kind_of: HashMap<&OrganisationId, OrganisationKind> =
            workshop.organisations.iter().map(|o| (&o.id, o.kind)).collect();
        let (profiles, kinds): (Vec<&Profile>, Vec<OrganisationKind>) = workshop
            .profiles
            .iter()
            .filter(|p| p.kind != ProfileKind::Project)
            .filter_map(|p| Some((p, *kind_of.get(&p.organisation)?)))
            .filter(|(_, kind)| *kind != OrganisationKind::Other)
            .unzip();
        let exclusions = Exclusions::of(&Register::of(workshop, &[]));
        let mut ground =
            Ground { workshop, index, exclusions, profiles, kinds, ties: BTreeMap::new() };
        ground.ties = ground.mutual_ties()?;
        Ok(ground)
    }

    /// The mean of what each side scores the other, for pairs of which either counts the other
    /// among its best partners.
    fn mutual_ties(&self) -> Result<BTreeMap<(usize, usize), Points>, AppError> {
        let place: HashMap<&ProfileId, usize> =
            self.profiles.iter().enumerate().map(|(i, p)| (&p.id, i)).collect();
        let mut scores: HashMap<(usize, usize), Points> = HashMap::new();
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for (a, profile) in self.profiles.iter().enumerate() {
            let ranked = self.index.scores(&profile.id, &Query::default())?;
            let others = ranked.iter().filter_map(|(id, s)| Some((*place.get(id)?, *s)));
            for (rank, (b, score)) in others.enumerate() {
                scores.insert((a, b), score);
                if rank < PARTNERS {
                    pairs.push((a.min(b), a.max(b)));
                }
            }
        }
        let score = |a, b| scores.get(&(a, b)).copied().unwrap_or_default();
        Ok(pairs
            .into_iter()
            .map(|(a, b)| ((a, b), Points((score(a, b) + score(b, a)).0 / 2)))
            .collect())
    }

    fn tie(&self, a: usize, b: usize) -> Points {
        self.ties.get(&(a.min(b), a.max(b))).copied().unwrap_or_default()
    }

    /// The middle one of all ties: a member must bring more than that to be worth its seat.
    fn usual_tie(&self) -> Points {
        let mut all: Vec<Points> = self.ties.values().copied().collect();
        all.sort_unstable();
        all.get(all.len() / 2).copied().unwrap_or_default()
    }

    fn candidates(&self) -> Result<Candidates, AppError> {
        let organisations: Vec<&OrganisationId> =
            self.profiles.iter().map(|p| &p.organisation).collect();
        let mut graph = CandidateGraph::default();
        let mut things = 0;
        for (i, profile) in self.profiles.iter().enumerate() {
            let brings: Vec<usize> = profile
                .tags
                .iter()
                .filter(|tag| tag.evidence.iter().any(|e| e.field == "offers"))
                .filter_map(|tag| self.index.thesaurus().index(&tag.concept))
                .collect();
            things = brings.iter().map(|thing| thing + 1).chain([things]).max().unwrap_or(0);
            let owner = organisations.iter().position(|o| *o == organisations[i]).unwrap_or(i);
            graph.add_node(Candidate { kind: kind_number(self.kinds[i]), owner, brings });
        }
        for (&(a, b), &points) in &self.ties {
            graph.add_edge((a as u32).into(), (b as u32).into(), points);
        }
        let apart = |a: usize, b: usize| {
            self.exclusions.between(self.profiles[a], self.profiles[b]).is_some()
        };
        let barred: Vec<(usize, usize)> = (0..self.profiles.len())
            .flat_map(|b| (0..b).map(move |a| (a, b)))
            .filter(|&(a, b)| apart(a, b))
            .collect();
        Ok(Candidates::new(&graph, &vec![Points::of(SAME_OFFER); things], &barred)?)
    }

    /// By disease area, the profiles that bear it: a concept of diseases that has no broader one.
    fn areas(&self) -> Vec<Vec<usize>> {
        let thesaurus = self.index.thesaurus();
        let area = |id: &ConceptId| -> Option<usize> {
            thesaurus.concept(id).filter(|concept| concept.facet == Facet::Disease)?;
            let broadest = thesaurus.broader(id).max_by_key(|(_, distance)| *distance);
            thesaurus.index(broadest.map_or(id, |(above, _)| above))
        };
        let mut areas: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (i, profile) in self.profiles.iter().enumerate() {
            let tags = profile.tags.iter().filter(|tag| tag.state != TagState::Removed);
            for area in tags.filter_map(|tag| area(&tag.concept)) {
                let bearers = areas.entry(area).or_default();
                if bearers.last() != Some(&i) {
                    bearers.push(i);
                }
            }
        }
        areas.into_values().collect()
    }

    /// By profile, those who would sit in its groups; a profile that names nobody sits itself.
    fn people(&self) -> Vec<Vec<usize>> {
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let mut behind = Vec::new();
        for profile in &self.profiles {
            let mut people: Vec<&str> = profile.people.iter().map(|p| p.as_str()).collect();
            if people.is_empty() {
                people.push(profile.id.as_str());
            }
            let number = |person| {
                let next = numbers.len();
                *numbers.entry(person).or_insert(next)
            };
            behind.push(people.into_iter().map(number).collect());
        }
        behind
    }

    /// The fewest members that a scheme's quotas ask for.
    pub fn least_members(scheme: &Scheme, at_start: bool) -> usize {
        quotas(scheme, at_start).iter().map(|q| q.at_least).sum::<usize>().max(2)
    }

    /// The best groups, each with its verdicts.
    pub fn consortia(&self, request: &ConsortiaRequest) -> Result<Consortia, AppError> {
        let mut with = Vec::new();
        for id in &request.with {
            match self.profiles.iter().position(|p| p.id == *id) {
                Some(position) => with.push(position),
                None => return Err(unknown_profile(self.workshop, id)),
            }
        }
        let quotas = quotas(request.scheme, request.at_start);
        let least = Self::least_members(request.scheme, request.at_start);
        let question = Question {
            least_members: least,
            most_members: request.most_members.max(least),
            quotas,
            with,
            member_cost: self.usual_tie(),
            groups: request.groups,
            most_shared: request.most_shared.unwrap_or_default(),
            limit_steps: Some(LOOKS),
            ..Question::default()
        };
        let candidates = self.candidates()?;
        let mut together = None;
        let (groups, exact, unseen, steps) = match (request.each_in, request.most_shared) {
            (Some(each_in), _) => {
                let limits = Limits { seconds: CHOICE_SECONDS, ..Limits::default() };
                let choice = disjoint(&candidates, &question, &self.people(), each_in, limits);
                let choice = choice.map_err(in_words)?;
                let exact = choice.optimal();
                let Choice { groups, total, bound, among } = choice;
                together = Some(Together { total, bound, among });
                (groups, exact, None, among as u64)
            }
            (None, shared) => {
                let answer = match shared {
                    Some(_) => {
                        let each = request.each_area.unwrap_or(usize::MAX);
                        let fields = request.each_area.map_or_else(Vec::new, |_| self.areas());
                        diverse(&candidates, &question, Spread { fields: &fields, each })
                    }
                    None => search(&candidates, &question),
                };
                let answer = answer.map_err(in_words)?;
                let unseen = answer.unseen.filter(|_| !answer.exact);
                (answer.groups, answer.exact, unseen, answer.steps)
            }
        };
        let found = groups
            .iter()
            .enumerate()
            .map(|(i, group)| self.found(i, &group.members, group.worth, request))
            .collect();
        Ok(Consortia { asked: asked(request, &question), exact, unseen, steps, together, found })
    }

    fn found(
        &self,
        place: usize,
        members: &[usize],
        worth: Worth,
        request: &ConsortiaRequest,
    ) -> FoundConsortium {
        let bare = self.bare(place, members, request);
        let facts = Facts::new(&self.workshop.organisations);
        let assessments = request
            .as_of
            .iter()
            .flat_map(|day| schemes().iter().map(move |scheme| (scheme, *day)))
            .map(|(scheme, day)| assess(scheme, &draft(scheme, &bare), &facts, day))
            .collect();
        let consortium = draft(request.scheme, &bare);
        let fillers = match request.as_of.first() {
            Some(&day) => self.fillers(&assess(request.scheme, &consortium, &facts, day), members),
            None => Vec::new(),
        };
        FoundConsortium { consortium, worth, ties: self.ties_among(members), assessments, fillers }
    }

    /// The group as a consortium without roles, the best connected member first, so that it is
    /// the one to represent or to lead.
    fn bare(&self, place: usize, members: &[usize], request: &ConsortiaRequest) -> Consortium {
        let strength = |a: usize| members.iter().map(|&b| self.tie(a, b)).sum::<Points>();
        let mut members = members.to_vec();
        members.sort_by_key(|&m| (std::cmp::Reverse(strength(m)), m));
        let number = place + 1;
        let id = format!("{}-{number}", request.scheme.id);
        Consortium {
            id: ConsortiumId::new(if request.at_start { format!("{id}-start") } else { id }),
            name: Text::new(format!("候補 {number}"), format!("candidate {number}")),
            members: members
                .iter()
                .map(|&m| Member {
                    profiles: vec![self.profiles[m].id.clone()],
                    ..Member::new(self.profiles[m].organisation.as_str(), self.kinds[m], [])
                })
                .collect(),
            synthetic: members.iter().any(|&m| self.profiles[m].synthetic),
            ..Consortium::default()
        }
    }

    fn ties_among(&self, members: &[usize]) -> Vec<Tie> {
        let mut ties = Vec::new();
        for (i, &a) in members.iter().enumerate() {
            let query = Query { limit: usize::MAX, ..Query::default() };
            let ranked = self.index.rank(&self.profiles[a].id, &query).unwrap_or_default();
            for &b in &members[i + 1..] {
                let points = self.tie(a, b);
                if points == Points::ZERO {
                    continue;
                }
                let partner = ranked.iter().find(|s| s.profile == self.profiles[b].id);
                let sentences = partner.map(|s| self.index.sentences(&s.parts)).unwrap_or_default();
                ties.push(Tie {
                    one: self.profiles[a].organisation.clone(),
                    other: self.profiles[b].organisation.clone(),
                    points,
                    reason: sentences.into_iter().next().unwrap_or_default(),
                });
            }
        }
        ties
    }

    /// For everything that is missing and that somebody from outside could bring, the profiles
    /// that fit the members best: not excluded from any of them and tied to at least one.
    fn fillers(&self, assessment: &Assessment, members: &[usize]) -> Vec<Filler> {
        let outside = |x: &usize| {
            members.iter().all(|&m| {
                self.profiles[m].organisation != self.profiles[*x].organisation
                    && self.exclusions.between(self.profiles[m], self.profiles[*x]).is_none()
            })
        };
        let mut fitting: Vec<(Points, usize)> = (0..self.profiles.len())
            .filter(outside)
            .map(|x| (members.iter().map(|&m| self.tie(m, x)).sum::<Points>(), x))
            .filter(|(points, _)| *points > Points::ZERO)
            .collect();
        fitting.sort_by_key(|&(points, x)| (std::cmp::Reverse(points), x));
        assessment
            .openings()
            .map(|need| {
                let mut owners: Vec<&OrganisationId> = Vec::new();
                let mut profiles = Vec::new();
                for &(_, x) in &fitting {
                    let profile = self.profiles[x];
                    let fills = need.gap.fills(self.kinds[x]);
                    if fills && !owners.contains(&&profile.organisation) && profiles.len() < FILLERS
                    {
                        owners.push(&profile.organisation);
                        profiles.push(profile.id.clone());
                    }
                }
                Filler { need: need.words.clone(), profiles }
            })
            .collect()
    }

    /// Who would fill what an assessed draft misses. Its members are known by the profiles it
    /// names, or else by all profiles of its organisations.
    pub fn fillers_for(&self, consortium: &Consortium, assessment: &Assessment) -> Vec<Filler> {
        let members: Vec<usize> = (0..self.profiles.len())
            .filter(|&x| {
                let member = consortium.member(&self.profiles[x].organisation);
                member.is_some_and(|m| {
                    m.profiles.is_empty() || m.profiles.contains(&self.profiles[x].id)
                })
            })
            .collect();
        self.fillers(assessment, &members)
    }
}

/// Which of the scheme's quotas nobody can meet, and the nearest that can be.
fn in_words(error: MatchingError) -> AppError {
    let MatchingError::QuotasUnmet { most, unmet } = error else { return error.into() };
    let names = [("学術機関", "academia"), ("企業", "companies"), ("スタートアップ", "start-ups")];
    let of = |unmet: &Unmet| -> (String, String) {
        let named = || unmet.kinds.iter().filter_map(|kind| names.get(*kind));
        let ja: Vec<&str> = named().map(|name| name.0).collect();
        let en: Vec<&str> = named().map(|name| name.1).collect();
        let (asked, nearest) = (unmet.asked, unmet.nearest);
        (
            format!("{}は{asked}者必要ですが、{nearest}者までしか揃いません", ja.join("または")),
            format!("{asked} of {} are needed, {nearest} can be had", en.join(" or ")),
        )
    };
    let (ja, en): (Vec<String>, Vec<String>) = unmet.iter().map(of).unzip();
    AppError::Argument(Text::new(
        format!(
            "{most}者以内の組では構成要件を満たせません：{}。組の人数の上限を増やすか、該当する組織を加えてください",
            ja.join("、")
        ),
        format!(
            "no group of at most {most} can meet the quotas: {}; allow larger groups or add such \
             organisations",
            en.join("; ")
        ),
    ))
}

fn kind_number(kind: OrganisationKind) -> usize {
    match kind {
        OrganisationKind::Academia => 0,
        OrganisationKind::Company => 1,
        OrganisationKind::Startup => 2,
        OrganisationKind::Other => KINDS - 1,
    }
}

/// The scheme's quotas as the search asks them. Where a scheme funds start-ups, these count for
/// themselves and not as joint-research companies: nobody can be both.
fn quotas(scheme: &Scheme, at_start: bool) -> Vec<Quota> {
    let asked = scheme.quotas();
    let funds_startups = asked.iter().any(|q| q.group == Group::Startup && q.later > 0);
    asked
        .iter()
        .map(|quota| {
            let kinds: Vec<usize> =
                [OrganisationKind::Academia, OrganisationKind::Company, OrganisationKind::Startup]
                    .into_iter()
                    .filter(|kind| quota.group.takes(*kind))
                    .filter(|kind| {
                        let joins = quota.group == Group::JointCompany && funds_startups;
                        !(joins && *kind == OrganisationKind::Startup)
                    })
                    .map(kind_number)
                    .collect();
            let count = if at_start { quota.at_start } else { quota.later };
            Quota::at_least(count as usize, &kinds)
        })
        .collect()
}

fn asked(request: &ConsortiaRequest, question: &Question) -> Text {
    let (least, most) = (question.least_members, question.most_members);
    let name = &request.scheme.name;
    let (mut ja, mut en) = match request.at_start {
        true => (
            format!("「{}」の開始時の構成要件を満たす {least}～{most} 者の組", name.ja),
            format!("groups of {least} to {most} that meet what {} asks for at the start", name.en),
        ),
        false => (
            format!("「{}」の構成要件を満たす {least}～{most} 者の組", name.ja),
            format!("groups of {least} to {most} that meet the quotas of {}", name.en),
        ),
    };
    if !request.with.is_empty() {
        let ids: Vec<&str> = request.with.iter().map(ProfileId::as_str).collect();
        ja.push_str(&format!("、{} を含む", ids.join("、")));
        en.push_str(&format!(", with {}", ids.join(", ")));
    }
    if let Some(each_in) = request.each_in {
        ja.push_str(&format!("、1 人が入るのは {each_in} 組まで、合わせて最も価値の高いもの"));
        en.push_str(&format!(", worth most together, nobody in more than {each_in}"));
    }
    if let Some(shared) = request.most_shared {
        ja.push_str(&format!("、互いに共有するのは {shared} 者まで"));
        en.push_str(&format!(", no two of which share more than {shared}"));
        if let Some(each) = request.each_area {
            let bear = shared + 1;
            ja.push_str(&format!(
                "、同じ疾患領域（{bear} 者以上に共通するもの）の組は {each} 組まで"
            ));
            en.push_str(&format!(
                ", at most {each} of one disease area (one that {bear} members or more bear)"
            ));
        }
    }
    Text::new(ja, en)
}
