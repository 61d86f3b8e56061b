//! The help in Japanese.

use clap::{Arg, ArgAction, Command};

const TEMPLATE: &str = "{about-with-newline}\n使い方: {usage}\n\n{all-args}{after-help}";

const EXIT_CODES: &str = "\
終了コード：
  0  正常終了
  1  enishi 自身の不具合
  2  入力の誤り（何も書き出さない）
  3  答えが「否」：違反がある、どの制度も要件を満たさない
  4  条件をすべて満たす計画がない
  5  時間内に計画が見つからない
  130  2回中断された

はじめに：
  enishi demo --out demo
  enishi template my-workshop";

/// The same commands, explained in Japanese.
pub(super) fn in_japanese(command: Command) -> Command {
    let command = explained(command);
    let names: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    let command = names.into_iter().fold(command, |c, name| c.mut_subcommand(name, explained));
    command.after_help(EXIT_CODES).subcommand_help_heading("コマンド").arg(
        Arg::new("version")
            .short('V')
            .long("version")
            .action(ArgAction::Version)
            .help("版を表示する")
            .help_heading("オプション"),
    )
}

fn explained(command: Command) -> Command {
    let name = command.get_name().to_owned();
    let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    command
        .about(about(&name))
        .after_help(examples(&after))
        .help_template(TEMPLATE)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .mut_args(|arg| {
            let heading = if arg.is_positional() { "引数" } else { "オプション" };
            let help = help(&name, arg.get_id().as_str());
            arg.help(help).help_heading(heading)
        })
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .help("この説明を表示する")
                .help_heading("オプション"),
        )
}

/// The examples are commands; only their frame is translated.
fn examples(after: &str) -> String {
    [
        ("Examples:", "例："),
        ("Exit codes: 0 explained, 2 bad input", "終了コード：0 説明できた、2 入力の誤り"),
        ("Exit codes: 0 no fault, 3 faults, 2 bad input", "終了コード：0 違反なし、3 違反あり、2 入力の誤り"),
        (
            "Exit codes: 0 planned, 2 bad input, 4 the day is impossible, 5 no plan in time",
            "終了コード：0 計画できた、2 入力の誤り、4 条件をすべて満たす計画がない、5 時間内に見つからない",
        ),
        (
            "Exit codes: 0 some scheme does not say no, 2 bad input, 3 every scheme asked says no",
            "終了コード：0 「否」でない制度がある、2 入力の誤り、3 尋ねた制度がすべて「否」",
        ),
        (
            "Exit codes: 0 the plan is what it says, 3 it is not, 2 bad input",
            "終了コード：0 計画は書かれたとおり、3 書かれたとおりでない、2 入力の誤り",
        ),
        (
            "`enishi template DIR` writes a consortium.json to start from.",
            "`enishi template DIR` が書き出す consortium.json から始められます。",
        ),
        (
            "A person decides about suggested terms; data/vocabulary/README.md says how to add one.",
            "挙げられた語をどうするかは人が決めます。加え方は data/vocabulary/README.md にあります。",
        ),
        (
            "The record is a CSV of year, profile, partner; `enishi template DIR` writes an example. To undo, leave the file out.",
            "記録は year, profile, partner の3列の CSV です。例は `enishi template DIR` が書き出します。元に戻すには、そのファイルを指定しないでください。",
        ),
        (
            "Hand out vote.html alone; key.json tells which side is which.",
            "配るのは vote.html だけにしてください。どちらがどちらかは key.json にあります。",
        ),
        (
            "CSV keeps which concepts a profile has and what persons decided; JSON keeps the words that gave them too.",
            "CSV には概念と人の判断が、JSON には根拠となった語も残ります。",
        ),
    ]
    .iter()
    .fold(after.to_owned(), |text, (en, ja)| text.replace(en, ja))
}

