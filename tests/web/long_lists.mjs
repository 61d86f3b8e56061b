// Lists of more than a thousand entries: they stay short on the screen, lose nothing, and say where one is.
// Usage: node tests/web/long_lists.mjs [path of enishi] [folder for pictures]
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { enter, fits, open, stage } from "./stage.mjs";

const PEOPLE = 1200;
/** More than the service gives at a time. */
const REQUESTS = 260;
/** What a page of a list may hold, whatever the list holds. */
const MOST_NODES = 2000;

const pictures = process.argv[3];
if (pictures) mkdirSync(pictures, { recursive: true });
const set = await stage();
const { base, data } = set;
const tokens = JSON.parse(readFileSync(join(data, "demo-tokens.json"), "utf8"));

async function ask(role, method, path, body, type = "application/json") {
  const headers = { Authorization: `Bearer ${tokens[role]}`, "Content-Type": type };
  const answer = await fetch(`${base}/api${path}`, { method, headers, body });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${path}: ${text}`);
  return JSON.parse(text);
}

const workshop = "/workshops/aimgain-2022";
const people = Array.from({ length: PEOPLE }, (_, i) => i);
const sheet = [
  "id,family,given,family_kana,given_kana,organisation,sector",
  ...people.map((i) => `x${i},渡辺,人${i},ワタナベ,ヒト${String(i).padStart(4, "0")},a01,academia`),
];
const how = "name=people.csv&dry_run=false";
await ask("organizer", "POST", `${workshop}/people/import?${how}`, sheet.join("\r\n"), "text/csv");
const { memberships } = await ask("company", "GET", "/me");
const to = memberships[0].person;
for (const i of people.slice(0, REQUESTS)) {
  const body = JSON.stringify({ to, rank: 1, message: `ぜひお話しさせてください（${i}）` });
  await ask("organizer", "POST", `${workshop}/requests?person=x${i}`, body);
}

async function look(page, name) {
  for (const [width, height] of [[1440, 900], [390, 844]]) {
    await page.setViewportSize({ width, height });
    await fits(page, `${name} at ${width} px`);
    if (pictures) await page.screenshot({ path: join(pictures, `${name}-${width}.png`) });
  }
  const nodes = await page.evaluate(() => document.querySelectorAll("*").length);
  assert.ok(nodes < MOST_NODES, `${name} has ${nodes} nodes`);
}

/** Turns to the next page, whose entries begin after those that were seen; its head has the focus. */
async function next(page, first, total) {
  await page.getByRole("button", { name: "次へ" }).click();
  await page.locator("[role=status]").getByText(`${first}〜`).waitFor();
  const said = await page.locator(".pages > [role=status]").textContent();
  assert.ok(said.includes(`全${total.toLocaleString("ja")}件`), said);
  assert.equal(await page.evaluate(() => document.activeElement.className), "pages");
}

try {
  const { page, faults } = await open(set, 1440, 900);
  await enter(page, base, "organizer");
  await page.goto(`${base}/w/aimgain-2022/people`);
  const table = page.locator("table.people");
  const all = Number(await table.getAttribute("aria-rowcount")) - 1;
  assert.ok(all > PEOPLE);
  await next(page, 51, all);
  assert.equal(await table.locator("tbody tr").first().getAttribute("aria-rowindex"), "52");
  assert.equal(await table.locator("tbody tr").count(), 50);
  await look(page, "people");
  // Who is sought is found on whichever page they are, and what was sought begins at its first page.
  await page.getByLabel("名前・読み・組織で探す").fill("ヒト1199");
  await table.getByText("渡辺 人1199").waitFor();
  assert.equal(await table.getAttribute("aria-rowcount"), "2");

  await page.goto(`${base}/w/aimgain-2022/history`);
  await page.getByRole("button", { name: "次へ" }).click();
  await page.locator("[aria-posinset='51']").waitFor();
  await look(page, "history");

  await page.goto(`${base}/w/aimgain-2022/outbox`);
  await page.getByLabel("表示").selectOption("sent");
  await next(page, 51, REQUESTS);
  await look(page, "outbox");

  await page.goto(`${base}/w/aimgain-2022/reception`);
  await next(page, 51, all);
  await look(page, "reception");

  await enter(page, base, "company");
  await page.goto(`${base}/w/aimgain-2022/requests`);
  // The demonstration has asked for some meetings of its own.
  await page.locator(".pages > [role=status]").waitFor();
  const told = await page.locator(".pages > [role=status]").textContent();
  const total = Number(/全([\d,]+)件/.exec(told)[1].replace(",", ""));
  assert.ok(total >= REQUESTS, told);
  await next(page, 51, total);
  await look(page, "requests");
  assert.deepEqual(faults, []);
  console.log("long lists: done");
} finally {
  await set.end();
}
