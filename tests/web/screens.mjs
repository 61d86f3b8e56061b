// Every screen of every role, as the menus list them: in both languages, light and dark, on a desk,
// on a phone, at 400 % zoom in forced colours, and with names as long as they come. Each is looked at by axe, and none scrolls sideways.
// Usage: node tests/web/screens.mjs [path of enishi] [folder for pictures]
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { enter, fits, open, stage } from "./stage.mjs";

const pictures = process.argv[3];
if (pictures) mkdirSync(pictures, { recursive: true });

/** A window of 1280 px at 400 % is 320 px wide. */
const LOOKS = [
  { name: "desk-ja-light", lang: "ja", theme: "light", size: [1440, 900] },
  { name: "phone-en-dark", lang: "en", theme: "dark", size: [390, 844] },
  { name: "zoom-ja-forced", lang: "ja", theme: "light", size: [320, 640], forced: "active" },
  { name: "phone-ja-long", lang: "ja", theme: "light", size: [390, 844], long: true },
  { name: "phone-en-long", lang: "en", theme: "light", size: [390, 844], long: true },
];
const LONG_ORGANISATION = {
  ja: "国立研究開発法人量子科学技術研究開発機構 量子生命・医学部門 量子医科学研究所 先進核医学基盤研究部 標的核種治療薬剤開発グループ",
  en: "Rechtsschutzversicherungsgesellschaftenforschungsgemeinschaft für Arzneimittelentwicklung und Nuklearmedizin",
};
const LONG_PERSON = {
  ja: "じゅげむじゅげむごこうのすりきれ かいじゃりすいぎょのすいぎょうまつうんらいまつ",
  en: "Wolfeschlegelsteinhausenbergerdorff Hubert-Blaine-Charles-David-Earl-Frederick-Gerald",
};

/** Every organisation and every person of an answer has a long name. */
function stretched(value) {
  if (!value || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(stretched);
  const all = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, stretched(part)]));
  const isText = all.name?.ja !== undefined;
  if (all.organisation?.name?.ja !== undefined) {
    all.organisation = { ...all.organisation, name: LONG_ORGANISATION };
    if (isText) all.name = LONG_PERSON;
  } else if (isText && ["academia", "company"].includes(all.kind)) {
    all.name = LONG_ORGANISATION;
  }
  return all;
}

async function stretch(context) {
  await context.route(/\/api\/workshops\//, async (route) => {
    const answer = await route.fetch();
    if (!answer.headers()["content-type"]?.includes("json")) return route.fulfill({ response: answer });
    return route.fulfill({ response: answer, json: stretched(await answer.json()) });
  });
}

const wrong = [];
const set = await stage();
const { base } = set;

/** Nothing is being fetched any more. */
async function settled(page) {
  await page.waitForLoadState("networkidle");
  await page.locator(".loading").first().waitFor({ state: "detached" });
}

/** What is printed stays on its paper, and each name on its tag. */
async function staysOnPaper(page, where) {
  const over = await page
    .locator(".reception-list")
    .evaluate((list) => list.scrollWidth - list.parentElement.clientWidth);
  if (over > 0) wrong.push(`${where}: the reception list is wider than its paper by ${over} px`);
  await page.locator("main select").first().selectOption("tags");
  await page.locator(".name-tags li").first().waitFor();
  const cut = await page
    .locator(".name-tags li")
    .evaluateAll((tags) => tags.filter((tag) => tag.scrollHeight > tag.clientHeight + 1).length);
  if (cut > 0) wrong.push(`${where}: ${cut} name tags are cut off`);
}

async function look(page, { name, size, forced = "none" }, where) {
  await page.setViewportSize({ width: size[0], height: size[1] });
  await page.emulateMedia({ forcedColors: forced });
  // All that is wrong is told at once.
  await fits(page, `${where}, ${name}`).catch((error) => wrong.push(error.message));
  if (pictures) {
    await page.screenshot({ path: join(pictures, `${where}-${name}.png`), fullPage: true });
  }
}

/** Puts a browser into a look before its pages are made. */
async function dressed({ lang, theme, long }) {
  const window = await open(set, 1440, 900);
  if (long) await stretch(window.context);
  await window.context.addInitScript(
    ([lang, theme]) => {
      localStorage.setItem("enishi-lang", lang);
      localStorage.setItem("enishi-theme", theme);
    },
    [lang, theme],
  );
  return window;
}

try {
  const { page, context } = await open(set, 1440, 900);
  await enter(page, base, "organizer");
  await page.goto(`${base}/w/aimgain-2022/board`);
  await page.waitForFunction(
    () => document.querySelectorAll(".steering select")[0]?.options.length >= 2,
  );
  await context.close();
  let count = 0;
  for (const one of LOOKS) {
    const { page, faults, context } = await dressed(one);
    await page.goto(`${base}/`);
    await settled(page);
    await look(page, one, "entry");
    for (const role of ["organizer", "coordinator", "company", "academic"]) {
      await enter(page, base, role);
      const links = await page.locator("header nav a").evaluateAll((all) => all.map((a) => a.href));
      assert.ok(links.length >= 3, `${role} has ${links.length} screens`);
      for (const link of links) {
        await page.goto(link);
        await settled(page);
        await page.locator("h1").first().waitFor();
        await look(page, one, `${role}-${link.split("/").at(-1)}`);
        if (one.long && link.endsWith("/prints")) await staysOnPaper(page, `${role}, ${one.name}`);
        count += 1;
      }
    }
    for (const address of ["programme/aimgain-2022", "register/aimgain-2022"]) {
      await page.goto(`${base}/${address}?lang=${one.lang}`);
      await page.emulateMedia({ colorScheme: one.theme });
      await look(page, one, address.split("/")[0]);
    }
    wrong.push(...faults);
    await context.close();
  }
  assert.deepEqual(wrong, [], wrong.join("\n"));
  console.log(`screens: ${count} looked at`);
} finally {
  await set.end();
}
