// Without a mouse: an academic answers, wishes and leaves; the organizer moves a meeting. Whatever has
// the focus shows it.
// Usage: node tests/web/keyboard.mjs [path of enishi]
import assert from "node:assert/strict";
import { open, stage } from "./stage.mjs";

const set = await stage();
const { base } = set;
/** Presses of Tab after which something is out of reach. */
const MOST = 250;

/** Goes on by Tab until this has the focus, which must be seen. */
async function reach(page, locator) {
  await locator.first().waitFor();
  for (let i = 0; i < MOST; i += 1) {
    await page.keyboard.press("Tab");
    if (!(await locator.first().evaluate((node) => node === document.activeElement))) continue;
    const outline = await locator.first().evaluate((node) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(node);
      return outlineStyle === "none" ? 0 : Number.parseFloat(outlineWidth);
    });
    assert.ok(outline >= 2, `the focus on ${locator} is not seen`);
    return;
  }
  assert.fail(`${locator} is out of reach by Tab`);
}

async function press(page, locator, key = "Enter") {
  await reach(page, locator);
  await page.keyboard.press(key);
}

async function anAcademic() {
  const { page, faults } = await open(set, 390, 844);
  await page.goto(`${base}/`);
  await press(page, page.locator(".card.role-academic"));
  await page.waitForURL("**/w/**");

  // Straight to the content.
  await page.goto(`${base}/w/aimgain-2022/requests`);
  await press(page, page.getByRole("link", { name: "本文へ移動" }));
  assert.equal(await page.evaluate(() => document.activeElement.id), "content");
  const accept = page.getByRole("button", { name: "受ける", exact: true });
  await accept.first().waitFor();
  const waiting = await accept.count();
  await press(page, accept);
  await page.waitForFunction(
    (before) =>
      [...document.querySelectorAll("main button")].filter((b) => b.textContent === "受ける").length < before,
    waiting,
  );

  // A dialog takes the focus, keeps it, and gives it back.
  const asked = page.getByRole("button", { name: "断る" });
  if ((await asked.count()) > 0) {
    await press(page, asked);
    const dialog = page.getByRole("dialog");
    await dialog.waitFor();
    for (let i = 0; i < 8; i += 1) {
      await page.keyboard.press("Tab");
      assert.ok(await dialog.evaluate((node) => node.contains(document.activeElement)));
    }
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "断る");
  }

  // From the menu to the day; by arrows from tab to tab; a talk by the space bar.
  await press(page, page.getByRole("link", { name: "私の一日" }));
  await reach(page, page.getByRole("tab", { name: "予定" }));
  await page.keyboard.press("ArrowRight");
  await page.getByRole("tab", { name: "聴きたい講演", selected: true }).waitFor();
  const chosen = page.getByRole("button", { name: /^✓ 選択中/ });
  const before = await chosen.count();
  await press(page, page.getByRole("button", { name: /^聴きたい/ }), "Space");
  await page.waitForFunction(
    (n) => document.querySelectorAll(".choose[aria-pressed=true]").length > n,
    before,
  );
  await press(page, page.getByRole("button", { name: "English" }));
  await page.getByRole("heading", { name: "My day" }).waitFor();
  await press(page, page.getByRole("button", { name: "Change role" }));
  await page.waitForURL(`${base}/`);
  assert.deepEqual(faults, []);
}

async function theOrganizer() {
  const { page, faults } = await open(set, 1440, 900);
  await page.goto(`${base}/`);
  await press(page, page.locator(".card.role-organizer"));
  await page.waitForURL("**/w/**");
  await press(page, page.getByRole("link", { name: "時間割", exact: true }));
  await page.waitForFunction(
    () => document.querySelectorAll(".steering select")[0]?.options.length >= 2,
  );
  // Through the rows to a meeting, taken up, put where it may be.
  await reach(page, page.locator("table[role=grid] td[tabindex='0']"));
  for (let i = 0; i < 60; i += 1) {
    if (await page.evaluate(() => document.activeElement.classList.contains("kind-meeting"))) break;
    await page.keyboard.press("ArrowDown");
  }
  await page.keyboard.press("m");
  await page.locator("td.open").first().waitFor();
  // From place to place, row by row, to one that is open.
  const here = () =>
    page.evaluate(() => ({
      cell: document.activeElement.dataset.cell,
      open: document.activeElement.classList.contains("open"),
    }));
  for (let before = null, now = await here(); !now.open; before = now.cell, now = await here()) {
    if (now.cell !== before) await page.keyboard.press("ArrowRight");
    else {
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Home");
      const next = await here();
      assert.notEqual(next.cell, now.cell, "no open place can be reached");
    }
  }
  const version = page.locator(".steering select").first();
  const old = await version.inputValue();
  await page.keyboard.press("Enter");
  await page.waitForFunction(
    (before) => document.querySelector(".steering select").value !== before,
    old,
  );
  await page.keyboard.press("Control+z");
  await page.waitForFunction(
    (before) => document.querySelector(".steering select").value === before,
    old,
  );
  assert.deepEqual(faults, []);
}

try {
  const { page, context } = await open(set, 1440, 900);
  await page.goto(`${base}/`);
  await page.locator(".card.role-organizer").click();
  await page.waitForURL("**/w/**");
  await page.goto(`${base}/w/aimgain-2022/board`);
  await page.waitForFunction(
    () => document.querySelectorAll(".steering select")[0]?.options.length >= 2,
  );
  await context.close();
  await anAcademic();
  await theOrganizer();
  console.log("keyboard: done");
} finally {
  await set.end();
}
