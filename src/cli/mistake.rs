//! What is wrong with the arguments, in both languages.

use crate::domain::Text;
use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::error::Error as _;

/// Whether there is something wrong at all: who asks for help or the version gets just that.
pub(super) fn is_mistake(error: &Error) -> bool {
    !matches!(
        error.kind(),
        ErrorKind::DisplayHelp
            | ErrorKind::DisplayVersion
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    )
}

pub(super) fn mistake(error: &Error) -> Text {
    let english = error.render().to_string();
    let english = english.strip_prefix("error: ").unwrap_or(&english).trim_end();
    Text::new(in_japanese(error).unwrap_or_else(|| english.to_owned()), english)
}

/// `None` for mistakes that the commands do not allow to be made.
fn in_japanese(error: &Error) -> Option<String> {
    let argument = said(error, ContextKind::InvalidArg).unwrap_or_default();
    let value = said(error, ContextKind::InvalidValue).unwrap_or_default();
    let what = match error.kind() {
        ErrorKind::UnknownArgument => format!("引数「{argument}」はありません"),
        ErrorKind::InvalidSubcommand => {
            format!("コマンド「{}」はありません", said(error, ContextKind::InvalidSubcommand)?)
        }
        ErrorKind::MissingSubcommand => "コマンドが要ります".to_owned(),
        ErrorKind::MissingRequiredArgument => format!("必要な引数がありません：{argument}"),
        ErrorKind::InvalidValue if value.is_empty() => format!("引数「{argument}」に値が要ります"),
        ErrorKind::InvalidValue => format!("引数「{argument}」に値「{value}」は使えません"),
        ErrorKind::ValueValidation => {
            let why = error.source().map(ToString::to_string).unwrap_or_default();
            format!("引数「{argument}」の値「{value}」を読めません：{why}")
        }
        ErrorKind::ArgumentConflict => match said(error, ContextKind::PriorArg) {
            Some(other) if other != argument => {
                format!("引数「{argument}」は「{other}」と一緒には使えません")
            }
            _ => format!("引数「{argument}」は一度だけ書けます"),
        },
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("引数「{argument}」の値の数が違います")
        }
        _ => return None,
    };
    let meant =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let meant = meant.into_iter().find_map(|kind| said(error, kind));
    let meant = meant.map(|meant| format!("。「{meant}」のことでしょうか")).unwrap_or_default();
    let may = said(error, ContextKind::ValidValue).filter(|may| !may.is_empty());
    let may = may.map(|may| format!("\n使える値：{may}")).unwrap_or_default();
    Some(format!("{what}{meant}{may}\n使い方は --help で見られます"))
}

fn said(error: &Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(all) => Some(all.join("、")),
        ContextValue::StyledStr(text) => Some(text.to_string()),
        _ => None,
    }
}
