// An organizer alone: from an empty installation to a published timetable, on the screens.
// Usage: node tests/web/organizer.mjs [path of enishi]; needs `npm ci` in web/app, and Chromium.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { enterBy, fits, newFolder, open, ours, program, stage } from "./stage.mjs";

const folder = newFolder();
const made = execFileSync(
  program,
  ["account", "hanako@example.jp", "--name", "山田 花子", "--data-dir", folder, "--lang", "ja", "--json"],
  { encoding: "utf8", env: ours },
);
const { path } = JSON.parse(made);
/** A file of people's wishes, as an organizer would bring it. */
function file(name, rows) {
  const at = join(folder, name);
  writeFileSync(at, `\ufeff${rows.map((row) => row.join(",")).join("\r\n")}\r\n`);
  return at;
}

const COUNT = 6;
const each = (of) => Array.from({ length: COUNT }, (_, i) => of(i));
const files = [
  file("organisations.csv", [
    ["id", "name_ja", "kind"],
    ["o1", "東都大学", "academia"],
    ["o2", "北斗製薬株式会社", "company"],
  ]),
  file("people.csv", [
    ["id", "family", "given", "family_kana", "given_kana", "organisation", "sector"],
    ...each((i) => [`a${i}`, "青木", `一${i}`, "アオキ", "イチ", "o1", "academia"]),
    ...each((i) => [`c${i}`, "千葉", `二${i}`, "チバ", "ニ", "o2", "industry"]),
  ]),
  file("meeting_wishes.csv", [
    ["id", "from", "to", "rank"],
    ...each((i) => [`w${i}`, `c${i}`, `a${i}`, 1]),
    ...each((i) => [`v${i}`, `a${i}`, `c${(i + 1) % COUNT}`, 2]),
  ]),
];

const set = await stage({ data: folder, options: [] });
const { base } = set;

try {
  // A contradiction is refused while it is typed (400); there is no version at first (404).
  const { page, faults } = await open(set, 1440, 900, /40[014]/);

  // The link of the command line signs in; nobody has a workshop yet.
  await enterBy(page, base, path);
  await page.getByLabel("名称（日本語）").fill("春の産学交流会");
  await page.getByLabel("アドレスに使うID").fill("spring-2027");
  await page.getByLabel("初日").fill("2027-04-16");
  await page.getByRole("button", { name: "作って設定に進む" }).click();
  await page.waitForURL("**/w/spring-2027/setup");

  // A room with tables, slots in one go; a contradiction is told while typing.
  await page.getByRole("button", { name: "会場を加える" }).click();
  await page.getByLabel("名称（日本語） 1").fill("交流室");
  await page.getByLabel("面談テーブル 1").fill("3");
  const slots = page.locator("section[aria-labelledby=setup-slots]");
  await slots.getByText("まとめて加える").click();
  await slots.getByRole("button", { name: "加える", exact: true }).click();
  assert.equal(await slots.locator("tbody tr").count(), 6);
  await slots.getByLabel("終了 1").fill("09:00");
  await slots.locator("tr.wrong").first().waitFor();
  await slots.getByLabel("終了 1").fill("10:20");
  await page.getByText("矛盾はありません").waitFor();
  await page.getByRole("button", { name: "保存する", exact: true }).click();
  await page.getByText("保存されています。").waitFor();

  // When participants may ask, by the workshop's clock: an end in the past closes at once, no end opens again.
  const asking = page.locator("form", { hasText: "面談・講演・相談の申込期間" });
  await asking.getByText("受付中", { exact: true }).waitFor();
  await asking.getByLabel("受付の終了").fill("2021-04-01T09:00");
  await asking.getByRole("button", { name: "期間を保存する" }).click();
  await asking.getByText("受付していません").waitFor();
  const { closes_at } = await page.evaluate(() =>
    fetch("/api/workshops/spring-2027/request-dates").then((answer) => answer.json()),
  );
  assert.equal(new Date(closes_at).toISOString(), "2021-04-01T00:00:00.000Z");
  await asking.getByLabel("受付の終了").fill("");
  await asking.getByRole("button", { name: "期間を保存する" }).click();
  await asking.getByText("受付中", { exact: true }).waitFor();

  // People and wishes from files: a faulty one is refused as a whole.
  await page.getByRole("link", { name: "参加者" }).click();
  await page.getByText("ファイルから取り込む（").click();
  const choose = async (at) => {
    await page.getByLabel("ファイル", { exact: true }).setInputFiles(at);
    await page.getByRole("button", { name: "中身を確かめる" }).click();
  };
  await page.getByLabel(/新しい組織として加える/).uncheck();
  await choose(files[1]);
  await page.getByText(/誤りが \d+ 件あります/).waitFor();
  await page.getByLabel(/新しい組織として加える/).check();
  for (const at of files) {
    if (at.includes("wishes")) await page.getByLabel("合意済み").check();
    await choose(at);
    await page.getByRole("button", { name: "取り込む", exact: true }).click();
    await page.getByText("取り込みました。").waitFor();
  }
  await page.getByText(`${2 * COUNT}人`).waitFor();
  // An office's own list, by names alone, brings organisations that nobody knew.
  await choose(file("名簿.csv", [["氏名", "所属", "区分"], ["土屋 三", "みどり工房", "企業"]]));
  await page.getByRole("button", { name: "取り込む", exact: true }).click();
  await page.getByText("取り込みました。").waitFor();
  await page.getByText(`${2 * COUNT + 1}人`).waitFor();
  await page.getByLabel("名前・読み・組織で探す").fill("北斗");
  await page.getByText(`${COUNT}人`, { exact: true }).waitFor();

  // Names and addresses pasted from a sheet: who is known is invited, the rest stays to be put right.
  await page.getByText("招待する（").click();
  await page.getByLabel("氏名とメールアドレス").fill("青木 一0\ta0@example.jp\n誰か 某\tx@example.jp");
  await page.getByText("参加者の一覧にありません").waitFor();
  await fits(page, "inviting");
  await page.getByRole("button", { name: "1人を招待する" }).click();
  await page.getByText("1人に招待のメールを送りました。").waitFor();
  assert.equal(await page.getByLabel("氏名とメールアドレス").inputValue(), "誰か 某\tx@example.jp");

  // Planned to the proven best, and published.
  // The results wait for the first plan, and show it by themselves.
  const beside = await page.context().newPage();
  await beside.goto(`${base}/w/spring-2027/results`);
  await beside.getByText("まだ計画がありません").waitFor();
  await page.getByRole("link", { name: "時間割" }).click();
  await page.getByLabel("長くて").selectOption("10");
  await page.getByRole("button", { name: "計画する" }).click();
  await page.getByText("できました：第1案").waitFor();
  await page.locator("td.kind-meeting").nth(2 * COUNT - 1).waitFor();
  await beside.locator("table.people tbody tr").nth(2 * COUNT - 1).waitFor();
  await beside.close();
  await page.getByRole("button", { name: "公開する…" }).click();
  await page.getByRole("button", { name: "公開する", exact: true }).click();
  await page.getByText("公開中", { exact: true }).waitFor();
  assert.deepEqual(faults, []);
  console.log("organizer: done");
} finally {
  await set.end();
}
