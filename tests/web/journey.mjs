// The demonstration in a browser: a company on a phone, then the organizer at a desk.
// Usage: node tests/web/journey.mjs [path of enishi]; needs `npm ci` in web/app, and Chromium.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { enter as comeIn, fits, open, stage } from "./stage.mjs";

const set = await stage();
const { base } = set;

async function enter(page, role, lands) {
  await comeIn(page, base, role);
  await page.goto(`${base}/w/aimgain-2022/${lands}`);
}

async function planned(page) {
  await page.goto(`${base}/w/aimgain-2022/board`);
  await page.waitForFunction(
    () => document.querySelectorAll(".tools select option").length >= 7,
  );
}

async function companyOnAPhone() {
  const { context, page, faults, asked } = await open(set, 390, 844);
  await enter(page, "company", "partners");
  await page.locator("ol.list article").first().waitFor();
  await fits(page, "partners");

  // Asks the first whom nobody of ours has asked, from the keyboard.
  const wish = page.getByRole("button", { name: "会ってみたい" }).first();
  const card = page.locator("li.item").filter({ has: wish }).first();
  const title = await card.locator("h2").first().textContent();
  await wish.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByRole("textbox").fill("ぜひお話しさせてください。");
  await fits(page, "the request");
  // The session ends while one is writing: the message waits where it was begun.
  await context.clearCookies();
  await page.getByRole("button", { name: "依頼を送る" }).click();
  await page.getByText("サインインが必要です").waitFor();
  await page.locator(".card.role-company").click();
  await card.getByText("書きかけ").first().waitFor();
  await wish.click();
  const written = page.getByRole("dialog").getByRole("textbox");
  assert.equal(await written.inputValue(), "ぜひお話しさせてください。");
  await page.getByRole("button", { name: "依頼を送る" }).click();
  const same = page.locator("li.item").filter({ hasText: title });
  await same.getByText("依頼済み").waitFor();

  await page.getByRole("link", { name: "面談の依頼" }).click();
  await page.getByRole("tab", { name: "送った依頼" }).click();
  await page.getByText("ぜひお話しさせてください。").waitFor();
  await fits(page, "requests");

  // My day, opened cold: none of the board's code.
  asked.length = 0;
  await page.goto(`${base}/w/aimgain-2022/my-day`);
  await page.locator("ol.day .slot").first().waitFor();
  await fits(page, "my day");
  assert.ok(asked.every((url) => url.startsWith(base)), `asked elsewhere: ${asked}`);
  assert.ok(!asked.some((url) => url.includes("Board")), "my day loads the board");
  await page.getByRole("button", { name: "購読用のアドレスを作る" }).click();
  const feed = await page.getByRole("textbox", { name: "購読用のアドレス" }).inputValue();
  const calendar = await (await fetch(feed)).text();
  assert.ok(calendar.startsWith("BEGIN:VCALENDAR"), feed);

  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("heading", { name: "My day" }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
  await fits(page, "my day in English");
  assert.deepEqual(faults, []);
}

/** A person is corrected, and acted for: every screen says so, and so does the history. */
async function actingForSomebody(page) {
  await page.getByRole("link", { name: "参加者" }).click();
  await page.getByRole("heading", { name: "参加者", level: 1 }).waitFor();
  const row = page.locator("table.people tbody tr").nth(1);
  const name = await row.locator("th button").evaluate((button) => button.firstChild.textContent);
  await row.getByRole("button", { name: "開く" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("役職").fill("特任部長");
  await fits(page, "a person");
  await dialog.getByRole("button", { name: "保存する" }).click();
  await dialog.getByText("保存しました。").waitFor();
  await dialog.getByRole("button", { name: /の代理で操作する/ }).click();
  const bar = page.getByRole("region", { name: "代理での操作" });
  await bar.getByText(name).waitFor();
  await page.getByRole("tab", { name: "会えない時間" }).click();
  await page.getByRole("button", { name: "加える", exact: true }).click();
  await page.locator("li.item").getByText("13:00–14:00").waitFor();
  await fits(page, "acting for somebody");
  await page.getByRole("link", { name: "登録内容" }).click();
  assert.equal(await page.getByLabel("役職").inputValue(), "特任部長");
  await bar.getByRole("button", { name: "代理を終える" }).click();
  await bar.waitFor({ state: "detached" });
  await page.getByRole("link", { name: "履歴" }).click();
  await page.getByText("参加者の登録内容を変えた").waitFor();
  await page.getByText(new RegExp(name)).first().waitFor();
}

/** All scripts of a screen opened cold, lazy ones included, as they come over the wire. */
async function scriptsOf(screen, there) {
  const { page, context } = await open(set, 390, 844);
  await enter(page, "company", "requests");
  const fresh = await set.browser.newContext({ storageState: await context.storageState() });
  const cold = await fresh.newPage();
  const loaded = new Set();
  cold.on("request", (request) => loaded.add(request.url()));
  await cold.goto(`${base}/w/aimgain-2022/${screen}`);
  await cold.locator(there).first().waitFor();
  await cold.waitForLoadState("networkidle");
  const scripts = [...loaded].filter((url) => url.endsWith(".js") && url.includes("/assets/"));
  assert.ok(scripts.length > 2, `${screen}: ${scripts}`);
  let bytes = 0;
  for (const url of scripts) {
    assert.ok(!/Board|Setup|Prints/.test(url), `${screen} loads ${url}`);
    bytes += gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer())).length;
  }
  await fresh.close();
  await context.close();
  assert.ok(bytes <= 230_000, `${screen}: ${bytes} bytes of scripts`);
  return bytes;
}

async function organizerAtADesk() {
  const { page, faults } = await open(set, 1440, 900);
  await enter(page, "organizer", "overview");
  await page.getByText("157").first().waitFor();
  await planned(page);
  await page.locator("table[role=grid] td[data-place]").first().waitFor();
  await fits(page, "the board");

  // From placement to placement by the arrow keys.
  await page.locator("table[role=grid] td[tabindex='0']").focus();
  const told = page.locator(".told h2");
  const before = await told.textContent();
  await page.keyboard.press("ArrowDown");
  await page.waitForFunction((old) => document.querySelector(".told h2")?.textContent !== old, before);

  // Moves the first meeting: a closed place says why, an open one takes it; then undone, redone.
  await page.locator("td.kind-meeting").first().click();
  await page.getByRole("button", { name: "移動する…" }).click();
  await page.locator("td.closed").first().hover();
  await page.getByText("ここには置けません。").waitFor();
  assert.notEqual(await page.locator(".told .reasons li").first().textContent(), "");
  const item = await page.locator("td[aria-selected=true][data-place]").getAttribute("data-place");
  await page.locator("td.open").first().focus();
  await page.keyboard.press("Enter");
  await page.locator("td.free").first().waitFor({ state: "detached" });
  const version = page.locator(".steering select").first();
  assert.equal(await version.inputValue(), "3");
  await page.getByRole("button", { name: "元に戻す" }).click();
  await page.waitForFunction(() => document.querySelector(".steering select").value === "2");
  await page.getByRole("button", { name: "やり直す" }).click();
  await page.waitForFunction(() => document.querySelector(".steering select").value === "3");

  // Drags it elsewhere, and locks it there.
  const here = page.locator(`td[data-place="${item}"]`);
  await here.hover();
  await page.mouse.down();
  await here.hover({ position: { x: 12, y: 12 } });
  await page.locator("td.open").first().waitFor();
  await page.locator("td.open").first().hover();
  await page.locator("td.open").first().hover({ position: { x: 9, y: 9 } });
  await page.mouse.up();
  await page.waitForFunction(() => document.querySelector(".steering select").value === "4");
  await page.getByRole("button", { name: "固定する" }).click();
  await page.locator(`td.locked[data-place="${item}"]`).waitFor();

  // A wish without a place comes in by its repair.
  await page.locator(".unplaced summary").click();
  await page.locator(".unplaced .item").first().waitFor();
  await page.locator(".unplaced").getByRole("button", { name: "この直し方で入れる" }).last().click();
  const dialog = page.getByRole("dialog");
  if (await dialog.isVisible()) await dialog.getByRole("button", { name: "この直し方で入れる" }).click();
  await page.waitForFunction(() => document.querySelector(".steering select").value === "6");

  // Plans for long, sees it come closer, stops it where it is not proven by then, keeps the best.
  await page.getByLabel("長くて").selectOption("300");
  await page.getByRole("button", { name: "計画する" }).click();
  await page.locator(".progress circle.best").waitFor();
  const stop = page.getByRole("button", { name: "止めて最良の案を残す" });
  await stop.click({ timeout: 2_000 }).catch(() => {});
  await page.getByText("できました：第7案").waitFor();
  await page.locator(".steering select").first().selectOption("7");
  // The curve ends where the plan stands.
  await page.locator("p.worth", { hasText: "点" }).waitFor();
  const [worth] = /[\d,]+/.exec(await page.locator("p.worth").textContent());
  await page.locator(".progress .key.best").getByText(worth).waitFor();

  await page.getByRole("button", { name: "公開する…" }).click();
  await page.getByText(/件が変わり/).waitFor();
  await page.getByRole("button", { name: "公開する", exact: true }).click();
  await page.getByText("公開中", { exact: true }).waitFor();

  // What a closed room would cost, told without touching anything.
  await page.getByText("もし…だったら").click();
  await page.getByLabel("もし").selectOption("room_closed");
  await page.getByRole("button", { name: "確かめる" }).click();
  await page.getByText(/件をあきらめることになります|入る件数は変わりません/).waitFor();

  // Who gets how much, the mails that wait, and what was done.
  await page.getByRole("link", { name: "結果" }).click();
  await page.locator("table.people tbody tr").first().waitFor();
  await page.getByRole("link", { name: "送信箱" }).click();
  await page.getByRole("button", { name: /すべて送る/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "送る" }).click();
  await page.getByText(/通を送りました/).waitFor();
  await page.getByRole("link", { name: "履歴" }).click();
  await page.getByText("メールを送った").waitFor();
  await fits(page, "the history");
  await page.getByRole("link", { name: "結果" }).click();
  await page.getByLabel("分け方").selectOption("region");
  await page.locator("table.groups tbody tr").nth(3).waitFor();
  await fits(page, "the results");

  // The price of fairness: plans to compare, one of which is picked and becomes a version.
  const fairness = page.locator(".fairness");
  await fairness.getByLabel("案ひとつに長くて").selectOption("5");
  await fairness.getByRole("button", { name: "案を作って比べる" }).click();
  await fairness.getByText(/順に作っています/).waitFor();
  await fairness.getByRole("table").waitFor({ timeout: 300_000 });
  assert.equal(await fairness.locator(".curve .point").count(), await fairness.getByRole("radio").count());
  assert.ok((await fairness.getByRole("radio").count()) > 1, "a curve of one plan");
  await fairness.getByRole("radio").first().focus();
  await page.keyboard.press("ArrowDown");
  await fits(page, "the price of fairness");
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: "dark" });
  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("heading", { name: "The price of fairness" }).waitFor();
  await fits(page, "the price of fairness in English, dark, on a phone");
  await page.getByRole("button", { name: "日本語" }).click();
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1440, height: 900 });
  await fairness.getByRole("button", { name: /の案を採る/ }).click();
  await fairness.getByText("第8案として保存しました。").waitFor();
  const share = parseInt(await fairness.locator("label.check:has(:checked)").textContent());
  const newest = page.locator("label.field select").first().locator("option:first-child");
  await newest.filter({ hasText: `第8案：公平さ：全員に${share}%以上` }).waitFor({ state: "attached" });
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: "表を保存する" }).click();
  const sheet = readFileSync(await (await coming).path(), "utf8");
  assert.ok(sheet.startsWith("\ufeff氏名,組織,"), sheet.slice(0, 40));
  const rows = Number(await page.locator("table.people").getAttribute("aria-rowcount"));
  assert.ok(rows > 51, `${rows - 1} people are no second page`);
  assert.equal(sheet.split("\r\n").length, 1 + rows, "the sheet holds all pages");
  await actingForSomebody(page);

  // Groups for a call, drawn and told, and whom suggestions reach.
  await page.getByRole("link", { name: "コンソーシアム" }).click();
  await page.getByRole("radio").nth(1).click();
  const members = await page.locator(".members-table tbody tr").count();
  assert.ok(members >= 2, `a group of ${members}`);
  assert.equal(await page.locator(".group-graph .in").count(), members);
  assert.equal(
    await page.locator(".group-graph line").count(),
    await page.locator(".ties tbody tr").count(),
  );
  await page.getByText("要件を一つずつ見る").click();
  await page.getByRole("heading", { name: "誰にも推薦されないプロフィール" }).waitFor();
  await fits(page, "the groups");

  // Tags are looked through, the words that gave them marked, and confirmed by one press.
  await page.getByRole("link", { name: "分類の確認" }).click();
  // The first entry, not the first that has come: each is loaded by itself.
  const first = page.locator("ol.list > li").first().locator("article.review");
  await first.locator("mark").first().waitFor();
  await first.getByRole("button", { name: /^外す/ }).first().click();
  await first.getByText("外した分類").waitFor();
  await first.getByRole("button", { name: /すべて確認済みにする/ }).click();
  await first.getByText("すべて確認済みです。").waitFor();
  await fits(page, "the tags");
  await page.getByRole("link", { name: "印刷物" }).click();
  await page.locator(".reception-list tbody tr").nth(156).waitFor();

  // Each print on its paper: sizes are those of a PDF's first page, in points.
  const what = page.getByLabel("印刷するもの");
  for (const [kind, first, width, height] of [
    ["reception", ".reception-list tr", 595, 842],
    ["tags", ".name-tags li", 595, 842],
    ["desks", ".desk-card", 595, 842],
    ["timetable-a3", ".day-on-paper .taken", 1191, 842],
    ["timetable-a4", ".day-on-paper .taken", 842, 595],
    ["people", ".paper .at", 595, 842],
    ["slips", ".slip", 595, 842],
  ]) {
    await what.selectOption(kind);
    await page.locator(first).first().waitFor();
    await fits(page, `the print of ${kind}`);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    const box = /MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/.exec(pdf).slice(1).map(Number);
    assert.deepEqual(box.map(Math.round), [width, height], kind);
  }
  assert.deepEqual(faults, []);
}

try {
  const { page } = await open(set, 1440, 900);
  await enter(page, "organizer", "overview");
  await planned(page);
  await companyOnAPhone();
  await organizerAtADesk();
  for (const [screen, there] of [["my-day", ".slot"], ["partners", "ol.list article"]]) {
    console.log(`${screen}: ${await scriptsOf(screen, there)} bytes of scripts, gzip`);
  }
  console.log("journey: done");
} finally {
  await set.end();
}
