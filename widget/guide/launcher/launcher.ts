// The button in the corner that opens the panel, on screens that want it.

import type { Help, Module } from "../core/help.ts";
import { sheet } from "../core/layer.ts";
import { element } from "../core/nodes.ts";
import css from "./launcher.css";

/** Opens the module. */
export function open(help: Help): Module {
  const style = sheet(css);
  let button: Element | undefined;
  const show = (): void => {
    const isWanted = help.wanted().includes("launcher");
    if (button && !isWanted) {
      help.release(button);
      button = undefined;
    }
    if (button || !isWanted) return;
    const layer = help.layer();
    layer.root.adoptedStyleSheets.push(style);
    const place = help.options.position === "left" ? " left" : "";
    button = layer.hear(element("button", { type: "button", class: `launch${place}`, "aria-haspopup": "dialog" }, help.text("open")), {
      click: () => help.use("panel").then(({ call }) => call!("open", ["toggle"]), help.note),
    });
    layer.box.prepend(button);
    layer.raise();
  };
  show();
  return { page: show };
}
