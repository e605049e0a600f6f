// A small single-page product to try the guide in: routes without page loads, content that comes late, a modal dialog,
// and a form that can fail. No library, no HTML from strings; state lives until the page is reloaded.

import { WORDS } from "./words.js";

const locale = document.documentElement.lang;
const root = `/demo/${locale}`;
const say = WORDS[locale] ?? WORDS.en;
const LIMIT = 1_000_000;
const LATE = 1_200; // milliseconds until the report is there

const invoices = [
  { number: 1041, customer: "Kaede Design", amount: 84_000, state: say.settled },
  { number: 1042, customer: "Northwind", amount: 312_500, state: say.sent },
  { number: 1043, customer: "森の本屋", amount: 19_800, state: say.draft },
];

/** An element: attributes that are functions listen, children are texts or elements. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

const money = (amount) => new Intl.NumberFormat(locale).format(amount);

function go(path) {
  history.pushState(null, "", root + path);
  show();
}

/** A link within the product: the address changes, the page stays. */
function link(path, text, attributes = {}) {
  const follow = (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(path);
  };
  return make("a", { href: root + path, click: follow, ...attributes }, text);
}

function toast(text) {
  const note = make("p", { class: "toast", role: "status" }, text);
  document.body.append(note);
  setTimeout(() => note.remove(), 4_000);
}

function head(title, ...more) {
  return make("div", { class: "head" }, make("h1", {}, title), ...more);
}

function overview() {
  const total = (state) => money(invoices.filter((each) => each.state === state).reduce((sum, each) => sum + each.amount, 0));
  const number = (name, value, guide) => make("div", { class: "card", "data-guide": guide }, make("b", {}, value), name);
  return [
    make("div", { class: "head" }, make("div", {}, make("h1", {}, say.hello), make("p", { class: "lead" }, say.lead))),
    make(
      "div",
      { class: "numbers", "data-guide": "overview.numbers" },
      number(say.open, total(say.sent), "overview.open"),
      number(say.due, total(say.draft), "overview.due"),
      number(say.paid, total(say.settled), "overview.paid"),
    ),
  ];
}

function list() {
  const cells = (each) => [
    make("td", {}, String(each.number)),
    make("td", {}, each.customer),
    make("td", { class: "amount" }, money(each.amount)),
    make("td", {}, make("span", { class: "state" }, each.state)),
  ];
  const names = [say.number, say.customer, say.amount, say.state];
  return [
    head(say.invoices, link("/invoices/new", say.new, { class: "button primary", "data-guide": "invoice.new" })),
    make(
      "div",
      { class: "card scroll", "data-guide": "invoice.list" },
      make(
        "table",
        {},
        make("thead", {}, make("tr", {}, ...names.map((name, at) => make("th", at === 2 ? { class: "amount" } : {}, name)))),
        make("tbody", {}, ...invoices.map((each) => make("tr", {}, ...cells(each)))),
      ),
    ),
  ];
}

function creating() {
  const error = make("p", { class: "error", role: "alert", hidden: true });
  const customer = make("input", { name: "customer", autocomplete: "off", "data-guide": "invoice.customer" });
  const amount = make("input", { name: "amount", inputmode: "numeric", autocomplete: "off", "data-guide": "invoice.amount" });
  const kind = make(
    "select",
    { name: "kind", "data-guide": "invoice.kind", change: () => further() },
    make("option", { value: "" }, say.choose),
    make("option", { value: "company" }, say.company),
    make("option", { value: "person" }, say.person),
  );
  const more = make("div");
  const further = () => {
    const name = { company: "tax", person: "address" }[kind.value];
    more.replaceChildren(
      ...(name ? [make("label", {}, say[name], make("input", { name, autocomplete: "off", "data-guide": `invoice.${name}` }))] : []),
    );
  };
  const refuse = (text) => {
    error.textContent = text;
    error.hidden = false;
    window.HelpCenter("track", "error");
  };
  const submit = (event) => {
    event.preventDefault();
    const sum = Number(amount.value.replaceAll(/[,，\s]/g, ""));
    if (!customer.value.trim() || !(sum > 0)) return refuse(say.incomplete);
    if (sum > LIMIT) return refuse(say.refused);
    error.hidden = true;
    return confirming({ customer: customer.value.trim(), amount: sum });
  };
  return [
    head(say.new),
    make(
      "form",
      { class: "card", submit, novalidate: true, "data-guide": "invoice.form" },
      make("label", {}, say.customer, customer),
      make("label", {}, say.kind, kind),
      more,
      make("label", {}, say.amount, amount, make("small", {}, say.most)),
      error,
      make(
        "div",
        { class: "row" },
        make("button", { class: "primary", "data-guide": "invoice.save" }, say.save),
        link("/invoices", say.cancel, { class: "button" }),
      ),
    ),
  ];
}

