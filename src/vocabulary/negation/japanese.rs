//! Japanese denials. They follow what they deny (Xは扱わない) but for prefixes (非X) and lists
//! with a heading (対象外：X、Y), so each mention looks ahead through its own noun phrase.

use crate::vocabulary::mention::Mention;
use crate::vocabulary::variants::{is_hiragana, is_kanji, is_katakana, is_spaced_letter};

/// A denial is looked for this many characters ahead, and a heading this many back.
const REACH: usize = 48;

/// Said right after a noun phrase, these keep it although a denial seems to follow.
const KEEP: [&str; 22] = [
    "不可欠",
    "欠かせ",
    "だけでな",
    "だけではな",
    "だけじゃな",
    "のみでな",
    "のみではな",
    "のみなら",
    "ばかりでな",
    "ばかりではな",
    "ばかりか",
    "に限ら",
    "に限定し",
    "に限定さ",
    "に限定せ",
    "にとどまら",
    "に留まら",
    "に止まら",
    "はもちろん",
    "は勿論",
    "のうち",
    "の中で",
];

/// Denials by a noun or a set phrase.
const CUES: [&str; 49] = [
    "遠慮",
    "見送",
    "不可",
    "無関係",
    "とは別",
    "不含",
    "非含有",
    "非使用",
    "非対象",
    "未使用",
    "想定外",
    "関心外",
    "専門外",
    "対象外",
    "範囲外",
    "適用外",
    "適応外",
    "除外",
    "を除く",
    "を除き",
    "を除い",
    "を除外",
    "をのぞ",
    "は除く",
    "は除き",
    "は除い",
    "除く",
    "除き",
    "除いた",
    "を含めず",
    "以外",
    "ではな",
    "でなく",
    "でない",
    "じゃな",
    "ではありませ",
    "ではございませ",
    "なし",
    "無し",
    "抜き",
    "不要",
    "不使用",
    "フリー",
    "とは異な",
    "と異な",
    "とは違",
    "というより",
    "の代わり",
    "に代えて",
];

/// Verbs and nouns whose negative form takes a subject out of scope.
const STEMS: [&str; 75] = [
    "ターゲット",
    "カバー",
    "フォーカス",
    "サポート",
    "スコープ",
    "入ら",
    "考慮",
    "言及",
    "評価",
    "測定",
    "採取",
    "溶出",
    "添加",
    "混入",
    "投与",
    "含有",
    "放出",
    "配合",
    "併用",
    "取り扱",
    "取扱",
    "扱",
    "対象",
    "含",
    "行",
    "用い",
    "使",
    "使用",
    "利用",
    "活用",
    "実施",
    "募集",
    "求め",
    "希望",
    "想定",
    "検討",
    "対応",
    "必要",
    "要し",
    "要さ",
    "考え",
    "予定",
    "興味",
    "関心",
    "目的",
    "意図",
    "目指",
    "伴",
    "依存",
    "頼",
    "よら",
    "介",
    "経",
    "提供",
    "該当",
    "関係",
    "関与",
    "受け付け",
    "受付",
    "支援",
    "開発",
    "研究",
    "取り組",
    "手がけ",
    "手掛け",
    "担当",
    "専門",
    "前提",
    "計画",
    "採用",
    "参加",
    "範囲",
    "問わ",
    "主眼",
    "やり",
];

/// Between a mention and its denial: what joins or modifies nouns.
const LINKS: [&str; 49] = [
    "ご",
    "お",
    "および",
    "ならびに",
    "または",
    "もしくは",
    "あるいは",
    "かつ",
    "といった",
    "のような",
    "についての",
    "に関する",
    "に関わる",
    "に係る",
    "にかかわる",
    "における",
    "において",
    "での",
    "への",
    "からの",
    "との",
    "による",
    "に対する",
    "を用いた",
    "を用いる",
    "を使った",
    "を使う",
    "を使用した",
    "を利用した",
    "を活用した",
    "を対象とした",
    "を対象とする",
    "を含む",
    "のための",
    "を目的とした",
    "など",
    "のみ",
    "そのもの",
    "もの",
    "こと",
    "いずれ",
    "すべて",
    "とする",
    "する",
    "した",
    "の",
    "と",
    "や",
    "か",
];

