// The README's pictures, made anew: the app's best screens and the report, in both languages.
// Usage: node tests/web/pictures.mjs [path of enishi] [fairness]; writes to web/pictures. With `fairness`, that one
// alone, from plans of at most 60 s each: a quarter of an hour, on a machine that does nothing else.
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { enter, newFolder, open, ours, program, stage } from "./stage.mjs";

const to = join(import.meta.dirname, "../../web/pictures");
const demo = newFolder();
execFileSync(program, ["demo", "--out", demo], { env: ours, stdio: "ignore" });
const set = await stage();
const { base } = set;

/** What is in the window, as a small file. */
async function picture({ context, page }, name) {
  const browser = await context.newCDPSession(page);
  const { data } = await browser.send("Page.captureScreenshot", { format: "webp", quality: 82 });
  writeFileSync(join(to, `${name}.webp`), Buffer.from(data, "base64"));
}

const LANGUAGES = [["ja", ".ja"], ["en", ""]];

/** The price of fairness: its plans are made once, and drawn in both languages. */
async function fairness() {
  for (const [lang, ending] of LANGUAGES) {
    const window = await open(set, 1280, 1100);
    const { context, page } = window;
    await context.addInitScript((lang) => localStorage.setItem("enishi-lang", lang), lang);
    await enter(page, base, "organizer");
    await page.goto(`${base}/w/aimgain-2022/results`);
    const part = page.locator(".fairness");
    if (lang === "ja") {
      await part.getByLabel("案ひとつに長くて").selectOption("60");
      await part.getByRole("button", { name: "案を作って比べる" }).click();
    }
    await part.locator(".curve").waitFor({ timeout: 3_600_000 });
    await page.waitForLoadState("networkidle");
    await part.evaluate((node) => {
      node.scrollIntoView();
      scrollBy(0, -16);
    });
    await picture(window, `fairness${ending}`);
    await context.close();
  }
}

async function screens() {
  for (const [lang, ending] of LANGUAGES) {
    const window = await open(set, 1280, 860);
    const { context, page } = window;
    await context.addInitScript((lang) => localStorage.setItem("enishi-lang", lang), lang);

    await enter(page, base, "company");
    await page.goto(`${base}/w/aimgain-2022/partners`);
    await page.locator("ol.list > li").nth(3).waitFor();
    await page.waitForLoadState("networkidle");
    await picture(window, `partners${ending}`);

    await enter(page, base, "organizer");
    await page.goto(`${base}/w/aimgain-2022/board`);
    await page.locator("td.kind-meeting").first().waitFor();
    await page.waitForLoadState("networkidle");
    await page.setViewportSize({ width: 1440, height: 860 });
    await page.evaluate(() => {
      document.querySelector("input[list=board-names]").closest(".row").scrollIntoView();
      scrollBy(0, -16);
    });
    await picture(window, `board${ending}`);

    await page.setViewportSize({ width: 1280, height: 860 });
    await page.goto(`${base}/w/aimgain-2022/groups`);
    await page.locator(".group-graph .in").first().waitFor();
    await page.waitForLoadState("networkidle");
    await page.evaluate(() => {
      document.querySelector(".group-graph").closest(".columns").previousElementSibling.scrollIntoView();
      scrollBy(0, -16);
    });
    await picture(window, `consortia${ending}`);

    await page.setViewportSize({ width: 1280, height: 1500 });
    await page.goto(`file://${join(demo, lang === "ja" ? "report.html" : "report.en.html")}`);
    await picture(window, `report${ending}`);
    await context.close();
  }
}

try {
  await (process.argv[3] === "fairness" ? fairness() : screens());
  console.log("pictures: done");
} finally {
  await set.end();
  rmSync(demo, { recursive: true, force: true });
}
