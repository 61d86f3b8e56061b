//! What is known once some projects are left out: counts, centroids, places and ties of names.

use super::history::{History, Role};
use super::names::{Names, Sparse, inverted, to_unit};
use super::text::Texts;
use std::collections::{BTreeMap, HashMap};

/// A history with some projects left out, as a learner must see it that is to be tested on them.
#[derive(Debug)]
pub struct View {
    /// 1 for each project that is known, 0 for one left out.
    pub known: Vec<f32>,
    pub known_projects: usize,
    /// By organisation: projects led, projects joined as a partner.
    pub led: Vec<u32>,
    pub joined: Vec<u32>,
    /// By organisation: the length of the sum of its projects' word vectors.
    pub text_length: Vec<f32>,
    /// By organisation: the words of its name and of its partners' names.
    pub places: Vec<Sparse>,
    pub place_uses: Vec<Vec<(u32, f32)>>,
    /// Words of leads' and partners' names that went together, with how often, and how often each
    /// is on its side.
    ties: HashMap<(u32, u32), f32>,
    lead_words: Vec<f32>,
    partner_words: Vec<f32>,
    pairs: f32,
}

impl View {
    /// Leaves out the projects that `out` is true for.
    pub fn new(
        history: &History,
        texts: &Texts,
        names: &Names,
        out: impl Fn(usize) -> bool,
    ) -> View {
        let count = history.organisations.len();
        let projects = history.projects.len();
        let known: Vec<f32> = (0..projects).map(|p| if out(p) { 0.0 } else { 1.0 }).collect();
        let (mut led, mut joined) = (vec![0; count], vec![0; count]);
        for project in (0..projects).filter(|p| known[*p] > 0.0) {
            led[history.leads[project]] += 1;
            for partner in &history.partners[project] {
                joined[*partner] += 1;
            }
        }
        let mut view = View {
            known_projects: known.iter().filter(|k| **k > 0.0).count(),
            text_length: text_lengths(history, texts, &known),
            places: places(history, names, &known),
            place_uses: Vec::new(),
            known,
            led,
            joined,
            ties: HashMap::new(),
            lead_words: vec![0.0; names.count()],
            partner_words: vec![0.0; names.count()],
            pairs: 0.0,
        };
        view.place_uses = inverted(&view.places, names.count());
        view.tie(history, names);
        view
    }

    /// How many projects an organisation has, in either role.
    pub fn projects(&self, organisation: usize) -> u32 {
        self.led[organisation] + self.joined[organisation]
    }

    fn tie(&mut self, history: &History, names: &Names) {
        for project in (0..history.projects.len()).filter(|p| self.known[*p] > 0.0) {
            let lead = &names.word_vectors[history.leads[project]];
            for partner in &history.partners[project] {
                let partner = &names.word_vectors[*partner];
                self.pairs += 1.0;
                lead.iter().for_each(|(a, _)| self.lead_words[*a as usize] += 1.0);
                partner.iter().for_each(|(b, _)| self.partner_words[*b as usize] += 1.0);
                for (a, _) in lead {
                    for (b, _) in partner {
                        *self.ties.entry((*a, *b)).or_default() += 1.0;
                    }
                }
            }
        }
    }

    /// How much the words of a lead's and a candidate's name went together beyond chance, on
    /// average over their pairs.
    pub fn tie_of(&self, lead: &Sparse, candidate: &Sparse) -> f32 {
        if lead.is_empty() || candidate.is_empty() {
            return 0.0;
        }
        let mut sum = 0.0;
        for (a, _) in lead {
            for (b, _) in candidate {
                if let Some(together) = self.ties.get(&(*a, *b)) {
                    // Twenty more of each keep single meetings of rare words from counting much.
                    let expected = (self.lead_words[*a as usize] + 20.0)
                        * (self.partner_words[*b as usize] + 20.0);
                    sum += (1.0 + together * self.pairs / expected).ln();
                }
            }
        }
        sum / (lead.len() * candidate.len()) as f32
    }
}

