//! English denials. Most stand before what they deny (not, without, except), some behind it
//! (X is out of scope), few are glued to it (non-X, X-free).

use crate::vocabulary::mention::Mention;

/// A word or a sign of the folded text.
#[derive(Debug)]
struct Token {
    text: String,
    /// The mention it is part of.
    mention: Option<usize>,
}

/// Denials that stand before; longer ones first where one begins another.
const EXCLUSIONS: [&[&str]; 32] = [
    &["nothing", "to", "do", "with"],
    &["in", "lieu", "of"],
    &["eliminates", "the", "need", "for"],
    &["eliminating", "the", "need", "for"],
    &["obviates", "the", "need", "for"],
    &["with", "the", "exclusion", "of"],
    &["other", "than"],
    &["rather", "than"],
    &["instead", "of"],
    &["as", "opposed", "to"],
    &["in", "place", "of"],
    &["apart", "from"],
    &["aside", "from"],
    &["with", "the", "exception", "of"],
    &["except", "for"],
    &["except"],
    &["excluding"],
    &["exclude"],
    &["excludes"],
    &["exclusion", "of"],
    &["exclusion", ":"],
    &["exclusions", ":"],
    &["excluded", ":"],
    &["free", "of"],
    &["free", "from"],
    &["neither"],
    &["nor"],
    &["unlike"],
    &["outside", "scope", ":"],
    &["out", "of", "scope", ":"],
    &["not", "in", "scope", ":"],
    &["none", "of"],
];

/// After "not" these make no denial.
const NOT_KEPT: [&str; 16] = [
    "only",
    "just",
    "merely",
    "solely",
    "simply",
    "limited",
    "restricted",
    "exclusively",
    "necessarily",
    "least",
    "yet",
    "always",
    "so",
    "excluded",
    "excluding",
    "exclude",
];

/// Verbs, participles and nouns that say what a profile is or is not about.
const SCOPE: [&str; 86] = [
    "propose",
    "submit",
    "suggest",
    "recruit",
    "enrol",
    "enroll",
    "measure",
    "assess",
    "cover",
    "covering",
    "covered",
    "include",
    "including",
    "use",
    "using",
    "require",
    "requiring",
    "need",
    "needing",
    "involve",
    "involving",
    "handle",
    "handling",
    "accept",
    "accepting",
    "consider",
    "considering",
    "seek",
    "seeking",
    "target",
    "targeting",
    "address",
    "addressing",
    "concern",
    "concerned",
    "deal",
    "dealing",
    "rely",
    "relying",
    "depend",
    "depending",
    "support",
    "supporting",
    "offer",
    "offering",
    "provide",
    "providing",
    "work",
    "working",
    "look",
    "looking",
    "plan",
    "planning",
    "perform",
    "performing",
    "conduct",
    "conducting",
    "employ",
    "employing",
    "want",
    "interested",
    "intended",
    "about",
    "develop",
    "developing",
    "study",
    "studying",
    "pursue",
    "pursuing",
    "focus",
    "focused",
    "focusing",
    "extend",
    "apply",
    "contain",
    "containing",
    "do",
    "doing",
    "make",
    "making",
    "based",
    "meant",
    "interest",
    "intend",
    "run",
    "running",
];

/// Participles and phrases behind "is not".
const DENIED_PARTS: [&str; 42] = [
    "something",
    "measured",
    "assessed",
    "proposed",
    "covered",
    "included",
    "considered",
    "needed",
    "required",
    "accepted",
    "targeted",
    "supported",
    "handled",
    "used",
    "planned",
    "necessary",
    "addressed",
    "sought",
    "wanted",
    "studied",
    "provided",
    "offered",
    "involved",
    "performed",
    "intended",
    "welcome",
    "conducted",
    "developed",
    "employed",
    "foreseen",
    "pursued",
    "in",
    "within",
    "part",
    "of",
    "our",
    "a",
    "the",
    "relevant",
    "applicable",
    "among",
    "on",
];