fn about(command: &str) -> &'static str {
    match command {
        "enishi" => "プロフィールからコンソーシアムと日程を、理由と証明つきで",
        "demo" => "2022年5月10日のワークショップで全体を実演する",
        "import" => "ワークショップを読み込んで検査し、別の形式で書き出す",
        "tag" => "プロフィールの文章から概念を読み取る（人の判断は保つ）",
        "vocabulary" => "語彙の不足をワークショップの文章から探し、語彙を SKOS や CSV で書き出す",
        "rank" => "プロフィールの相手を、理由つきで良い順に挙げる",
        "exposure" => "誰が何回薦められるかを数え、誰にも薦められないものを引き上げる",
        "learn" => "過去の面談・共同体の記録に、ランキングの重みを合わせる",
        "blind" => "二つの順位を、どちらか伏せたまま専門家に比べてもらう",
        "consortia" => "制度の構成要件を満たす最良の組を、判定つきで探す",
        "check" => "コンソーシアム案を、ある日の時点の各制度に照らす",
        "explain" => "希望が入らなかった理由・直し方・無理に入れた場合の損失を示す",
        "plan" => "一日の日程を計画する（講演・相談・面談、証明つき）",
        "fairness" => "受け取りの少ない人を手厚くすると全体で何を失うかを、計画ごとに示す",
        "judge" => "日程表を検査する（誰が作ったものでも）",
        "breaks" => "決まった面談の一日を空き時間最少で計画する（証明つき）",
        "verify" => "計画とその上界・下限を、ソルバーなしで検証する",
        "export" => "日程表を CSV・XLSX・JSON・カレンダー・HTML で書き出す",
        "generate" => "任意の大きさの架空のワークショップを作る（計画を試すため）",
        "template" => "ワークショップの表のひな型を書き出す",
        "serve" => "API を提供し、ジョブを実行する",
        "worker" => "PostgreSQL を共有するサービスのジョブを実行する",
        "account" => "サービスの管理者を作る",
        "backup" => "サービスのデータベースの控えを取る（動作中でもよい）",
        "restore" => "控えを新しいデータフォルダに戻す",
        "doctor" => "サービスのデータに異常がないか調べる",
        "erase" => "ある人の個人情報を削除する（計画と集計は残る）",
        "personal-data" => "ある人が提供したすべてを JSON で書き出す",
        "solve" => "標準入力の一つの問いに答える（サービスが呼び出す）",
        "completions" => "シェルの補完スクリプトを表示する",
        _ => "",
    }
}

