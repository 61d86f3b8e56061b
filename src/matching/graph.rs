//! Profiles, organisations, people, concepts and past co-operation as one typed graph.

use super::register::Register;
use crate::domain::{ConceptId, OrganisationId, PersonId, Profile, ProfileId, TagState, Text};
use crate::vocabulary::{ComplementKind, Thesaurus};
use petgraph::Direction::{Incoming, Outgoing};
use petgraph::stable_graph::{NodeIndex, StableDiGraph};
use petgraph::visit::EdgeRef;
use std::collections::{BTreeMap, HashMap};

/// What a node stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Node {
    Profile(ProfileId),
    Organisation(OrganisationId),
    Person(PersonId),
    Concept(ConceptId),
    /// Joint work of the past, by its position in the register.
    Cooperation(usize),
}

/// How two nodes are related, read from the edge's source to its target.
#[derive(Debug, Clone, PartialEq)]
pub enum Edge {
    /// A profile bears a concept; removed tags are no edges.
    HasTag { weight: f64 },
    /// A concept is a kind of a wider one.
    Broader,
    /// A problem calls for an answer.
    Complements { kind: ComplementKind },
    /// A profile or a person is of an organisation.
    BelongsTo,
    /// A person speaks for a profile.
    SpeaksFor,
    /// An organisation took part in joint work.
    CooperatedIn,
}

/// Rounds of a walk; farther partners of partners' partners hardly count.
const ROUNDS: usize = 4;
/// Share of the walkers that go on each round; the others start again.
const ON: f64 = 0.8;

/// The typed graph. Nodes and edges follow the register; one profile can be replaced.
#[derive(Debug, Clone)]
pub struct Relations {
    graph: StableDiGraph<Node, Edge>,
    nodes: HashMap<Node, NodeIndex>,
    names: Vec<Text>,
}

impl Relations {
    /// O(profiles · tags + concepts + joint work).
    pub fn build(register: &Register, thesaurus: &Thesaurus) -> Relations {
        let mut relations = Relations {
            graph: StableDiGraph::new(),
            nodes: HashMap::new(),
            names: register.cooperations.iter().map(|c| c.name.clone()).collect(),
        };
        for concept in thesaurus.concepts() {
            relations.node(Node::Concept(concept.id.clone()));
            for broader in &concept.broader {
                let wider = Node::Concept(broader.clone());
                relations.connect(Node::Concept(concept.id.clone()), wider, Edge::Broader);
            }
        }
        for complement in thesaurus.complements() {
            let problem = Node::Concept(complement.problem.clone());
            let answer = Node::Concept(complement.answer.clone());
            relations.connect(problem, answer, Edge::Complements { kind: complement.kind });
        }
        for organisation in register.organisations {
            relations.node(Node::Organisation(organisation.id.clone()));
        }
        for person in register.people {
            let organisation = Node::Organisation(person.organisation.clone());
            relations.connect(Node::Person(person.id.clone()), organisation, Edge::BelongsTo);
        }
        for profile in register.profiles {
            relations.replace(profile);
        }
        for (i, cooperation) in register.cooperations.iter().enumerate() {
            for organisation in &cooperation.organisations {
                let organisation = Node::Organisation(organisation.clone());
                relations.connect(organisation, Node::Cooperation(i), Edge::CooperatedIn);
            }
        }
        relations
    }

    /// The graph itself, for pictures and walks of one's own.
    pub fn graph(&self) -> &StableDiGraph<Node, Edge> {
        &self.graph
    }

    pub fn find(&self, node: &Node) -> Option<NodeIndex> {
        self.nodes.get(node).copied()
    }

    /// Puts a profile in the place of the one with its id, or adds it.
    pub fn replace(&mut self, profile: &Profile) {
        let node = Node::Profile(profile.id.clone());
        let index = self.node(node.clone());
        let old: Vec<_> = self.graph.edges_directed(index, Outgoing).map(|e| e.id()).collect();
        let spoken: Vec<_> = self.graph.edges_directed(index, Incoming).map(|e| e.id()).collect();
        for edge in old.into_iter().chain(spoken) {
            self.graph.remove_edge(edge);
        }
        let organisation = Node::Organisation(profile.organisation.clone());
        self.connect(node.clone(), organisation, Edge::BelongsTo);
        for person in &profile.people {
            self.connect(Node::Person(person.clone()), node.clone(), Edge::SpeaksFor);
        }
        for tag in profile.tags.iter().filter(|tag| tag.state != TagState::Removed) {
            let concept = Node::Concept(tag.concept.clone());
            self.connect(node.clone(), concept, Edge::HasTag { weight: tag.weight });
        }
    }

    fn node(&mut self, node: Node) -> NodeIndex {
        *self.nodes.entry(node).or_insert_with_key(|node| self.graph.add_node(node.clone()))
    }

    fn connect(&mut self, from: Node, to: Node, edge: Edge) {
        let (from, to) = (self.node(from), self.node(to));
        self.graph.add_edge(from, to, edge);
    }

