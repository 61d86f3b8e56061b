// How fast the web app feels: what its screens fetch and when they are painted on a slow line and a
// slow machine, and how smoothly a full board scrolls.
// Usage: node benches/web.mjs [path of enishi] [rounds] [screens or board alone]
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { enter, newFolder, open, program, stage } from "../tests/web/stage.mjs";

const rounds = Number(process.argv[3] ?? 5);
const part = process.argv[4];
/** 1.6 Mbit/s down, 0.75 up, 150 ms there and back: what Lighthouse calls slow 4G. */
const SLOW_LINE = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6 * 1024 * 1024) / 8,
  uploadThroughput: (0.75 * 1024 * 1024) / 8,
};
const SLOWED = 4;
const W = "aimgain-2022";

const middle = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const ms = (n) => `${Math.round(n)} ms`;

/** Opens an address cold, again and again; what `look` finds on each. */
async function cold(set, prepare, address, slowLine, look) {
  const found = [];
  for (let i = 0; i < rounds; i += 1) {
    const { page, context, faults } = await open(set, 390, 844);
    await prepare?.(page);
    const cdp = await context.newCDPSession(page);
    await cdp.send("Network.enable");
    await cdp.send("Network.clearBrowserCache");
    if (slowLine) await cdp.send("Network.emulateNetworkConditions", SLOW_LINE);
    await cdp.send("Emulation.setCPUThrottlingRate", { rate: SLOWED });
    const fetched = [];
    page.on("response", (response) => fetched.push(response.url()));
    await page.goto(address);
    await page.waitForLoadState("networkidle");
    await page.locator(".loading").first().waitFor({ state: "detached" });
    found.push(await look(page, fetched));
    if (faults.length > 0) throw new Error(faults.join("\n"));
    await context.close();
  }
  return found;
}

const firstPaint = (page) =>
  page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0].startTime);

const largestPaint = (page) =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime)).observe({
          type: "largest-contentful-paint",
          buffered: true,
        });
      }),
  );

/** Bytes of the scripts, as gzip packs them. */
async function packed(page, urls) {
  const scripts = [...new Set(urls.filter((url) => url.endsWith(".js") && url.includes("/assets/")))];
  let bytes = 0;
  for (const url of scripts) bytes += gzipSync(await (await page.request.get(url)).body()).length;
  return bytes;
}

async function screens() {
  const set = await stage();
  try {
    const { page, context } = await open(set, 1440, 900);
    await enter(page, set.base, "organizer");
    await page.goto(`${set.base}/w/${W}/board`);
    await page.waitForFunction(
      () => document.querySelectorAll(".steering select")[0]?.options.length >= 2,
    );
    await context.close();
    const programme = await cold(set, null, `${set.base}/programme/${W}`, true, firstPaint);
    console.log(`programme, first paint, 1.6 Mbit/s, 150 ms, CPU ${SLOWED}× slower: ${ms(middle(programme))}`);
    for (const screen of ["my-day", "partners"]) {
      const address = `${set.base}/w/${W}/${screen}`;
      const sizes = [];
      const paints = await cold(
        set,
        (page) => enter(page, set.base, "academic"),
        address,
        false,
        async (page, fetched) => {
          sizes.push(await packed(page, fetched));
          return largestPaint(page);
        },
      );
      console.log(
        `${screen}, largest paint, CPU ${SLOWED}× slower: ${ms(middle(paints))}; ` +
          `scripts ${Math.round(Math.max(...sizes) / 1000)} kB gzip`,
      );
    }
  } finally {
    await set.end();
  }
}

/** A workshop of 60 tables × 16 slots, planned so that nearly every place is taken. */
async function fullBoard(page, base) {
  const file = join(newFolder(), "full.json");
  execFileSync(program, ["generate", file, "--meetings", "1100", "--days", "1", "--tables", "60"]);
  const made = readFileSync(file, "utf8");
  return page.evaluate(
    async ([base, made]) => {
      const me = await (await fetch(`${base}/api/me`)).json();
      const ask = async (method, path, body) => {
        const headers = { "Content-Type": "application/json", "X-CSRF-Token": me.csrf_token };
        const answer = await fetch(`${base}${path}`, { method, headers, body });
        if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
        return answer.json();
      };
      const { id } = await ask("POST", "/api/workshops?agreed=true", made);
      const at = `/api/workshops/${id}`;
      await ask("POST", `${at}/jobs`, JSON.stringify({ name: "full", seconds: 20 }));
      while ((await ask("GET", `${at}/plans`)).length === 0) {
        await new Promise((soon) => setTimeout(soon, 1000));
      }
      return id;
    },
    [base, made],
  );
}

/** Scrolls down, up and sideways; the gaps between frames and the work of the main thread. */
async function scrolling(page, context) {
  const cdp = await context.newCDPSession(page);
  await page.locator(".board").scrollIntoViewIfNeeded();
  const box = await page.locator(".scroller:has(.board)").first().boundingBox();
  const [x, y] = [box.x + box.width / 2, Math.min(box.y + 300, 700)];
  const events = [];
  cdp.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  await cdp.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"] },
  });
  await page.evaluate(() => {
    globalThis.frames_ = [];
    const note = (at) => {
      globalThis.frames_.push(at);
      requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
  });
  for (const [xDistance, yDistance] of [[0, -1800], [0, 1800], [-600, 0], [600, -900]]) {
    await cdp.send("Input.synthesizeScrollGesture", { x, y, xDistance, yDistance, speed: 1600 });
  }
  const frames = await page.evaluate(() => globalThis.frames_);
  const ended = new Promise((resolve) => cdp.once("Tracing.tracingComplete", resolve));
  await cdp.send("Tracing.end");
  await ended;
  const gaps = frames.slice(1).map((at, i) => at - frames[i]);
  const main = events.find((e) => e.name === "thread_name" && e.args.name === "CrRendererMain");
  const tasks = events.filter((e) => e.name.endsWith("RunTask") && e.pid === main?.pid && e.tid === main?.tid);
  return {
    frames: gaps.length,
    longest: Math.max(...gaps),
    over: gaps.filter((gap) => gap > 50).length,
    work: Math.max(...tasks.map((e) => (e.tdur ?? e.dur ?? 0) / 1000)),
  };
}

async function board() {
  const set = await stage();
  try {
    const { page, context } = await open(set, 1440, 900);
    await enter(page, set.base, "organizer");
    const id = await fullBoard(page, set.base);
    await page.goto(`${set.base}/w/${id}/board`);
    await page.locator(".board td[data-place]").first().waitFor();
    const placed = await page.locator(".board td[data-place]").count();
    const rows = await page.locator(".board tbody tr").count();
    await page.waitForLoadState("networkidle");
    const found = [];
    for (let i = 0; i < rounds; i += 1) found.push(await scrolling(page, context));
    const of = (key) => found.map((one) => one[key]);
    console.log(
      `board, ${rows} rows, ${placed} placed, scrolling: longest frame ${ms(middle(of("longest")))} ` +
        `(worst of ${rounds} rounds ${ms(Math.max(...of("longest")))}), over 50 ms ` +
        `${of("over").reduce((a, b) => a + b)} of ${of("frames").reduce((a, b) => a + b)}, ` +
        `longest task of the main thread ${middle(of("work")).toFixed(1)} ms of CPU`,
    );
  } finally {
    await set.end();
  }
}

if (part !== "board") await screens();
if (part !== "screens") await board();
