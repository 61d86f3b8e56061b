//! Which mentions a text denies, in either language.

use super::{english, japanese};
use crate::vocabulary::mention::Mention;

/// For each mention whether the text denies it. `chars` is the folded text.
pub(in crate::vocabulary) fn denied(chars: &[char], mentions: &[Mention]) -> Vec<bool> {
    let mut denied = japanese::denied(chars, mentions);
    for (d, also) in denied.iter_mut().zip(english::denied(chars, mentions)) {
        *d |= also;
    }
    denied
}

#[cfg(test)]
mod tests {
    use crate::domain::Lang;
    use crate::vocabulary::embedded::small;
    use crate::vocabulary::tag_text;

    /// The concepts' names that stay, in order of the alphabet.
    fn kept(text: &str) -> String {
        let tags = tag_text(&small(), &[("text", text)], Lang::of(text));
        let mut names: Vec<&str> = tags
            .iter()
            .filter_map(|t| t.concept.as_str().split_once('.'))
            .map(|(_, n)| n)
            .collect();
        names.sort();
        names.join(" ")
    }

    fn check(cases: &[(&str, &str)]) {
        let wrong: Vec<String> = cases
            .iter()
            .filter(|(text, expected)| kept(text) != *expected)
            .map(|(text, expected)| format!("{text}: {:?}, not {expected:?}", kept(text)))
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn japanese_denials_take_their_mention_away() {
        check(&[
            ("ワクチンは対象外とする。", ""),
            ("ワクチンは対象としない。", ""),
            ("がん領域のうち胃がんを除く。", "cancer"),
            ("抗体医薬以外のモダリティ", ""),
            ("抗体医薬ではなく低分子を扱う", "small-molecule"),
            ("遺伝子治療は扱わない。細胞治療を行う。", "cell-therapy"),
            ("動物実験を行わずに評価する", ""),
            ("動物実験を必要としない創薬", "drug-discovery"),
            ("糖尿病の症例は含まない", ""),
            ("ワクチン、抗体医薬および遺伝子治療は対象としない。", ""),
            ("低分子を対象とし、ワクチンは対象外である", "small-molecule"),
            ("本研究は低分子に関するもので、ワクチンの開発は予定していない", "small-molecule"),
            ("対象外：ワクチン、細胞治療", ""),
            ("非がんの患者", ""),
            ("ワクチン（ただし抗体医薬を除く）", "vaccine"),
            ("人工知能というより画像診断の研究", "imaging"),
            ("ワクチンに関する提案は募集しておりません。", ""),
            ("動物実験に頼らない評価", ""),
            ("画像診断フリー", ""),
            ("臨床試験の実施は想定していません", ""),
            ("低分子を除いた、抗体医薬の研究", "antibody"),
            ("なお、抗体医薬のご提案は受け付けておりません。", ""),
            ("細胞治療のご応募はご遠慮ください。", ""),
            ("遺伝子治療は当面見送ります", ""),
            ("糖尿病に関しては今回の募集の対象には含まれない。", ""),
            ("糖尿病は他社と契約済みであるため、今回は対象としない", ""),
            ("糖尿病については別の部署で進めているため、今回は募集いたしません。", ""),
            ("ワクチンをターゲットとしない", ""),
            ("抗体の添加はなく、低分子だけで働く", "small-molecule"),
            ("画像診断は専門外です", ""),
            ("ワクチンとは別の手段", ""),
        ]);
    }

    #[test]
    fn japanese_that_only_looks_like_a_denial_keeps_the_mention() {
        check(&[
            ("抗体医薬だけでなく低分子も扱う", "antibody small-molecule"),
            ("がんに限らず糖尿病も対象", "cancer diabetes"),
            ("がんのみならず糖尿病も", "cancer diabetes"),
            ("がんの治療法がない", "cancer"),
            ("既存の抗体医薬が効かないがん", "antibody cancer"),
            ("ワクチン以外は扱わない", "vaccine"),
            ("ワクチン以外にも抗体医薬を", "antibody vaccine"),
            ("臨床試験は欠かせない", "clinical-trial"),
            ("ワクチンは除外しない", "vaccine"),
            ("臨床試験を行わなければならない", "clinical-trial"),
            ("臨床試験を支援していただけないか", "clinical-trial"),
            ("創薬を対象とするが、詳細は述べない", "drug-discovery"),
            ("糖尿病は重要な疾患であり、動物実験は行わない", "diabetes"),
            ("細胞治療技術は糖尿病を対象としない", "cell-therapy"),
            ("がんではないか", "cancer"),
            ("臨床試験なしには承認されない", "clinical-trial"),
            ("臨床試験は不可欠", "clinical-trial"),
            ("抗体医薬を使用できない患者", "antibody"),
            ("糖尿病は患者が多いため、対策を急ぐ", "diabetes"),
            ("糖尿病は患者が多いため、動物実験は行わない", "diabetes"),
        ]);
    }

    #[test]
    fn english_denials_take_their_mention_away() {
        check(&[
            ("We do not cover vaccines.", ""),
            ("Vaccines are out of scope.", ""),
            ("Not a vaccine but an antibody.", "antibody"),
            ("all modalities except gene therapy", ""),
            ("excluding vaccines, cell therapy and gene therapy", ""),
            ("small molecules other than antibodies", "small-molecule"),
            ("evaluation without animal experiments", ""),
            ("Without animal experiments, biomarkers are validated.", "biomarker"),
            ("small molecules rather than antibodies", "small-molecule"),
            ("We are not interested in diabetes or cancer.", ""),
            ("Neither vaccines nor antibodies are considered.", ""),
            ("Diabetes and gastric cancer are excluded.", ""),
            ("non-cancer patients", ""),
            ("animal experiment-free evaluation", ""),
            ("Imaging is not required.", ""),
            ("It doesn't involve gene therapy.", ""),
            ("No animal experiments are performed.", ""),
            ("Gene therapy is not in scope, but cell therapy is.", "cell-therapy"),
            ("Out of scope: vaccines, cell therapy.", ""),
            ("We develop antibodies, not vaccines.", "antibody"),
            ("We do not plan to develop vaccines.", ""),
            ("Vaccines are of no interest to us.", ""),
            ("Gene therapy was ruled out.", ""),
            ("It has nothing to do with diabetes.", ""),
            ("This eliminates the need for animal experiments.", ""),
            ("Please do not propose vaccines or antibodies.", ""),
            ("Vaccines are not our field.", ""),
            ("Gene therapy is not within our field of expertise.", ""),
        ]);
    }

    #[test]
    fn english_that_only_looks_like_a_denial_keeps_the_mention() {
        check(&[
            ("not only vaccines but also antibodies", "antibody vaccine"),
            ("The drug does not reach the cancer.", "cancer"),
            ("There is no cure for diabetes.", "diabetes"),
            ("no effective treatment for cancer", "cancer"),
            ("Vaccines are not excluded.", "vaccine"),
            ("not limited to cancer", "cancer"),
            ("Gene therapy is not a field for beginners.", "gene-therapy"),
            ("patients who do not respond to gene therapy", "gene-therapy"),
            ("We do not use animals and develop AI.", "ai"),
            ("whether or not cancer recurs", "cancer"),
            ("without compromising imaging", "imaging"),
            ("Patients not treated; biomarkers are sought.", "biomarker"),
        ]);
    }
}
