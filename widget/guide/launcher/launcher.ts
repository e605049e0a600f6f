// The button in the corner that opens the panel, on screens that want it.

import type { Help, Module } from "../core/help.ts";
import { sheet } from "../core/layer.ts";
import brand from "../brand.css";
import css from "./launcher.css";

/** Opens the module. */
export function open(help: Help): Module {
  const style = sheet(brand + css);
  let button: Element | undefined;
  const show = (): void => {
    const isWanted = help.wanted().includes("launcher");
    if (button && !isWanted) {
      help.release(button);
      button = undefined;
    }
    if (button || !isWanted) return;
    const layer = help.layer(style);
    const place = help.options.position === "left" ? " left" : "";
    const toggle = (): void => void help.use("panel").then(({ call }) => call!("open", ["toggle"]), help.note);
    button = help.button({ class: `launch${place}`, "aria-haspopup": "dialog" }, toggle, help.text("open"));
    layer.box.prepend(button);
    layer.raise();
  };
  show();
  return { page: show };
}
