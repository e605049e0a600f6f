import assert from "node:assert/strict";
import { test } from "node:test";
import { press, type Popup } from "../site/keys.ts";

const bare = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false };
const shut: Popup = { open: false, active: -1, count: 3 };
const open: Popup = { ...shut, open: true };

function after(popup: Popup, ...keys: string[]): Popup {
  return keys.reduce((now, key) => press(now, { ...bare, key }).popup, popup);
}

test("arrows open the popup and wrap at both ends", () => {
  assert.deepEqual(after(shut, "ArrowDown"), { ...open, active: 0 });
  assert.deepEqual(after(shut, "ArrowUp"), { ...open, active: 2 });
  assert.equal(after(shut, "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown").active, 0);
  assert.equal(after(shut, "ArrowDown", "ArrowUp").active, 2);
});

test("arrows belong to the field when there is nothing to choose", () => {
  assert.equal(press({ ...shut, count: 0 }, { ...bare, key: "ArrowDown" }).handled, false);
  assert.equal(press(open, { ...bare, key: "ArrowDown", shiftKey: true }).handled, false);
  assert.equal(press(open, { ...bare, key: "ArrowDown", ctrlKey: true }).handled, false);
});

test("alt and an arrow open and close without choosing", () => {
  assert.deepEqual(press(shut, { ...bare, key: "ArrowDown", altKey: true }).popup, open);
  assert.deepEqual(press(open, { ...bare, key: "ArrowUp", altKey: true }).popup, shut);
});

test("keys that move the caret take the attention back to the field", () => {
  for (const key of ["Home", "End", "ArrowLeft", "ArrowRight"]) {
    const { popup, handled } = press({ ...open, active: 1 }, { ...bare, key });
    assert.deepEqual({ popup, handled }, { popup: open, handled: false }, key);
  }
});

test("enter follows the active option and otherwise leaves the form to submit", () => {
  assert.deepEqual(press({ ...open, active: 1 }, { ...bare, key: "Enter" }), { popup: shut, handled: true, act: "follow" });
  assert.deepEqual(press(open, { ...bare, key: "Enter" }), { popup: shut, handled: false });
});

test("escape closes first and clears second", () => {
  assert.deepEqual(press({ ...open, active: 1 }, { ...bare, key: "Escape" }), { popup: shut, handled: true });
  assert.equal(press(shut, { ...bare, key: "Escape" }).act, "clear");
});

test("tab closes and goes on its way", () => {
  assert.deepEqual(press({ ...open, active: 1 }, { ...bare, key: "Tab" }), { popup: shut, handled: false });
});
