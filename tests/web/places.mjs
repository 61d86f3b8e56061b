// A colleague stands in; whoever cannot come names somebody, who agrees after the mailed link and is let
// in by the organizer. Once in each language, each state on a phone and on a desk.
// Usage: node tests/web/places.mjs [path of enishi] [folder for pictures]
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ask, enterBy, fits, newFolder, open, ours, program, stage } from "./stage.mjs";

const pictures = process.argv[3];
if (pictures) mkdirSync(pictures, { recursive: true });
const data = newFolder();
const account = ["account", "hanako@example.jp", "--name", "山田 花子", "--data-dir", data, "--lang", "ja", "--json"];
const { path } = JSON.parse(execFileSync(program, account, { encoding: "utf8", env: ours }));

const person = (id, [family, given], [family_kana, given_kana], organisation, sector, romaji = ["", ""]) => ({
  id,
  name: { family, given, family_kana, given_kana, family_romaji: romaji[0], given_romaji: romaji[1] },
  organisation,
  sector,
});
const workshop = {
  id: "places",
  name: { ja: "春の産学交流会", en: "Spring Meeting of Industry and Academia" },
  zone: "Asia/Tokyo",
  days: ["2027-04-16"],
  rules: {},
  rooms: [{ id: "a", name: { ja: "会場A", en: "Room A" }, tables: 2 }],
  slots: [13, 14].map((hour) => ({
    id: `s${hour}`,
    start: `2027-04-16T${hour}:00:00`,
    end: `2027-04-16T${hour}:20:00`,
  })),
  organisations: [
    { id: "company", name: { ja: "北斗製薬株式会社", en: "Hokuto Pharma" }, kind: "company" },
    { id: "university", name: { ja: "東都大学", en: "Toto University" }, kind: "academia" },
  ],
  people: [
    person("ja", ["田中", "一郎"], ["タナカ", "イチロウ"], "company", "industry"),
    person("ja-deputy", ["鈴木", "京子"], ["スズキ", "キョウコ"], "company", "industry"),
    person("en", ["ミラー", "アンナ"], ["ミラー", "アンナ"], "company", "industry", ["Miller", "Anna"]),
    person("en-deputy", ["ノヴァク", "ヤン"], ["ノヴァク", "ヤン"], "company", "industry", ["Novak", "Jan"]),
    person("partner", ["青木", "二葉"], ["アオキ", "フタバ"], "university", "academia"),
    person("asks", ["宇野", "三郎"], ["ウノ", "サブロウ"], "university", "academia"),
  ],
  meeting_wishes: ["ja", "en"].map((from) => ({ id: `w-${from}`, from, to: "partner", rank: 1 })),
};
const NAMES = {
  ja: { me: "田中 一郎 様", deputy: "鈴木 京子 様", next: ["高橋", "健"], nextIs: "高橋 健 様", theme: "light" },
  en: { me: "Anna Miller", deputy: "Jan Novak", next: ["Okafor", "Ada"], nextIs: "Okafor Ada", theme: "dark" },
};
const WORDS = Object.fromEntries(
  ["ja", "en"].map((lang) => [
    lang,
    JSON.parse(readFileSync(join(import.meta.dirname, `../../web/app/src/words/${lang}.json`), "utf8")),
  ]),
);

const set = await stage({ data, options: [] });
const { base } = set;
const at = (screen) => `${base}/w/places/${screen}`;

/** The link of the newest mail to somebody, once it has come. */
async function mailed(to) {
  const folder = join(data, "outbox");
  for (let tries = 0; tries < 300; tries += 1) {
    const mails = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
    const link = mails
      .filter((mail) => mail.startsWith(`To: ${to}\r\n`))
      .map((mail) => /\/sign-in\/\S+/.exec(mail)?.[0])
      .find(Boolean);
    if (link) return link;
    await new Promise((later) => setTimeout(later, 100));
  }
  throw new Error(`no link was mailed to ${to}`);
}

/** Somebody's own browser, signed in by a link. */
async function signedIn(link, lang, theme) {
  const window = await open(set, 390, 844, /40[134]/, { locale: lang === "ja" ? "ja-JP" : "en-GB" });
  await window.context.addInitScript((theme) => localStorage.setItem("enishi-theme", theme), theme);
  await enterBy(window.page, base, link);
  return window;
}

/** On a phone and on a desk. */
async function seen(page, name) {
  for (const [width, height] of [[1440, 900], [390, 844]]) {
    await page.setViewportSize({ width, height });
    await fits(page, `${name}, ${width} px`);
    if (pictures) {
      await page.screenshot({ path: join(pictures, `${name}-${width}.png`), fullPage: true });
    }
  }
}

