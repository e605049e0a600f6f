// Which screen of the host product this is: `/invoices/*`, `/a/**`, `#/x/*`, `?tab=billing`, combined, or `@name`.

function glob(pattern: string, text: string): boolean {
  const means: Readonly<Record<string, string>> = { "*": "[^/]+", "**": ".*", "/**": "(/.*)?" };
  const expression = pattern.replace(/\/?\*\*|\W/g, (sign) => means[sign] ?? `\\${sign}`);
  return RegExp(`^${expression}/?$`).test(text);
}

/** Whether the page is one of the screens. */
export function fits(pattern: string): boolean {
  if (pattern[0] === "@") {
    return document.querySelector(`[data-guide-screen=${CSS.escape(pattern.slice(1))}]`) !== null;
  }
  const [, path = "", query = "", hash] = /^([^?#]*)(\?[^#]*)?(#.*)?/.exec(encodeURI(pattern))!;
  const here = new URLSearchParams(location.search);
  return (
    (!path || glob(path, location.pathname)) &&
    [...new URLSearchParams(query)].every(([key, value]) => (value && value !== "*" ? here.getAll(key).includes(value) : here.has(key))) &&
    (!hash || glob(hash, location.hash))
  );
}
