//! What is known of one person: given back to them whole, and erased. What the whole workshop did
//! (how many came, asked, met) stays; who it was does not.

use super::parts::PartKind;
use super::value::values;
use super::{Account, Moment, RequestState, StoreError, Transaction};
use crate::domain::{Consultation, Lang, Person, PersonId, PersonName, Profile, Unavailable};
use serde_json::{Value as Json, json};

/// What stands where a name or a title was.
pub const ERASED: &str = "（削除済み）";

/// Statements that forget rows of a person, and whether plans could depend on these.
const FORGET: [&str; 12] = [
    "DELETE FROM message WHERE workshop = $1 AND sender = $2",
    "DELETE FROM contact WHERE workshop = $1 AND person = $2",
    "DELETE FROM survey WHERE workshop = $1 AND person = $2",
    "DELETE FROM proposal WHERE workshop = $1 AND person = $2",
    "DELETE FROM presence WHERE workshop = $1 AND person = $2",
    "DELETE FROM feed WHERE workshop = $1 AND person = $2",
    "DELETE FROM stand_in WHERE workshop = $1 AND (person = $2 OR deputy = $2)",
    "DELETE FROM substitute WHERE workshop = $1 AND person = $2",
    "DELETE FROM mail WHERE workshop = $1 AND person = $2",
    "DELETE FROM consortium_invitation WHERE workshop = $1 AND person = $2",
    "DELETE FROM consortium_draft WHERE workshop = $1 AND person = $2",
    "DELETE FROM visit_note WHERE workshop = $1 AND consultation IN \
     (SELECT id FROM consultation WHERE workshop = $1 AND person = $2)",
];

impl Transaction {
    /// Erases a person of a workshop: name, position, texts of profiles that speak for nobody else,
    /// posters, messages, contacts, notes, reasons, mails, their roles, and what the history holds
    /// of them. Their accounts go with their last role. Ids stay, and with them what was planned.
    pub async fn erase_person(
        &mut self,
        workshop: &str,
        person: &PersonId,
    ) -> Result<(), StoreError> {
        let id = person.as_str();
        let part = self.part::<Person>(workshop, PartKind::Person, id).await?;
        let name = part.value.name.clone();
        for sql in FORGET {
            self.run(sql, values![workshop, id]).await?;
        }
        self.blank_requests(workshop, id).await?;
        self.blank_wishes(workshop, person).await?;
        for profile in self.parts_of::<Profile>(workshop, PartKind::Profile).await? {
            if profile.people.contains(person) {
                self.blank_profile(workshop, person, profile).await?;
            }
        }
        let blank = Person {
            name: PersonName {
                family: ERASED.into(),
                given: String::new(),
                family_kana: String::new(),
                given_kana: String::new(),
                family_romaji: String::new(),
                given_romaji: String::new(),
            },
            department: String::new(),
            position: String::new(),
            laboratory: None,
            ..part.value
        };
        self.replace_part(workshop, PartKind::Person, id, part.revision, &blank, "").await?;
        let names = Lang::ALL.map(|lang| name.full(lang));
        self.blank_history(workshop, &[format!("\"{id}\"")]).await?;
        self.blank_history(workshop, &names).await?;
        for name in names {
            // Others were mailed that this person asked, agreed or wrote.
            let sql = "DELETE FROM mail WHERE workshop = $1 AND publication = 0 \
                       AND body LIKE $2 ESCAPE '!'";
            self.run(sql, values![workshop, containing(&name)]).await?;
        }
        let sql = "UPDATE history SET before = NULL, after = NULL, undo = NULL \
                   WHERE workshop = $1 AND (on_behalf_of = $2 OR subject = $3)";
        self.run(sql, values![workshop, id, format!("person {id}")]).await?;
        for member in self.members(workshop).await? {
            if member.person.as_ref() == Some(person) {
                self.remove_membership(&member.account.id, workshop, member.role).await?;
                self.erase_from(workshop, &member.account).await?;
                if self.memberships(&member.account.id).await?.is_empty() {
                    self.erase_account(&member.account).await?;
                }
            }
        }
        Ok(())
    }