async function aPlacePassesOn(organizer, partner, lang) {
  const names = NAMES[lang];
  const say = (word, values = {}) =>
    WORDS[lang][word].replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  const button = (page, word, values) => page.getByRole("button", { name: say(word, values), exact: true });
  const look = (page, name) => seen(page, `${lang}-${name}`);

  // Whom somebody lets in acts for them; it is said wherever they go, and what is personal is closed.
  const mine = await signedIn(await mailed(`${lang}@example.jp`), lang, names.theme);
  await mine.page.waitForURL("**/w/places/**");
  await mine.page.goto(at("account"));
  await mine.page.getByText(say("stand-in.nobody")).waitFor();
  await mine.page.getByLabel(say("stand-in.choose")).selectOption({ label: names.deputy });
  await button(mine.page, "stand-in.let-in").click();
  await mine.page.getByText(say("stand-in.for-me", { name: names.deputy })).waitFor();
  await look(mine.page, "account-of-who-is-stood-in-for");

  const deputy = await signedIn(await mailed(`${lang}-deputy@example.jp`), lang, names.theme);
  await deputy.page.waitForURL("**/w/places/**");
  await deputy.page.goto(at("account"));
  await deputy.page.getByText(say("stand-in.i-for")).waitFor();
  await look(deputy.page, "account-of-the-stand-in");
  await button(deputy.page, "people.act", { name: names.me }).click();
  const bar = deputy.page.getByRole("region", { name: say("acting.label") });
  await bar.getByText(names.me).waitFor();
  await deputy.page.locator("ol.day .slot.meeting").waitFor();
  await look(deputy.page, "day-of-another");
  const menu = deputy.page.getByRole("navigation", { name: say("frame.menu") });
  for (const closed of ["screen.registration", "screen.account"]) {
    assert.equal(await menu.getByRole("link", { name: say(closed), exact: true }).count(), 0, closed);
  }
  await menu.getByRole("link", { name: say("screen.requests") }).click();
  await button(deputy.page, "request.accept").click();
  await deputy.page.locator("li.item .badge.accepted").waitFor();
  await bar.waitFor();
  await look(deputy.page, "requests-of-another");
  await button(deputy.page, "acting.end").click();
  await deputy.page.getByText(say("stand-in.i-for")).waitFor();
  assert.equal(await bar.count(), 0);
  await deputy.page.goto(at("requests"));
  await deputy.page.getByRole("heading", { level: 1 }).waitFor();
  assert.equal(await deputy.page.locator("li.item .badge.accepted").count(), 0);
  // Ended by whom they stood in for, while they act: they are told, and get back to themselves.
  await deputy.page.goto(at("account"));
  await button(deputy.page, "people.act", { name: names.me }).click();
  await bar.waitFor();
  await button(mine.page, "stand-in.end").click();
  await mine.page.getByRole("dialog").waitFor();
  await look(mine.page, "ending-a-stand-in");
  await mine.page.getByRole("dialog").getByRole("button", { name: say("stand-in.end") }).click();
  await mine.page.getByText(say("stand-in.nobody")).waitFor();
  await deputy.page.reload();
  await bar.getByText(say("acting.ended", { name: names.me })).waitFor();
  await look(deputy.page, "stand-in-ended");
  await button(deputy.page, "acting.end").click();
  await deputy.page.getByText(say("stand-in.title")).first().waitFor();
  assert.equal(await deputy.page.getByText(say("stand-in.i-for")).count(), 0);
  await deputy.context.close();

  // Whoever cannot come names somebody, who is asked by mail.
  await mine.page.goto(at("registration"));
  await mine.page.getByText(say("substitute.open"), { exact: true }).click();
  const form = mine.page.locator("form").filter({ has: button(mine.page, "substitute.ask") });
  const [family, given] = names.next;
  const email = `${lang}-next@example.jp`;
  await form.getByLabel(say("person.family"), { exact: true }).fill(family);
  await form.getByLabel(say("person.given"), { exact: true }).fill(given);
  await form.getByLabel(say("entry.email")).fill(email);
  await look(mine.page, "naming-a-substitute");
  // What is typed is there still after the page is loaded again.
  await mine.page.reload();
  await form.getByLabel(say("entry.email")).waitFor();
  assert.equal(await form.getByLabel(say("entry.email")).inputValue(), email);
  await button(mine.page, "substitute.ask").click();
  await mine.page.getByText(say("substitute.asked")).waitFor();
  await look(mine.page, "substitute-asked");
  // Nobody is let in before they agree.
  await organizer.page.goto(at("registrations"));
  if (lang === "en") await organizer.page.getByRole("button", { name: "English" }).click();
  const asked = organizer.page.locator("li.item").filter({ hasText: names.nextIs });
  await asked.getByText(say("substitute.is-asked"), { exact: true }).waitFor();
  assert.ok(await asked.getByRole("button", { name: say("substitute.let-in") }).isDisabled());

  const next = await signedIn(await mailed(email), lang, names.theme);
  await next.page.getByRole("heading", { name: say("place.title") }).waitFor();
  assert.ok(await button(next.page, "place.come").isDisabled());
  await look(next.page, "asked-to-come");
  await next.page.getByLabel(say("place.consent")).check();
  await button(next.page, "place.come").click();
  await next.page.getByText(say("place.agreed")).waitFor();
  await look(next.page, "agreed-to-come");

  await organizer.page.goto(at("overview"));
  await organizer.page.getByText(say("substitute.waiting", { count: 1 })).waitFor();
  await look(organizer.page, "overview");
  await organizer.page.getByRole("link", { name: say("screen.registrations") }).last().click();
  await asked.getByText(say("substitute.is-agreed"), { exact: true }).waitFor();
  await look(organizer.page, "substitutes");
  await asked.getByRole("button", { name: say("substitute.let-in") }).click();
  const dialog = organizer.page.getByRole("dialog");
  await dialog.getByText(say("substitute.let-in-note")).waitFor();
  await look(organizer.page, "letting-in");
  await dialog.getByRole("button", { name: say("substitute.let-in") }).click();
  await asked.waitFor({ state: "detached" });

  // The place and its meeting are theirs, with whoever had it nothing is left.
  await next.page.reload();
  await next.page.goto(at("my-day"));
  await next.page.locator("ol.day .slot.meeting").waitFor();
  await look(next.page, "day-of-the-substitute");
  await mine.page.goto(at("my-day"));
  await mine.page.getByText(say("error.no-workshop")).waitFor();
  await look(mine.page, "place-passed-on");
  await partner.page.goto(at("requests"));
  await partner.page.locator("li.item").filter({ hasText: names.next[0] }).waitFor();
  await organizer.page.goto(at("history"));
  await organizer.page.getByText(say("verb.let-substitute-in")).first().waitFor();
  await look(organizer.page, "history");
  await mine.page.getByRole("link", { name: say("frame.to-start") }).click();
  await mine.page.getByText(say("entry.no-workshop", { email: `${lang}@example.jp` })).waitFor();
  await look(mine.page, "no-workshop");
  for (const { faults, context } of [mine, next]) {
    assert.deepEqual(faults, []);
    await context.close();
  }
}

