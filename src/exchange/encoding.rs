//! Bytes to text: UTF-8, UTF-16 and CP932 (Shift_JIS as Japanese Excel saves it).

use crate::domain::Text;
use encoding_rs::{DecoderResult, Encoding as Codec, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The encoding a text was found to be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    Cp932,
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16Le => "UTF-16 LE",
            Encoding::Utf16Be => "UTF-16 BE",
            Encoding::Cp932 => "CP932 (Shift_JIS)",
        })
    }
}

/// Bytes that are text in none of the encodings. Positions are counted in bytes from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undecodable {
    Zip,
    Broken {
        encoding: Encoding,
        at: usize,
    },
    /// `line` (from 1) is that of the byte up to which it could be read.
    Neither {
        line: usize,
        utf8_at: usize,
        cp932_at: usize,
    },
    Zero {
        at: usize,
    },
}

impl fmt::Display for Undecodable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().en)
    }
}

impl Undecodable {
    /// What is wrong and the way out.
    pub fn text(&self) -> Text {
        match self {
            Undecodable::Zip => Text::new(
                "テキストではなく ZIP か XLSX です。拡張子を .xlsx にしてください",
                "this is a ZIP or XLSX file, not text; give it the ending .xlsx",
            ),
            Undecodable::Broken { encoding, at } => Text::new(
                format!(
                    "先頭の BOM は {encoding} を示していますが、{at} バイト目で読めなくなります。UTF-8 で保存し\
                     直してください"
                ),
                format!(
                    "byte {at} ends the {encoding} text that the file's byte order mark promises; \
                     save it again as UTF-8"
                ),
            ),
            Undecodable::Neither { line, utf8_at, cp932_at } => Text::new(
                format!(
                    "{line}行目：UTF-8（{utf8_at} バイト目まで）としても CP932（{cp932_at} バイト目まで）としても読めません。\
                     UTF-8 か、BOM 付きの UTF-16 で保存してください"
                ),
                format!(
                    "line {line}: neither UTF-8 (fails at byte {utf8_at}) nor CP932 (fails at byte {cp932_at}); \
                     save the file as UTF-8, or as UTF-16 with a byte order mark"
                ),
            ),
            Undecodable::Zero { at } => Text::new(
                format!(
                    "{at} バイト目がゼロで、テキストではありません。UTF-16 なら BOM が必要です。UTF-8 で保存して\
                     ください"
                ),
                format!(
                    "byte {at} is zero, which no text has; UTF-16 needs a byte order mark: save as \
                     UTF-8"
                ),
            ),
        }
    }
}

/// Decodes strictly: nothing is replaced. A byte order mark decides; without one UTF-8 is tried,
/// then CP932. The mark is not part of the text.
pub fn decode(bytes: &[u8]) -> Result<(String, Encoding), Undecodable> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(Undecodable::Zip);
    }
    let marked: Option<(&'static Codec, Encoding, usize)> = match bytes {
        [0xef, 0xbb, 0xbf, ..] => Some((UTF_8, Encoding::Utf8, 3)),
        [0xff, 0xfe, ..] => Some((UTF_16LE, Encoding::Utf16Le, 2)),
        [0xfe, 0xff, ..] => Some((UTF_16BE, Encoding::Utf16Be, 2)),
        _ => None,
    };
    let (text, encoding) = match marked {
        Some((codec, encoding, mark)) => {
            let text = strictly(codec, &bytes[mark..])
                .map_err(|at| Undecodable::Broken { encoding, at: at + mark })?;
            (text, encoding)
        }
        None => match std::str::from_utf8(bytes) {
            Ok(text) => (text.to_owned(), Encoding::Utf8),
            Err(error) => {
                let utf8_at = error.valid_up_to();
                let text = strictly(SHIFT_JIS, bytes).map_err(|cp932_at| {
                    let read = bytes.iter().take(utf8_at.max(cp932_at));
                    let line = 1 + read.filter(|byte| **byte == b'\n').count();
                    Undecodable::Neither { line, utf8_at, cp932_at }
                })?;
                (text, Encoding::Cp932)
            }
        },
    };
    match text.find('\0') {
        Some(at) => Err(Undecodable::Zero { at }),
        None => Ok((text, encoding)),
    }
}

/// The text, or the position of the first byte that cannot be part of it.
fn strictly(codec: &'static Codec, bytes: &[u8]) -> Result<String, usize> {
    let mut decoder = codec.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
    let mut text = String::with_capacity(room.ok_or(0usize)?);
    let (result, read) = decoder.decode_to_string_without_replacement(bytes, &mut text, true);
    match result {
        DecoderResult::InputEmpty => {
            text.shrink_to_fit();
            Ok(text)
        }
        DecoderResult::OutputFull => Err(read),
        DecoderResult::Malformed(length, after) => {
            Err(read.saturating_sub(usize::from(length) + usize::from(after)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        let mut out = if big { vec![0xfe, 0xff] } else { vec![0xff, 0xfe] };
        for unit in text.encode_utf16() {
            out.extend(if big { unit.to_be_bytes() } else { unit.to_le_bytes() });
        }
        out
    }

    #[test]
    fn each_encoding_is_told_from_the_others() {
        let text = "氏名,所属\r\n髙橋 﨑子,㈱縁～";
        let cp932 = SHIFT_JIS.encode(text).0.into_owned();
        let marked = [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat();
        for (bytes, encoding) in [
            (text.as_bytes().to_vec(), Encoding::Utf8),
            (marked, Encoding::Utf8),
            (utf16(text, false), Encoding::Utf16Le),
            (utf16(text, true), Encoding::Utf16Be),
            (cp932, Encoding::Cp932),
        ] {
            assert_eq!(decode(&bytes), Ok((text.to_owned(), encoding)));
        }
    }

    #[test]
    fn what_is_no_text_is_refused_with_the_byte() {
        let neither = |line, at| Undecodable::Neither { line, utf8_at: at, cp932_at: at };
        assert_eq!(decode(b"ab\xff\xff"), Err(neither(1, 2)));
        assert_eq!(decode(b"a\r\nb\n\xff\xff"), Err(neither(3, 5)));
        assert_eq!(
            decode(b"\xef\xbb\xbfab\xff"),
            Err(Undecodable::Broken { encoding: Encoding::Utf8, at: 5 })
        );
        // A UTF-16 text that ends in the middle of a unit.
        assert_eq!(
            decode(b"\xff\xfea\0b"),
            Err(Undecodable::Broken { encoding: Encoding::Utf16Le, at: 4 })
        );
        assert_eq!(decode(b"a\0b\0"), Err(Undecodable::Zero { at: 1 }));
        assert_eq!(decode(b"PK\x03\x04rest"), Err(Undecodable::Zip));
        assert_eq!(decode(b""), Ok((String::new(), Encoding::Utf8)));
    }
}
