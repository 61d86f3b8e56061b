// Participants in a browser: a profile written by two at once and over the end of a session, wishes
// of the day, the day without a connection, a consortium whose rules turn green and that is shared.
// Usage: node tests/web/participants.mjs [path of enishi]
import assert from "node:assert/strict";
import { enter, fits, open, stage } from "./stage.mjs";

const set = await stage(process.argv[2]);
const { base } = set;
const at = (screen) => `${base}/w/aimgain-2022/${screen}`;

async function aProfileWrittenByTwo() {
  const one = await open(set, 390, 844, /401|412/);
  const two = await open(set, 1440, 900);
  for (const { page } of [one, two]) {
    await enter(page, base, "company");
    await page.goto(at("profile"));
    await page.getByLabel("題名").waitFor();
  }
  // Tags appear as one types, each with the words that gave it; what was taken off stays away.
  const { page } = one;
  await page.getByLabel("求めていること").fill("徐放性DDSの技術を持つ研究者");
  const tag = page.locator(".tag-list li").filter({ hasText: "ドラッグデリバリーシステム" });
  await tag.locator("mark", { hasText: "DDS" }).waitFor();
  await tag.getByRole("button", { name: /合っている/ }).click();
  await tag.getByText("確認済み").waitFor();
  await page.getByLabel("分類を加える（日本語・英語・略語）").fill("antibody");
  await page.getByRole("button", { name: /＋/ }).first().click();
  await fits(page, "the profile");

  // Meanwhile somebody else of the company saves.
  await two.page.getByLabel("求めていること").fill("別の人が書いた文");
  await two.page.getByLabel("提供できること").fill("別の人が書いた提供");
  await two.page.getByRole("button", { name: "保存する" }).click();
  await two.page.getByText("保存しました。").waitFor();

  await page.getByRole("button", { name: "保存する" }).click();
  await page.getByText("ほかの人が先に保存しました。").waitFor();
  assert.equal(await page.getByLabel("求めていること").inputValue(), "徐放性DDSの技術を持つ研究者");
  await page.locator(".clash", { hasText: "別の人が書いた文" }).waitFor();
  // What one did not touch is theirs already.
  assert.equal(await page.getByLabel("提供できること").inputValue(), "別の人が書いた提供");

  // The session ends while one is writing: nothing is lost, and one comes back to the same page.
  await one.context.clearCookies();
  await page.getByRole("button", { name: "保存する" }).click();
  await page.getByText("サインインが必要です").waitFor();
  await page.locator(".card.role-company").click();
  await page.getByText("前回の書きかけを戻しました。").waitFor();
  assert.equal(await page.getByLabel("求めていること").inputValue(), "徐放性DDSの技術を持つ研究者");
  await page.getByRole("button", { name: "保存する" }).click();
  await page.getByText("保存しました。").waitFor();

  // The confidential part is not in what others see.
  await page.getByLabel("合意した相手だけに見せる部分").last().fill("未公開の化合物について");
  const preview = page.locator("aside .sheet");
  assert.equal(await preview.getByText("未公開の化合物について").count(), 0);
  await page.getByRole("radio", { name: "合意した相手" }).click();
  await preview.getByText("未公開の化合物について").waitFor();
  assert.deepEqual(one.faults, []);
  assert.deepEqual(two.faults, []);
}

