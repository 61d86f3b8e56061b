//! The vocabulary that is compiled in.

use super::Thesaurus;
use std::sync::OnceLock;

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../data/vocabulary/", $name)))),*]
    };
}

const FILES: [(&str, &str); 11] = files![
    "modality.toml",
    "disease.toml",
    "technology.toml",
    "phase.toml",
    "resource.toml",
    "sought.toml",
    "offered.toml",
    "regulation.toml",
    "complements.toml",
    "ambiguous.toml",
    "spelling.toml",
];

impl Thesaurus {
    /// The vocabulary of `data/vocabulary/`, parsed once.
    ///
    /// # Panics
    /// Never in a released build: a test parses the same compiled-in files.
    pub fn embedded() -> &'static Thesaurus {
        static THESAURUS: OnceLock<Thesaurus> = OnceLock::new();
        THESAURUS.get_or_init(|| match Thesaurus::parse(&FILES) {
            Ok(thesaurus) => thesaurus,
            Err(error) => panic!("the compiled-in vocabulary is broken: {error}"),
        })
    }
}

/// A vocabulary for tests of the mechanism, independent of the product's data.
#[cfg(test)]
pub(super) fn small() -> Thesaurus {
    const HEAD: &str = "source = \"made for tests\"\ndate = 2026-11-20\n";
    let facet = |name: &str, concepts: &[(&str, &str)]| {
        let concepts: String = concepts
            .iter()
            .map(|(id, rest)| format!("[[concept]]\nid = \"{name}.{id}\"\n{rest}\n"))
            .collect();
        format!("facet = \"{name}\"\n{HEAD}{concepts}")
    };
    let modality = facet(
        "modality",
        &[
            ("vaccine", "ja = \"ワクチン\"\nen = \"vaccine\""),
            ("antibody", "ja = \"抗体医薬\"\nen = \"antibody\"\nja_alt = [\"抗体\"]"),
            ("small-molecule", "ja = \"低分子\"\nen = \"small molecule\""),
            ("cell-therapy", "ja = \"細胞治療\"\nen = \"cell therapy\""),
            ("gene-therapy", "ja = \"遺伝子治療\"\nen = \"gene therapy\""),
            (
                "car",
                "ja = \"キメラ抗原受容体\"\nen = \"chimeric antigen receptor\"\ncased = [\"CAR\"]",
            ),
        ],
    );
    let disease = facet(
        "disease",
        &[
            ("cancer", "ja = \"がん\"\nen = \"cancer\""),
            (
                "gastric-cancer",
                "ja = \"胃がん\"\nen = \"gastric cancer\"\nbroader = [\"disease.cancer\"]",
            ),
            ("diabetes", "ja = \"糖尿病\"\nen = \"diabetes\""),
            ("multiple-sclerosis", "ja = \"多発性硬化症\"\nen = \"multiple sclerosis\""),
        ],
    );
    let technology = facet(
        "technology",
        &[
            (
                "dds",
                "ja = \"ドラッグデリバリーシステム\"\nen = \"drug delivery system\"\nen_alt = [\"DDS\"]",
            ),
            ("drug-discovery", "ja = \"創薬\"\nen = \"drug discovery\""),
            ("biopsy", "ja = \"生検\"\nen = \"biopsy\""),
            ("organ", "ja = \"臓器\"\nen = \"organ\"\nja_alt = [\"ガン\"]"),
            ("pd", "ja = \"薬力学\"\nen = \"PD\""),
            ("biomarker", "ja = \"バイオマーカー\"\nen = \"biomarker\""),
            ("imaging", "ja = \"画像診断\"\nen = \"imaging\""),
            ("mass-spectrometry", "ja = \"質量分析\"\nen = \"mass spectrometry\""),
            ("ai", "ja = \"人工知能\"\nen = \"AI\""),
            ("animal-test", "ja = \"動物実験\"\nen = \"animal experiment\""),
        ],
    );
    let phase = facet("phase", &[("clinical-trial", "ja = \"臨床試験\"\nen = \"clinical trial\"")]);
    let complements = format!(
        "{HEAD}[[complement]]\nproblem = \"disease.cancer\"\nanswer = \"technology.dds\"\n\
         kind = \"technology_solves_problem\"\nja = \"届ける\"\nen = \"delivers\"\n"
    );
    let other = format!(
        "{HEAD}spelling = [[\"がん\", \"癌\", \"ガン\"]]\n[[ambiguous]]\nlabel = \"MS\"\n\
         concepts = [\"technology.mass-spectrometry\", \"disease.multiple-sclerosis\"]\n"
    );
    let files = [
        ("modality", modality.as_str()),
        ("disease", &disease),
        ("technology", &technology),
        ("phase", &phase),
        ("complements", &complements),
        ("other", &other),
    ];
    match Thesaurus::parse(&files) {
        Ok(thesaurus) => thesaurus,
        Err(error) => panic!("{error}"),
    }
}
