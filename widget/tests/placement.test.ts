import assert from "node:assert/strict";
import { test } from "node:test";
import { place } from "../guide/tour/placement.ts";

const view = { x: 0, y: 0, w: 1000, h: 800 };
const at = (x: number, y: number, w = 100, h = 40) => ({ x, y, w, h });

test("the card stands below its target, in the middle of it", () => {
  assert.deepEqual(place(at(400, 100), 300, 200, view), [300, 152]);
});

test("without room below it stands above, then right, then left", () => {
  assert.deepEqual(place(at(400, 700), 300, 200, view), [300, 488]);
  assert.deepEqual(place(at(100, 50, 100, 700), 300, 200, view), [212, 300]);
  assert.deepEqual(place(at(800, 50, 150, 700), 300, 200, view), [488, 300]);
});

test("at an edge it stays inside the window", () => {
  assert.deepEqual(place(at(0, 100), 300, 200, view), [8, 152]);
  assert.deepEqual(place(at(950, 100, 50), 300, 200, view), [692, 152]);
});

test("without room on any side it goes opposite the target", () => {
  const phone = { x: 0, y: 0, w: 390, h: 500 };
  assert.deepEqual(place({ x: 0, y: 60, w: 390, h: 380 }, 374, 200, phone), [8, 292]);
  assert.deepEqual(place({ x: 0, y: 75, w: 390, h: 420 }, 374, 200, phone), [8, 8]);
});

test("with little room on every side it is made as low as the larger one", () => {
  const phone = { x: 0, y: 0, w: 390, h: 500 };
  assert.deepEqual(place({ x: 20, y: 100, w: 350, h: 40 }, 374, 600, phone), [8, 152, 340]);
  assert.deepEqual(place({ x: 20, y: 400, w: 350, h: 40 }, 374, 600, phone), [8, 8, 380]);
});

test("a target out of the window keeps the card at the edge where it left", () => {
  assert.deepEqual(place(at(400, -500), 300, 200, view), [300, 12]);
  assert.deepEqual(place(at(400, 1500), 300, 200, view), [300, 588]);
});

test("what a keyboard on the screen covers is not used", () => {
  assert.deepEqual(place(at(100, 300), 300, 200, { x: 0, y: 100, w: 390, h: 300 })[1], 108);
});

test("a step without a target stands in the middle", () => {
  assert.deepEqual(place(null, 300, 200, view), [350, 300]);
});
