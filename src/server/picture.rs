//! A workshop in memory, as of its newest revision, with the index that rankings are made from.

use super::problem::Problem;
use crate::app::{AppError, Ground, index_workshop};
use crate::domain::{
    ItemId, Organisation, OrganisationId, Person, PersonId, Profile, ProfileId, Room, RoomId,
    Session, SessionId, Workshop,
};
use crate::matching::{Index, Query, Reason, Suggestion, Weights};
use crate::store::{Store, WorkshopHead};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

/// What rankings are made from.
#[derive(Default)]
struct Ranked {
    index: OnceLock<Arc<Index<'static>>>,
    /// A copy to try changes on, while nobody does.
    copy: Mutex<Option<Index<'static>>>,
}

pub struct Picture {
    pub head: WorkshopHead,
    /// Its meeting wishes are the accepted requests.
    pub workshop: Workshop,
    ranked: Arc<Ranked>,
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
        ranked: Arc<Ranked>,
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
            ranked,
            weights,
        }
    }

    /// Made at first use; call it where waiting is allowed.
    pub fn index(&self) -> Result<Arc<Index<'static>>, Problem> {
        if let Some(index) = self.ranked.index.get() {
            return Ok(index.clone());
        }
        let made = Arc::new(index_workshop(&self.workshop, self.weights.clone())?);
        Ok(self.ranked.index.get_or_init(|| made).clone())
    }

    /// Why each of the suggestions is made; call it where waiting is allowed.
    pub fn reasons(
        &self,
        id: &ProfileId,
        query: &Query,
        suggestions: &[Suggestion],
    ) -> Result<Vec<Reason>, Problem> {
        let index = self.index()?;
        let spare = self.ranked.copy.lock().ok().and_then(|mut copy| copy.take());
        let mut copy = spare.unwrap_or_else(|| Index::clone(&index));
        let reasons = index.reasons_with(&mut copy, id, query, suggestions);
        let reasons = reasons.map_err(AppError::from)?;
        if let Ok(mut spare) = self.ranked.copy.lock() {
            spare.get_or_insert(copy);
        }
        Ok(reasons)
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
        let ranked = match &known {
            Some(old) if old.head.profile_revision == head.profile_revision => old.ranked.clone(),
            _ => Arc::default(),
        };
        let picture = Arc::new(Picture::new(head, whole, ranked, self.weights.clone()));
        if let Ok(mut map) = self.newest.lock() {
            map.insert(workshop.to_owned(), picture.clone());
        }
        Ok(picture)
    }
}
