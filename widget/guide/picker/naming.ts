// What can be told from names alone: whether a person wrote one, and how a heading with targets is written.

/** Prefixes under which libraries count their elements. */
const COUNTED =
  /^(react|radix|headlessui|mui|mat|cdk|ember|ext|ng|vue|j_idt|el|rc|downshift|ui|select2|chakra|aria|uid|id)[-_:]?.*\d/i;

/** Whether a part of a name between signs looks as if a program had made it up. */
function isMadeUp(part: string): boolean {
  const humps = part.match(/[A-Z]?[a-z]+|[A-Z]+|\d+/g) ?? [];
  return (
    /\d{3}/.test(part) || // a number of a record
    (/\d[a-z]/i.test(part) && part.length > 3) || // letters and digits in turns, as hashes have them
    (/\d/.test(part) && /^[0-9a-f]{6,}$/i.test(part)) ||
    (humps.length > 2 && part.length < 3 * humps.length) || // sc-bdVaJa
    /^[bcdfghjklmnpqrstvwxz]{6,}$/i.test(part)
  );
}

/** Whether a name looks written by a person: neither counted, nor a hash, nor made by a framework. */
export function isWritten(name: string): boolean {
  return (
    name.length > 1 &&
    name.length <= 60 &&
    !/^\W*$|[:«»]|^_r_|\s/.test(name) && // React's useId makes :r1:, «r1» and _r_1_
    !COUNTED.test(name) &&
    !name.split(/[-_./]+/).some(isMadeUp)
  );
}

/** Whether a class says what something is, rather than how it looks or what state it is in. */
export function saysWhat(name: string): boolean {
  return (
    isWritten(name) &&
    /^[a-z][\w-]{3,}$/i.test(name) &&
    !/^-?(m|p|w|h|z|m[xytrbl]|p[xytrbl]|min|max|text|bg|flex|grid|gap|border|rounded|items|justify|font|shadow|space|inset|top|left|size|col|row|is|has|css|sc|jss|svelte|data)-|^(flex|grid|block|inline|hidden|absolute|relative|fixed|sticky|truncate|group|peer|container|active|open|closed|selected|focus|hover|disabled|loading|visible|current|checked)/i.test(
      name,
    )
  );
}

/** A value in a CSS string between single quotes. */
export function quoted(value: string): string {
  return `'${value.replace(/\\/g, "\\\\").replace(/['"\n{}|>]/g, (sign) => `\\${sign.charCodeAt(0).toString(16)} `)}'`;
}

/** A text as Markdown that shows just this text in a heading. */
export function headingText(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~]/g, "\\$&");
}

/** The heading line of a step. */
export function headingLine(title: string, targets: readonly string[], advance: string): string {
  const goesOn = advance === "next" ? "" : ` advance="${advance}"`;
  return `## ${headingText(title)} { target="${targets.join(" || ")}"${goesOn} }`;
}
