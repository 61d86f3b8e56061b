//! Entries that may be one and the same: people by their name or its reading and where they belong,
//! organisations by their name without its legal form. Whether they are, a person decides.

use super::{Lang, Organisation, OrganisationId, Person, PersonId, Workshop};
use std::collections::{BTreeSet, HashMap};
use std::fmt::Display;
use unicode_normalization::UnicodeNormalization;

/// Legal forms, which one list writes and another leaves out; longer ones first.
const LEGAL_FORMS: [&str; 25] = [
    "国立研究開発法人",
    "地方独立行政法人",
    "独立行政法人",
    "公益財団法人",
    "一般財団法人",
    "公益社団法人",
    "一般社団法人",
    "国立大学法人",
    "公立大学法人",
    "特定非営利活動法人",
    "大学共同利用機関法人",
    "医療法人",
    "学校法人",
    "株式会社",
    "有限会社",
    "合同会社",
    "合資会社",
    "合名会社",
    "(株)",
    "(有)",
    "(同)",
    "co., ltd.",
    "corporation",
    "ltd.",
    "inc.",
];

/// A text as a list may have written it otherwise: width, letter case, kana and spaces aside.
fn folded(text: &str) -> String {
    text.nfkc()
        .flat_map(char::to_lowercase)
        .filter(|c| !c.is_whitespace() && !matches!(c, '・' | '･' | ',' | '、'))
        .map(|c| match c {
            // Hiragana stand 0x60 before their katakana.
            'ぁ'..='ゖ' => char::from_u32(c as u32 + 0x60).unwrap_or(c),
            other => other,
        })
        .collect()
}

/// An organisation's name without its legal form; the whole name where nothing else is left.
pub fn without_legal_form(name: &str) -> String {
    let mut rest: String = name.nfkc().flat_map(char::to_lowercase).collect();
    for form in LEGAL_FORMS {
        rest = rest.replace(form, " ");
    }
    match folded(&rest) {
        nothing if nothing.is_empty() => folded(name),
        left => left,
    }
}

/// What lists may call an organisation.
fn names_of(organisation: &Organisation) -> Vec<String> {
    let (name, kana) = (&organisation.name, &organisation.kana);
    let mut names: Vec<String> =
        [&name.ja, &name.en, kana].into_iter().map(|text| without_legal_form(text)).collect();
    names.retain(|name| !name.is_empty());
    names
}

/// What lists may call a person; a name of one letter says too little.
fn names_of_person(person: &Person) -> Vec<String> {
    let name = &person.name;
    let reading = format!("{}{}", name.family_kana, name.given_kana);
    let mut names: Vec<String> = [name.full(Lang::Ja), name.full(Lang::En), reading]
        .iter()
        .map(|text| folded(text))
        .collect();
    names.retain(|name| name.chars().nth(1).is_some());
    names
}

/// Pairs that share a key, each once, in the order of the list.
fn pairs<K: std::hash::Hash + Eq>(
    keys: impl Iterator<Item = (usize, K)>,
) -> BTreeSet<(usize, usize)> {
    let mut holders: HashMap<K, BTreeSet<usize>> = HashMap::new();
    for (i, key) in keys {
        holders.entry(key).or_default().insert(i);
    }
    let mut found = BTreeSet::new();
    for same in holders.values() {
        let mut rest = same.iter();
        // With the first of them is enough: what is merged is asked again.
        if let Some(&first) = rest.next() {
            found.extend(rest.map(|&other| (first, other)));
        }
    }
    found
}

/// Organisations whose names differ in their legal form, width or spaces at most.
pub fn double_organisations(workshop: &Workshop) -> Vec<(OrganisationId, OrganisationId)> {
    let list = &workshop.organisations;
    let keys =
        list.iter().enumerate().flat_map(|(i, o)| names_of(o).into_iter().map(move |n| (i, n)));
    pairs(keys).into_iter().map(|(a, b)| (list[a].id.clone(), list[b].id.clone())).collect()
}

/// Ids by what lists may call their entries.
#[derive(Debug, Clone)]
pub struct Names<I> {
    ids: BTreeSet<String>,
    /// `None` where several are called so.
    names: HashMap<String, Option<I>>,
    /// A name in the form in which it is compared.
    form: fn(&str) -> String,
}

impl<I: Clone + Display> Names<I> {
    fn new(form: fn(&str) -> String, entries: impl Iterator<Item = (I, Vec<String>)>) -> Self {
        let mut found = Names { ids: BTreeSet::new(), names: HashMap::new(), form };
        for (id, names) in entries {
            found.ids.insert(id.to_string());
            for name in names.into_iter().collect::<BTreeSet<String>>() {
                let same = found.names.entry(name);
                same.and_modify(|known| *known = None).or_insert_with(|| Some(id.clone()));
            }
        }
        found
    }

    /// The one entry that is called so; `None` for an id, for a name of nobody, and for one of
    /// several.
    pub fn of(&self, name: &str) -> Option<&I> {
        let name = name.trim();
        if self.ids.contains(name) {
            return None;
        }
        self.names.get(&(self.form)(name))?.as_ref()
    }

    /// Whether this is the id or a name of at least one entry.
    pub fn knows(&self, name: &str) -> bool {
        let name = name.trim();
        self.ids.contains(name) || self.names.contains_key(&(self.form)(name))
    }
}

/// The organisations of a workshop by name, legal form aside.
pub fn organisations_by_name(workshop: &Workshop) -> Names<OrganisationId> {
    let entry = |one: &Organisation| (one.id.clone(), names_of(one));
    Names::new(without_legal_form, workshop.organisations.iter().map(entry))
}

/// The people of a workshop by name or its reading.
pub fn people_by_name(workshop: &Workshop) -> Names<PersonId> {
    let entry = |one: &Person| (one.id.clone(), names_of_person(one));
    Names::new(folded, workshop.people.iter().map(entry))
}

/// People of one name or reading in one organisation, or in two that may be one.
pub fn double_people(workshop: &Workshop) -> Vec<(PersonId, PersonId)> {
    let one: HashMap<OrganisationId, OrganisationId> =
        double_organisations(workshop).into_iter().map(|(first, other)| (other, first)).collect();
    let list = &workshop.people;
    let keys = list.iter().enumerate().flat_map(|(i, person)| {
        let organisation = one.get(&person.organisation).unwrap_or(&person.organisation);
        names_of_person(person).into_iter().map(move |name| (i, (name, organisation)))
    });
    pairs(keys).into_iter().map(|(a, b)| (list[a].id.clone(), list[b].id.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legal_forms_widths_and_kana_do_not_tell_apart() {
        for (a, b) in [
            ("株式会社縁製薬", "縁製薬(株)"),
            ("縁製薬㈱", "縁 製薬"),
            ("国立大学法人東都大学", "東都大学"),
            ("Enishi Pharma Co., Ltd.", "ENISHI PHARMA"),
        ] {
            assert_eq!(without_legal_form(a), without_legal_form(b));
        }
        assert_eq!(folded("ﾔﾏﾀﾞ　はなこ"), folded("ヤマダハナコ"));
        assert_ne!(without_legal_form("縁製薬"), without_legal_form("縁製作所"));
        assert_eq!(without_legal_form("株式会社"), "株式会社");
    }
}