/// What a profile is or is not in, within or part of.
const SCOPE_NOUNS: [&str; 17] = [
    "scope",
    "focus",
    "interest",
    "project",
    "target",
    "subject",
    "call",
    "programme",
    "program",
    "aim",
    "goal",
    "priority",
    "area",
    "offer",
    "plan",
    "plans",
    "work",
];

/// These say so only of what is "ours".
const OWN_SCOPE_NOUNS: [&str; 10] = [
    "field",
    "fields",
    "expertise",
    "specialty",
    "speciality",
    "business",
    "domain",
    "theme",
    "strength",
    "remit",
];

const AUXILIARIES: [&str; 24] = [
    "is", "are", "was", "were", "be", "been", "being", "will", "would", "shall", "should", "can",
    "could", "may", "must", "has", "have", "had", "falls", "fall", "lies", "lie", "remains",
    "remain",
];

/// Words that begin another clause: no noun phrase goes over them.
const CLAUSE: [&str; 44] = [
    "but", "however", "while", "whereas", "although", "though", "because", "which", "that", "who",
    "we", "it", "they", "this", "our", "is", "are", "was", "were", "has", "have", "will", "can",
    "may", "instead", "only", "so", "then", "if", "when", "where", "develop", "develops", "use",
    "uses", "focus", "focuses", "seek", "seeks", "provide", "provides", "offer", "offers", "aim",
];

const PREPOSITIONS: [&str; 20] = [
    "for", "of", "in", "with", "to", "by", "from", "on", "at", "against", "into", "among",
    "within", "via", "through", "as", "during", "under", "after", "before",
];

pub(super) fn denied(chars: &[char], mentions: &[Mention]) -> Vec<bool> {
    let mut denied = vec![false; mentions.len()];
    if mentions.is_empty() || !chars.iter().any(char::is_ascii_lowercase) {
        return denied;
    }
    let tokens = tokens(chars, mentions);
    for (i, m) in mentions.iter().enumerate() {
        denied[i] = is_glued(chars, *m);
    }
    for at in 0..tokens.len() {
        if tokens[at].mention.is_some() {
            continue;
        }
        if let Some(from) = denial_ahead(&tokens, at) {
            deny_ahead(&tokens, from, &mut denied);
        }
        if denial_behind(&tokens, at) {
            deny_behind(&tokens, at, &mut denied);
        }
    }
    denied
}

/// non-X, X-free, X-less.
fn is_glued(chars: &[char], m: Mention) -> bool {
    let before: String = chars[m.start.saturating_sub(4)..m.start].iter().collect();
    let after: String = chars[m.end..].iter().take(6).collect();
    let ends = |word: &str| {
        after.strip_prefix(word).is_some_and(|r| !r.starts_with(|c: char| c.is_alphanumeric()))
    };
    before.ends_with("non-") || before == "non " || ends("-free") || ends("-less")
}

fn tokens(chars: &[char], mentions: &[Mention]) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    let mut next_mention = 0;
    while at < chars.len() {
        while mentions.get(next_mention).is_some_and(|m| m.end <= at) {
            next_mention += 1;
        }
        if mentions.get(next_mention).is_some_and(|m| m.start <= at) {
            let end = mentions[next_mention].end;
            let text = chars[at..end].iter().collect();
            tokens.push(Token { text, mention: Some(next_mention) });
            at = end;
            continue;
        }
        let stop = mentions.get(next_mention).map_or(chars.len(), |m| m.start);
        let is_word = |c: char| c.is_alphanumeric() || c == '\'';
        let length = chars[at..stop].iter().take_while(|c| is_word(**c)).count().max(1);
        if !chars[at].is_whitespace() || chars[at] == '\u{2029}' {
            let text: String = chars[at..at + length].iter().collect();
            tokens.push(Token { text, mention: None });
        }
        at += length;
    }
    tokens
}

fn word(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).map_or("", |t| t.text.as_str())
}