    /// Erases an account: its sessions, tokens, mails and kept answers go with it. What it did
    /// stays in the history under an id that leads to nobody.
    pub async fn erase_account(&mut self, account: &Account) -> Result<(), StoreError> {
        for head in self.workshops().await? {
            self.erase_from(head.id.as_str(), account).await?;
        }
        let sql = "DELETE FROM idempotency WHERE account = $1";
        self.run(sql, values![&account.id]).await?;
        self.run("DELETE FROM account WHERE id = $1", values![&account.id]).await.map(|_| ())
    }

    /// Erases an account that somebody was named with as a substitute, unless it has a role, another
    /// place, a password or one-time codes: then it is somebody's own. What the workshop's history says
    /// of it goes, too.
    pub async fn forget_unused_account(
        &mut self,
        workshop: &str,
        id: &str,
    ) -> Result<(), StoreError> {
        let account = self.account(id).await?;
        let sql = "DELETE FROM account WHERE id = $1 AND administrator = 0 \
                   AND password_hash IS NULL \
                   AND NOT EXISTS (SELECT 1 FROM one_time WHERE account = $1) \
                   AND NOT EXISTS (SELECT 1 FROM membership WHERE account = $1) \
                   AND NOT EXISTS (SELECT 1 FROM substitute WHERE account = $1)";
        match self.run(sql, values![id]).await? {
            0 => Ok(()),
            _ => self.blank_history(workshop, &[account.email]).await,
        }
    }

    /// What a workshop knows of an account by its address.
    async fn erase_from(&mut self, workshop: &str, account: &Account) -> Result<(), StoreError> {
        let sql = "DELETE FROM registration WHERE workshop = $1 AND email = $2";
        self.run(sql, values![workshop, &account.email]).await?;
        self.blank_history(workshop, std::slice::from_ref(&account.email)).await
    }

    async fn blank_requests(&mut self, workshop: &str, person: &str) -> Result<(), StoreError> {
        let sql = "UPDATE request SET message = '', revision = revision + 1 \
                   WHERE workshop = $1 AND sender = $2";
        self.run(sql, values![workshop, person]).await?;
        let sql = "UPDATE request SET decline_reason = NULL WHERE workshop = $1 AND recipient = $2";
        self.run(sql, values![workshop, person]).await.map(|_| ())
    }

    async fn blank_wishes(&mut self, workshop: &str, person: &PersonId) -> Result<(), StoreError> {
        for consultation in self.consultations(workshop).await? {
            if consultation.person == *person {
                let blank = Consultation { topic: ERASED.into(), ..consultation };
                let sql = "UPDATE consultation SET document = $3 WHERE workshop = $1 AND id = $2";
                let document = super::value::json(&blank)?;
                self.run(sql, values![workshop, blank.id.as_str(), document]).await?;
            }
        }
        for (id, absence) in self.absences(workshop).await? {
            if absence.person == *person {
                let blank = Unavailable { reason: String::new(), ..absence };
                let sql = "UPDATE absence SET document = $3 WHERE workshop = $1 AND id = $2";
                let document = super::value::json(&blank)?;
                self.run(sql, values![workshop, id, document]).await?;
            }
        }
        Ok(())
    }

    /// A profile of several people stays theirs; one of this person alone keeps what kind it is.
    async fn blank_profile(
        &mut self,
        workshop: &str,
        person: &PersonId,
        profile: Profile,
    ) -> Result<(), StoreError> {
        let id = profile.id.clone();
        let alone = profile.people.len() == 1;
        let part = self.part::<Profile>(workshop, PartKind::Profile, id.as_str()).await?;
        let (left, confidential) = if alone {
            self.run(
                "DELETE FROM poster WHERE workshop = $1 AND profile = $2",
                values![workshop, id.as_str()],
            )
            .await?;
            let sql = "UPDATE history SET before = NULL, after = NULL, undo = NULL \
                       WHERE workshop = $1 AND subject = $2";
            self.run(sql, values![workshop, format!("profile {}", id.as_str())]).await?;
            let blank = Profile {
                title: ERASED.into(),
                text: ERASED.into(),
                seeks: String::new(),
                offers: String::new(),
                tags: Vec::new(),
                ..profile
            };
            (blank, String::new())
        } else {
            let mut left = profile;
            left.people.retain(|p| p != person);
            (left, part.confidential)
        };
        let revision = part.revision;
        let kind = PartKind::Profile;
        self.replace_part(workshop, kind, id.as_str(), revision, &left, &confidential).await?;
        Ok(())
    }

