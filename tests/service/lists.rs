//! A workshop that was read before is brought up to date by what changed alone: the same, after any
//! changes, as reading it whole.

use super::bookings::on_both;
use super::harness::wait_for;
use enishi::domain::*;
use enishi::store::{Moment, NewRequest, PartKind, Phase, RequestState, Store, Transaction};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Changes that are made between two looks, and looks.
const STEPS: usize = 150;

fn any<'a, T>(dice: &mut ChaCha8Rng, list: &'a [T]) -> &'a T {
    &list[dice.random_range(0..list.len())]
}

/// One of the changes that are made to a workshop. What is refused changes nothing.
async fn change(tx: &mut Transaction, w: &Workshop, dice: &mut ChaCha8Rng, step: usize) {
    let (id, now) = (w.id.as_str(), Moment(step as i64 * 1_000));
    let person = any(dice, &w.people).clone();
    let other = any(dice, &w.people).clone();
    let requests = tx.requests(id).await.unwrap();
    match dice.random_range(0..15) {
        0 => {
            let new = Person { id: PersonId(format!("new-{step}")), ..person };
            tx.add_part(id, PartKind::Person, new.id.as_str(), &new).await.unwrap();
        }
        1 => {
            let kind = PartKind::Profile;
            let chosen = any(dice, &w.profiles);
            let mut part = tx.part::<Profile>(id, kind, chosen.id.as_str()).await.unwrap();
            part.value.title.push('改');
            let own = chosen.id.as_str();
            tx.replace_part(id, kind, own, part.revision, &part.value, "").await.unwrap();
        }
        2 => {
            let wish = TalkWish {
                person: person.id,
                session: any(dice, &w.sessions).id.clone(),
                rank: dice.random_range(1..9),
                synthetic: false,
            };
            tx.put_talk_wish(id, &wish).await.unwrap();
        }
        3 if !w.talk_wishes.is_empty() => {
            let wish = any(dice, &w.talk_wishes);
            tx.remove_talk_wish(id, &wish.person, wish.session.as_str()).await.unwrap();
        }
        4 => {
            let (start, end) = (w.slots[0].start, w.slots[0].end);
            let reason = format!("absence {step}");
            let away = Unavailable { person: person.id, start, end, reason, synthetic: false };
            tx.add_absence(id, &away).await.unwrap();
        }
        5 => {
            for (absence, of) in tx.absences(id).await.unwrap().into_iter().take(1) {
                tx.remove_absence(id, &absence, &of.person).await.unwrap();
            }
        }
        6 if !w.consultations.is_empty() => {
            let like = any(dice, &w.consultations).clone();
            let new = Consultation { id: WishId(format!("c-{step}")), ..like };
            tx.add_consultation(id, &new).await.unwrap();
        }
        7 if w.consultations.len() > 1 => {
            let gone = any(dice, &w.consultations);
            tx.remove_consultation(id, gone.id.as_str(), &gone.person).await.unwrap();
        }
        8 | 9 if person.id != other.id => {
            let state = if dice.random() { RequestState::Sent } else { RequestState::Accepted };
            let stands = requests.iter().any(|r| r.sender == person.id && r.recipient == other.id);
            let new = NewRequest {
                workshop: id,
                id: &format!("r-{step}"),
                sender: person.id.as_str(),
                recipient: other.id.as_str(),
                rank: 1,
                about: None,
                message: "",
                state,
                created_at: now,
                expires_at: now.plus_seconds(20),
                synthetic: false,
            };
            if !stands {
                tx.add_request(&new).await.unwrap();
            }
        }
        10 => {
            let open =
                requests.iter().find(|r| r.state == RequestState::Sent && r.expires_at > now);
            if let Some(open) = open {
                let state =
                    if dice.random() { RequestState::Accepted } else { RequestState::Declined };
                tx.answer_request(id, &open.id, state, None, now).await.unwrap();
            }
        }
        11 => {
            if let Some(r) = requests.iter().find(|r| r.state == RequestState::Accepted) {
                tx.withdraw_request(id, &r.id, now).await.unwrap();
            }
            tx.expire_requests(now).await.unwrap();
        }
        12 => {
            let mut set_up = w.clone();
            set_up.name.ja = format!("名前{step}");
            set_up.rooms[0].tables += 1;
            set_up.slots.rotate_left(1);
            tx.replace_setup(&set_up).await.unwrap();
        }
        13 => tx.set_phase(id, *any(dice, &Phase::ALL)).await.unwrap(),
        14 if step.is_multiple_of(2) => tx.erase_person(id, &person.id).await.unwrap(),
        14 if person.id != other.id && w.people.len() > 6 => {
            tx.merge_people(id, &other.id, &person, now).await.unwrap();
        }
        _ => {}
    }
}

