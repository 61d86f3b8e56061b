//! Profiles made by mixing sentences of the written test texts, and an organisation for each.

use enishi::domain::{Lang, Organisation, OrganisationKind, Profile, ProfileKind, Text};
use enishi::vocabulary::{Thesaurus, retag};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
struct Written {
    title: String,
    text: String,
}

#[derive(Deserialize)]
struct Distractors {
    profile: Vec<Written>,
}

/// Sentences of the written texts, drawn anew: a heavy-tailed few stand in many profiles.
pub fn profiles(count: usize) -> Vec<Profile> {
    let written: Distractors = toml::from_str(include_str!("../../tests/texts/distractors.toml"))
        .expect("the texts can be read");
    let split = |lang: Lang| -> Vec<String> {
        let of = written.profile.iter().filter(|w| Lang::of(&w.text) == lang);
        of.flat_map(|w| w.text.split_inclusive(['。', '\n']).map(str::to_owned)).collect()
    };
    let (ja, en) = (split(Lang::Ja), split(Lang::En));
    (0..count)
        .into_par_iter()
        .map(|i| {
            let mut random = ChaCha8Rng::seed_from_u64(i as u64);
            let title = &written.profile[random.random_range(0..written.profile.len())].title;
            let lang = Lang::of(title);
            let sentences = if lang == Lang::Ja { &ja } else { &en };
            let text = (0..8)
                .map(|_| {
                    let uniform: f64 = random.random();
                    sentences[(uniform * uniform * sentences.len() as f64) as usize].as_str()
                })
                .collect();
            let id = format!("p{i}");
            let kinds = [ProfileKind::Need, ProfileKind::Offer, ProfileKind::Seed];
            let mut profile = Profile {
                organisation: id.as_str().into(),
                id: id.as_str().into(),
                kind: kinds[i % 3],
                people: Vec::new(),
                laboratory: None,
                lang,
                title: title.clone(),
                text,
                seeks: String::new(),
                offers: String::new(),
                phase: None,
                tags: Vec::new(),
                synthetic: true,
            };
            profile.tags = retag(Thesaurus::embedded(), &profile);
            profile.tags.truncate(enishi::domain::MAX_TAGS);
            profile
        })
        .collect()
}

pub fn organisation(profile: &Profile) -> Organisation {
    Organisation {
        id: profile.organisation.clone(),
        name: Text::default(),
        kana: String::new(),
        kind: match profile.kind {
            ProfileKind::Need => OrganisationKind::Company,
            _ => OrganisationKind::Academia,
        },
        size: None,
        region: String::new(),
        registered_on: None,
        domestic: None,
        deemed_large: None,
        synthetic: true,
    }
}