    /// Empties the entries of the history that hold one of the texts.
    async fn blank_history(&mut self, workshop: &str, texts: &[String]) -> Result<(), StoreError> {
        for text in texts.iter().filter(|text| text.len() > 3) {
            let sql = "UPDATE history SET before = NULL, after = NULL, undo = NULL WHERE workshop = $1 \
                       AND (before LIKE $2 ESCAPE '!' OR after LIKE $2 ESCAPE '!' \
                       OR undo LIKE $2 ESCAPE '!')";
            self.run(sql, values![workshop, containing(text)]).await?;
        }
        Ok(())
    }

    /// Everything that an account and the people whom it stands for have given, without secrets.
    pub async fn personal_data(&mut self, account: &Account) -> Result<Json, StoreError> {
        let mut workshops = Vec::new();
        for membership in self.memberships(&account.id).await? {
            let workshop = membership.workshop.as_str();
            let mut data = json!({
                "workshop": workshop,
                "role": membership.role.code(),
                "person": membership.person,
            });
            if let Some(person) = &membership.person {
                data["given"] = self.given(workshop, person).await?;
            }
            let registrations = self.registrations(workshop).await?;
            let own = registrations.into_iter().find(|r| r.email == account.email);
            data["registration"] = own.map_or(Json::Null, |r| r.document);
            let mails = self.mails(workshop).await?;
            let own = mails.into_iter().filter(|mail| mail.account == account.id);
            data["mails"] = own
                .map(
                    |m| json!({ "subject": m.subject, "body": m.body, "sent_at": time(m.sent_at) }),
                )
                .collect();
            workshops.push(data);
        }
        let credentials = self.credentials(&account.id).await?;
        Ok(json!({
            "email": account.email,
            "name": account.name,
            "lang": account.lang.code(),
            "administrator": account.administrator,
            "takes_mails": account.takes_mails,
            "signed_in": credentials.iter().map(|c| json!({
                "kind": c.kind.code(), "label": c.label, "created_at": c.created_at.utc(),
                "expires_at": c.expires_at.utc(),
            })).collect::<Vec<_>>(),
            "workshops": workshops,
        }))
    }

