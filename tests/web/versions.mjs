// Two edit the same: whoever is later reads what the other saved, keeps what is typed, and decides.
// Mails are switched off in the account; one-time codes come first where they are demanded.
// Usage: node tests/web/versions.mjs [path of enishi]
import assert from "node:assert/strict";
import { join } from "node:path";
import { enter, fits, newFolder, open, ours, stage } from "./stage.mjs";

const at = (base, screen) => `${base}/w/aimgain-2022/${screen}`;
const pictures = process.argv[3];
const picture = (page, name) =>
  pictures && page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });

/** A field and a button of a screen, written by two of a role. */
async function writtenByTwo(set, role, screen, field, save, again) {
  const one = await open(set, 390, 844, /401|412/);
  const two = await open(set, 1440, 900);
  for (const { page } of [one, two]) {
    await enter(page, set.base, role);
    await page.goto(at(set.base, screen));
    await field(page).waitFor();
  }
  await field(one.page).fill("45");
  await field(two.page).fill("60");
  await save(two.page).click();
  await again(two.page, "60");
  await save(one.page).click();
  const { page } = one;
  await page.getByText("ほかの人が先に保存しました。").waitFor();
  await page.getByText("先に保存された内容： 60").waitFor();
  assert.equal(await field(page).inputValue(), "45");
  await fits(page, `${screen}, changed by two`);
  await picture(page, `${screen}-changed`);
  await save(page).click();
  await page.getByText("ほかの人が先に保存しました。").waitFor({ state: "detached" });
  await page.reload();
  await field(page).waitFor();
  await again(page, "45");
  assert.deepEqual([...one.faults, ...two.faults], []);
  await one.context.close();
  await two.context.close();
}

async function mailsByChoice(set) {
  const { page, context, faults } = await open(set, 390, 844);
  await enter(page, set.base, "company");
  await page.goto(at(set.base, "account"));
  const box = page.getByRole("checkbox", { name: /お知らせをメールで受け取る/ });
  await box.uncheck();
  await page.getByText("保存しました。").waitFor();
  await page.reload();
  await box.waitFor();
  assert.equal(await box.isChecked(), false);
  await fits(page, "the account");
  await picture(page, "account");
  await box.check();
  await page.getByText("保存しました。").waitFor();
  assert.deepEqual(faults, []);
  await context.close();
}

async function oneTimeCodesFirst() {
  const data = newFolder();
  ours.ENISHI_DEMAND_ONE_TIME = "true";
  const set = await stage({ data });
  try {
    for (const [width, height] of [[390, 844], [1440, 900]]) {
      const { page, context } = await open(set, width, height, /401|403/);
      await page.goto(`${set.base}/`);
      await page.locator(".card.role-organizer").click();
      await page.getByRole("heading", { name: "確認コードの設定", level: 1 }).waitFor();
      // No other screen opens, wherever one goes.
      await page.goto(at(set.base, "people"));
      await page.getByRole("heading", { name: "確認コードの設定", level: 1 }).waitFor();
      await page.getByRole("button", { name: "認証アプリを設定する" }).click();
      await page.getByLabel("鍵").waitFor();
      await fits(page, "one-time codes first");
      await picture(page, `one-time-first-${width}`);
      await context.close();
    }
    const { page } = await open(set, 390, 844);
    await enter(page, set.base, "company");
    await page.getByRole("heading", { level: 1 }).waitFor();
    assert.equal(await page.getByText("確認コードの設定").count(), 0);
  } finally {
    delete ours.ENISHI_DEMAND_ONE_TIME;
    await set.end();
  }
}

const set = await stage();
try {
  const note = (page) => page.getByLabel("メモ（相談者には見えません）").first();
  const kept = (field) => async (page, text) => {
    const one = await field(page).elementHandle();
    await page.waitForFunction(([box, value]) => box.value === value, [one, text]);
  };
  // The day is published first: then somebody comes to the desk.
  const { page } = await open(set, 1440, 900);
  await enter(page, set.base, "organizer");
  await page.goto(at(set.base, "board"));
  await page.waitForFunction(
    () => document.querySelectorAll(".tools select option").length >= 7,
  );
  await writtenByTwo(
    set,
    "coordinator",
    "desk",
    note,
    (page) => page.getByRole("button", { name: "保存する" }).first(),
    kept(note),
  );
  await mailsByChoice(set);
  console.log("versions: done");
} finally {
  await set.end();
}
await oneTimeCodesFirst();
console.log("one-time codes first: done");
