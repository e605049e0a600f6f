// A server on standard input and output: answers each line, a query as JSON, by the slugs of the ten best documents
// and the milliseconds that took here, so that the way through the pipe does not count.
//
//   node minisearch.mjs DOCUMENTS LOCALE      DOCUMENTS has one {slug, title, body} as JSON a line

import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import MiniSearch from "minisearch";

const WANTED_HITS = 10;
const TITLE_WEIGHT = 3;
const [file, locale] = process.argv.slice(2);

// MiniSearch cuts at spaces and punctuation, so that a Japanese sentence would be one word that nobody types. Node
// itself brings a dictionary that knows Japanese words.
const segmenter = new Intl.Segmenter(locale, { granularity: "word" });
const japanese = (text) => Array.from(segmenter.segment(text), (piece) => (piece.isWordLike ? piece.segment : ""));

const index = new MiniSearch({
  idField: "slug",
  fields: ["title", "body"],
  searchOptions: { boost: { title: TITLE_WEIGHT } },
  ...(locale === "ja" ? { tokenize: japanese } : {}),
});
for await (const line of createInterface({ input: createReadStream(file) })) index.add(JSON.parse(line));
console.log("ready");

for await (const line of createInterface({ input: process.stdin })) {
  const query = JSON.parse(line);
  const started = performance.now();
  const slugs = index
    .search(query)
    .slice(0, WANTED_HITS)
    .map((hit) => hit.id);
  console.log(JSON.stringify({ milliseconds: performance.now() - started, slugs }));
}