async fn stays_the_same(store: Store) -> usize {
    let id = enishi::exchange::example().id;
    let id = id.as_str();
    let mut dice = ChaCha8Rng::seed_from_u64(14);
    let mut tx = store.read().await.unwrap();
    let mut revision = tx.workshop_head(id).await.unwrap().revision;
    let mut known = tx.workshop(id, false).await.unwrap();
    drop(tx);
    let mut looks = 0;
    for step in 0..STEPS {
        let before = store.read().await.unwrap().workshop(id, false).await.unwrap();
        let mut tx = store.write().await.unwrap();
        change(&mut tx, &before, &mut dice, step).await;
        tx.commit().await.unwrap();
        // Sometimes several changes come between two looks.
        if dice.random_range(0..3) == 0 {
            continue;
        }
        let mut tx = store.read().await.unwrap();
        let head = tx.workshop_head(id).await.unwrap();
        let now = tx.workshop_since(&known, revision).await.unwrap();
        let whole = tx.workshop(id, false).await.unwrap();
        assert_eq!(now, whole, "step {step}");
        if whole != known {
            assert!(head.revision > revision, "step {step} does not show in the revision");
            looks += 1;
        }
        (known, revision) = (now, head.revision);
    }
    looks
}

#[test]
fn what_changed_is_all_that_has_to_be_read_again() {
    let looks = wait_for(on_both(stays_the_same));
    assert_eq!(looks[0], looks[1], "both databases saw the same changes");
    assert!(looks[0] > STEPS / 4, "{looks:?} looks found something new");
}

#[test]
fn a_list_that_did_not_change_is_not_read_again() {
    let shared = wait_for(on_both(async |store| {
        let w = enishi::exchange::example();
        let id = w.id.as_str();
        let mut tx = store.write().await.unwrap();
        let known = tx.workshop(id, false).await.unwrap();
        let revision = tx.workshop_head(id).await.unwrap().revision;
        let (person, session) = (w.people[0].id.clone(), w.sessions[0].id.clone());
        let wish = TalkWish { person, session, rank: 7, synthetic: false };
        tx.put_talk_wish(id, &wish).await.unwrap();
        let now = tx.workshop_since(&known, revision).await.unwrap();
        assert!(now.talk_wishes.contains(&wish));
        std::ptr::eq(&now.profiles[0], &known.profiles[0])
            && std::ptr::eq(&now.people[0], &known.people[0])
    }));
    assert_eq!(shared, [true, true]);
}

#[test]
fn what_was_put_in_goes_and_what_was_changed_comes_back_and_the_other_way_round() {
    let was = enishi::app::demo_workshop();
    let mut is = was.clone();
    is.people[3].department = "another".into();
    is.people.push(Person { id: "new".into(), ..was.people[0].clone() });
    is.talk_wishes.pop();
    let difference = Difference::between(&was, &is);
    assert_eq!((difference.was.people.len(), difference.is.people.len()), (1, 2));
    assert_eq!(difference.put_back(&is).as_ref(), Some(&was));
    let there = Difference { was: difference.is.clone(), is: difference.was.clone() };
    assert_eq!(there.put_back(&was), Some(is.clone()));
    // What others changed meanwhile stays, unless it is one of these rows.
    let mut later = is.clone();
    later.people[5].department = "elsewhere".into();
    let back = difference.put_back(&later).unwrap();
    assert_eq!((&back.people[5], &back.people[3]), (&later.people[5], &was.people[3]));
    later.people[3].department = "a third".into();
    assert_eq!(difference.put_back(&later), None);
    assert_eq!(difference.put_back(&was), None, "it is not there");
}
