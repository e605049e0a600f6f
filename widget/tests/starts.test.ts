import assert from "node:assert/strict";
import { test } from "node:test";
import { belongs, isBetween, isDue, isQuiet } from "../guide/starts/audience.ts";

test("an audience wants one value of each trait", () => {
  assert.equal(belongs({ plan: ["pro", "team"] }, { plan: "pro" }), true);
  assert.equal(belongs({ role: ["admin"] }, { role: ["owner", "admin"] }), true);
  assert.equal(belongs({ seats: ["5"] }, { seats: 5 }), true);
  assert.equal(belongs({ plan: ["pro"], role: ["admin"] }, { plan: "pro" }), false);
  assert.equal(belongs(undefined, {}), true);
});

test("quiet hours may pass midnight", () => {
  const times = (from: string, until: string) => ["06:59", "07:00", "12:00", "22:00"].map((now) => isQuiet([from, until], now));
  assert.deepEqual(times("22:00", "07:00"), [true, false, false, true]);
  assert.deepEqual(times("07:00", "22:00"), [false, true, true, false]);
  assert.equal(isQuiet(undefined, "12:00"), false);
});

test("what was seen comes back as often as it may", () => {
  const day = 86_400_000;
  assert.equal(isDue(undefined, undefined, 0), true);
  assert.equal(isDue("once", 1, 9 * day), false);
  assert.equal(isDue("daily", 1, day), false);
  assert.equal(isDue("daily", 1, day + 1), true);
  assert.equal(isDue("always", 1, 2), true);
});

test("a period has both of its days", () => {
  const days = ["2026-11-30", "2026-12-01", "2026-12-31", "2027-01-01"];
  assert.deepEqual(days.map((day) => isBetween("2026-12-01", "2026-12-31", day)), [false, true, true, false]);
  assert.equal(isBetween(undefined, undefined, "2026-12-01"), true);
});
