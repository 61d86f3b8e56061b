//! A workshop in memory, as of its newest revision, with the index that rankings are made from.

use super::problem::Problem;
use crate::app::{Ground, index_workshop};
use crate::domain::{
    ItemId, Organisation, OrganisationId, Person, PersonId, Profile, ProfileId, Room, RoomId,
    Session, SessionId, Workshop,
};
use crate::matching::{Index, Weights};
use crate::store::{Store, WorkshopHead};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

pub struct Picture {
    pub head: WorkshopHead,
    /// Its meeting wishes are the accepted requests.
    pub workshop: Workshop,
    index: Arc<OnceLock<Arc<Index<'static>>>>,
    weights: Weights,
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

impl Picture {
    fn new(
        head: WorkshopHead,
        workshop: Workshop,
        index: Arc<OnceLock<Arc<Index<'static>>>>,
        weights: Weights,
    ) -> Picture {
        Picture {
            people: places(&workshop.people, |p| &p.id),
            profiles: places(&workshop.profiles, |p| &p.id),
            organisations: places(&workshop.organisations, |o| &o.id),
            rooms: places(&workshop.rooms, |r| &r.id),
            sessions: places(&workshop.sessions, |s| &s.id),
            head,
            workshop,
            index,
            weights,
        }
    }

    /// Made at first use; call it where waiting is allowed.
    pub fn index(&self) -> Result<Arc<Index<'static>>, Problem> {
        if let Some(index) = self.index.get() {
            return Ok(index.clone());
        }
        let made = Arc::new(index_workshop(&self.workshop, self.weights.clone())?);
        Ok(self.index.get_or_init(|| made).clone())
    }

    /// The ground that consortia are searched on; call it where waiting is allowed.
    pub fn ground(&self) -> Result<Ground<'_>, Problem> {
        Ok(Ground::new(&self.workshop, self.weights.clone())?)
    }

    pub fn person(&self, id: &PersonId) -> Option<&Person> {
        self.people.get(id).map(|&i| &self.workshop.people[i])
    }

    pub fn profile(&self, id: &ProfileId) -> Option<&Profile> {
        self.profiles.get(id).map(|&i| &self.workshop.profiles[i])
    }

    pub fn organisation(&self, id: &OrganisationId) -> Option<&Organisation> {
        self.organisations.get(id).map(|&i| &self.workshop.organisations[i])
    }

    pub fn room(&self, id: &RoomId) -> Option<&Room> {
        self.rooms.get(id).map(|&i| &self.workshop.rooms[i])
    }

    pub fn session(&self, id: &SessionId) -> Option<&Session> {
        self.sessions.get(id).map(|&i| &self.workshop.sessions[i])
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

/// The newest picture of each workshop.
pub struct Pictures {
    newest: Mutex<HashMap<String, Arc<Picture>>>,
    /// Of all rankings.
    weights: Weights,
}

impl Pictures {
    pub fn new(weights: Weights) -> Pictures {
        Pictures { newest: Mutex::default(), weights }
    }

    pub async fn get(&self, store: &Store, workshop: &str) -> Result<Arc<Picture>, Problem> {
        let mut tx = store.read().await?;
        let head = tx.workshop_head(workshop).await?;
        let known = self.newest.lock().ok().and_then(|map| map.get(workshop).cloned());
        if let Some(picture) = &known
            && picture.head == head
        {
            return Ok(picture.clone());
        }
        let whole = tx.workshop(workshop, false).await?;
        // What rankings depend on has not changed: the index is still good.
        let index = match &known {
            Some(old) if old.head.profile_revision == head.profile_revision => old.index.clone(),
            _ => Arc::default(),
        };
        let picture = Arc::new(Picture::new(head, whole, index, self.weights.clone()));
        if let Ok(mut map) = self.newest.lock() {
            map.insert(workshop.to_owned(), picture.clone());
        }
        Ok(picture)
    }
}
