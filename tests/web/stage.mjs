// What every journey stands on: the service in a folder of its own, and a browser.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const root = join(import.meta.dirname, "../..");
const { chromium } = createRequire(join(root, "web/app/package.json"))("playwright-core");
const chrome = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The path of enishi: the first argument, or the debug build. */
export const program = process.argv[2] ?? join(root, "target/debug/enishi");
const DEMO = ["--demo", "--demo-seconds", "3"];

/** A new folder for the service's data and whatever the journey brings. */
export const newFolder = () => mkdtempSync(join(tmpdir(), "enishi-journey-"));

// The journeys' own settings are none of the service's.
export const ours = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith("ENISHI_")),
);

/** Starts the service, the demonstration unless told otherwise, and a browser. */
export async function stage({ data = newFolder(), options = DEMO } = {}) {
  const server = spawn(
    program,
    ["serve", "--json", "--listen", "127.0.0.1:0", "--data-dir", data, ...options],
    { stdio: ["ignore", "pipe", "ignore"], env: ours },
  );
  const base = await address(server);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? chrome.find((path) => existsSync(path)),
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  const end = async () => {
    await browser.close();
    server.kill("SIGTERM");
    await new Promise((ended) => server.once("exit", ended));
    rmSync(data, { recursive: true, force: true });
  };
  return { base, browser, data, end };
}

/** What the service prints first says where it listens. */
async function address(server) {
  for await (const line of createInterface({ input: server.stdout })) {
    const listens = /"listen": *"([^"]+)"/.exec(line);
    if (listens) return `http://${listens[1]}`;
  }
  throw new Error("the service did not start");
}

/** For work on the app: its files from the folder that Vite built, instead of those in the program. */
async function serveFrom(context, folder) {
  const page = join(folder, "index.html");
  await context.route(/:\d+\/($|\?|w\/)/, (route) => route.fulfill({ path: page }));
  await context.route(/:\d+\/assets\//, (route) => {
    // A page that was redirected to is the program's own, and so are its files.
    const path = join(folder, new URL(route.request().url()).pathname);
    return existsSync(path) ? route.fulfill({ path }) : route.continue();
  });
}

/** A window; whatever it complains of and asks for is kept. What may be refused is `allowed`. */
export async function open({ browser }, width, height, allowed = /401/, more = {}) {
  const context = await browser.newContext({ viewport: { width, height }, locale: "ja-JP", ...more });
  if (process.env.ENISHI_APP) await serveFrom(context, process.env.ENISHI_APP);
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const faults = [];
  const asked = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && !allowed.test(message.text())) faults.push(message.text());
  });
  page.on("request", (request) => asked.push(request.url()));
  return { context, page, faults, asked };
}

/** Comes in by one click of the demonstration. */
export async function enter(page, base, role) {
  await page.goto(`${base}/`);
  await page.locator(`.card.role-${role}`).click();
  await page.waitForURL("**/w/**");
}

/** Comes in by a link that was mailed or printed. */
export async function enterBy(page, base, link) {
  await page.goto(`${base}${link}`);
  await page.getByRole("button").first().click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in/"));
  // The page that one is led to is the program's own: it is asked for anew from Vite's files.
  if (process.env.ENISHI_APP) await page.goto(`${base}/`);
}

/** Asks the service of workshops as whoever is signed in on the page. */
export async function ask(page, path, body) {
  return page.evaluate(
    async ([path, body]) => {
      const { csrf_token } = await (await fetch("/api/me")).json();
      const headers = { "content-type": "application/json", "x-csrf-token": csrf_token };
      const how = body ? { method: "POST", headers, body: JSON.stringify(body) } : {};
      const answer = await fetch(`/api/workshops${path}`, how);
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${path}: ${text}`);
      return text && JSON.parse(text);
    },
    [path, body],
  );
}

const axe = readFileSync(join(root, "web/app/node_modules/axe-core/axe.min.js"), "utf8");

/** Nothing scrolls sideways, and nothing is in the way of those who use a screen reader or a keyboard. */
export async function fits(page, where) {
  const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(width <= 0, `${where} scrolls sideways by ${width} px`);
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    // What React Aria has just said aloud may refer to a button that is gone.
    const said = { exclude: [["[data-live-announcer]"]] };
    const { violations } = await globalThis.axe.run(said, { resultTypes: ["violations"] });
    return violations.map(({ id, help, nodes }) => {
      const places = nodes.slice(0, 3).map((node) => `${node.html}\n    ${node.failureSummary}`);
      return `${id}: ${help} (${nodes.length})\n  ${places.join("\n  ")}`;
    });
  });
  assert.deepEqual(found, [], `${where}:\n${found.join("\n")}`);
}
