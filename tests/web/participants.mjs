// Participants in a browser: a profile written by two at once and over the end of a session, wishes
// of the day, the day without a connection, a consortium whose rules turn green and that is shared,
// messages, the desk, the programme and the registration without script, the reception.
// Usage: node tests/web/participants.mjs [path of enishi]
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { enter, fits, open, stage } from "./stage.mjs";

const set = await stage();
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

/** Waits until the worker has kept a screen, what it asks and what it is made of. */
const isKept = (page, screen) =>
  page.waitForFunction(async (screen) => {
    const kept = [];
    for (const name of ["enishi-day", "enishi-files"]) {
      const requests = await (await caches.open(name)).keys();
      kept.push(...requests.map((request) => new URL(request.url).pathname));
    }
    const made = performance.getEntriesByType("resource").map((e) => new URL(e.name).pathname);
    const needed = ["/api/me", `/api/workshops/aimgain-2022/${screen}`, `/w/aimgain-2022/${screen}`];
    needed.push(...made.filter((path) => path.startsWith("/assets/")));
    return needed.every((path) => kept.includes(path));
  }, screen);

/** On the day the reception reads and searches its list without a connection. */
async function receptionWithoutAConnection() {
  const { context, page, faults } = await open(set, 390, 844, /401|ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
  await enter(page, base, "coordinator");
  await page.goto(at("reception"));
  await page.locator(".arrivals > li").first().waitFor();
  await isKept(page, "reception");
  await context.setOffline(true);
  await page.reload();
  await page.locator(".arrivals > li").nth(40).waitFor();
  await page.getByText(/つながらないため/).waitFor();
  await page.getByRole("searchbox").fill("あいざわ");
  await page.getByText("1件", { exact: true }).waitFor();
  assert.match(await page.locator(".arrivals > li h2").first().textContent(), /^相沢 /);
  await fits(page, "the reception without a connection");
  // What cannot be noted is said.
  await page.getByRole("radio", { name: "到着", exact: true }).click();
  await page.getByRole("alert").waitFor();
  await context.setOffline(false);
  await page.reload();
  await page.locator(".arrivals > li").first().waitFor();
  assert.equal(await page.getByText(/つながらないため/).count(), 0);
  assert.deepEqual(faults, []);
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
  await isKept(page, "my-day");
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

/** Made by hand of the published one, so that it disturbs the academic however far a plan has come. */
async function aVersionWithoutAMeetingOfTheAcademic() {
  const tokens = JSON.parse(readFileSync(join(set.data, "demo-tokens.json"), "utf8"));
  const ask = async (role, path, body) => {
    const answer = await fetch(`${base}/api/workshops/aimgain-2022/${path}`, {
      method: body ? "POST" : "GET",
      headers: { authorization: `Bearer ${tokens[role]}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    assert.ok(answer.ok, `${path}: ${answer.status}`);
    return answer.json();
  };
  const day = await ask("academic", "my-day");
  const { item } = day.items.find((one) => one.part === "meeting" || one.part === "consultation");
  const plans = await ask("organizer", "plans");
  const from = plans.find((plan) => plan.published).version;
  const edits = [{ edit: "remove", item }];
  const made = await ask("organizer", "plans", { from, name: "一件を外した案", edits });
  return made.version;
}

async function aChangeOfMyDayIsAskedAndAccepted() {
  // On a phone: a request is accepted, the day is read, its calendar subscribed.
  const mine = await open(set, 390, 844);
  const { page } = mine;
  await enter(page, base, "academic");
  await page.goto(at("requests"));
  const asked = page.locator("li.item").filter({ has: page.getByRole("button", { name: "受ける" }) });
  const name = await asked.first().locator("h2").textContent();
  await asked.first().getByRole("button", { name: "受ける" }).click();
  await page.locator("li.item").filter({ hasText: name }).getByText("合意", { exact: true }).first().waitFor();
  await page.goto(at("my-day"));
  await page.locator("ol.day .slot").first().waitFor();
  await page.getByRole("button", { name: "購読用のアドレスを作る" }).click();
  const feed = await page.getByLabel("購読用のアドレス", { exact: true }).inputValue();
  const calendar = await (await page.request.get(feed)).text();
  assert.ok(calendar.startsWith("BEGIN:VCALENDAR") && calendar.includes("BEGIN:VEVENT"));

  // The organizer asks those whom another version would disturb.
  const other = String(await aVersionWithoutAMeetingOfTheAcademic());
  const organizer = await open(set, 1440, 900);
  await enter(organizer.page, base, "organizer");
  await organizer.page.goto(at("board"));
  const versions = organizer.page.locator(".steering select").first();
  await versions.selectOption(other);
  await organizer.page.getByRole("button", { name: "関係する方に確かめる…" }).click();
  await organizer.page.getByRole("dialog").getByText(/人に影響します/).waitFor();
  await fits(organizer.page, "asking about a version");
  await organizer.page.getByRole("dialog").getByRole("button", { name: "確かめる", exact: true }).click();
  await organizer.page.getByText(/お返事待ち \d+人/).waitFor();

  await page.reload();
  const proposal = page.getByRole("region", { name: "日程変更のご相談" });
  await proposal.getByText("お返事待ち").waitFor();
  await fits(page, "a proposed change");
  await proposal.getByRole("button", { name: "差し支えがあります…" }).click();
  await page.getByLabel("差し支えの理由（任意・主催者だけが見ます）").fill("その時刻は講義です");
  await page.getByRole("button", { name: "差し支えがあると伝える" }).click();
  await proposal.getByText("お断りしました").waitFor();
  await organizer.page.reload();
  await versions.selectOption(other);
  await organizer.page.getByText("その時刻は講義です").waitFor();
  await proposal.getByRole("button", { name: "差し支えありません" }).click();
  await proposal.getByText("承諾しました").waitFor();
  await organizer.page.reload();
  await versions.selectOption(other);
  await organizer.page.getByText("承諾 1人").waitFor();
  assert.deepEqual(mine.faults, []);
  assert.deepEqual(organizer.faults, []);
}

async function whatBecameOfItAndWhatPeopleSay() {
  const { page, faults } = await open(set, 390, 844);
  await enter(page, base, "academic");
  await page.goto(at("follow-up"));
  const first = page.locator("li.outcome").first();
  await first.getByLabel("その後").selectOption("application");
  await first.getByLabel("コンソーシアムまたは課題の名称").fill("縁の体制");
  await first.getByLabel("応募の年度").selectOption({ index: 2 });
  await first.getByRole("button", { name: "保存する" }).click();
  await first.getByRole("button", { name: "保存する" }).waitFor({ state: "detached" });
  for (const group of ["全体の満足度", "求める相手に会えたか", "時間割の組み方"]) {
    await page.getByRole("group", { name: group }).getByLabel("良い", { exact: true }).check();
  }
  await page.getByRole("group", { name: "また参加したいか" }).getByLabel("はい").check();
  await page.getByLabel("ご意見（任意）").fill("面談の時間がもう少し欲しい");
  await page.getByRole("button", { name: "回答を送る" }).click();
  await page.getByText("ご回答ありがとうございました。").waitFor();
  await fits(page, "afterwards");
  await enter(page, base, "organizer");
  await page.goto(at("follow-up"));
  await page.getByText(/回答 1人/).waitFor();
  await page.getByLabel("表示").selectOption("application");
  await page.locator("li.outcome").first().waitFor();
  assert.equal(await page.getByLabel("コンソーシアムまたは課題の名称").inputValue(), "縁の体制");
  await fits(page, "what people say");
  assert.deepEqual(faults, []);
}

async function aDayReadFromFarAway() {
  const far = { locale: "en-GB", timezoneId: "America/New_York" };
  const { page, context } = await open(set, 390, 844, /401/, far);
  await enter(page, base, "academic");
  await page.goto(at("my-day"));
  const first = page.locator("ol.day .slot-time").first();
  await first.waitFor();
  // In May New York is thirteen hours behind Tokyo.
  const hour = Number(/^(\d+):/.exec(await first.locator("time").textContent())[1]);
  const own = await page.locator("ol.day .slot-own").first().textContent();
  assert.ok(own.includes(`${(hour + 11) % 24}:`), `${hour} o'clock is ${own}`);
  await page.getByText(/Asia\/Tokyo/).waitFor();
  await context.close();
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

async function whatIsKnownOfMeAndWhomIAvoid() {
  const { page, faults } = await open(set, 390, 844);
  await enter(page, base, "company");
  await page.goto(at("registration"));
  await page.getByLabel("役職").fill("開発本部長");
  await page.getByLabel("面談で使える言語").selectOption("en,ja");
  await page.getByRole("button", { name: "保存する" }).click();
  await page.getByText("保存しました。").waitFor();
  await page.goto(at("partners"));
  const free = page.locator("li.item").filter({ has: page.getByRole("button", { name: "ぜひ会いたい" }) });
  await free.first().waitFor();
  const name = (await free.first().locator("h2 + p").textContent()).split("・")[0];
  await page.goto(at("registration"));
  assert.equal(await page.getByLabel("役職").inputValue(), "開発本部長");
  await page.getByLabel("組織の名前で探す").fill(name);
  await page.getByRole("button", { name: `${name}を加える` }).click();
  await page.locator("li.item .item-title").getByText(name).waitFor();
  await fits(page, "the registration");
  await page.goto(at("partners"));
  await page.locator("ol.list article").first().waitFor();
  assert.equal(await page.locator("ol.list").getByText(name).count(), 0);
  await page.goto(at("registration"));
  await page.getByRole("button", { name: `取り消す ${name}` }).click();
  await page.getByText("選んでいる組織はありません。").waitFor();
  // The same from the suggestion itself.
  await page.goto(at("partners"));
  const one = free.filter({ hasText: name }).first();
  await one.getByRole("button", { name: "見送る" }).click();
  await page.getByRole("dialog").getByText("見送ったことは相手に伝わりません。").waitFor();
  await fits(page, "no thanks");
  await page.getByRole("dialog").getByRole("button", { name: "見送る" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.equal(await page.locator("ol.list").getByText(name).count(), 0);
  await page.goto(at("registration"));
  await page.getByRole("button", { name: `取り消す ${name}` }).click();
  await page.getByText("選んでいる組織はありません。").waitFor();
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
  await page.getByRole("table").getByRole("cell", { name: "50", exact: true }).first().waitFor();
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
  await page.locator(".save .standing").waitFor();
  assert.deepEqual(faults, []);
}

async function registeringWithoutScript() {
  const organizer = await open(set, 1440, 900);
  await enter(organizer.page, base, "organizer");
  await organizer.page.goto(at("registrations"));
  await organizer.page.getByRole("button", { name: "フォームを公開する" }).click();
  await organizer.page.getByText("受付中").waitFor();

  const context = await set.browser.newContext({
    viewport: { width: 390, height: 844 },
    locale: "ja-JP",
    javaScriptEnabled: false,
  });
  const page = await context.newPage();
  await page.goto(`${base}/register/aimgain-2022`);
  await page.getByLabel("姓 必須").fill("飛梅");
  await page.getByLabel("名 必須").fill("千代");
  await page.getByLabel("セイ（カタカナ）").fill("トビウメ");
  await page.getByLabel("メールアドレス 必須").fill("chiyo@example.jp");
  await page.getByLabel("ご所属 必須").fill("株式会社トビウメ");
  await page.getByLabel("企業").check();
  await page.getByLabel(/同意します/).check();
  await page.getByRole("button", { name: "申し込む" }).click();
  await page.getByText("お申込みを受け付けました。").waitFor();

  await organizer.page.reload();
  const one = organizer.page.locator("li.item").filter({ hasText: "飛梅 千代 様" });
  await one.getByRole("button", { name: "承認する" }).click();
  await one.getByText("承認", { exact: true }).waitFor();

  // At the reception she is found by how her name sounds.
  await organizer.page.goto(at("reception"));
  await organizer.page.getByRole("searchbox").fill("とびうめ");
  const row = organizer.page.locator(".arrivals > li").filter({ hasText: "飛梅 千代 様" });
  await row.getByRole("radio", { name: "到着", exact: true }).click();
  await organizer.page.locator(".arrivals > li.here").filter({ hasText: "飛梅" }).waitFor();
  await organizer.page.getByLabel("姓", { exact: true }).fill("当日");
  await organizer.page.getByLabel("所属", { exact: true }).fill("当日大学");
  await organizer.page.getByRole("button", { name: "受け付ける" }).click();
  await organizer.page.getByText("受け付けました。").waitFor();
  await organizer.page.setViewportSize({ width: 390, height: 844 });
  await fits(organizer.page, "the reception");
  await organizer.page.goto(at("registrations"));
  await one.waitFor();
  await fits(organizer.page, "the registrations");
  assert.deepEqual(organizer.faults, []);
}

async function twoWhoAgreedTellEachOther() {
  const { page, faults } = await open(set, 390, 844);
  await enter(page, base, "academic");
  await page.goto(at("requests"));
  const agreed = page.locator("li.item").filter({ hasText: "合意" }).first();
  await agreed.getByRole("button", { name: "連絡先とメッセージ" }).click();
  await page.getByLabel("あなたの連絡先（この相手だけに伝わります）").first().fill("lab@example.ac.jp");
  await page.getByRole("button", { name: "連絡先を伝える" }).first().click();
  await page.getByLabel("メッセージを書く").first().fill("当日はよろしくお願いします。");
  await page.getByRole("button", { name: "送る", exact: true }).first().click();
  await page.locator(".messages .mine").filter({ hasText: "よろしくお願いします" }).waitFor();
  await fits(page, "the messages");

  await page.goto(at("profile"));
  const pdf = { name: "ポスター.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7\n") };
  await page.locator("input[type=file]").setInputFiles(pdf);
  await page.getByRole("link", { name: "ポスター.pdf" }).waitFor();
  assert.deepEqual(faults, []);
}

async function aDeskThatRunsLate() {
  const { page, faults } = await open(set, 390, 844);
  await enter(page, base, "coordinator");
  await page.goto(at("desk"));
  await page.getByRole("button", { name: "5分遅れる" }).first().click();
  await page.getByText("5分遅れています").waitFor();
  await page.getByLabel("メモ（相談者には見えません）").first().fill("契約書のひな形を送る");
  await page.getByRole("button", { name: "保存する" }).first().click();
  await page.getByRole("button", { name: "保存する" }).waitFor({ state: "detached" });
  await page.reload();
  await page.getByText("5分遅れています").waitFor();
  const note = page.getByLabel("メモ（相談者には見えません）").first();
  assert.equal(await note.inputValue(), "契約書のひな形を送る");
  await fits(page, "the desk");
  assert.deepEqual(faults, []);
}

async function theProgrammeWithoutScript() {
  const context = await set.browser.newContext({
    viewport: { width: 390, height: 844 },
    locale: "ja-JP",
    javaScriptEnabled: false,
  });
  const page = await context.newPage();
  await page.goto(`${base}/programme/aimgain-2022`);
  const all = await page.locator(".sessions > li").count();
  await page.getByRole("link", { name: "会場別" }).click();
  await page.getByRole("heading", { name: "ホールB" }).waitFor();
  assert.equal(await page.locator(".sessions > li").count(), all);
  await page.getByRole("searchbox").fill("cancer");
  await page.getByRole("button", { name: "探す" }).click();
  const found = await page.locator(".sessions > li").count();
  assert.ok(found > 0 && found < all, `${found} of ${all}`);
  await page.getByRole("link", { name: "English" }).click();
  await page.getByRole("heading", { name: "Posters" }).waitFor();
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
  await receptionWithoutAConnection();
  await aDayWithWishesAndWithoutAConnection();
  await aDayReadFromFarAway();
  await aChangeOfMyDayIsAskedAndAccepted();
  await whatBecameOfItAndWhatPeopleSay();
  await partnersNarrowedDown();
  await whatIsKnownOfMeAndWhomIAvoid();
  await aConsortiumTurnsGreen();
  await twoWhoAgreedTellEachOther();
  await aDeskThatRunsLate();
  await theProgrammeWithoutScript();
  await registeringWithoutScript();
  console.log("participants: done");
} finally {
  await set.end();
}
