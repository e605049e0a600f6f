import assert from "node:assert/strict";
import { test } from "node:test";
import { readFailure } from "../guide/checks/checking.ts";
import { headingLine, isWritten, quoted, saysWhat } from "../guide/picker/naming.ts";

const WRITTEN = ["save", "invoice.new", "invoice_new", "main-nav", "step2", "newInvoiceForm", "search-form", "tab-1", "oauth2", "q1-report", "HTML"];
const MADE_UP = [
  ":r1:",
  "«r1»",
  "_r_1_",
  "radix-:r0:-trigger",
  "radix-12",
  "headlessui-menu-button-1",
  "react-aria-12345-:r2:",
  "mui-4711",
  "mat-input-0",
  "cdk-overlay-3",
  "ember123",
  "ui-id-7",
  "el-id-1024-7",
  "550e8400-e29b-41d4-a716-446655440000",
  "css-1x2y3z9",
  "sc-bdVaJa",
  "Button_root__3kXyZ",
  "a3f9c2",
  "row-1041",
  "invoice-20261122",
  "xkcdqzv",
  "x",
  "",
  "two words",
];

test("names of people are told from those of programs", () => {
  for (const name of WRITTEN) assert.ok(isWritten(name), name);
  for (const name of MADE_UP) assert.ok(!isWritten(name), name);
});

test("classes about looks and states say nothing", () => {
  for (const name of ["invoice-list", "toolbar", "customer"]) assert.ok(saysWhat(name), name);
  for (const name of ["mt-4", "flex", "text-sm", "is-active", "selected", "css-1x2y3z", "hidden", "grid"]) assert.ok(!saysWhat(name), name);
});

test("a heading holds its targets whatever is in the names", () => {
  assert.equal(headingLine("Save *all*", ["#a", "testid:b"], "click"), '## Save \\*all\\* { target="#a || testid:b" advance="click" }');
  assert.equal(headingLine("Look", ["#a"], "next"), '## Look { target="#a" }');
  assert.equal(quoted("it's \"a\" || {b}"), "'it\\27 s \\22 a\\22  \\7c \\7c  \\7b b\\7d '");
});

test("what a browser says of a target is read again", () => {
  assert.deepEqual(readFailure("#a: 0 visible of 0"), { target: "#a", state: "is_nowhere", count: 0 });
  assert.deepEqual(readFailure("a:hover: 0 visible of 2"), { target: "a:hover", state: "is_hidden", count: 0 });
  assert.deepEqual(readFailure("button: 3 visible of 4"), { target: "button", state: "is_many", count: 3 });
  assert.deepEqual(readFailure("a[: invalid"), { target: "a[", state: "is_invalid", count: 0 });
});