/// Particles that close a noun phrase.
const CASES: [&str; 22] = [
    "につきましては",
    "については",
    "に関しては",
    "に対しては",
    "としては",
    "について",
    "に関して",
    "に対して",
    "としての",
    "には",
    "では",
    "とは",
    "へは",
    "まで",
    "だけは",
    "は",
    "が",
    "を",
    "も",
    "に",
    "で",
    "へ",
];

pub(super) fn denied(chars: &[char], mentions: &[Mention]) -> Vec<bool> {
    if !chars.iter().any(|c| is_hiragana(*c) || is_kanji(*c)) {
        return vec![false; mentions.len()];
    }
    (0..mentions.len())
        .map(|i| {
            has_prefix(chars, mentions[i])
                || denied_ahead(chars, mentions, i)
                || under_heading(chars, mentions, i)
        })
        .collect()
}

/// 非X, 無X, 脱X.
fn has_prefix(chars: &[char], m: Mention) -> bool {
    let Some(at) = m.start.checked_sub(1) else { return false };
    let alone = at.checked_sub(1).is_none_or(|p| !is_kanji(chars[p]));
    match chars[at] {
        '非' | '脱' => true,
        '無' => alone,
        _ => false,
    }
}

/// What the way from a mention to a denial has passed so far.
#[derive(Default)]
struct Way {
    /// The particle that closed the noun phrase.
    case: Option<&'static str>,
    /// Some particle on the way was は: the mention is a topic.
    topic: bool,
    /// Another mention stands behind that particle.
    other_after_case: bool,
    /// Another mention, not merely listed beside this one, is the head of the phrase.
    other_head: bool,
    listed: bool,
}

fn denied_ahead(chars: &[char], mentions: &[Mention], i: usize) -> bool {
    match way_ahead(chars, mentions, i) {
        Ahead::Denied => true,
        Ahead::Kept => false,
        Ahead::Topic(at) => denied_after_reason(chars, mentions, at),
    }
}

/// Xについては社内で進めているため、募集しない: the topic's reason stands before its denial.
///
/// `at` is where the topic's own phrase ended. The reason may name nothing else of the vocabulary,
/// for then the denial may be of that.
fn denied_after_reason(chars: &[char], mentions: &[Mention], at: usize) -> bool {
    const REASONS: [&str; 5] = ["ため、", "ので、", "から、", "ことから、", "ており、"];
    let limit = chars.len().min(at + REACH);
    let later = mentions.get(mentions.partition_point(|m| m.end <= at));
    let next = later.map_or(limit, |m| m.start.clamp(at, limit));
    let stop = |c: char| matches!(c, '。' | '.' | '\n' | '\u{2029}' | ';');
    let end = chars[at..next].iter().position(|c| stop(*c)).map_or(next, |p| at + p);
    let Some(reason) = (at..end).find(|p| starts(chars, *p, &REASONS).is_some()) else {
        return false;
    };
    let way = Way { case: Some("は"), topic: true, ..Way::default() };
    let clause = (reason..end).find_map(|p| (chars[p] == '、').then_some(p + 1)).unwrap_or(end);
    (clause..end).any(|p| denial_at(chars, p, &way) == Some(true))
}

/// How the way from a mention ends.
enum Ahead {
    Denied,
    Kept,
    /// The mention is a topic (Xは, Xについては) and its phrase ends here, undecided.
    Topic(usize),
}

