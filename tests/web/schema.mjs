// The app's types are the API's: schema.d.ts is what the service's document gives today.
// Usage: node tests/web/schema.mjs [path of enishi]
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stage } from "./stage.mjs";

const app = join(import.meta.dirname, "../../web/app");
const { base, data, end } = await stage();
try {
  const fresh = join(data, "schema.d.ts");
  const generator = join(app, "node_modules/openapi-typescript/bin/cli.js");
  execFileSync(process.execPath, [generator, `${base}/api/openapi.json`, "-o", fresh], { stdio: "ignore" });
  const [today, kept] = [fresh, join(app, "src/api/schema.d.ts")].map((file) => readFileSync(file, "utf8"));
  assert.ok(today === kept, "src/api/schema.d.ts is not what the service documents; run `npm run api`");
  console.log("the app's types are the API's");
} finally {
  await end();
}