    /// Where walkers from `organisation` are found who go over joint work to those who took part
    /// in it: each picks one joint work of where it stands, then one of the others in it, and with
    /// every round a fifth starts again. Shares of 1 by organisation, the start left out; empty for
    /// one that never worked with others. Big consortia tie their members less than small ones.
    pub fn walk(&self, organisation: &OrganisationId) -> BTreeMap<OrganisationId, f64> {
        let Some(start) = self.find(&Node::Organisation(organisation.clone())) else {
            return BTreeMap::new();
        };
        let mut now = BTreeMap::from([(start, 1.0)]);
        for _ in 0..ROUNDS {
            let mut next = BTreeMap::from([(start, 1.0 - ON)]);
            for (&from, share) in &now {
                let works: Vec<Vec<NodeIndex>> = self
                    .graph
                    .edges_directed(from, Outgoing)
                    .filter(|edge| *edge.weight() == Edge::CooperatedIn)
                    .map(|edge| self.others(edge.target(), from))
                    .filter(|others| !others.is_empty())
                    .collect();
                for others in &works {
                    let each = ON * share / (works.len() * others.len()) as f64;
                    for other in others {
                        *next.entry(*other).or_default() += each;
                    }
                }
            }
            now = next;
        }
        now.into_iter()
            .filter(|(node, _)| *node != start)
            .filter_map(|(node, share)| match &self.graph[node] {
                Node::Organisation(id) => Some((id.clone(), share)),
                _ => None,
            })
            .collect()
    }

    fn others(&self, work: NodeIndex, but: NodeIndex) -> Vec<NodeIndex> {
        let mut others: Vec<_> =
            self.graph.neighbors_directed(work, Incoming).filter(|other| *other != but).collect();
        others.sort_unstable();
        others.dedup();
        others
    }

    fn works(&self, organisation: &OrganisationId) -> Vec<usize> {
        let Some(node) = self.find(&Node::Organisation(organisation.clone())) else {
            return Vec::new();
        };
        let mut works: Vec<usize> = self
            .graph
            .edges_directed(node, Outgoing)
            .filter_map(|edge| match &self.graph[edge.target()] {
                Node::Cooperation(work) => Some(*work),
                _ => None,
            })
            .collect();
        works.sort_unstable();
        works.dedup();
        works
    }

    /// The names of what two organisations did together.
    pub fn together(&self, a: &OrganisationId, b: &OrganisationId) -> Vec<&Text> {
        let theirs = self.works(b);
        self.works(a).into_iter().filter(|w| theirs.contains(w)).map(|w| &self.names[w]).collect()
    }

    /// Those who worked with both, in order of id.
    pub fn between(&self, a: &OrganisationId, b: &OrganisationId) -> Vec<OrganisationId> {
        let partners = |of: &OrganisationId| {
            let mut partners: Vec<OrganisationId> = Vec::new();
            let start = self.find(&Node::Organisation(of.clone()));
            for work in self.works(of) {
                let work = self.find(&Node::Cooperation(work));
                let others = work.zip(start).map(|(w, s)| self.others(w, s)).unwrap_or_default();
                partners.extend(others.into_iter().filter_map(|o| match &self.graph[o] {
                    Node::Organisation(id) => Some(id.clone()),
                    _ => None,
                }));
            }
            partners.sort();
            partners.dedup();
            partners
        };
        let theirs = partners(b);
        partners(a).into_iter().filter(|id| theirs.contains(id) && id != a && id != b).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::Cooperation;

    fn joint(name: &str, organisations: &[&str]) -> Cooperation {
        Cooperation {
            name: Text::new(name, name),
            organisations: organisations.iter().map(|id| OrganisationId::from(*id)).collect(),
        }
    }

    fn relations(cooperations: &[Cooperation]) -> Relations {
        let register = Register { cooperations, ..Register::default() };
        Relations::build(&register, Thesaurus::embedded())
    }

    #[test]
    fn a_walk_reaches_partners_of_partners_and_favours_small_circles() {
        let walked = relations(&[
            joint("pair", &["a", "b"]),
            joint("crowd", &["a", "c", "d", "e", "f"]),
            joint("next", &["b", "z"]),
            joint("alone", &["q"]),
        ])
        .walk(&"a".into());
        assert!(walked[&"b".into()] > walked[&"c".into()]);
        assert!(walked[&"z".into()] > 0.0);
        assert!(!walked.contains_key(&"a".into()) && !walked.contains_key(&"q".into()));
        assert!(walked.values().sum::<f64>() < 1.0);
    }

    #[test]
    fn joint_work_and_those_between_are_named() {
        let relations = relations(&[joint("x", &["a", "b"]), joint("y", &["b", "c"])]);
        assert_eq!(relations.together(&"a".into(), &"b".into()), [&Text::new("x", "x")]);
        assert!(relations.together(&"a".into(), &"c".into()).is_empty());
        assert_eq!(relations.between(&"a".into(), &"c".into()), ["b".into()]);
        assert!(relations.walk(&"nobody".into()).is_empty());
    }

    #[test]
    fn the_thesaurus_is_part_of_the_graph() {
        let relations = relations(&[]);
        let broader =
            relations.graph().edge_weights().filter(|e| matches!(e, Edge::Broader)).count();
        let concepts = Thesaurus::embedded().concepts();
        assert_eq!(broader, concepts.iter().map(|c| c.broader.len()).sum::<usize>());
    }
}