fn text_lengths(history: &History, texts: &Texts, known: &[f32]) -> Vec<f32> {
    let mut sum: Vec<f32> = vec![0.0; texts.vocabulary()];
    (0..history.organisations.len())
        .map(|organisation| {
            let works = || history.works(organisation).filter(|(p, _)| known[*p] > 0.0);
            for (word, weight) in works().flat_map(|(p, _)| texts.vector(p)) {
                sum[*word as usize] += weight;
            }
            let mut square = 0.0;
            for (word, _) in works().flat_map(|(p, _)| texts.vector(p)) {
                square += sum[*word as usize] * sum[*word as usize];
                sum[*word as usize] = 0.0;
            }
            square.sqrt()
        })
        .collect()
}

/// The words of each organisation's own name and, averaged, of the names of those it worked with.
fn places(history: &History, names: &Names, known: &[f32]) -> Vec<Sparse> {
    (0..history.organisations.len())
        .map(|organisation| {
            let mut met: BTreeMap<usize, f32> = BTreeMap::new();
            for (project, role) in history.works(organisation).filter(|(p, _)| known[*p] > 0.0) {
                let others: Vec<usize> = match role {
                    Role::Lead => history.partners[project].clone(),
                    Role::Partner => vec![history.leads[project]],
                };
                for other in others {
                    *met.entry(other).or_default() += 1.0;
                }
            }
            let mut words: BTreeMap<u32, f32> = BTreeMap::new();
            let total: f32 = met.values().map(|times| (1.0 + times).ln()).sum();
            for (other, times) in &met {
                for (word, weight) in &names.word_vectors[*other] {
                    *words.entry(*word).or_default() += weight * (1.0 + times).ln() / total;
                }
            }
            for (word, weight) in &names.word_vectors[organisation] {
                *words.entry(*word).or_default() += weight;
            }
            let mut words: Sparse = words.into_iter().collect();
            words.sort_unstable_by_key(|(word, _)| *word);
            to_unit(&mut words);
            words
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::evidence::{Evidence, Readings};
    use super::super::record::{Candidate, Matter, Project, Side};
    use super::*;

    fn project(title: &str, lead: &str, partner: &str) -> Project {
        Project {
            id: title.to_owned(),
            matter: Matter { title: title.to_owned(), ..Matter::default() },
            lead: lead.to_owned(),
            partners: vec![partner.to_owned()],
        }
    }

    fn history(projects: &[Project]) -> History {
        let organisations = ["Lyon Hospital", "Lyon Pharma", "Turin Clinic", "Turin Devices"]
            .map(|name| Candidate { name: name.to_owned(), side: Side::Academia });
        History::new(projects.to_vec(), organisations.to_vec()).expect("it is sound")
    }

    /// What is left out leaves no trace: all evidence is as if the history had never held it.
    #[test]
    fn a_project_left_out_leaves_no_trace() {
        let rest = [
            project("stent in the artery", "Lyon Hospital", "Lyon Pharma"),
            project("artery of the heart", "Turin Clinic", "Lyon Pharma"),
            project("stent of the heart", "Turin Clinic", "Turin Devices"),
        ];
        let mut all = rest.to_vec();
        all.push(project("stent in the heart", "Lyon Hospital", "Turin Devices"));
        let (whole, without) = (history(&all), history(&rest));
        let (of_whole, of_without) = (Readings::new(&whole), Readings::new(&without));
        let masked = View::new(&whole, of_whole.whole(), &of_whole.names, |p| p == 3);
        let plain = View::new(&without, of_without.whole(), &of_without.names, |_| false);
        assert_eq!(masked.known_projects, plain.known_projects);
        assert_eq!((&masked.led, &masked.joined), (&plain.led, &plain.joined));
        assert_eq!(masked.places, plain.places);
        let left_out = of_whole.ask_again(&whole, 3);
        let evidence = Evidence { history: &whole, readings: &of_whole, view: &masked };
        let columns = evidence.columns(&left_out);
        let times = &columns[super::super::evidence::Column::Times as usize];
        assert_eq!(times, &[0.0, 1.0, 0.0, 0.0], "the lead met Turin Devices in what is left out");
    }
}