/** A screen that cannot be shown says so; the menu leads on. */
async function aScreenThatFails({ page, context, faults }) {
  const broken = (route) => route.fulfill({ json: { total: 1, items: [null] } });
  await context.route("**/api/workshops/places/requests?*", broken);
  await page.goto(at("requests"));
  await page.getByRole("heading", { name: "画面を表示できませんでした" }).waitFor();
  await seen(page, "ja-broken");
  await context.unroute("**/api/workshops/places/requests?*", broken);
  await page.getByRole("link", { name: "私のプロフィール" }).click();
  await page.getByRole("heading", { name: "画面を表示できませんでした" }).waitFor({ state: "detached" });
  assert.ok(faults.splice(0).every((fault) => fault.includes("TypeError")));
}

try {
  const organizer = await open(set, 1440, 900, /40[14]/);
  const { page } = organizer;
  await enterBy(page, base, path);
  await ask(page, "?agreed=true", workshop);
  for (const { id, sector, name } of workshop.people) {
    await ask(page, "/places/members", {
      email: `${id}@example.jp`,
      name: `${name.family} ${name.given}`,
      role: sector === "industry" ? "company" : "academic",
      person: id,
      lang: id.startsWith("en") ? "en" : "ja",
    });
  }
  for (const to of ["ja", "en"]) {
    const request = { to, rank: 1, message: "ぜひお話を伺いたいです。", about: null };
    await ask(page, "/places/requests?person=asks", request);
  }
  // A day that everybody knows.
  await page.goto(at("board"));
  await page.getByLabel("長くて").selectOption("10");
  await page.getByRole("button", { name: "計画する" }).click();
  await page.getByText("できました：第1案").waitFor();
  await page.locator("td.kind-meeting").nth(1).waitFor();
  await page.getByRole("button", { name: "公開する…" }).click();
  await page.getByRole("button", { name: "公開する", exact: true }).click();
  await page.getByText("公開中", { exact: true }).waitFor();
  const partner = await signedIn(await mailed("partner@example.jp"), "ja", "light");
  await partner.page.waitForURL("**/w/places/**");
  for (const lang of ["ja", "en"]) await aPlacePassesOn(organizer, partner, lang);
  assert.deepEqual([...organizer.faults, ...partner.faults], []);
  await aScreenThatFails(partner);
  console.log("places: done");
} finally {
  await set.end();
}
