//! The rows in which two states of a workshop differ, and how one state is put back.

use super::{
    Consultation, Exclusion, GroupWish, MeetingWish, Organisation, Person, Profile, TalkWish,
    Unavailable, Workshop,
};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// What people and organisations are and ask for, of one state, where another has something else.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct OwnRows {
    pub organisations: Vec<Organisation>,
    pub people: Vec<Person>,
    pub profiles: Vec<Profile>,
    pub meeting_wishes: Vec<MeetingWish>,
    pub group_wishes: Vec<GroupWish>,
    pub consultations: Vec<Consultation>,
    pub talk_wishes: Vec<TalkWish>,
    pub unavailable: Vec<Unavailable>,
    pub exclusions: Vec<Exclusion>,
}

/// The rows that differ, as they were and as they are. What is set up of a workshop is not looked at.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Difference {
    pub was: OwnRows,
    pub is: OwnRows,
}

/// By what a row is known among those of its list.
trait Named {
    fn name(&self) -> String;
}

macro_rules! named {
    ($($kind:ident: $row:ident => $name:expr;)*) => {
        $(impl Named for $kind {
            fn name(&self) -> String {
                let $row = self;
                $name
            }
        })*
    };
}

named! {
    Organisation: row => row.id.to_string();
    Person: row => row.id.to_string();
    Profile: row => row.id.to_string();
    MeetingWish: row => row.id.to_string();
    GroupWish: row => row.id.to_string();
    Consultation: row => row.id.to_string();
    TalkWish: row => format!("{} {}", row.person, row.session);
    Unavailable: row => format!("{row:?}");
    Exclusion: row => format!("{row:?}");
}

/// Does the same with every list.
macro_rules! each_list {
    ($do:ident) => {
        $do!(
            organisations,
            people,
            profiles,
            meeting_wishes,
            group_wishes,
            consultations,
            talk_wishes,
            unavailable,
            exclusions
        )
    };
}

impl Difference {
    pub fn between(was: &Workshop, is: &Workshop) -> Difference {
        macro_rules! both {
            ($($list:ident),*) => {
                Difference {
                    was: OwnRows { $($list: own(&was.$list, &is.$list)),* },
                    is: OwnRows { $($list: own(&is.$list, &was.$list)),* },
                }
            };
        }
        each_list!(both)
    }

    /// The workshop with these rows as they were; `None` where one of them is not any more as the
    /// difference says that it is.
    pub fn put_back(&self, now: &Workshop) -> Option<Workshop> {
        let mut back = now.clone();
        macro_rules! all {
            ($($list:ident),*) => {
                true $(&& put_back(&mut back.$list, &self.was.$list, &self.is.$list))*
            };
        }
        each_list!(all).then_some(back)
    }
}

/// The rows of one list that the other has not, or otherwise.
fn own<T: Named + PartialEq + Clone>(of: &[T], other: &[T]) -> Vec<T> {
    let known: HashMap<String, &T> = other.iter().map(|row| (row.name(), row)).collect();
    of.iter().filter(|row| known.get(&row.name()) != Some(row)).cloned().collect()
}

fn put_back<T: Named + PartialEq + Clone>(now: &mut Vec<T>, was: &[T], is: &[T]) -> bool {
    if was.is_empty() && is.is_empty() {
        return true;
    }
    let old: HashMap<String, &T> = was.iter().map(|row| (row.name(), row)).collect();
    let mut new: HashMap<String, &T> = is.iter().map(|row| (row.name(), row)).collect();
    let replaced: HashSet<String> = new.keys().cloned().collect();
    let mut as_it_is = true;
    now.retain_mut(|row| {
        let name = row.name();
        let before = old.get(&name);
        match new.remove(&name) {
            Some(there) => as_it_is &= there == row,
            // What came back by itself is not ours to overwrite.
            None => as_it_is &= before.is_none(),
        }
        match before {
            Some(before) => *row = (*before).clone(),
            None => return !replaced.contains(&name),
        }
        true
    });
    now.extend(was.iter().filter(|row| !replaced.contains(&row.name())).cloned());
    as_it_is && new.is_empty()
}