fn help(command: &str, argument: &str) -> &'static str {
    match (command, argument) {
        (_, "json") => "結果を JSON だけで標準出力に書く",
        (_, "lang") => "表示の言語（ja か en）。指定がなければロケールに従う",
        ("check", "workshop") => "機関の情報と、不足を補える相手を知るためのワークショップ",
        ("erase", "workshop") => "メールアドレスを使わないときの、参加者のワークショップ",
        ("verify", "workshop") => {
            "計画のワークショップ（`enishi breaks` の計画では不要）：CSV の入ったフォルダ、.xlsx または .json"
        }
        (_, "workshop") => "ワークショップ：CSV の入ったフォルダ、.xlsx または .json",
        (_, "max_rows") => "読み込む行数の上限（全表の合計）",
        ("demo", "out") => "出力先のフォルダ（別名のファイルは残す）",
        ("demo", "seconds") => "二つの計画それぞれの時間の上限（秒）",
        ("import", "out") => "出力先：.xlsx、.json、または CSV のフォルダ。なければ検査だけ",
        ("tag", "out") => "タグ付けしたワークショップの出力先：.xlsx、.json、または CSV のフォルダ",
        ("tag", "confirm") => "タグを確認済みにする",
        ("tag", "add") => "タグを加える",
        ("tag", "remove") => "タグを外す（以後も戻らない）",
        ("vocabulary", "action") => {
            "すること：suggest（語彙にない頻出語）、coverage（読み取れた割合）、export（書き出し）、import（取り込み）"
        }
        ("vocabulary", "path") => {
            "読むワークショップ（suggest・coverage）、または書き出す（export）・取り込む（import）.ttl か .csv"
        }
        ("vocabulary", "out") => "取り込んだ語彙のファイルを置くフォルダー",
        ("vocabulary", "least") => "その語を使うプロフィールの最少数",
        ("vocabulary", "top") => "挙げる語の数",
        ("rank", "profiles") => "相手を探すプロフィール。なければすべて",
        ("rank", "scope") => "相手の範囲：すべて、別の部門、同じ部門",
        ("rank", "top") => "挙げる相手の数",
        ("rank", "projects") => "代わりに、印刷された題名だけで AIMGAIN の採択課題を講演と照合する",
        ("exposure", "top") => "一つのプロフィールに薦める相手の数",
        ("exposure", "lift") => "誰にも薦められないプロフィールに各一覧で譲る数",
        ("exposure", "as_of") => "機関の新しさを判断する基準日。なければ今日",
        ("exposure", "out") => "表・一覧・JSON・曲線の図の出力先フォルダ（別名のファイルは残す）",
        ("blind", "path") => {
            "ワークショップ（CSV のフォルダー、.xlsx、.json）。--votes のときは key.json"
        }
        ("blind", "against") => "比べる相手の重み。なければ文章の近さだけによる順位",
        ("blind", "profiles") => "尋ねるプロフィールの数の上限",
        ("blind", "top") => "それぞれの一覧に載せる相手の数",
        ("blind", "seed") => "同じ値なら同じプロフィールを尋ねる",
        ("blind", "out") => "vote.html と key.json を置くフォルダー",
        ("blind", "votes") => "ページで保存した回答（一人に1ファイル）。これを数える",
        (_, "weights") => "`enishi learn` が書き出した重み。なければ既定の重み",
        ("learn", "record") => "誰が誰と会い、組んだか：year, profile, partner の3列の CSV",
        ("learn", "out") => "最後の年で既定より良ければ、重みを書き出すファイル",
        ("consortia", "scheme") => "構成要件を満たすべき制度",
        ("consortia", "at_start") => "開始時に必要な構成だけを求める",
        ("consortia", "with") => "必ず含むプロフィール（何度でも指定できる）",
        ("consortia", "members") => "組の人数の上限",
        ("consortia", "groups") => "挙げる組の数",
        ("consortia", "disjoint") => {
            "合わせて最も価値の高い組を選ぶ。1 人が入るのは N 組まで（既定 2）"
        }
        ("consortia", "each_area") => {
            "同じ疾患領域（共有してよい数を超えるメンバーに共通するもの）の組を N 組までにする"
        }
        ("consortia", "most_shared") => "挙げる組が互いに共有してよい数の上限",
        (_, "as_of") => "制度を調べる基準日。なければ今日",
        ("check", "draft") => "コンソーシアム案",
        ("check", "scheme") => "一つの制度だけを調べる。なければ全制度を並べる",
        ("check", "assume") => "案にない役割と予算を、制度が示す形で補う",
        ("explain", "timetable") => "希望が入っていない日程表",
        ("explain", "wish") => {
            "希望（面談は ID;ID、相談・会合は ID）。省くと入らなかった希望の一覧を出す"
        }
        ("explain", "seconds") => "無理に入れた場合の損失を求める時間の上限（秒）",
        ("plan", "out") => "日程表・要約・理由などの出力先フォルダ",
        ("plan", "name") => "計画とファイルの名前",
        ("plan", "seconds") => "計画にかける時間の上限（秒）",
        ("plan", "threads") => "ソルバーのスレッド数",
        ("plan", "seed") => "ソルバーの乱数の種",
        ("plan", "memory") => "計画に使えるメモリー（MiB）。達したらそこまでの最良の計画で終える",
        ("plan", "start") => "出発点とする日程表",
        ("plan", "repair") => {
            "点数よりも変更の少なさを優先し、--start をできるだけ保つ（固定は必ず守る）"
        }
        ("plan", "more_people") => {
            "--repair で、点数が上がるなら最少人数のほかに影響してよい人数（講演が動かない、面談の多い日のみ）"
        }
        ("plan", "from") => {
            "--repair で変更してよい最初の時刻（会場の時刻。それより前に始まるものは動かさない）"
        }
        ("fairness", "points") => "計画の数の上限（点数が最大のものから最も公平なものまで）",
        ("fairness", "max_loss") => "失ってよい点数の上限（%）",
        ("fairness", "out") => "曲線と各日程表の出力先フォルダ（別名のファイルは残す）",
        ("fairness", "seconds") => "一つの計画にかける時間の上限（秒）",
        ("fairness", "threads") => "ソルバーのスレッド数",
        ("fairness", "seed") => "ソルバーの乱数の種",
        ("breaks", "day") => "決まった面談のデータ（MiniZinc 形式）",
        ("breaks", "out") => "計画と下限の証明の出力先フォルダ",
        ("breaks", "fairness") => "空き時間の回数の、人による差の上限",
        ("breaks", "seconds") => "計画にかける時間の上限（秒）。証明にも同じだけかかることがある",
        ("breaks", "threads") => "ソルバーのスレッド数",
        ("breaks", "seed") => "ソルバーの乱数の種",
        ("verify", "plan") => {
            "検証する計画（`enishi plan`・`enishi demo` の 名前.certified.json、`enishi breaks` の出力）"
        }
        ("judge", "timetable") => "検査する日程表（.json または .csv）",
        ("export", "timetable") => "書き出す日程表（.json または .csv）",
        ("export", "out") => "出力先のフォルダ（別名のファイルは残す）",
        ("export", "format") => "書き出す形式。なければすべて",
        ("generate", "out") => "出力先：.xlsx、.json、または CSV のフォルダ",
        ("generate", "meetings") => "少なくとも一方が面談を希望する組の数",
        ("generate", "organisations") => "機関の数。なければ面談の8分の1",
        ("generate", "days") => "日数（1日16枠）。なければ面談の数に応じる",
        ("generate", "tables") => "全ホールのテーブルの数。なければ面談の数に応じる",
        ("generate", "seed") => "乱数の種。種と大きさが同じなら同じワークショップになる",
        ("template", "dir") => "出力先のフォルダ（同名のファイルは置き換える）",
        ("backup", "file") => "控えの新しいファイル",
        ("restore", "file") => "`enishi backup` が作った控え",
        ("account", "email") => "管理者のメールアドレス",
        ("account", "name") => "管理者の氏名",
        ("serve", "demo") => {
            "2022年5月10日のワークショップを見せる（この端末の誰でも、どの役割でも入れる）"
        }
        ("serve", "listen") => "待ち受けるアドレスとポート（既定：127.0.0.1:8080）",
        ("erase", "person") => "アカウントのメールアドレス、または --workshop の参加者の ID",
        ("erase", "yes") => "削除する（取り消せない）",
        ("personal-data", "email") => "アカウントのメールアドレス",
        (_, "config") => "設定ファイル（TOML）。ENISHI_CONFIG でも指定できる",
        ("serve", "check_config") => "有効な設定、または誤りとその直し方を表示して終わる",
        (_, "data_dir") => "データベース・メール・トークンのフォルダ（既定：enishi-data）",
        (_, "database") => "データフォルダの SQLite の代わりに使う PostgreSQL",
        ("serve", "demo_seconds") => "デモの二つの計画それぞれの時間の上限（秒）",
        ("serve", "requests_per_second") => {
            "一つのアドレスと一つのアカウントが毎秒送れる数（既定：300）"
        }
        ("serve", "https") => {
            "ブラウザは前段のプロキシを経て HTTPS で来る（Cookie を HTTPS に限る）"
        }
        ("completions", "shell") => "補完を使うシェル",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::Arguments;
    use clap::CommandFactory;

    #[test]
    fn every_command_and_argument_is_explained_in_both_languages() {
        let command = Arguments::command();
        let all = std::iter::once(&command).chain(command.get_subcommands());
        for command in all {
            let name = command.get_name();
            assert_ne!(about(name), "", "{name}");
            for argument in command.get_arguments() {
                let id = argument.get_id().as_str();
                assert_ne!(help(name, id), "", "{name} {id}");
                assert!(argument.get_help().is_some(), "{name} {id}");
            }
            let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let english = examples(&after);
            assert!(!english.contains("Exit codes: 0"), "{english}");
        }
    }

    #[test]
    fn the_translated_commands_are_sound() {
        in_japanese(Arguments::command()).debug_assert();
    }
}
