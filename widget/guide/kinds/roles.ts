// Targets by role and name: `role:button[name='Save']`.

/** What of HTML has a role by itself, as selectors. */
export const native: Readonly<Record<string, string>> = {
  button: "button,summary,input:is([type=button],[type=submit],[type=reset])",
  cell: "td",
  checkbox: "input[type=checkbox]",
  combobox: "select",
  dialog: "dialog",
  form: "form",
  heading: "h1,h2,h3,h4,h5,h6",
  img: "img",
  link: "a[href]",
  list: "ul,ol",
  listitem: "li",
  main: "main",
  navigation: "nav",
  option: "option",
  radio: "input[type=radio]",
  row: "tr",
  searchbox: "input[type=search]",
  slider: "input[type=range]",
  spinbutton: "input[type=number]",
  table: "table",
  textbox: "textarea,input:not([type]),input:is([type=text],[type=email],[type=tel],[type=url])",
};

/** What a screen reader calls the element, as far as names are commonly given. */
export function nameOf(element: Element): string {
  const field = element as Partial<HTMLInputElement>;
  const root = element.getRootNode() as Document;
  const texts = (nodes: Iterable<Element | null>): string => [...nodes].map((node) => node?.textContent).join(" ");
  const name =
    texts((element.getAttribute("aria-labelledby")?.split(/\s+/) ?? []).map((id) => root.getElementById(id))) ||
    element.getAttribute("aria-label") ||
    texts(field.labels ?? []) ||
    field.alt ||
    (element.localName === "input" && /button|submit|reset/.test(field.type ?? "") && field.value) ||
    element.textContent ||
    element.getAttribute("title") ||
    field.placeholder ||
    "";
  return name.replace(/\s+/g, " ").trim();
}

/** The elements inside that have the role, and the name when one is given. */
export function byRole(root: ParentNode, part: string): Element[] {
  const [, role = "", , name] = /^role:\s*([\w-]+)\s*(\[name=(.*)\])?$/s.exec(part) ?? [];
  if (!role) throw Error(part);
  const wanted = name?.replace(/^(["'])(.*)\1$/s, "$2");
  const natively = native[role] ? `:is(${native[role]}):not([role]),` : "";
  const found = [...root.querySelectorAll(`${natively}[role=${role}]`)];
  return wanted === undefined ? found : found.filter((element) => nameOf(element) === wanted);
}
