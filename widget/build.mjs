// Bundles the browser scripts into the Python package, where they are committed so that running the product needs no Node.
//
//   node build.mjs build   writes the bundles
//   node build.mjs fresh   fails when a committed bundle is not what its source builds, or is over its budget
//   node build.mjs test    bundles the unit tests and runs them

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const bundles = [
  { source: "site/search.ts", bundle: "../helpcenter/web/static/site/search.js", budget: 4096 },
  { source: "site/article.ts", bundle: "../helpcenter/web/static/site/article.js", budget: 2560 },
  { source: "site/feedback.ts", bundle: "../helpcenter/web/static/site/feedback.js", budget: 1024 },
  { source: "site/ask.ts", bundle: "../helpcenter/web/static/site/ask.js", budget: 1536 },
  { source: "site/prefetch.ts", bundle: "../helpcenter/web/static/site/prefetch.js", budget: 512 },
];

/** @param {string} source */
async function bundled(source) {
  const result = await build({
    absWorkingDir: here,
    entryPoints: [source],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
  });
  return Buffer.from(result.outputFiles[0]?.contents ?? []);
}

/** @param {string} path */
function committed(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** @param {"build" | "fresh"} task @returns {Promise<string[]>} what is wrong */
async function bundleAll(task) {
  const wrong = [];
  for (const { source, bundle, budget } of bundles) {
    const path = join(here, bundle);
    const built = await bundled(source);
    const size = gzipSync(built, { level: 9 }).length;
    console.log(`${source}: ${size} of ${budget} bytes gzipped`);
    if (size > budget) wrong.push(`${source} is ${size - budget} bytes over its budget: make it smaller.`);
    if (task === "build") {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, built);
    } else if (!committed(path)?.equals(built)) {
      wrong.push(`${bundle.slice(3)} is not what ${source} builds: run \`npm run build\` in widget/ and commit the result.`);
    }
  }
  return wrong;
}

/** @returns {Promise<string[]>} what is wrong */
async function test() {
  const folder = mkdtempSync(join(tmpdir(), "helpcenter-widget-"));
  try {
    await build({
      absWorkingDir: here,
      entryPoints: readdirSync(join(here, "tests")).map((name) => `tests/${name}`),
      bundle: true,
      outdir: folder,
      outExtension: { ".js": ".mjs" },
      format: "esm",
      platform: "node",
      target: "node20",
      logLevel: "warning",
    });
    const files = readdirSync(folder).map((name) => join(folder, name));
    const { status } = spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit" });
    return status === 0 ? [] : ["The unit tests failed."];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const task = process.argv[2];
if (task !== "build" && task !== "fresh" && task !== "test") {
  console.error("Usage: node build.mjs build | fresh | test");
  process.exit(2);
}
const wrong = await (task === "test" ? test() : bundleAll(task));
for (const line of wrong) console.error(line);
process.exitCode = wrong.length > 0 ? 1 : 0;
