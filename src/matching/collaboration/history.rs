//! Who worked with whom: projects and organisations as one graph with two kinds of nodes.

use super::error::CollaborationError;
use super::record::{Candidate, Project, Side};
use petgraph::Directed;
use petgraph::csr::Csr;
use std::collections::HashMap;

/// No history may hold more projects or organisations.
pub const RECORDS_LIMIT: usize = 1_000_000;

/// What an organisation was in a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Lead,
    Partner,
}

/// The record of past projects, numbered. Nodes of the graph are the projects, then the
/// organisations.
#[derive(Debug)]
pub struct History {
    pub projects: Vec<Project>,
    pub organisations: Vec<Candidate>,
    numbers: HashMap<String, usize>,
    /// For each project its lead and its partners without the lead.
    pub leads: Vec<usize>,
    pub partners: Vec<Vec<usize>>,
    /// Every edge in both directions.
    graph: Csr<(), Role, Directed>,
}

impl History {
    /// Numbers everything and draws the graph. O(projects · partners · log).
    pub fn new(
        projects: Vec<Project>,
        organisations: Vec<Candidate>,
    ) -> Result<History, CollaborationError> {
        if projects.is_empty() {
            return Err(CollaborationError::NoHistory);
        }
        for (what, count) in [("projects", projects.len()), ("organisations", organisations.len())]
        {
            if count > RECORDS_LIMIT {
                return Err(CollaborationError::TooMany { what, count, limit: RECORDS_LIMIT });
            }
        }
        let mut numbers = HashMap::with_capacity(organisations.len());
        for (number, organisation) in organisations.iter().enumerate() {
            if numbers.insert(organisation.name.clone(), number).is_some() {
                let name = organisation.name.clone();
                return Err(CollaborationError::DuplicateOrganisation(name));
            }
        }
        let number = |project: &Project, name: &str| {
            numbers.get(name).copied().ok_or_else(|| CollaborationError::UnknownOrganisation {
                project: project.id.clone(),
                organisation: name.to_owned(),
            })
        };
        let mut leads = Vec::with_capacity(projects.len());
        let mut partners = Vec::with_capacity(projects.len());
        let mut edges: Vec<(u32, u32, Role)> = Vec::new();
        for (i, project) in projects.iter().enumerate() {
            let lead = number(project, &project.lead)?;
            let mut with = Vec::with_capacity(project.partners.len());
            for partner in &project.partners {
                with.push(number(project, partner)?);
            }
            with.sort_unstable();
            with.dedup();
            with.retain(|partner| *partner != lead);
            let roles = with.iter().map(|partner| (*partner, Role::Partner));
            for (organisation, role) in roles.chain([(lead, Role::Lead)]) {
                let node = (projects.len() + organisation) as u32;
                edges.extend([(i as u32, node, role), (node, i as u32, role)]);
            }
            leads.push(lead);
            partners.push(with);
        }
        edges.sort_unstable_by_key(|(from, to, _)| (*from, *to));
        let mut graph = Csr::from_sorted_edges(&edges).expect("they were sorted a line above");
        while graph.node_count() < projects.len() + organisations.len() {
            graph.add_node(());
        }
        Ok(History { projects, organisations, numbers, leads, partners, graph })
    }

    pub fn number(&self, organisation: &str) -> Option<usize> {
        self.numbers.get(organisation).copied()
    }

    pub fn side(&self, organisation: usize) -> Side {
        self.organisations[organisation].side
    }

    /// The organisations of a project: the lead and the partners.
    pub fn members(&self, project: usize) -> impl Iterator<Item = usize> {
        let others = self.graph.neighbors_slice(project as u32);
        others.iter().map(|node| *node as usize - self.projects.len())
    }

    /// The projects of an organisation, with its role in each.
    pub fn works(&self, organisation: usize) -> impl Iterator<Item = (usize, Role)> {
        let node = (self.projects.len() + organisation) as u32;
        let works = self.graph.neighbors_slice(node).iter().zip(self.graph.edges_slice(node));
        works.map(|(project, role)| (*project as usize, *role))
    }
}
