// Batches, each event with an id of its own so that a repeat counts once; what is left goes when the page does.

const BATCH = 20;
const PAUSE = 4000;
const KEPT = 200;

export interface Transport {
  readonly add: (event: object) => void;
  readonly close: () => void;
}

/** A random UUID; `crypto.randomUUID` is missing on pages without TLS. */
export function uuid(): string {
  return "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
    (+digit ^ (crypto.getRandomValues(new Uint8Array(1))[0]! & (15 >> (+digit / 4)))).toString(16),
  );
}

/** A value as JSON, whatever `toJSON` the host has given to its arrays. */
export function json(given: unknown): string {
  return JSON.stringify(given, function (this: Record<string, unknown>, key) {
    return this[key];
  });
}

let own: string | undefined;

/** The random name of this visit, under which its events and searches belong together. */
export function session(): string {
  try {
    own ??= (sessionStorage["help-guide"] ??= uuid()) as string;
  } catch {
    own = uuid();
  }
  return own;
}

/** Whether anything may be told of what happens here. */
export function isAllowed(consent: unknown): boolean {
  const { doNotTrack, globalPrivacyControl } = navigator as Navigator & { globalPrivacyControl?: boolean };
  return ![false, "off", "false"].includes(consent as string | boolean) && doNotTrack !== "1" && !globalPrivacyControl;
}

/** Opens the way to the address. */
export function openTransport(address: string, token: () => string | null, signal: AbortSignal): Transport {
  let waiting: object[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const send = async (isLeaving: boolean): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    while (waiting.length > 0) {
      const events = waiting.splice(0, BATCH);
      const body = json({ session: session(), token: token(), events });
      if (isLeaving && navigator.sendBeacon(address, body)) continue;
      try {
        const { status } = await fetch(address, { method: "POST", body, keepalive: true, credentials: "omit" });
        if (status < 500 && status !== 429) continue;
      } catch {
        // Offline: they go with the next ones.
      }
      waiting = [...events, ...waiting].slice(0, KEPT);
      return;
    }
  };
  const leave = (): void => void send(true);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave(), { signal });
  addEventListener("pagehide", leave, { signal });
  return {
    add: (event) => {
      waiting.push({ id: uuid(), ...event });
      if (waiting.length >= BATCH) void send(false);
      else timer ??= setTimeout(() => void send(false), PAUSE);
    },
    close: leave,
  };
}
