// Bundles the browser scripts into the Python package, where they are committed so that running the product needs no Node.
//
//   node build.mjs build   writes the bundles
//   node build.mjs fresh   fails when a committed bundle is not what its source builds, or is over its budget
//   node build.mjs test    bundles the unit tests and runs them

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, transform } from "esbuild";
import { minify } from "terser";

const here = dirname(fileURLToPath(import.meta.url));
const bundles = [
  { source: "site/search.ts", bundle: "../helpcenter/web/static/site/search.js", budget: 4096 },
  { source: "site/article.ts", bundle: "../helpcenter/web/static/site/article.js", budget: 2560 },
  { source: "site/feedback.ts", bundle: "../helpcenter/web/static/site/feedback.js", budget: 1024 },
  { source: "site/ask.ts", bundle: "../helpcenter/web/static/site/ask.js", budget: 1536 },
  { source: "site/prefetch.ts", bundle: "../helpcenter/web/static/site/prefetch.js", budget: 512 },
  { source: "site/dashboard.ts", bundle: "../helpcenter/web/static/site/dashboard.js", budget: 26_624 },
];

// The guide: a loader at a fixed name, and modules whose names hold a hash of what is in them.
const embed = "../helpcenter/web/static/embed";
const modules = ["core", "kinds", "steady", "record", "starts", "launcher", "panel", "hints", "forms", "picker", "drafts", "checks"];
const guideBudgets = [
  { name: "the guide's loader", parts: ["guide"], budget: 1300 },
  { name: "the guide up to its first step", parts: ["guide", "core"], budget: 8601 },
  { name: "the guide's hotspots, banners and announcements", parts: ["hints"], budget: 2560 },
  { name: "the guide's checklists and surveys", parts: ["forms"], budget: 1536 },
  { name: "the guide's picker", parts: ["picker"], budget: 8192 },
  { name: "the guide's picker, with drafts and checks", parts: ["picker", "drafts", "checks"], budget: 9728 },
  { name: "the guide's panel", parts: ["panel"], budget: 5120 },
];

// What a bundle brings along of others, said in it as their licences ask.
const notices = new Map([["site/dashboard.ts", "/* uPlot 1.6.32, Copyright (c) 2025 Leon Sorokin, MIT: LICENSE-uplot.txt */"]]);

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
    banner: { js: notices.get(source) ?? "" },
  });
  return Buffer.from(result.outputFiles[0]?.contents ?? []);
}

// A style sheet is imported as its minified text.
/** @type {import("esbuild").Plugin} */
const styles = {
  name: "styles",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(readFileSync(path, "utf8"), { loader: "css", minify: true, target: "chrome123" });
      return { contents: code.trim().replace(/([:,]) /g, "$1"), loader: "text" };
    });
  },
};

/** The other modules take what has a state from the core, which is loaded once; pure geometry they bring along. @param {string} core @returns {import("esbuild").Plugin} */
const shared = (core) => ({
  name: "shared",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.\/(core|tour)\// }, ({ path }) =>
      path.endsWith("/frames.ts") ? undefined : { path: `./${core}`, external: true },
    );
  },
});

// Names that only the modules use among themselves may be short; the cache keeps them the same in all of them.
const internal =
  /^(answer|base|box|busy|byRole|call|cameFrom|card|clicked|close|dismiss|element|failed|fill|fits|guide|hear|hide|index|late|layer|memory|moved|nameOf|native|note|options|outOf|put|raise|read|record|refresh|release|roots|say|sync|text|tour|trail|use|wanted|write)$/;
/** @type {Record<string, string | false>} */
let short = {};

/** @param {string} source @param {"iife" | "esm"} format @param {import("esbuild").Plugin[]} plugins */
async function guideModule(source, format, plugins = []) {
  const result = await build({
    absWorkingDir: here,
    entryPoints: [source],
    bundle: true,
    minify: true,
    write: false,
    format,
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    tsconfigRaw: {}, // modules are strict without saying so
    mangleProps: internal,
    mangleCache: short,
    plugins: [styles, ...plugins],
  });
  short = result.mangleCache ?? short;
  // What esbuild leaves, terser makes smaller by another 4 % after compression: what every page of a host loads is worth it.
  const { code } = await minify(result.outputFiles[0]?.text ?? "", {
    module: format === "esm",
    ecma: 2020,
    compress: { ecma: 2020, passes: 2, inline: 1 },
  });
  return Buffer.from(code ?? "");
}

