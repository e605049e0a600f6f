import assert from "node:assert/strict";
import { test } from "node:test";
import { readable } from "../site/choices.ts";
import { target } from "../site/tabs.ts";

test("arrows go round, Home and End to the ends, other keys nowhere", () => {
  assert.equal(target("ArrowRight", 2, 3), 0);
  assert.equal(target("ArrowLeft", 0, 3), 2);
  assert.equal(target("ArrowRight", 0, 3), 1);
  assert.equal(target("Home", 2, 3), 0);
  assert.equal(target("End", 0, 3), 2);
  assert.equal(target("Enter", 0, 3), null);
});

test("choices are read back, whatever was stored", () => {
  assert.deepEqual(readable('["Mac","Windows"]'), ["Mac", "Windows"]);
  for (const broken of [null, "", "{", "{}", "3", "null"]) assert.deepEqual(readable(broken), []);
  assert.deepEqual(readable('["Mac",3,null]'), ["Mac"]);
  assert.equal(readable(JSON.stringify(Array(500).fill("a"))).length, 20);
});