fn before(tokens: &[Token], at: usize, steps: usize) -> &str {
    at.checked_sub(steps).map_or("", |i| word(tokens, i))
}

/// The token from which a denial at `at` reaches ahead.
fn denial_ahead(tokens: &[Token], at: usize) -> Option<usize> {
    let undone = (1..=3)
        .any(|s| matches!(before(tokens, at, s), "not" | "never" | "nothing" | "without"))
        || before(tokens, at, 1).ends_with("n't");
    let exclusion =
        EXCLUSIONS.iter().find(|cue| (0..cue.len()).all(|i| word(tokens, at + i) == cue[i]));
    if let Some(cue) = exclusion {
        let from = at + cue.len();
        return (!undone || matches!(cue[0], "nor" | "not")).then_some(from);
    }
    match word(tokens, at) {
        "without" => {
            let next = word(tokens, at + 1);
            let is_scope = SCOPE.contains(&next) || next == "any";
            let clause = matches!(next, "exception" | "limitation" | "doubt" | "prejudice");
            (!undone
                && !clause
                && (is_scope || !next.ends_with("ing") || mentioned(tokens, at + 1)))
            .then(|| at + 1 + usize::from(is_scope))
        }
        "no" => {
            let lack =
                matches!(before(tokens, at, 1), "is" | "are" | "has" | "have" | "with" | "had");
            let next = word(tokens, at + 1);
            let scope_noun =
                matches!(next, "interest" | "plan" | "plans" | "need" | "use" | "intention");
            if scope_noun && PREPOSITIONS.contains(&word(tokens, at + 2)) {
                return Some(at + 3);
            }
            let set_phrase =
                matches!(next, "longer" | "doubt" | "less" | "matter" | "more" | "fewer");
            let unmet = matches!(
                next,
                "effective"
                    | "approved"
                    | "available"
                    | "curative"
                    | "cure"
                    | "standard"
                    | "suitable"
                    | "satisfactory"
                    | "good"
                    | "reliable"
                    | "established"
                    | "specific"
            );
            (!lack && !set_phrase && !unmet).then_some(at + 1)
        }
        w if w == "not" || w == "never" || w == "cannot" || w.ends_with("n't") => {
            after_not(tokens, at)
        }
        _ => None,
    }
}

fn mentioned(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|t| t.mention.is_some())
}

/// Where a denial by "not" begins to reach, or `None` where "not" denies no scope.
fn after_not(tokens: &[Token], at: usize) -> Option<usize> {
    if before(tokens, at, 1) == "or" && before(tokens, at, 2) == "whether" {
        return None;
    }
    let mut from = at + 1;
    if NOT_KEPT.contains(&word(tokens, from)) {
        return None;
    }
    let filler = |w: &str| {
        w.ends_with("ly")
            || matches!(
                w,
                "intend"
                    | "plan"
                    | "aim"
                    | "want"
                    | "wish"
                    | "to"
                    | "be"
                    | "been"
                    | "for"
                    | "at"
                    | "present"
            )
    };
    while from < tokens.len() && !mentioned(tokens, from) && filler(word(tokens, from)) {
        from += 1;
    }
    if SCOPE.contains(&word(tokens, from)) {
        from += 1;
        while PREPOSITIONS.contains(&word(tokens, from)) {
            from += 1;
        }
        return Some(from);
    }
    // "we work on X, but not on vaccines": what was said before "not" goes on behind it.
    if word(tokens, at) == "not"
        && matches!(before(tokens, at, 1), "," | "but" | "and")
        && matches!(word(tokens, from), "on" | "in" | "with")
        && mentioned(tokens, from + 1)
    {
        return Some(from + 1);
    }
    // "not a vaccine", "not vaccines"; but "does not cross X", "not eligible for X" deny no scope.
    let auxiliary = before(tokens, at, 1);
    let verb_follows = matches!(
        auxiliary,
        "do" | "does" | "did" | "will" | "would" | "could" | "should" | "can" | "may"
    ) || (word(tokens, at) != "not"
        && !matches!(word(tokens, at), "isn't" | "aren't" | "wasn't" | "weren't" | "never"));
    if verb_follows && !mentioned(tokens, from) {
        return None;
    }
    let near = (from..from + 4).find(|i| mentioned(tokens, *i))?;
    let between_words = || (from..near).map(|i| word(tokens, i));
    let plain = between_words().all(|w| {
        !PREPOSITIONS.contains(&w) && !w.ends_with("ed") && !w.ends_with("ing") && !is_stop(w)
    });
    plain.then_some(from)
}