    /// What a person has given to a workshop.
    async fn given(&mut self, workshop: &str, person: &PersonId) -> Result<Json, StoreError> {
        let me = self.part::<Person>(workshop, PartKind::Person, person.as_str()).await?.value;
        let mut profiles = Vec::new();
        for profile in self.parts_of::<Profile>(workshop, PartKind::Profile).await? {
            if profile.people.contains(person) {
                let id = profile.id.clone();
                let part = self.part::<Profile>(workshop, PartKind::Profile, id.as_str()).await?;
                let poster = self.poster_head(workshop, &id).await?.map(|poster| poster.name);
                profiles.push(json!({
                    "profile": profile, "confidential": part.confidential, "poster": poster,
                }));
            }
        }
        let mut requests = Vec::new();
        for request in self.requests_of(workshop, person).await? {
            let mine = request.sender == *person;
            // A no of the other side looks like silence here too.
            let state = match request.state {
                RequestState::Declined if mine => RequestState::Sent,
                state => state,
            };
            let messages = self.messages(workshop, &request.id).await?;
            let messages = messages.into_iter().filter(|m| m.sender == *person);
            let contacts = self.contacts(workshop, &request.id).await?;
            let contact = contacts.into_iter().find(|(who, _)| who == person);
            requests.push(json!({
                "id": request.id, "from": request.sender, "to": request.recipient,
                "message": if mine { Some(request.message) } else { None },
                "rank": if mine { Some(request.rank) } else { None },
                "state": state.code(),
                "decline_reason": if mine { None } else { request.decline_reason },
                "created_at": request.created_at.utc(),
                "messages": messages.map(|m| json!({ "text": m.text, "sent_at": m.sent_at.utc() }))
                    .collect::<Vec<_>>(),
                "contact": contact.map(|(_, text)| text),
            }));
        }
        let consultations = self.consultations(workshop).await?;
        let talks = self.talk_wishes(workshop).await?;
        let absences = self.absences(workshop).await?;
        let drafts = self.drafts_of(workshop, person).await?;
        let stand_ins = self.stand_ins(workshop, person).await?;
        let substitutes = self.substitutes(workshop).await?;
        let survey = self.survey_answer(workshop, person).await?;
        let outcomes = self.outcomes(workshop).await?;
        let outcomes = outcomes.into_iter().filter(|o| o.first == *person || o.second == *person);
        Ok(json!({
            "person": me,
            "profiles": profiles,
            "requests": requests,
            "consultations":
                consultations.iter().filter(|c| c.person == *person).collect::<Vec<_>>(),
            "talk_wishes": talks.iter().filter(|t| t.person == *person).collect::<Vec<_>>(),
            "absences": absences.iter().map(|(_, a)| a).filter(|a| a.person == *person)
                .collect::<Vec<_>>(),
            "survey": survey,
            "outcomes": outcomes.map(|o| json!({
                "first": o.first, "second": o.second, "outcome": o.document,
            })).collect::<Vec<_>>(),
            "consortium_drafts": drafts.iter().filter(|d| d.person == *person)
                .map(|d| json!({ "name": d.name, "draft": d.document })).collect::<Vec<_>>(),
            "substitutes": substitutes.iter().filter(|one| one.person == *person)
                .map(|one| &one.document).collect::<Vec<_>>(),
            "stand_ins": stand_ins.iter().filter(|one| one.person == *person)
                .map(|one| &one.deputy).collect::<Vec<_>>(),
        }))
    }

    /// Days after a workshop's last day until everybody in it is erased; `None`: never by itself.
    pub async fn retention_days(&mut self, workshop: &str) -> Result<Option<i64>, StoreError> {
        let sql = "SELECT retention_days FROM workshop WHERE id = $1";
        self.number(sql, values![workshop]).await
    }

    pub async fn set_retention_days(
        &mut self,
        workshop: &str,
        days: Option<i64>,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE workshop SET retention_days = $2, erased_at = NULL WHERE id = $1";
        self.run(sql, values![workshop, days]).await.map(|_| ())
    }

    /// Erases everybody of a workshop whose time is over, once; whether it was now.
    pub async fn erase_when_due(
        &mut self,
        workshop: &str,
        now: Moment,
    ) -> Result<bool, StoreError> {
        let sql = "SELECT retention_days FROM workshop WHERE id = $1 AND erased_at IS NULL";
        let Some(days) = self.number(sql, values![workshop]).await? else { return Ok(false) };
        let head = self.workshop_head(workshop).await?;
        let Some(last) = head.days.iter().max() else { return Ok(false) };
        let end = last.and_hms_opt(23, 59, 59).map(|end| Moment::local(end, head.zone));
        if end.is_none_or(|end| end.plus_seconds(days * 24 * 3600) > now) {
            return Ok(false);
        }
        for person in self.parts_of::<Person>(workshop, PartKind::Person).await? {
            self.erase_person(workshop, &person.id).await?;
        }
        // Those who were never let in have a name too.
        let sql = "DELETE FROM registration WHERE workshop = $1";
        self.run(sql, values![workshop]).await?;
        let sql = "UPDATE workshop SET erased_at = $2 WHERE id = $1";
        self.run(sql, values![workshop, now]).await?;
        Ok(true)
    }
}

/// The pattern of what contains a text; `%` and `_` of the text are no patterns.
fn containing(text: &str) -> String {
    format!("%{}%", text.replace('!', "!!").replace('%', "!%").replace('_', "!_"))
}

fn time(at: Option<Moment>) -> Json {
    at.map_or(Json::Null, |at| json!(at.utc()))
}
