import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Asking, queryOf } from "../site/asking.ts";

/** A server that answers when told to, and what became of each question. */
class Scene {
  sent: string[] = [];
  inFlight = 0;
  mostInFlight = 0;
  shown: string[] = [];
  failures: string[] = [];
  private readonly waiting = new Map<string, { resolve(answer: string): void; reject(error: Error): void }>();
  readonly asking = new Asking<string>({
    fetch: (query, signal) => {
      this.sent.push(query);
      this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);
      signal.addEventListener("abort", () => this.inFlight--);
      return new Promise((resolve, reject) => this.waiting.set(query, { resolve, reject }));
    },
    answered: (query, answer) => this.shown.push(`${query}: ${answer}`),
    failed: (query) => this.failures.push(query),
  });

  async answer(query: string): Promise<void> {
    this.inFlight--;
    this.waiting.get(query)?.resolve("answer");
    await sleep(0);
  }

  async break(query: string): Promise<void> {
    this.inFlight--;
    this.waiting.get(query)?.reject(new Error("no connection"));
    await sleep(0);
  }

  /** Waits until the question has left. */
  async left(query: string): Promise<void> {
    while (this.sent.at(-1) !== query) await sleep(5);
  }
}

test("a burst of typing is one question", async () => {
  const scene = new Scene();
  for (const query of ["pa", "pas", "pass", "password"]) scene.asking.ask(query);
  await scene.left("password");
  assert.deepEqual(scene.sent, ["password"]);
});

test("a question overtaken by a newer one is aborted and its answer dropped", async () => {
  const scene = new Scene();
  scene.asking.ask("old");
  await scene.left("old");
  scene.asking.ask("new");
  await scene.left("new");
  await scene.answer("new");
  await scene.answer("old");
  assert.deepEqual(scene.shown, ["new: answer"]);
  assert.equal(scene.mostInFlight, 1);
});

test("the same question is never sent twice", async () => {
  const scene = new Scene();
  scene.asking.ask("invoice");
  scene.asking.ask("invoice");
  await scene.left("invoice");
  scene.asking.ask("invoice");
  await scene.answer("invoice");
  scene.asking.drop();
  scene.asking.ask("invoice");
  assert.deepEqual(scene.sent, ["invoice"]);
  assert.deepEqual(scene.shown, ["invoice: answer", "invoice: answer"]);
});

test("a failed question is told once and may be asked again", async () => {
  const scene = new Scene();
  scene.asking.ask("invoice");
  await scene.left("invoice");
  await scene.break("invoice");
  assert.deepEqual(scene.failures, ["invoice"]);
  scene.asking.ask("invoice");
  while (scene.sent.length < 2) await sleep(5);
  assert.deepEqual(scene.sent, ["invoice", "invoice"]);
});

test("one kanji or kana is a question, one letter is not", () => {
  assert.equal(queryOf("税"), "税");
  assert.equal(queryOf("ぜ"), "ぜ");
  assert.equal(queryOf("ｾ"), "ｾ");
  assert.equal(queryOf("a"), "");
  assert.equal(queryOf("ab"), "ab");
  assert.equal(queryOf("\u3000"), "");
});

test("spaces around and between the words do not make another question", () => {
  assert.equal(queryOf(" 請求書\u3000 発行 "), "請求書 発行");
});

test("a pasted letter is asked by its beginning, without cutting a character in two", () => {
  assert.equal(queryOf("😀".repeat(1000)), "😀".repeat(200));
});
