// Everything a key can do here, as a list: for the help and for the palette.
import { $, $$, visible } from "./dom.js";
import { bindings, elementFor, keysOf, press, singleKeys, wanted } from "./keys.js";
import { say } from "./words.js";

const SIGNS = { Ctrl: navigator.platform.startsWith("Mac") ? "⌘" : null };
const GERMAN = { Ctrl: "Strg", Shift: "Umschalt", Enter: "Enter", Escape: "Esc" };
const ENGLISH = { Escape: "Esc" };
const ARROWS = { ArrowDown: "↓", ArrowUp: "↑" };

export function labelOf(element) {
  if (element.dataset.keyLabel) return element.dataset.keyLabel;
  const copy = element.cloneNode(true);
  for (const extra of copy.querySelectorAll("kbd, svg, .vh, .n, .caps")) extra.remove();
  return (copy.textContent.trim() || element.getAttribute("aria-label") || element.placeholder || "").replace(/\s+/g, " ");
}

export function commands() {
  const offered = $$("[data-key]").filter((element) => !element.closest("dialog") && reachable(element) && wanted(element));
  const fromPage = offered.sort((one, other) => ("keyIf" in other.dataset) - ("keyIf" in one.dataset)).map((element) => ({
    label: labelOf(element), keys: keysOf(element).map(withMode), group: element.closest(".rail") ? "everywhere" : "here",
    run: () => press(element.isConnected ? element : elementFor(keysOf(element)[0]) ?? element), // news may have drawn it anew
  }));
  const fromScripts = bindings().map(({ keys, label, run }) => ({ label: say(label), keys: keys.split(",").map(withMode), group: "everywhere", run }));
  return unique([...fromPage, ...fromScripts]).filter((command) => command.label);
}

// To be seen, or in a closed menu that can be opened.
function reachable(element) {
  const menu = element.closest(".menu");
  return visible(element) || Boolean(menu && visible($("summary", menu)));
}

// Where single keys act together with Alt only, the list says so.
function withMode(key) {
  const single = !/^(Alt|Ctrl|Shift)\+|^(Escape|Enter)$/.test(key.trim());
  return singleKeys() === "alt" && single ? key.trim().split(" ").map((part) => `Alt+${part}`).join(" ") : key;
}

// What has no key: steps in the menus of the open case, what rooms offer, every page and view. For the palette only.
export function places() {
  const steps = $$(".case-actions :is(a, button):not([data-key])").filter(reachable);
  const pages = $$(".rail a[href]:not(.mark)");
  return [
    ...[...steps, ...$$("[data-commands] a")].map((element) => ({ label: labelOf(element), keys: [], run: () => element.click() })),
    ...pages.map((element) => ({ label: say("page", { name: labelOf(element) }), keys: [], run: () => element.click() })),
    ...$$(".views a").map((element) => ({ label: say("view", { name: labelOf(element) }), keys: [], run: () => element.click() })),
  ].filter(({ label }) => label);
}

function unique(list) {
  const seen = new Set();
  return list.filter(({ keys }) => !seen.has(keys.join()) && seen.add(keys.join()));
}

// "Ctrl+Shift+Enter" becomes three key caps in the words of the keyboard before you.
export function caps(keys) {
  const names = document.documentElement.lang === "de" ? GERMAN : ENGLISH;
  return [keys].flat().map((key) => key.trim()).flatMap(partsOf).map((part) => {
    const cap = document.createElement("kbd");
    cap.textContent = SIGNS[part] ?? ARROWS[part] ?? names[part] ?? part;
    return cap;
  });
}

function partsOf(key) {
  const parts = key.split(/ |\+(?=.)/);
  if (/^[A-Z]$/.test(parts.at(-1)) && parts[0] !== "Ctrl") parts.splice(-1, 1, "Shift", parts.at(-1).toLowerCase());
  return parts[0] === "Ctrl" ? parts.map((part) => (part.length === 1 ? part.toUpperCase() : part)) : parts;
}
