//! A workshop in memory, as of its newest revision, with what is made from it. After a change only the
//! lists that changed are read again, and whatever is made from others is kept.

use super::day::{Heard, Published, published};
use super::pages::Pages;
use super::problem::Problem;
use super::ranking::{Ranking, Shown};
use crate::app::Ground;
use crate::domain::{
    ItemId, Minutes, Organisation, OrganisationId, Person, PersonId, Profile, ProfileId, Room,
    RoomId, Session, SessionId, Workshop,
};
use crate::matching::{Exposure, Index, Query, Weights};
use crate::store::{Store, Transaction, WorkshopHead};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use tokio::sync::OnceCell;

pub struct Picture {
    pub head: WorkshopHead,
    /// Its meeting wishes are the accepted requests.
    pub workshop: Workshop,
    weights: Weights,
    places: Arc<Places>,
    ranking: Arc<Ranking>,
    published: Arc<OnceCell<Option<Arc<Published>>>>,
    heard: Arc<OnceLock<Heard>>,
    pages: Arc<Pages>,
}

/// Where in its list each one stands.
struct Places {
    people: HashMap<PersonId, usize>,
    profiles: HashMap<ProfileId, usize>,
    organisations: HashMap<OrganisationId, usize>,
    rooms: HashMap<RoomId, usize>,
    sessions: HashMap<SessionId, usize>,
}

fn places<'a, T, K: std::hash::Hash + Eq + Clone + 'a>(
    list: &'a [T],
    key: impl Fn(&'a T) -> &'a K,
) -> HashMap<K, usize> {
    list.iter().enumerate().map(|(i, x)| (key(x).clone(), i)).collect()
}

impl Places {
    fn of(w: &Workshop) -> Places {
        Places {
            people: places(&w.people, |p| &p.id),
            profiles: places(&w.profiles, |p| &p.id),
            organisations: places(&w.organisations, |o| &o.id),
            rooms: places(&w.rooms, |r| &r.id),
            sessions: places(&w.sessions, |s| &s.id),
        }
    }
}

/// What is found by id.
fn named(w: &Workshop) -> impl PartialEq {
    (&w.people, &w.profiles, &w.organisations, &w.rooms, &w.sessions)
}

/// What the public sees of a workshop beside its published day.
fn public(w: &Workshop) -> impl PartialEq {
    (named(w), &w.name, w.zone, &w.synthetic_note)
}

impl Picture {
    fn new(head: WorkshopHead, workshop: Workshop, weights: Weights) -> Picture {
        Picture {
            places: Arc::new(Places::of(&workshop)),
            head,
            workshop,
            weights,
            ranking: Arc::default(),
            published: Arc::default(),
            heard: Arc::default(),
            pages: Arc::default(),
        }
    }

    /// The picture of a later state. What is made from lists that are still the same is kept.
    fn after(&self, head: WorkshopHead, workshop: Workshop) -> Picture {
        fn kept<T: Default>(old: &Arc<T>, same: bool) -> Arc<T> {
            if same { old.clone() } else { Arc::default() }
        }
        let (old, new) = (&self.workshop, &workshop);
        // Whoever stands twice is led to the one entry, also in versions that are published.
        let same_day = self.head.publication == head.publication && old.people == new.people;
        let places = match named(old) == named(new) {
            true => self.places.clone(),
            false => Arc::new(Places::of(new)),
        };
        let ranking = self.ranking.after(old, new);
        let published = kept(&self.published, same_day);
        let heard = kept(&self.heard, same_day && old == new);
        let pages = kept(&self.pages, same_day && public(old) == public(new));
        let weights = self.weights.clone();
        Picture { head, workshop, weights, places, ranking, published, heard, pages }
    }

    /// Made at first use; call it where waiting is allowed.
    pub fn index(&self) -> Result<Arc<Index<'static>>, Problem> {
        self.ranking.index(&self.workshop, &self.weights)
    }

    /// The partners that are kept, with reasons; call it where waiting is allowed.
    pub fn shown(
        &self,
        id: &ProfileId,
        query: &Query,
        keeps: impl Fn(&ProfileId) -> bool,
    ) -> Result<Shown, Problem> {
        self.ranking.shown(&*self.index()?, id, query, keeps)
    }

    /// Who stands on how many of everybody's lists; call it where waiting is allowed.
    pub fn exposure(&self, query: &Query) -> Result<Arc<Exposure>, Problem> {
        self.ranking.exposure(&*self.index()?, query)
    }

    /// The ground that consortia are searched on; call it where waiting is allowed.
    pub fn ground(&self) -> Result<Ground<'_>, Problem> {
        Ok(Ground::new(&self.workshop, self.weights.clone())?)
    }

    /// The day as published; `None` where nothing was.
    pub async fn published(&self, tx: &mut Transaction) -> Result<Option<Arc<Published>>, Problem> {
        let read = async || {
            let day = published(tx, self.head.id.as_str(), self.head.publication).await?;
            Ok::<_, Problem>(day.map(Arc::new))
        };
        Ok(self.published.get_or_try_init(read).await?.clone())
    }

    /// Who hears which of the talks they wished for on the published day; call it where waiting is
    /// allowed.
    pub fn heard(&self, day: &Published) -> &Heard {
        self.heard.get_or_init(|| Heard::of(&self.workshop, day))
    }

    /// What was written of it for the public.
    pub fn pages(&self) -> &Pages {
        &self.pages
    }

    pub fn person(&self, id: &PersonId) -> Option<&Person> {
        self.places.people.get(id).map(|&i| &self.workshop.people[i])
    }

    /// Everybody else of a person's organisation, as the workshop lists them.
    pub fn colleagues(&self, of: &PersonId) -> impl Iterator<Item = &Person> {
        let organisation = self.person(of).map(|person| &person.organisation);
        let all = self.workshop.people.iter();
        all.filter(move |p| p.id != *of && Some(&p.organisation) == organisation)
    }

    pub fn profile(&self, id: &ProfileId) -> Option<&Profile> {
        self.places.profiles.get(id).map(|&i| &self.workshop.profiles[i])
    }

    pub fn organisation(&self, id: &OrganisationId) -> Option<&Organisation> {
        self.places.organisations.get(id).map(|&i| &self.workshop.organisations[i])
    }

    pub fn room(&self, id: &RoomId) -> Option<&Room> {
        self.places.rooms.get(id).map(|&i| &self.workshop.rooms[i])
    }

    pub fn session(&self, id: &SessionId) -> Option<&Session> {
        self.places.sessions.get(id).map(|&i| &self.workshop.sessions[i])
    }

    /// Walking time between two rooms.
    pub fn walk(&self, a: &RoomId, b: &RoomId) -> Minutes {
        if a == b {
            return Minutes(0);
        }
        self.workshop.rules.walk([a, b].map(|room| self.room(room).and_then(|room| room.floor)))
    }

    /// What can be placed, by the name that versions give it.
    pub fn item(&self, name: &str) -> Option<ItemId> {
        let w = &self.workshop;
        let sessions = w.sessions.iter().map(|s| ItemId::Session(s.id.clone()));
        let consultations = w.consultations.iter().map(|c| ItemId::Consultation(c.id.clone()));
        let groups = w.group_wishes.iter().map(|g| ItemId::Group(g.id.clone()));
        let meetings = w.meeting_wishes.iter().map(|m| ItemId::meeting(&m.from, &m.to));
        let mut all = sessions.chain(consultations).chain(groups).chain(meetings);
        all.find(|item| item.to_string() == name)
    }

    /// The profiles that a person speaks for.
    pub fn profiles_of<'a>(&'a self, person: &'a PersonId) -> impl Iterator<Item = &'a Profile> {
        self.workshop.profiles.iter().filter(move |p| p.people.contains(person))
    }
}

