// Three states: light, dark, as the system. Kept in a cookie, so that the server paints it and nothing flashes.
import { announce, on, setCookie } from "./dom.js";
import { bind } from "./keys.js";
import { say } from "./words.js";

const NEXT = { system: "light", light: "dark", dark: "system" };

function current() {
  return document.documentElement.dataset.theme ?? "system";
}

export function setTheme(name) {
  if (name === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = name;
  setCookie("theme", name === "system" ? "" : name);
  mark();
  announce(say("theme", { name: say(name) }));
}

function mark() {
  for (const button of document.querySelectorAll("[data-theme-set]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeSet === current()));
  }
}

bind("d", () => setTheme(NEXT[current()]), { label: "appearance" });
on("click", "[data-theme-walk]", () => setTheme(NEXT[current()]));
on("click", "[data-theme-set]", (_, button) => setTheme(button.dataset.themeSet));
mark();