async function aDayWithWishesAndWithoutAConnection() {
  const { context, page, faults } = await open(set, 390, 844, /401|ERR_INTERNET_DISCONNECTED/);
  await enter(page, base, "academic");
  await page.goto(at("my-day"));
  await page.locator("ol.day .slot").first().waitFor();

  await page.getByRole("tab", { name: "聴きたい講演" }).click();
  const talk = page.locator("li.item").filter({ hasText: "聴きたい" }).first();
  const title = await talk.locator("h2").textContent();
  await talk.getByRole("button").click();
  const same = page.locator("li.item").filter({ hasText: title });
  await same.getByText("✓ 選択中").waitFor();
  await fits(page, "the talks");

  await page.getByRole("tab", { name: "会えない時間" }).click();
  await page.getByLabel("理由（任意・主催者だけが見ます）").fill("学内の会議");
  await page.getByRole("button", { name: "加える" }).click();
  const away = page.locator("li.item").filter({ hasText: "学内の会議" });
  await away.getByRole("button", { name: "取り消す" }).click();
  await away.waitFor({ state: "detached" });
  await fits(page, "the absences");

  await page.getByRole("tab", { name: "相談" }).click();
  await page.getByLabel("相談したいこと").fill("共同研究契約の進め方");
  await page.getByRole("button", { name: "申し込む" }).click();
  await page.locator("li.item").filter({ hasText: "共同研究契約の進め方" }).waitFor();
  await fits(page, "the consultations");

  // The worker has kept the day: it is there without a connection, and says as of when.
  await page.waitForFunction(async () => {
    const kept = [];
    for (const name of ["enishi-day", "enishi-files"]) {
      const requests = await (await caches.open(name)).keys();
      kept.push(...requests.map((request) => new URL(request.url).pathname));
    }
    const made = performance.getEntriesByType("resource").map((e) => new URL(e.name).pathname);
    const needed = ["/api/me", "/api/workshops/aimgain-2022/my-day", "/w/aimgain-2022/my-day"];
    needed.push(...made.filter((path) => path.startsWith("/assets/")));
    return needed.every((path) => kept.includes(path));
  });
  await context.setOffline(true);
  await page.reload();
  await page.locator("ol.day .slot").first().waitFor();
  await page.getByText(/つながらないため/).waitFor();
  await context.setOffline(false);
  await page.reload();
  await page.locator("ol.day .slot").first().waitFor();
  assert.equal(await page.getByText(/つながらないため/).count(), 0);
  // Leaving takes it along.
  await page.getByRole("button", { name: "役割を変える" }).click();
  await page.locator(".card.role-company").click();
  await page.waitForURL("**/w/**");
  const left = await page.evaluate(async () => {
    const requests = await (await caches.open("enishi-day")).keys();
    return requests.map((request) => request.url);
  });
  assert.deepEqual(left, []);
  assert.deepEqual(faults, []);
}

async function partnersNarrowedDown() {
  const { page, faults } = await open(set, 1440, 900);
  await enter(page, base, "company");
  await page.goto(at("partners"));
  await page.locator("ol.list article").first().waitFor();
  const option = page.locator(".facet-option").first();
  const count = Number(await option.locator(".number").textContent());
  await option.click();
  await page.getByText(`${count}件のうち${Math.min(count, 20)}件を表示`).waitFor();
  await page.getByRole("button", { name: "絞り込みをすべて外す" }).click();
  // An English word finds what is written in Japanese.
  await page.getByRole("searchbox").fill("cancer");
  await page.locator("ol.list .tag", { hasText: "がん" }).first().waitFor();
  await page.getByRole("button", { name: /プロフィールを読む/ }).first().click();
  await page.getByRole("dialog").locator(".sheet").waitFor();
  await page.keyboard.press("Escape");
  assert.deepEqual(faults, []);
}

async function aConsortiumTurnsGreen() {
  const { page, faults } = await open(set, 1440, 900);
  await enter(page, base, "company");
  await page.goto(at("consortia"));
  await page.locator("#found ~ ol .item").first().waitFor();
  await page.getByRole("button", { name: "一から組み立てる" }).click();
  const met = page.locator(".verdicts .met");
  await page.locator(".verdicts .not_met").first().waitFor();
  const before = await met.count();
  await page.locator(".offers button").first().click();
  await page.waitForFunction(
    (n) => document.querySelectorAll(".verdicts .met").length > n,
    before,
  );
  await page.getByLabel("期間").selectOption("3");
  await page.getByLabel("1年目").first().fill("50");
  await page.getByRole("table").getByText("50 百万円").first().waitFor();
  await page.getByLabel("名前", { exact: true }).fill("化合物ライブラリーの体制");
  await page.getByRole("button", { name: "保存する" }).click();
  await page.getByText("保存しました。").waitFor();
  await page.getByRole("button", { name: /を誘う/ }).first().click();
  await page.getByText(/の返事を待っています/).waitFor();
  await page.getByRole("button", { name: "一覧に戻る" }).click();
  await page.getByRole("heading", { name: "化合物ライブラリーの体制" }).waitFor();
  await page.getByRole("button", { name: "開く" }).first().click();
  await page.getByLabel("1年目").first().waitFor();
  assert.equal(await page.getByLabel("1年目").first().inputValue(), "50");
  await page.setViewportSize({ width: 390, height: 844 });
  await fits(page, "the builder");
  assert.deepEqual(faults, []);
}

try {
  // The published day and the plan beside it are made first.
  const { page } = await open(set, 1440, 900);
  await enter(page, base, "organizer");
  await page.goto(at("board"));
  await page.waitForFunction(
    () => document.querySelectorAll(".tools select option").length >= 7,
  );
  await aProfileWrittenByTwo();
  await aDayWithWishesAndWithoutAConnection();
  await partnersNarrowedDown();
  await aConsortiumTurnsGreen();
  console.log("participants: done");
} finally {
  await set.end();
}
