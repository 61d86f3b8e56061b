//! The lists that a workshop is put together from, and which of them changed since it was last read.

use super::parts::PartKind;
use super::value::values;
use super::{StoreError, Transaction};
use crate::domain::{MeetingWish, WishId, Workshop};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    Parts(PartKind),
    /// Requests that were accepted.
    Requests,
    Consultations,
    TalkWishes,
    Absences,
}

impl List {
    pub fn all() -> impl Iterator<Item = List> {
        let wishes = [List::Requests, List::Consultations, List::TalkWishes, List::Absences];
        PartKind::ALL.into_iter().map(List::Parts).chain(wishes)
    }

    /// As the database's triggers name it.
    fn code(self) -> &'static str {
        match self {
            List::Parts(kind) => kind.code(),
            List::Requests => "request",
            List::Consultations => "consultation",
            List::TalkWishes => "talk_wish",
            List::Absences => "absence",
        }
    }
}

impl Transaction {
    /// The lists that changed after a revision of the workshop.
    pub(super) async fn lists_changed_since(
        &mut self,
        workshop: &str,
        revision: i64,
    ) -> Result<Vec<List>, StoreError> {
        let sql = "SELECT list FROM list_revision WHERE workshop = $1 AND revision > $2";
        let rows = self.all(sql, values![workshop, revision]).await?;
        let changed: Vec<String> =
            rows.iter().map(|row| row.text(0)).collect::<Result<_, StoreError>>()?;
        Ok(List::all().filter(|list| changed.iter().any(|name| name == list.code())).collect())
    }

    /// Reads a list into its place. Meeting wishes are the accepted requests and, where `open` is
    /// set, those not answered yet.
    pub(super) async fn read_list(
        &mut self,
        w: &mut Workshop,
        list: List,
        open: bool,
    ) -> Result<(), StoreError> {
        use PartKind::*;
        let workshop = w.id.clone();
        let id = workshop.as_str();
        match list {
            List::Parts(Room) => w.rooms = self.parts_of(id, Room).await?,
            List::Parts(RoomHours) => w.room_hours = self.parts_of(id, RoomHours).await?,
            List::Parts(Band) => w.bands = self.parts_of(id, Band).await?,
            List::Parts(Slot) => w.slots = self.parts_of(id, Slot).await?,
            List::Parts(Session) => w.sessions = self.parts_of(id, Session).await?,
            List::Parts(Desk) => w.desks = self.parts_of(id, Desk).await?,
            List::Parts(DeskHours) => w.desk_hours = self.parts_of(id, DeskHours).await?,
            List::Parts(Organisation) => {
                w.organisations = self.parts_of(id, Organisation).await?.into();
            }
            List::Parts(Person) => w.people = self.parts_of(id, Person).await?.into(),
            List::Parts(Profile) => w.profiles = self.parts_of(id, Profile).await?.into(),
            List::Parts(GroupWish) => w.group_wishes = self.parts_of(id, GroupWish).await?,
            List::Parts(Exclusion) => w.exclusions = self.parts_of(id, Exclusion).await?,
            List::Requests => {
                let requests = self.requests_for_planning(id, open).await?.into_iter();
                let wish = |request: super::Request| MeetingWish {
                    id: WishId(request.id),
                    from: request.sender,
                    to: request.recipient,
                    rank: request.rank,
                    about: request.about,
                    synthetic: request.synthetic,
                };
                w.meeting_wishes = requests.map(wish).collect();
            }
            List::Consultations => w.consultations = self.consultations(id).await?,
            List::TalkWishes => w.talk_wishes = self.talk_wishes(id).await?.into(),
            List::Absences => {
                let absences = self.absences(id).await?.into_iter();
                w.unavailable = absences.map(|(_, absence)| absence).collect();
            }
        }
        Ok(())
    }
}