fn is_stop(word: &str) -> bool {
    matches!(word, "." | ";" | ":" | "!" | "?" | "。" | "\u{2029}" | "(" | ")")
        || CLAUSE.contains(&word)
}

/// Denies the first mention from `from` on and those listed with it.
fn deny_ahead(tokens: &[Token], from: usize, denied: &mut [bool]) {
    let Some(mut at) = noun_phrase(tokens, from, 6, true) else { return };
    loop {
        deny(tokens, at, denied);
        let Some(next) = next_listed(tokens, at) else { return };
        at = next;
    }
}

/// The first mention within `reach` words from `from`, in the same phrase.
fn noun_phrase(tokens: &[Token], from: usize, reach: usize, first: bool) -> Option<usize> {
    for at in from..tokens.len().min(from + reach) {
        if mentioned(tokens, at) {
            return Some(at);
        }
        let w = word(tokens, at);
        let goes_on = first && at == from && matches!(w, ":" | "our" | "this");
        if !goes_on
            && (is_stop(w) || w == "," || (at > from && !first && PREPOSITIONS.contains(&w)))
        {
            return None;
        }
        // "no treatment for X" and "not for sale in X" are not about X being left out.
        if first && at > from && matches!(w, "for" | "against") && before(tokens, from, 1) == "no" {
            return None;
        }
    }
    None
}

/// The mention listed after the one at `at`: joined by and, or, nor, a slash, or by commas in a
/// list that an "and", an "or" or the end of the sentence closes.
fn next_listed(tokens: &[Token], at: usize) -> Option<usize> {
    let joint = list_joint(tokens, at + 1)?;
    match word(tokens, joint) {
        "," if matches!(word(tokens, joint + 1), "and" | "or" | "nor") => {
            noun_phrase(tokens, joint + 2, 3, false)
        }
        "," => {
            let next = noun_phrase(tokens, joint + 1, 3, false)?;
            let mut end = next;
            loop {
                let Some(further) = list_joint(tokens, end + 1) else {
                    return ends_sentence(tokens, end + 1).then_some(next);
                };
                let closing = matches!(word(tokens, further), "and" | "or" | "nor")
                    || matches!(word(tokens, further + 1), "and" | "or" | "nor");
                let from = further + 1 + usize::from(word(tokens, further) == "," && closing);
                end = noun_phrase(tokens, from, 3, false)?;
                if closing {
                    return Some(next);
                }
            }
        }
        _ => noun_phrase(tokens, joint + 1, 3, false),
    }
}

/// The joint of a list from `from` on, over a few words that end the noun phrase.
fn list_joint(tokens: &[Token], from: usize) -> Option<usize> {
    for at in from..tokens.len().min(from + 4) {
        let w = word(tokens, at);
        if matches!(w, "and" | "or" | "nor" | "/" | ",") {
            return Some(at);
        }
        if mentioned(tokens, at) || is_stop(w) || PREPOSITIONS.contains(&w) {
            return None;
        }
    }
    None
}

fn ends_sentence(tokens: &[Token], at: usize) -> bool {
    at >= tokens.len() || matches!(word(tokens, at), "." | ";" | ")" | "!" | "?" | "\u{2029}")
}

fn deny(tokens: &[Token], at: usize, denied: &mut [bool]) {
    if let Some(m) = tokens.get(at).and_then(|t| t.mention) {
        denied[m] = true;
    }
}

