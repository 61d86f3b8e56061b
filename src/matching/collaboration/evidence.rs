//! What speaks for each organisation as a partner: one column of numbers per kind of evidence.

use super::history::{History, Role};
use super::names::{Names, Sparse};
use super::record::{Matter, Question, Side};
use super::text::{Reading, Texts, Words};
use super::view::View;
use super::walk::{Gait, walk};

/// A group of columns that rest on the same kind of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// The words of the question against what the organisation did.
    Text,
    /// Joint work of the lead and the organisation.
    Together,
    /// Joint work over others.
    Walks,
    /// Names and the places in them.
    Names,
    /// What leads like this lead chose for matters like this.
    Leads,
    /// How often the organisation joins anyone, and its side.
    Standing,
}

macro_rules! columns {
    ($($name:ident: $group:ident, $label:literal;)*) => {
        /// A column of evidence.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Column { $($name,)* }

        impl Column {
            pub const ALL: &[Column] = &[$(Column::$name,)*];

            pub fn group(self) -> Group {
                match self { $(Column::$name => Group::$group,)* }
            }

            /// What the column says, in words.
            pub fn label(self) -> &'static str {
                match self { $(Column::$name => $label,)* }
            }
        }
    };
}

columns! {
    Nearest10: Text, "took part in the 10 projects nearest in text";
    Nearest50: Text, "took part in the 50 projects nearest in text";
    NearestAsPartner: Text, "was a partner in the 50 projects nearest in text";
    NearestMulti: Text, "took part in the joint projects among the nearest in text";
    NearestOne: Text, "has a project of nearly this text";
    Centroid: Text, "works on this on the whole";
    NearestTopics: Text, "took part in projects on the same topics";
    NearestMeans: Text, "took part in projects with the same means";
    NearestMeansAsPartner: Text, "was a partner in projects with the same means";
    Times: Together, "worked with the lead before";
    TimesLike: Together, "worked with the lead on matters like this";
    Share: Together, "share of the lead's projects that it joined";
    LedForLead: Together, "led projects that the lead joined";
    NearWalk: Walks, "is reached over joint work on matters like this";
    SeededWalk: Walks, "is reached from the lead, its family and those who did the like";
    FamilyWalk: Walks, "is reached from organisations of the lead's family and place";
    ShortWalk: Walks, "is reached over joint work on the same topics";
    PlainWalk: Walks, "is reached over joint work of any kind";
    NameWords: Names, "has a name like the lead's";
    NamePieces: Names, "has a name spelt like the lead's";
    Places: Names, "is of the lead's places";
    Ties: Names, "names like these go together";
    Mentioned: Names, "words of its name stand in the question";
    FamilyText: Leads, "joined leads of a like name on matters like this";
    PlaceText: Leads, "joined leads of the same places on matters like this";
    PlaceJoined: Leads, "joined leads of the same places";
    Joined: Standing, "joined projects as a partner";
    Led: Standing, "led projects";
    JoinedShare: Standing, "share of its projects that it joined as a partner";
    Company: Standing, "is a company";
    OtherSide: Standing, "is on the other side of industry and academia";
    SideSought: Standing, "its side joins matters like this";
    LeadProjects: Standing, "the lead's projects";
    LeadPartners: Standing, "the lead's partners";
}

/// A question made ready: its words and its lead.
#[derive(Debug)]
pub struct Asked {
    words: Vec<Words>,
    pub lead: Option<usize>,
    lead_words: Sparse,
    lead_name: String,
    said: Sparse,
}

/// Reads a history under all readings.
#[derive(Debug)]
pub struct Readings {
    pub texts: Vec<Texts>,
    pub names: Names,
}

impl Readings {
    pub fn new(history: &History) -> Readings {
        let texts = Reading::ALL.iter().map(|reading| Texts::new(history, *reading)).collect();
        Readings { texts, names: Names::new(history) }
    }

    pub fn whole(&self) -> &Texts {
        &self.texts[0]
    }

    pub fn ask(&self, history: &History, question: &Question) -> Asked {
        let words = self.texts.iter().map(|texts| texts.words_of(&question.matter)).collect();
        self.asked(history, words, &question.lead, &question.matter)
    }

    /// A project of the history as a question, as if the history did not hold it.
    pub fn ask_again(&self, history: &History, project: usize) -> Asked {
        let words = self.texts.iter().map(|texts| texts.words_left_out(project)).collect();
        let project = &history.projects[project];
        self.asked(history, words, &project.lead, &project.matter)
    }

    fn asked(&self, history: &History, words: Vec<Words>, lead: &str, matter: &Matter) -> Asked {
        let text = format!("{} {}", matter.title, matter.summary);
        Asked {
            words,
            lead: history.number(lead),
            lead_words: self.names.words(lead),
            lead_name: lead.to_owned(),
            said: self.names.said_in(&text),
        }
    }
}

/// Everything needed to weigh evidence.
#[derive(Debug, Clone, Copy)]
pub struct Evidence<'a> {
    pub history: &'a History,
    pub readings: &'a Readings,
    pub view: &'a View,
}