fn way_ahead(chars: &[char], mentions: &[Mention], i: usize) -> Ahead {
    let mut at = mentions[i].end;
    let limit = chars.len().min(at + REACH);
    let mut way = Way::default();
    while at < limit {
        // No denial, joint or particle begins with a Latin letter, a digit or a space.
        let plain = chars[at].is_ascii_alphanumeric() || chars[at] == ' ';
        if plain && starting_at(mentions, at).is_none() {
            way.listed = false;
            at += 1;
            continue;
        }
        if starts(chars, at, &KEEP).is_some() {
            return Ahead::Kept;
        }
        if let Some(denial) = denial_at(chars, at, &way) {
            return if denial { Ahead::Denied } else { Ahead::Kept };
        }
        if let Some(other) = starting_at(mentions, at) {
            way.other_after_case |= way.case.is_some();
            way.other_head |= !way.listed;
            at = other.end;
            continue;
        }
        way.listed = false;
        if let Some(link) = link_at(chars, at) {
            way.listed = matches!(link, "と" | "や" | "か" | "および" | "ならびに" | "または")
                || matches!(link, "もしくは" | "あるいは" | "かつ");
            at += link.chars().count();
            continue;
        }
        if let Some(case) = starts(chars, at, &CASES) {
            if way.case.is_some() && way.other_after_case {
                return Ahead::Kept;
            }
            at += case.chars().count();
            if chars.get(at) == Some(&'、') {
                if !case.ends_with('は') {
                    return Ahead::Kept;
                }
                at += 1;
            }
            way.case = Some(case);
            way.topic |= case.ends_with('は');
            continue;
        }
        at = match chars[at] {
            '(' if denial_at(chars, at + 1, &way) == Some(true) => return Ahead::Denied,
            '(' => match chars[at..limit].iter().position(|c| *c == ')') {
                Some(length) => at + length + 1,
                None => return Ahead::Kept,
            },
            '、' | ',' if way.case.is_none() => {
                way.listed = true;
                at + 1
            }
            ':' | '=' => match denial_at(chars, at + 1, &way) {
                Some(true) => return Ahead::Denied,
                _ => return undecided(at, &way),
            },
            '\n' if chars.get(at + 1).is_some_and(|c| is_bullet(*c)) => return Ahead::Kept,
            '及' | '並' | '又' | '若' => {
                way.listed = true;
                at + 1
            }
            '・' | '/' => {
                way.listed = true;
                at + 1
            }
            c if is_kanji(c) || is_katakana(c) || is_spaced_letter(c) => at + 1,
            ')' | '」' | '』' | '「' | '『' | ' ' | '\n' | '-' | '+' => at + 1,
            'び' | 'は' if at > 0 && matches!(chars[at - 1], '及' | '並' | '又' | '若') => {
                at + 1
            }
            _ => return undecided(at, &way),
        };
    }
    Ahead::Kept
}

/// A phrase that leads to no denial: undecided if it made its mention a topic of its own.
fn undecided(at: usize, way: &Way) -> Ahead {
    if way.topic && !way.other_after_case { Ahead::Topic(at) } else { Ahead::Kept }
}

/// `Some(true)` where a denial stands at `at`, `Some(false)` where a denial is itself denied.
fn denial_at(chars: &[char], at: usize, way: &Way) -> Option<bool> {
    if let Some(cue) = starts(chars, at, &CUES) {
        let end = at + cue.chars().count();
        return match cue {
            "以外" => Some(!excepted(chars, end)),
            "ではな" | "でなく" | "でない" | "じゃな" => {
                let question = ["いか", "いでしょうか"].iter().any(|q| begins(chars, end, q));
                (!question).then_some(!way.other_head)
            }
            "なし" | "無し" => {
                let needed = ["では", "には"].iter().any(|q| begins(chars, end, q));
                Some(!needed)
            }
            "フリー" => (way.case.is_none()).then_some(true),
            _ => Some(!negative(&hiragana_run(chars, end))),
        };
    }
    let bare_negative =
        ["しな", "しませ", "せず", "しておら", "していな", "していませ", "できませ"];
    if way.case.is_some_and(|c| c.ends_with('は')) && starts(chars, at, &bare_negative).is_some() {
        return Some(negative(&hiragana_run(chars, at)));
    }
    let stem = longest(chars, at, &STEMS)?;
    let run = hiragana_run(chars, at + stem.chars().count());
    if !negative(&run) {
        return None;
    }
    // 既存薬が使用できない患者 tells a problem; only 抗体は提供できない takes its topic out of scope.
    let hindered = !way.topic && ["でき", "れな", "れず"].iter().any(|p| run.contains(p));
    (!hindered).then_some(true)
}

/// X以外は扱わない and X以外の疾患も keep X.
fn excepted(chars: &[char], at: usize) -> bool {
    let clause: String = chars[at..]
        .iter()
        .take(REACH)
        .take_while(|c| !matches!(c, '。' | '、' | '\n' | '\u{2029}' | ')' | '.'))
        .collect();
    let also = ["にも", "も", "でも", "からも"].iter().any(|p| clause.starts_with(p))
        || (clause.starts_with('の')
            && clause.find('も').is_some_and(|m| !clause[m..].starts_with("もの")));
    let none_else = ["対象外", "除外", "不可", "不要"].iter().any(|c| clause.contains(c))
        || STEMS.iter().any(|stem| {
            clause.find(stem).is_some_and(|p| {
                let run: String =
                    clause[p + stem.len()..].chars().take_while(|c| is_hiragana(*c)).collect();
                negative(&run)
            })
        });
    also || none_else
}

