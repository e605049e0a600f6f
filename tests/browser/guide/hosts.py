"""Hostile host pages: each makes guides lose their place, their looks, their clicks or their keys."""

from __future__ import annotations

from dataclasses import dataclass, field

FILL = "<div style='height:3000px'></div>"
BUTTON = "<button id=target style='margin:120px'>Save</button>"
TALL = "<div style=height:700px></div>"
XHTML = """<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml">
<head><title>Host</title>{head}</head><body>{body}</body></html>"""
QUIRKS = "<html><head><title>Host</title>{head}</head><body>{body}</body></html>"
ELEMENT = """customElements.define('x-box', class extends HTMLElement { connectedCallback() {
  this.attachShadow({mode: 'open'}).innerHTML = '<dialog>Host <button>Close</button> <slot></slot></dialog>'; } });"""
OPEN = "document.querySelector('x-box').shadowRoot.querySelector('dialog').showModal()"


@dataclass(frozen=True, slots=True)
class Host:
    """A page with one target, and what it does before the guide is loaded and before the walkthrough starts."""

    body: str = BUTTON
    style: str = ""
    early: str = ""  # script that runs before any other
    late: str = ""  # script that runs before the walkthrough starts
    headers: dict[str, str] = field(default_factory=dict)
    markup: str = ""
    target: str = "#target"
    around: str = ""  # the selector of what is drawn of the target; the target itself when empty
    frames: tuple[str, ...] = ()
    window: tuple[int, int] = (1280, 800)