impl Evidence<'_> {
    /// All columns, each over all organisations.
    pub fn columns(&self, asked: &Asked) -> Vec<Vec<f32>> {
        let likeness: Vec<Vec<f32>> = self
            .readings
            .texts
            .iter()
            .zip(&asked.words)
            .map(|(texts, words)| self.masked(texts.likeness(words)))
            .collect();
        let [whole, short, topics, means] = &likeness[..] else { unreachable!("four readings") };
        // A lead without known projects is a stranger, whatever list it stands on.
        let lead = asked.lead.filter(|lead| self.view.projects(*lead) > 0);
        let names = &self.readings.names;
        let place_of_lead = lead.map_or(&asked.lead_words, |lead| &self.view.places[lead]);
        let by_words = names.like_by_words(&asked.lead_words);
        let places = super::names::products(place_of_lead, &self.view.place_uses, by_words.len());
        let kin: Vec<f32> = by_words
            .iter()
            .zip(&places)
            .map(|(word, place)| if *word > 0.25 { word * word } else { 0.0 } + 0.5 * place.powi(3))
            .collect();
        let multi: Vec<f32> = (0..whole.len())
            .map(|p| if self.history.partners[p].is_empty() { 0.0 } else { whole[p] })
            .collect();
        let nearest50 = best(whole, 50);
        let pull = |likeness: &[f32], base: f32, power: i32| -> Vec<f32> {
            let pulls = likeness.iter().zip(&self.view.known);
            pulls.map(|(s, known)| known * (base + s.powi(power))).collect()
        };
        let from = |seed: &[f32], pull: &[f32], rounds, on| {
            walk(self.history, pull, seed, Gait { rounds, on })
        };
        let alone = self.seed(lead);
        let family = blend(&alone, &scaled(&kin), 1.0);
        let strangers = if lead.is_some() { alone.clone() } else { scaled(&kin) };
        // The same means say more than any other word: a product has few who work with it.
        let like: Vec<f32> = whole.iter().zip(means).map(|(s, m)| s + 0.5 * m).collect();
        let likest: Vec<f32> = best(&like, 30).iter().map(|s| s * s).collect();
        let did_the_like = scaled(&self.members(&likest));
        let seeded = blend(&blend(&strangers, &did_the_like, 0.5), &scaled(&kin), 0.2);
        let near = pull(whole, 0.02, 2);
        let joined = |weights: &[f32]| self.partners(weights);
        let by_lead = |like: &[f32], power: i32| -> Vec<f32> {
            let projects = self.history.leads.iter().zip(&self.view.known);
            projects.map(|(lead, known)| known * like[*lead].powi(power)).collect()
        };
        let times =
            |a: &[f32], b: &[f32]| -> Vec<f32> { a.iter().zip(b).map(|(a, b)| a * b).collect() };
        let (company, academia) = self.sides_sought(&nearest50);
        let column = |column: &Column| -> Vec<f32> {
            match column {
                Column::Nearest10 => self.members(&best(whole, 10)),
                Column::Nearest50 => self.members(&nearest50),
                Column::NearestAsPartner => joined(&best(&multi, 50)),
                Column::NearestMulti => self.members(&best(&multi, 20)),
                Column::NearestOne => self.most(whole),
                Column::Centroid => self.centroid(whole),
                Column::NearestTopics => self.members(&best(topics, 50)),
                Column::NearestMeans => self.members(&best(means, 50)),
                Column::NearestMeansAsPartner => joined(&best(means, 50)),
                Column::Times => self.with(lead, &self.view.known, None),
                Column::TimesLike => self.with(lead, whole, None),
                Column::Share => {
                    let projects = lead.map_or(1.0, |lead| self.view.projects(lead) as f32);
                    let times = self.with(lead, &self.view.known, None);
                    times.into_iter().map(|times| times / projects).collect()
                }
                Column::LedForLead => self.with(lead, &self.view.known, Some(Role::Partner)),
                Column::NearWalk => from(&strangers, &near, 5, 0.8),
                Column::SeededWalk => from(&seeded, &pull(&like, 0.005, 2), 4, 0.7),
                Column::FamilyWalk => from(&family, &pull(whole, 0.02, 1), 3, 0.6),
                Column::ShortWalk => from(&strangers, &pull(short, 0.02, 2), 5, 0.8),
                Column::PlainWalk => from(&strangers, &self.view.known, 4, 0.8),
                Column::NameWords => by_words.clone(),
                Column::NamePieces => names.like_by_pieces(&asked.lead_name),
                Column::Places => places.clone(),
                Column::Ties => names
                    .word_vectors
                    .iter()
                    .map(|name| self.view.tie_of(&asked.lead_words, name))
                    .collect(),
                Column::Mentioned => names.like_by_words(&asked.said),
                Column::FamilyText => joined(&times(&multi, &by_lead(&by_words, 2))),
                Column::PlaceText => joined(&times(&multi, &by_lead(&places, 2))),
                Column::PlaceJoined => joined(&by_lead(&places, 3)),
                Column::Joined => self.each(|o| (1.0 + self.view.joined[o] as f32).ln()),
                Column::Led => self.each(|o| (1.0 + self.view.led[o] as f32).ln()),
                Column::JoinedShare => {
                    self.each(|o| self.view.joined[o] as f32 / self.view.projects(o).max(1) as f32)
                }
                Column::Company => self.each(|o| f32::from(self.is_company(o))),
                Column::OtherSide => self.each(|o| match lead {
                    Some(lead) => f32::from(self.history.side(lead) != self.history.side(o)),
                    None => 0.5,
                }),
                Column::SideSought => {
                    self.each(|o| if self.is_company(o) { company } else { academia })
                }
                Column::LeadProjects => {
                    let projects = lead.map_or(0, |lead| self.view.projects(lead));
                    self.each(|_| (1.0 + projects as f32).ln())
                }
                Column::LeadPartners => {
                    let with = self.with(lead, &self.view.known, None);
                    let partners = with.iter().filter(|times| **times > 0.0).count();
                    self.each(|_| (1.0 + partners as f32).ln())
                }
            }
        };
        Column::ALL.iter().map(column).collect()
    }

    fn masked(&self, mut likeness: Vec<f32>) -> Vec<f32> {
        likeness.iter_mut().zip(&self.view.known).for_each(|(s, known)| *s *= known);
        likeness
    }

    fn each(&self, of: impl Fn(usize) -> f32) -> Vec<f32> {
        (0..self.history.organisations.len()).map(of).collect()
    }

    fn is_company(&self, organisation: usize) -> bool {
        self.history.side(organisation) == Side::Company
    }

    fn seed(&self, lead: Option<usize>) -> Vec<f32> {
        self.each(|o| f32::from(Some(o) == lead))
    }

    /// The sum over each organisation's projects.
    fn members(&self, weights: &[f32]) -> Vec<f32> {
        let mut sums = self.partners(weights);
        for (project, weight) in weights.iter().enumerate().filter(|(_, w)| **w > 0.0) {
            sums[self.history.leads[project]] += weight;
        }
        sums
    }

    /// The sum over the projects that each organisation joined as a partner.
    fn partners(&self, weights: &[f32]) -> Vec<f32> {
        let mut sums = vec![0.0; self.history.organisations.len()];
        for (project, weight) in weights.iter().enumerate().filter(|(_, w)| **w > 0.0) {
            self.history.partners[project].iter().for_each(|partner| sums[*partner] += weight);
        }
        sums
    }

    fn most(&self, weights: &[f32]) -> Vec<f32> {
        let mut most = vec![0.0f32; self.history.organisations.len()];
        for (project, weight) in weights.iter().enumerate().filter(|(_, w)| **w > 0.0) {
            for member in self.history.members(project) {
                most[member] = most[member].max(*weight);
            }
        }
        most
    }

    /// The likeness of the question to all that an organisation did, taken together.
    fn centroid(&self, likeness: &[f32]) -> Vec<f32> {
        let sums = self.members(likeness).into_iter().zip(&self.view.text_length);
        sums.map(|(sum, length)| if *length > 0.0 { sum / length } else { 0.0 }).collect()
    }

    /// The sum over the projects that each organisation shares with the lead; only those in which
    /// the lead had the role, if one is given.
    fn with(&self, lead: Option<usize>, weights: &[f32], role: Option<Role>) -> Vec<f32> {
        let mut sums = vec![0.0; self.history.organisations.len()];
        for (project, as_what) in lead.into_iter().flat_map(|lead| self.history.works(lead)) {
            if role.is_none_or(|role| role == as_what) {
                for member in self.history.members(project).filter(|m| Some(*m) != lead) {
                    sums[member] += weights[project];
                }
            }
        }
        sums
    }

    /// The shares of companies and of academia among the partners in the weighted projects.
    fn sides_sought(&self, weights: &[f32]) -> (f32, f32) {
        let (mut company, mut academia) = (0.1, 0.1);
        for (organisation, sum) in self.partners(weights).into_iter().enumerate() {
            match self.history.side(organisation) {
                Side::Company => company += sum,
                Side::Academia => academia += sum,
            }
        }
        (company / (company + academia), academia / (company + academia))
    }
}

/// The `count` largest, the others 0; of equals the first.
fn best(weights: &[f32], count: usize) -> Vec<f32> {
    let mut order: Vec<usize> = (0..weights.len()).filter(|i| weights[*i] > 0.0).collect();
    let by = |a: &usize, b: &usize| weights[*b].total_cmp(&weights[*a]).then(a.cmp(b));
    if order.len() > count {
        order.select_nth_unstable_by(count, by);
        order.truncate(count);
    }
    let mut best = vec![0.0; weights.len()];
    order.into_iter().for_each(|i| best[i] = weights[i]);
    best
}

/// The same, adding up to 1.
fn scaled(weights: &[f32]) -> Vec<f32> {
    let sum: f32 = weights.iter().sum();
    weights.iter().map(|w| if sum > 0.0 { w / sum } else { 0.0 }).collect()
}

fn blend(a: &[f32], b: &[f32], rate: f32) -> Vec<f32> {
    a.iter().zip(b).map(|(a, b)| a + rate * b).collect()
}