/// The newest picture of one workshop.
#[derive(Default)]
struct Newest {
    picture: Mutex<Option<Arc<Picture>>>,
    /// To read what is new.
    turn: tokio::sync::Mutex<()>,
}

impl Newest {
    fn picture(&self) -> Option<Arc<Picture>> {
        self.picture.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn as_of(&self, head: &WorkshopHead) -> Option<Arc<Picture>> {
        self.picture().filter(|picture| picture.head == *head)
    }
}

/// The newest picture of each workshop.
pub struct Pictures {
    newest: Mutex<HashMap<String, Arc<Newest>>>,
    /// Of all rankings.
    weights: Weights,
}

impl Pictures {
    pub fn new(weights: Weights) -> Pictures {
        Pictures { newest: Mutex::default(), weights }
    }

    /// As the database has it now, which other processes may have changed; a look at the workshop's
    /// row tells.
    pub async fn get(&self, store: &Store, workshop: &str) -> Result<Arc<Picture>, Problem> {
        let head = store.read().await?.workshop_head(workshop).await?;
        let newest = {
            let mut all = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
            all.entry(workshop.to_owned()).or_default().clone()
        };
        if let Some(picture) = newest.as_of(&head) {
            return Ok(picture);
        }
        // One reads what is new; who waited for that finds it.
        let _turn = newest.turn.lock().await;
        let mut tx = store.read().await?;
        let head = tx.workshop_head(workshop).await?;
        if let Some(picture) = newest.as_of(&head) {
            return Ok(picture);
        }
        let picture = match newest.picture() {
            // A database that was put back is read as a new one.
            Some(old) if old.head.revision <= head.revision => {
                let changed = tx.workshop_since(&old.workshop, old.head.revision).await?;
                old.after(head, changed)
            }
            _ => Picture::new(head, tx.workshop(workshop, false).await?, self.weights.clone()),
        };
        let picture = Arc::new(picture);
        *newest.picture.lock().unwrap_or_else(PoisonError::into_inner) = Some(picture.clone());
        Ok(picture)
    }
}
