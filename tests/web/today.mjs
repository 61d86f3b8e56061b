// The day itself: somebody stays away, somebody comes late, a room closes; the day is planned again with
// the fewest changes, published, and slips are printed for those whom it concerns.
// Usage: node tests/web/today.mjs [path of enishi] [folder for pictures]
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { ask, enterBy, fits, newFolder, open, ours, program, stage } from "./stage.mjs";

const pictures = process.argv[3];
if (pictures) mkdirSync(pictures, { recursive: true });
const data = newFolder();
const account = ["account", "hanako@example.jp", "--name", "山田 花子", "--data-dir", data, "--lang", "ja", "--json"];
const { path } = JSON.parse(execFileSync(program, account, { encoding: "utf8", env: ours }));

// Its clock shows about noon, whenever this runs: what is planned for the afternoon is still to come.
const east = 12 - new Date().getUTCHours();
const zone = `Etc/GMT${east > 0 ? "-" : "+"}${Math.abs(east)}`;
const today = new Date().toISOString().slice(0, 10);
const time = (minutes) =>
  `${today}T${String(13 + Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}:00`;
const COUNT = 4;
const each = (of) => Array.from({ length: COUNT }, (_, i) => of(i));
const person = (id, family, organisation, sector) => ({
  id,
  name: { family, given: "一", family_kana: "ア", given_kana: "イチ" },
  organisation,
  sector,
});
const LONG = "じゅげむじゅげむごこうのすりきれかいじゃりすいぎょの水行末雲来末風来末食う寝る処に住む処やぶら小路藪柑子";
const workshop = {
  id: "today",
  name: { ja: "きょうの交流会" },
  zone,
  days: [today],
  rules: {},
  rooms: [
    { id: "a", name: { ja: "会場A" }, tables: 3 },
    { id: "b", name: { ja: "会場B" }, tables: 2 },
  ],
  slots: Array.from({ length: 8 }, (_, i) => ({ id: `s${i}`, start: time(i * 20), end: time(i * 20 + 20) })),
  organisations: [
    { id: "company", name: { ja: "株式会社甲" }, kind: "company" },
    { id: "university", name: { ja: "乙大学" }, kind: "academia" },
  ],
  people: [
    ...each((i) => person(`c${i}`, i === 0 ? LONG : `会社${i}`, "company", "industry")),
    ...each((i) => person(`a${i}`, `大学${i}`, "university", "academia")),
  ],
  meeting_wishes: each((c) => each((a) => ({ id: `w${c}${a}`, from: `c${c}`, to: `a${a}`, rank: 1 }))).flat(),
};

const set = await stage({ data, options: [] });
const { base } = set;
const at = (screen) => `${base}/w/today/${screen}`;

try {
  const { page, faults } = await open(set, 1440, 900);
  const picture = (name) =>
    pictures && page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  await enterBy(page, base, path);
  await ask(page, "?agreed=true", workshop);

  // A first plan of the day, which everybody knows.
  await page.goto(at("board"));
  await page.getByLabel("長くて").selectOption("10");
  await page.getByRole("button", { name: "計画する" }).click();
  await page.getByText("できました：第1案").waitFor();
  await page.locator("td.kind-meeting").nth(COUNT * COUNT - 1).waitFor();
  const publish = async () => {
    await page.getByRole("button", { name: "公開する…" }).click();
    await page.getByRole("button", { name: "公開する", exact: true }).click();
    await page.getByText("公開中", { exact: true }).waitFor();
  };
  await publish();

  // One stays away, one comes in the second half hour.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(at("reception"));
  const row = (name) => page.locator(".arrivals > li").filter({ hasText: name });
  await row("大学0").getByRole("radio", { name: "欠席" }).click();
  await page.getByText(`出られない面談・相談が${COUNT}件`).waitFor();
  await row("会社1").getByRole("radio", { name: "遅れて到着" }).click();
  await row("会社1").getByLabel(/到着予定/).last().fill("13:40");
  await row("会社1").getByRole("button", { name: "時刻を記録する" }).click();
  await row("会社1").getByText("13:40 到着予定").waitFor();
  await page.getByText("該当する人").click();
  await page.getByText("会社1 一さん（13:40 到着予定）").waitFor();

  // A room closes from the hour on.
  await page.getByText("会場が使えなくなったとき").click();
  await page.locator("details.part-of-form select").selectOption("b");
  await page.getByLabel("閉じる時刻").last().fill("14:00");
  await page.getByRole("button", { name: "この時刻から閉じる" }).click();
  await page.getByText("会場B を 14:00 から閉じました。").waitFor();
  await fits(page, "the reception on the day");
  await picture("reception");

  // From there to the day as published, with the fewest changes.
  await page.getByRole("link", { name: "最小の変更で計画し直す" }).last().click();
  await page.setViewportSize({ width: 1440, height: 900 });
  assert.equal(await page.getByLabel("方法").inputValue(), "least");
  await page.getByText(/欠席・遅刻の2人に/).waitFor();
  await page.getByLabel("変更に気づく人を増やしてよい数").selectOption("1");
  await page.getByLabel("変更に気づく人を増やしてよい数").selectOption("0");
  await page.getByRole("button", { name: "計画する" }).click();
  await page.getByText("できました：第2案").waitFor();
  await page.getByText("これより少ない変更では", { exact: false }).first().waitFor();
  await fits(page, "the day planned again");
  await picture("again");
  const { placements } = await ask(page, "/today/plans/2");
  const of = (id) => placements.filter((p) => p.people.some((one) => one.id === id));
  assert.equal(of("a0").length, 0, "nothing waits for who stays away");
  assert.ok(of("c1").every((p) => p.start >= time(40)), "nothing waits for who is late");
  assert.equal(of("c1").length, COUNT - 1, "what was missed is later");
  assert.ok(placements.every((p) => p.room !== "b" || p.end <= time(60)), "the room is closed");

  // Filtered by a person, what is dimmed stays readable.
  await page.locator("input[list=board-names]").fill("大学1 一");
  await page.locator("td.dim").first().waitFor();
  await fits(page, "the board, filtered");
  await picture("filtered");
  await page.locator("input[list=board-names]").fill("");
  await publish();

  // What was and what is, for each whom it concerns.
  await page.goto(at("prints"));
  await page.getByLabel("印刷するもの").selectOption("slips");
  const slip = page.locator(".slip").filter({ hasText: "大学0 一 様 予定の変更" });
  await slip.locator("tbody tr").nth(COUNT - 1).waitFor();
  assert.equal(await slip.locator("tbody strong").filter({ hasText: "なし" }).count(), COUNT);
  await fits(page, "the slips");
  await picture("slips");
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  assert.match(pdf, /MediaBox\s*\[\s*0 0 594?5?/);

  // Who wants no motion sees none.
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto(at("board"));
  await page.locator("td.kind-meeting").first().waitFor();
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll("*")].filter((node) => {
      const { animationDuration, transitionDuration } = getComputedStyle(node);
      return [animationDuration, transitionDuration].some((one) => Number.parseFloat(one) > 0.01);
    }).length,
  );
  assert.equal(moving, 0, `${moving} elements move`);
  assert.deepEqual(faults, []);
  console.log("today: done");
} finally {
  await set.end();
}