/// Whether a denial of what stands before it begins at `at`.
fn denial_behind(tokens: &[Token], at: usize) -> bool {
    let undone = (1..=2).any(|s| matches!(before(tokens, at, s), "not" | "never"))
        || before(tokens, at, 1).ends_with("n't");
    match word(tokens, at) {
        "of" => {
            word(tokens, at + 1) == "no" && matches!(word(tokens, at + 2), "interest" | "relevance")
        }
        "ruled" => !undone && word(tokens, at + 1) == "out",
        "excluded" | "unnecessary" | "unneeded" => {
            !undone && word(tokens, at + 1) != ":" && word(tokens, at + 1) != "from"
        }
        "out" => {
            !undone
                && word(tokens, at + 1) == "of"
                && (word(tokens, at + 2) == "scope" || word(tokens, at + 3) == "scope")
                && word(tokens, at + 3) != ":"
                || word(tokens, at + 1) == "-" && word(tokens, at + 4) == "scope" && !undone
        }
        "outside" | "beyond" => {
            !undone
                && (1..=4).any(|s| {
                    matches!(
                        word(tokens, at + s),
                        "scope" | "remit" | "focus" | "interest" | "interests"
                    )
                })
        }
        "not" | "isn't" | "aren't" | "never" => {
            let mut part = at + 1;
            while word(tokens, part).ends_with("ly") || matches!(word(tokens, part), "be" | "been")
            {
                part += 1;
            }
            let w = word(tokens, part);
            if !DENIED_PARTS.contains(&w) {
                return false;
            }
            // "X is not in scope", "X is not our focus", but not "X is not a vaccine".
            let phrase =
                matches!(w, "in" | "within" | "part" | "of" | "our" | "a" | "the" | "among" | "on");
            // "not our field"; but "not a field with many players".
            let ours = (0..=2).any(|s| word(tokens, part + s) == "our");
            !phrase
                || (1..=4)
                    .map(|s| word(tokens, part + s))
                    .any(|w| SCOPE_NOUNS.contains(&w) || (ours && OWN_SCOPE_NOUNS.contains(&w)))
        }
        _ => false,
    }
}

/// Denies the mention before the denial at `at` and those listed with it.
fn deny_behind(tokens: &[Token], at: usize, denied: &mut [bool]) {
    let skipped = |w: &str| {
        AUXILIARIES.contains(&w)
            || w.ends_with("ly")
            || matches!(w, "not" | ":" | "(" | "," | "-" | "also" | "now" | "both" | "all")
    };
    let mut end = at;
    while end > 0 && !mentioned(tokens, end - 1) && skipped(word(tokens, end - 1)) {
        end -= 1;
    }
    let Some(mut head) = phrase_before(tokens, end, 4) else { return };
    let mut joined = false;
    loop {
        deny(tokens, head, denied);
        // Back over the words of this phrase to the joint of the list.
        let mut joint = head;
        let mut steps = 0;
        let found = loop {
            if joint == 0 || steps > 3 {
                break None;
            }
            joint -= 1;
            steps += 1;
            match word(tokens, joint) {
                w @ ("and" | "or" | "nor" | "/" | ",") => break Some(w),
                w if mentioned(tokens, joint) || is_stop(w) || PREPOSITIONS.contains(&w) => {
                    break None;
                }
                _ => {}
            }
        };
        match found {
            Some(",") if joined => {}
            Some(",") | None => return,
            Some(_) => joined = true,
        }
        let joint = if before(tokens, joint, 1) == "," { joint - 1 } else { joint };
        let Some(previous) = phrase_before(tokens, joint, 3) else { return };
        head = previous;
    }
}

/// The last mention within `reach` words before `end`, in the same phrase.
fn phrase_before(tokens: &[Token], end: usize, reach: usize) -> Option<usize> {
    for at in (end.saturating_sub(reach)..end).rev() {
        if mentioned(tokens, at) {
            return Some(at);
        }
        let w = word(tokens, at);
        if is_stop(w) || w == "," {
            return None;
        }
    }
    None
}