/** Asks in a modal dialog, which is above everything else on the page. */
function confirming({ customer, amount }) {
  const close = () => {
    dialog.close();
    dialog.remove();
  };
  const send = () => {
    close();
    invoices.unshift({ number: 1041 + invoices.length, customer, amount, state: say.sent });
    window.HelpCenter("track", "invoice.sent");
    toast(say.done);
    go("/invoices");
  };
  const dialog = make(
    "dialog",
    { "aria-labelledby": "confirm", "data-guide": "invoice.dialog" },
    make("h2", { id: "confirm" }, say.confirm),
    make("p", {}, `${customer} – ${money(amount)}`, make("br"), say.confirming),
    make(
      "div",
      { class: "row" },
      make("button", { class: "primary", click: send, "data-guide": "invoice.send" }, say.send),
      make("button", { click: close }, say.back),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
}

function reports() {
  const place = make("div", { class: "card", "aria-busy": "true" }, make("p", { class: "waiting" }, say.loading));
  setTimeout(() => {
    const bars = [40, 65, 52, 88, 71, 96].map((height) => {
      const bar = make("div");
      bar.style.height = `${height}%`; // through the object model, which a strict policy allows
      return bar;
    });
    place.removeAttribute("aria-busy");
    place.replaceChildren(
      make("h2", {}, say.income),
      make("div", { class: "bars", "data-guide": "report.chart" }, ...bars),
      make("p", {}, make("button", { "data-guide": "report.export", click: () => toast(say.saved) }, say.export)),
    );
  }, LATE);
  return [head(say.reports), place];
}

function settings(parameters) {
  const tab = parameters.get("tab") === "design" ? "design" : "team";
  const choice = (name) =>
    link(`/settings?tab=${name}`, say[name], { ...(name === tab && { "aria-current": "page" }), "data-guide": `settings.${name}` });
  const invite = (event) => {
    event.preventDefault();
    window.HelpCenter("track", "member.invited");
    event.target.reset();
    toast(say.invited);
  };
  const team = () =>
    make(
      "form",
      { class: "card", submit: invite, "data-guide": "team.form" },
      make("label", {}, say.email, make("input", { type: "email", required: true, autocomplete: "off", "data-guide": "team.email" })),
      make("div", { class: "row" }, make("button", { class: "primary", "data-guide": "team.invite" }, say.invite)),
    );
  const design = () =>
    make(
      "form",
      { class: "card", submit: (event) => (event.preventDefault(), toast(say.saved)) },
      make("label", {}, say.colour, make("input", { type: "color", value: "#2f6f5e", "data-guide": "invoice.design" })),
    );
  return [head(say.settings), make("nav", { class: "tabs" }, choice("team"), choice("design")), tab === "team" ? team() : design()];
}

const PAGES = { "": overview, "/invoices": list, "/invoices/new": creating, "/reports": reports, "/settings": settings };

function show() {
  const path = location.pathname.replace(root, "").replace(/\/$/, "");
  const page = PAGES[path] ?? overview;
  main.replaceChildren(...page(new URLSearchParams(location.search)));
  for (const each of side.querySelectorAll("a[data-path]")) {
    const isHere = each.dataset.path === (path.startsWith("/invoices") ? "/invoices" : path);
    if (isHere) each.setAttribute("aria-current", "page");
    else each.removeAttribute("aria-current");
  }
  document.title = `${main.querySelector("h1").textContent} – Fudebako`;
}

const item = (path, name) => link(path || "/", say[name], { "data-path": path, "data-guide": `nav.${name}` });
const side = make(
  "nav",
  { class: "side" },
  make("span", { class: "brand" }, make("img", { src: "/demo/files/icon.svg", alt: "" }), locale === "ja" ? "筆箱" : "Fudebako"),
  item("", "overview"),
  item("/invoices", "invoices"),
  item("/reports", "reports"),
  item("/settings", "settings"),
  make("a", { class: "more", href: `/${locale}/picker?address=${encodeURIComponent(`${location.origin}${root}/invoices`)}` }, say.picker),
  make("a", { class: "language", href: `/demo/${locale === "ja" ? "en" : "ja"}/`, lang: locale === "ja" ? "en" : "ja" }, say.other),
);
const main = make("main");
document.body.append(side, main);
addEventListener("popstate", show);
show();