/**
 * What the core exports has, in all modules, the short name that it has inside; all but `boot`, which the loader asks for.
 * @type {Map<string, string>}
 */
const exported = new Map();

/** @param {Buffer} core */
function withShortExports(core) {
  const code = core.toString().replace(/export\{([^}]*)\};?\s*$/, (_, /** @type {string} */ list) => {
    const names = list.split(",").map((each) => {
      const [inner = "", outer = inner] = each.split(" as ");
      if (outer !== "boot") exported.set(outer, inner);
      return outer === "boot" ? each : inner;
    });
    return `export{${names}};`;
  });
  return Buffer.from(code);
}

/** @param {Buffer} built */
function withShortImports(built) {
  const code = built.toString().replace(/import\{([^}]*)\}from"\.\/core-/g, (_, /** @type {string} */ list) => {
    const names = list.split(",").map((each) => {
      const [outer = "", inner = outer] = each.split(" as ");
      const name = exported.get(outer);
      if (name === undefined) throw Error(`The core does not export ${outer}.`);
      return name === inner ? inner : `${name} as ${inner}`;
    });
    return `import{${names}}from"./core-`;
  });
  return Buffer.from(code);
}

/** @param {string} name @param {Buffer} built */
function hashed(name, built) {
  return `${name}-${createHash("sha256").update(built).digest("hex").slice(0, 10)}.js`;
}

/** @returns {Promise<Map<string, { file: string, built: Buffer }>>} the guide's files by the name of their part */
async function guide() {
  const parts = new Map();
  parts.set("guide", { file: "guide.js", built: await guideModule("guide/loader/guide.ts", "iife") });
  parts.set("esm", { file: "guide.mjs", built: await guideModule("guide/loader/esm.ts", "esm") });
  parts.set("types", { file: "guide.d.ts", built: readFileSync(join(here, "guide/loader/guide.d.ts")) });
  const core = withShortExports(await guideModule("guide/core/core.ts", "esm"));
  const coreFile = hashed("core", core);
  parts.set("core", { file: coreFile, built: core });
  for (const name of modules.slice(1)) {
    const built = withShortImports(await guideModule(`guide/${name}/${name}.ts`, "esm", [shared(coreFile)]));
    parts.set(name, { file: hashed(name, built), built });
  }
  return parts;
}

/** @param {"build" | "fresh"} task @returns {Promise<string[]>} what is wrong */
async function guideAll(task) {
  const parts = await guide();
  const folder = join(here, embed);
  const wrong = [];
  for (const { name, parts: needed, budget } of guideBudgets) {
    const size = needed.reduce((sum, part) => sum + gzipSync(parts.get(part)?.built ?? "", { level: 9 }).length, 0);
    console.log(`${name}: ${size} of ${budget} bytes gzipped`);
    if (size > budget) wrong.push(`${name} is ${size - budget} bytes over its budget: make it smaller.`);
  }
  const files = new Map([...parts.values()].map(({ file, built }) => [file, built]));
  const present = existsSync(folder) ? readdirSync(folder) : [];
  if (task === "build") {
    mkdirSync(folder, { recursive: true });
    for (const file of present) if (!files.has(file)) rmSync(join(folder, file));
    for (const [file, built] of files) writeFileSync(join(folder, file), built);
    return wrong;
  }
  const stale = present.filter((file) => !files.has(file));
  const changed = [...files].filter(([file, built]) => !committed(join(folder, file))?.equals(built)).map(([file]) => file);
  for (const file of [...stale, ...changed]) {
    wrong.push(`${embed.slice(3)}/${file} is not what widget/guide builds: run \`npm run build\` in widget/ and commit the result.`);
  }
  return wrong;
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
      plugins: [styles],
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
const wrong = await (task === "test" ? test() : Promise.all([bundleAll(task), guideAll(task)]).then((lists) => lists.flat()));
for (const line of wrong) console.error(line);
process.exitCode = wrong.length > 0 ? 1 : 0;
