// When a question goes to the server: after a short rest, one at a time, and never the same one twice.

const SHORTEST_REST = 60;
const LONGEST_REST = 240;
const REMEMBERED = 40;
const LONGEST_QUERY = 200;
const ONE_CHARACTER_IS_A_WORD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** What is asked for a field's text: one spelling of the spaces, and "" when it is too short to mean anything. */
export function queryOf(text: string): string {
  const characters = [...text.trim().replace(/\s+/gu, " ")].slice(0, LONGEST_QUERY);
  const query = characters.join("");
  return characters.length > 1 || ONE_CHARACTER_IS_A_WORD.test(query) ? query : "";
}

/** Where questions go and what becomes of them; `fetch` must obey its signal. */
export interface Asked<Answer> {
  fetch(query: string, signal: AbortSignal): Promise<Answer>;
  answered(query: string, answer: Answer): void;
  failed(query: string): void;
}

/** Paces the questions of one field. A question overtaken by a newer one is aborted and its answer dropped. */
export class Asking<Answer> {
  private wanted = "";
  private rest = SHORTEST_REST;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private flight: AbortController | undefined;
  private readonly remembered = new Map<string, Answer>();

  constructor(private readonly asked: Asked<Answer>) {}

  /** Wants the answer to a query, unless it is the one already wanted. */
  ask(query: string): void {
    if (query === this.wanted) return;
    this.drop();
    this.wanted = query;
    const known = this.remembered.get(query);
    if (known === undefined) {
      this.timer = setTimeout(() => void this.send(query), this.rest);
    } else {
      this.remember(query, known);
      this.asked.answered(query, known);
    }
  }

  /** Wants nothing any more. */
  drop(): void {
    clearTimeout(this.timer);
    this.flight?.abort();
    this.wanted = "";
  }

  private async send(query: string): Promise<void> {
    const { signal } = (this.flight = new AbortController());
    const start = performance.now();
    try {
      const answer = await this.asked.fetch(query, signal);
      if (signal.aborted) return;
      // A slow line is asked less often.
      this.rest = Math.min(LONGEST_REST, Math.max(SHORTEST_REST, (performance.now() - start) / 2));
      this.remember(query, answer);
      this.asked.answered(query, answer);
    } catch {
      if (signal.aborted) return;
      this.wanted = ""; // so that the same words may be tried again
      this.asked.failed(query);
    }
  }

  private remember(query: string, answer: Answer): void {
    this.remembered.delete(query); // a Map keeps its order, so the first key is the one least recently wanted
    this.remembered.set(query, answer);
    const [oldest] = this.remembered.keys();
    if (this.remembered.size > REMEMBERED && oldest !== undefined) this.remembered.delete(oldest);
  }
}