/// Whether the hiragana after a stem make it negative.
fn negative(run: &str) -> bool {
    const KEPT: [&str; 12] = [
        "なければ",
        "なくては",
        "ないと",
        "ざる",
        "だけでな",
        "のみでな",
        "ばかりでな",
        "わけではな",
        "ないか",
        "ませんか",
        "はず",
        "いず",
    ];
    if KEPT.iter().any(|k| run.contains(k)) {
        return false;
    }
    ["ない", "なく", "なか", "ませ", "おら", "ず", "ぬ"].iter().any(|n| run.contains(n))
}

/// 対象外：X、Y or 対象外はX、Y: a heading before a plain list that holds the mention.
fn under_heading(chars: &[char], mentions: &[Mention], i: usize) -> bool {
    let mut at = mentions[i].start;
    let limit = at.saturating_sub(REACH * 2);
    while at > limit {
        if let Ok(other) = mentions[..i].binary_search_by_key(&at, |m| m.end) {
            let other = mentions[other];
            at = other.start;
            continue;
        }
        at -= 1;
        match chars[at] {
            ':' => return heading_ends(chars, at),
            'は' if heading_ends(chars, at) => return true,
            '、' | ',' | '・' | '/' | ' ' | 'と' | 'や' | 'の' | '及' | 'び' => {}
            c if is_kanji(c) || is_katakana(c) || is_spaced_letter(c) => {}
            _ => return false,
        }
    }
    false
}

fn heading_ends(chars: &[char], end: usize) -> bool {
    const HEADINGS: [&str; 5] = ["対象外", "除外", "適用外", "範囲外", "扱わない"];
    let heading: String = chars[..end]
        .iter()
        .rev()
        .take(14)
        .take_while(|c| !matches!(c, '。' | '、' | '\n' | '\u{2029}' | ':' | '.' | ')'))
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    // The heading may go on (対象外とする疾患) but not into a subject of its own.
    HEADINGS.iter().any(|h| {
        heading.find(h).is_some_and(|p| !heading[p + h.len()..].contains(['は', 'が', 'を', 'も']))
    })
}

/// The mention that starts at `at`; mentions are in reading order.
fn starting_at(mentions: &[Mention], at: usize) -> Option<&Mention> {
    mentions.binary_search_by_key(&at, |m| m.start).ok().map(|i| &mentions[i])
}

fn is_bullet(c: char) -> bool {
    matches!(c, '・' | '-' | '*' | '•' | '●' | '■' | '○' | '◆' | '※' | '→') || c.is_ascii_digit()
}

/// A joining word; longer ones first, so that での is not で. Kanji in them end no mention.
fn link_at(chars: &[char], at: usize) -> Option<&'static str> {
    const NOT_LINKS: [&str; 9] =
        ["のに", "ので", "ものの", "とし", "となり", "とともに", "かつて", "から", "のうえ"];
    if starts(chars, at, &NOT_LINKS).is_some() && starts(chars, at, &["からの"]).is_none() {
        return None;
    }
    // とは and ては are particles, not joints.
    let particle = starts(chars, at, &["とは"]).is_some();
    if particle { None } else { longest(chars, at, &LINKS) }
}

fn hiragana_run(chars: &[char], at: usize) -> String {
    chars.get(at..).unwrap_or_default().iter().take(14).take_while(|c| is_hiragana(**c)).collect()
}

fn begins(chars: &[char], at: usize, word: &str) -> bool {
    let mut rest = chars.get(at..).unwrap_or_default().iter();
    word.chars().all(|c| rest.next() == Some(&c))
}

/// The first of `words` that stands at `at`.
fn starts(chars: &[char], at: usize, words: &[&'static str]) -> Option<&'static str> {
    words.iter().copied().find(|w| begins(chars, at, w))
}

fn longest(chars: &[char], at: usize, words: &[&'static str]) -> Option<&'static str> {
    words.iter().copied().filter(|w| begins(chars, at, w)).max_by_key(|w| w.len())
}