STYLES = {
    "unset": Host(style="*{all:unset!important}"),
    "initial": Host(style="*{all:initial!important;display:block!important}"),
    "hidden until defined": Host(style=":not(:defined){display:none!important;opacity:0!important}"),
    "only the body is shown": Host(
        style="""html>:not(head,body){display:none!important;content-visibility:hidden!important;
        opacity:0!important;transform:translate(-9999px)!important}"""
    ),
    "all that a card is made of": Host(
        style="""div,section,p,h2,button:not(#target),[role=dialog],[popover],[tabindex],[role=status]{
        display:none!important;opacity:0!important;position:absolute!important}"""
    ),
    "hidden shown": Host(style="[hidden]{display:block!important}"),
    "names of our own": Host(
        style="""*{--accent:transparent;--on-accent:transparent;--raised:transparent;--t-accent:transparent;
        --t-on-accent:transparent;--t-font:1px x;--t-radius:99px}"""
    ),
    "registered properties": Host(
        style="".join(
            f"@property --{name}{{syntax:'<length>';inherits:false;initial-value:0px}}"
            for name in ("accent", "on-accent", "raised", "t-accent", "t-radius")
        )
    ),
    "no pointer": Host(style="html,body{pointer-events:none;user-select:none;touch-action:none}"),
    "faint page": Host(style="html{opacity:.02;filter:blur(20px)}"),
    "inverted and contained body": Host(style="body{filter:invert(1);contain:strict;height:500px}"),
    "contained page": Host(style="html{contain:strict;height:600px;overflow:hidden}"),
    "page as a grid": Host(style="html{display:grid;grid-template-columns:1fr 1fr 1fr}html>*{grid-column:2}"),
}
GEOMETRY = {
    "transformed body": Host(style="body{transform:translate(30px,40px) scale(.9)}"),
    "transformed page": Host(style="html{transform:translate(30px,40px) scale(.9);transform-origin:0 0}"),
    "zoomed body": Host(style="body{zoom:1.7}"),
    "zoom in a zoom": Host(f"<main>{BUTTON}</main>", style="html{zoom:1.3}main{zoom:.6}"),
    "mirrored": Host(f"<div style='transform:scaleX(-1)'>{BUTTON}</div>"),
    "fixed in something transformed": Host(
        f"""<div style="transform:translate(50px,60px);height:300px;width:400px;overflow:hidden">
        <button id=target style="position:fixed;left:40px;top:70px">Save</button></div>{FILL}"""
    ),
    "sections that snap": Host(
        f"<section>1</section><section>2</section><section><div style='height:60vh'></div>{BUTTON}</section>",
        style="html{scroll-snap-type:y mandatory}section{height:100vh;scroll-snap-align:start}",
    ),
    "pane that snaps and glides": Host(
        f"<main><section>1</section><section>2</section><section>{BUTTON}</section><section>4</section></main>",
        style="""main{height:400px;overflow:auto;scroll-snap-type:y mandatory;scroll-behavior:smooth}
        section{height:400px;scroll-snap-align:center}""",
    ),
    "pane scrolled past it": Host(
        f"<div id=pane style='height:100vh;overflow:auto'>{BUTTON}{FILL}</div>", late="pane.scrollTop = 2000"
    ),
    "pane scrolled sideways past it": Host(
        f"<div id=pane style='width:500px;overflow:auto'><div style='width:5000px'>{BUTTON}</div></div>",
        late="pane.scrollLeft = 4000",
    ),
    "messages from below": Host(
        f"""<div style="height:100vh;overflow:auto;display:flex;flex-direction:column-reverse"><div>{FILL}</div>
        <div><button id=target>Save</button></div></div>"""
    ),
    "row from its end": Host(
        """<div style="width:500px;overflow:auto;display:flex;flex-direction:row-reverse">
        <div style="flex:0 0 3000px">x</div><div><button id=target>Save</button></div></div>"""
    ),
    "vertical lines from the right": Host(
        "<div style='width:4000px'>x</div><button id=target>保存</button><div style='width:900px'>x</div>",
        style="html{writing-mode:vertical-rl}",
    ),
    "left in a page from the right": Host(
        "<div style='width:4000px;padding-right:3000px'><button dir=ltr id=target>Save</button></div>",
        late="document.dir = 'rtl'",
    ),
    "choice in a list": Host("<select style='margin:90px'><option>A<option id=target>B</select>", around="select"),
    "small frame": Host("<button id=target>Save</button>", window=(300, 150)),
    "tiny frame": Host("<button id=target>Save</button>", window=(200, 120)),
    "page that hides what is too wide": Host(f"{FILL}{BUTTON}{FILL}", style="html,body{overflow-x:hidden}"),
    "body that hides what is too wide": Host(f"{FILL}{BUTTON}{FILL}", style="html{overflow-x:hidden}"),
    "page scrolled past it": Host(f"{BUTTON}{FILL}", late="scrollTo(0, 2000)"),
    "rows come with scrolling": Host(
        "<div id=pane style='height:300px;overflow:auto;position:relative'><div id=rows style='height:50000px'></div>",
        late="""const draw = () => { rows.textContent = ''; const first = Math.floor(pane.scrollTop / 50);
        for (let n = first; n < first + 8; n++) { const row = document.createElement('button');
          row.textContent = `Row ${n}`; if (n === 3) row.id = 'target';
          row.style.cssText = `position:absolute;left:20px;top:${n * 50}px`; rows.append(row); } };
        pane.addEventListener('scroll', draw); draw()""",
    ),
    "cell below a sticky heading": Host(
        f"""<div style="height:300px;overflow:auto"><table><thead style="position:sticky;top:0;background:#ddd">
        <tr><th style="height:60px">H</thead><tbody><tr><td>{FILL}<tr><td id=target>Cell<tr><td>{FILL}</table></div>"""
    ),
    "fixed header and footer": Host(
        f"<header></header><footer></footer>{FILL}<button id=target>Save</button>{FILL}",
        style="header,footer{position:fixed;left:0;right:0;height:150px;background:#ccc}header{top:0}footer{bottom:0}",
    ),
    "one pixel": Host("<i id=target style='position:absolute;left:300px;top:300px;width:1px;height:1px'></i>"),
    "corner at the bottom": Host("<button id=target style='position:fixed;right:0;bottom:0'>Save</button>"),
    "half outside": Host("<button id=target style='position:absolute;left:-30px;top:200px;width:80px'>Save</button>"),
    "contained": Host(
        """<div style="contain:strict;width:500px;height:300px">
        <button id=target style="margin:90px;contain:strict;width:90px;height:40px">Save</button></div>"""
    ),
    "clipped": Host("<div style='clip-path:inset(10px);padding:80px'><button id=target>Save</button></div>"),
    "columns of text": Host(
        f"<div style='columns:3;height:200px;column-fill:auto'>{'text ' * 400}<button id=target>Save</button></div>"
    ),
    "link over several lines": Host(
        "<p style='width:200px;margin:100px'>aaaa aaaa aaaa <a id=target href='#'>bbbb bbbb bbbb bbbb bbbb</a> cccc</p>"
    ),
    "group in a drawing": Host("<svg width=400 height=300><g id=target><circle cx=200 cy=150 r=30 /></g></svg>"),
    "symbol in a drawing": Host(
        """<svg width=400 height=300 viewBox="0 0 100 75" style="margin:60px">
        <defs><rect id=r width=10 height=10 /></defs><use id=target href=#r x=40 y=30 /></svg>"""
    ),
    "row of a table": Host("<table style='margin:90px'><tr id=target><td>a<td>b</table>"),
    "vertical lines from the left": Host(
        "<div style='width:4000px'>x</div><button id=target>保存</button>", style="html{writing-mode:vertical-lr}"
    ),
    "frame in a frame": Host(
        f"""<iframe id=outer style="width:600px;height:400px" srcdoc="<iframe id=inner style='width:400px;height:300px'
        srcdoc='{TALL}<button id=target>Save</button>{TALL}'></iframe>"></iframe>""",
        target="#outer >>> #inner >>> #target",
        frames=("#outer", "#inner"),
    ),
    "frame made smaller": Host(
        f"""<iframe id=outer style="width:600px;height:400px;transform:scale(.5);transform-origin:0 0"
        srcdoc="{TALL}<button id=target>Save</button>{TALL}"></iframe>""",
        target="#outer >>> #target",
        frames=("#outer",),
    ),
    "phone on its side": Host(window=(667, 375)),
}
TOP = {
    "covered again and again": Host(
        f"{BUTTON}<div id=cover style='position:fixed;inset:0;z-index:2147483647;background:#fffa'></div>",
        late="setInterval(() => document.documentElement.append(cover), 50)",
    ),
    "inert main": Host(f"<main inert>{BUTTON}</main>"),
    "inert body": Host(late="document.body.inert = true"),
    "full screen": Host(f"<main id=full style='background:#fff'>{BUTTON}</main>", late="full.requestFullscreen()"),
    "whole page on full screen": Host(late="document.documentElement.requestFullscreen()"),
    "dialog in a dialog": Host(
        """<dialog id=one>One <button>Other</button>
        <dialog id=two>Two <button id=target style="margin:30px">Save</button></dialog></dialog>""",
        late="one.showModal(); two.showModal()",
    ),
    "small dialog that clips": Host(
        "<dialog id=one>One <button id=target>Save</button></dialog>",
        style="dialog{transform:scale(.8);overflow:hidden;width:200px;height:120px;filter:blur(0)}",
        late="one.showModal()",
    ),
    "zoomed dialog that lays out its children": Host(
        "<dialog id=one><p>One</p><button id=target>Save</button></dialog>",
        style="dialog[open]{zoom:1.4;display:grid;gap:40px;grid-auto-rows:60px}dialog>*{position:relative!important}",
        late="one.showModal()",
    ),
    "dialog in a component around it": Host("<x-box><button id=target>Save</button></x-box>", early=ELEMENT, late=OPEN),
    "dialog of another guest": Host(f"{BUTTON}<div id=menu popover>Menu</div>", late="menu.showPopover()"),
    "pane without a click": Host(
        f"{BUTTON}<div style='position:fixed;inset:0;z-index:99;pointer-events:none;background:#00f2'></div>"
    ),
}
SCRIPTS = {
    "foreign nodes are deleted": Host(
        late="""new MutationObserver((records) => records.forEach(({addedNodes}) =>
          addedNodes.forEach((node) => node.remove()))).observe(document.body, {childList: true})"""
    ),
    "all but its own parts are deleted": Host(
        late="""new MutationObserver((records) => records.forEach(({addedNodes}) =>
          addedNodes.forEach((node) => node.remove()))).observe(document.documentElement, {childList: true})"""
    ),
    "foreign nodes are swept away": Host(
        late="""setInterval(() => {
          for (const node of document.querySelectorAll('html > :not(head, body)')) node.remove(); }, 100)"""
    ),
    "components of another kind": Host(
        f"<x-wait></x-wait>{BUTTON}", early="Object.defineProperty(window, 'customElements', {value: {define() {}}})"
    ),
    "busy page": Host(
        late="setInterval(() => { const end = performance.now() + 150; while (performance.now() < end); }, 250)"
    ),
    "slow timers": Host(
        early="const later = setTimeout; window.setTimeout = (run, ms = 0, ...more) => later(run, ms + 1000, ...more)"
    ),
    "no frames": Host(early="window.requestAnimationFrame = () => 0"),
    "promises of its own": Host(
        early="""window.Promise = class Own { constructor(run) { this.heard = []; run((value) => {
            this.value = [value]; this.heard.forEach((hear) => hear(value)); }, () => {}); }
          then(hear) { return new Own((done) => this.value ? done(hear(this.value[0]))
            : this.heard.push((value) => done(hear(value)))); } }"""
    ),
    "wrapped requests and observers": Host(
        early="""const ask = fetch; window.fetch = (...given) => ask.apply(window, given).then((answer) => answer);
        const Observer = MutationObserver; window.MutationObserver = function (run) { return new Observer(run); };"""
    ),
    "modules of another kind": Host(
        early="""window.define = () => {}; define.amd = {}; window.require = define;
        window.exports = {}; window.module = {exports}"""
    ),
    "history that throws": Host(early="history.pushState = history.replaceState = () => { throw Error('no'); }"),
    "no console": Host(early="window.console = undefined"),
    "storage emptied all the time": Host(late="setInterval(() => localStorage.clear(), 50)"),
    "broken storage": Host(early="localStorage['help-guide'] = '{broken'"),
    "page written anew": Host(
        late=f"""document.open(); document.write(`<!doctype html><html lang=en><title>New</title>{BUTTON}`);
        document.close()"""
    ),
    "editable body": Host(late="document.body.contentEditable = 'true'"),
    "other base address": Host(f"<base href='https://elsewhere.test/x/' target=_blank>{BUTTON}"),
    "sandbox": Host(headers={"Content-Security-Policy": "sandbox allow-scripts"}),
    "page of the nineties": Host(
        f"{FILL}<button id=target style='margin-left:200px'>Save</button>{FILL}", markup=QUIRKS
    ),
    "page of the nineties with a body that scrolls": Host(
        f"{FILL}<button id=target style='margin-left:200px'>Save</button>{FILL}",
        style="body{overflow:scroll;height:500px}",
        markup=QUIRKS,
    ),
    "xhtml": Host(
        '<p>Host</p><button id="target" style="margin:120px">Save</button>',
        markup=XHTML,
        headers={"Content-Type": "application/xhtml+xml; charset=utf-8"},
    ),
}
HOSTS = STYLES | GEOMETRY | TOP | SCRIPTS
