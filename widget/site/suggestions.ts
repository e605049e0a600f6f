// Suggestions as `/api/v1/suggest` answers them.

/** A run of text, marked where the reader's words are. */
export interface Fragment {
  readonly text: string;
  readonly marked: boolean;
}

/** An article, a section of one or a question it answers, by what is shown of it; `topic` is the line below. */
export interface Suggestion {
  readonly kind: "article" | "section" | "question";
  readonly url: string;
  readonly title: readonly Fragment[];
  readonly topic: string;
  readonly is_internal: boolean;
}

const LIMIT = 8;

/** Asks the server; an answer that is not a list of suggestions is an error like any other failure. */
export async function fetchSuggestions(
  address: string,
  locale: string,
  query: string,
  signal: AbortSignal,
): Promise<readonly Suggestion[]> {
  const parameters = new URLSearchParams({ q: query, locale, limit: String(LIMIT) });
  const response = await fetch(`${address}?${parameters}`, { signal, headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`${response.status}`);
  const { suggestions } = (await response.json()) as { suggestions: readonly Suggestion[] };
  return [...suggestions];
}
