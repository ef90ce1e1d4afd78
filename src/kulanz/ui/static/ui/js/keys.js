// One dispatcher for all keys. Elements name theirs in data-key="r", "s,/" or "g i"; behaviours bind functions.
// event.key is used, so that the letter counts, not its place: right on QWERTZ, AZERTY and Dvorak.
import { $, $$, typing, visible } from "./dom.js";

const bound = new Map();
const PAUSE = 1200;
let prefix = "";
let timer;

// label: a key of words.js; shown: what the help lists, when it is more than the keys themselves;
// A later binding comes first; where it returns false the earlier one gets its turn.
// always: also while typing and when single keys are off (Ctrl).
export function bind(keys, run, { label, shown = keys, always = false } = {}) {
  for (const key of keys.split(",")) {
    const earlier = bound.get(key);
    const either = (event) => run(event) !== false || Boolean(earlier?.run(event));
    bound.set(key, { run: either, label, always, keys: shown });
  }
}

// "on", "alt" (only together with Alt) or "off", as the person has chosen.
export function singleKeys() {
  return document.body.dataset.keys || "on";
}

function nameOf(event) {
  const combined = event.ctrlKey || event.metaKey;
  const key = event.key.length === 1 && combined ? event.key.toLowerCase() : event.key;
  if (event.altKey && !combined && /^Digit/.test(event.code)) return `Alt+${event.code.at(-1)}`; // a Mac types a sign here
  const shift = event.shiftKey && (combined || key.length > 1) ? "Shift+" : "";
  return `${combined ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${shift}${key}`;
}

export function elementFor(name) {
  const open = $$("dialog[open]").at(-1);
  const fits = $$("[data-key]", open ?? document).filter((element) => keysOf(element).includes(name) && inReach(element) && wanted(element));
  return fits.find((element) => element.closest(".picking")) ?? fits.at(-1); // what is picked comes before what is open
}

// What stands in a menu has its key while the menu is closed, too, unless this width leaves it out.
function inReach(element) {
  const closed = element.closest("details.menu:not([open])");
  return closed ? visible(closed.firstElementChild) && getComputedStyle(element).display !== "none" : visible(element);
}

// data-key-if="#field": only while something stands in that field.
export function wanted(element) {
  return !element.dataset.keyIf || Boolean($(element.dataset.keyIf)?.value.trim());
}

export function keysOf(element) {
  return element.dataset.key.split(",").map((key) => key.trim());
}

function startsSequence(name) {
  const begins = (key) => key.startsWith(`${name} `);
  return [...bound.keys()].some(begins) || $$("[data-key]").some((element) => keysOf(element).some(begins));
}

export function press(element) {
  if (element.matches("[data-key-leads]")) {
    element.focus(); // what reaches a customer takes a second key
  } else if (element.matches("input:not([type=checkbox], [type=radio], [type=submit]), textarea, select")) {
    element.focus();
    element.select?.();
  } else if (element.matches("summary, a, button, input")) {
    element.click();
  } else {
    element.focus();
  }
}

function run(name, event) {
  const element = elementFor(name);
  const binding = bound.get(name);
  if (element) {
    event.preventDefault();
    press(element);
  } else if (binding && binding.run(event) !== false) {
    event.preventDefault();
  }
  return Boolean(element ?? binding);
}

function onKey(event) {
  if (event.defaultPrevented || event.isComposing) return;
  if (["Shift", "Control", "Alt", "Meta", "AltGraph"].includes(event.key)) return;
  const name = nameOf(event);
  if (bound.get(name)?.always) { run(name, event); return; }
  if (typing(event.target) || document.querySelector("dialog[open]:not(.quiet-keys)")) return;
  if (event.ctrlKey || event.metaKey || event.altKey !== (singleKeys() === "alt") || singleKeys() === "off") return;
  follow(event.altKey ? letterOf(event) : name, event);
}

// With Alt a Mac types another sign: there the place of the key tells which letter was meant.
function letterOf(event) {
  const key = /^[\x20-\x7e]$/.test(event.key) || event.key.length > 1 ? event.key : event.code.replace(/^Key/, "").toLowerCase();
  if (!event.shiftKey) return key;
  return key.length === 1 ? key.toUpperCase() : `Shift+${key}`;
}

function follow(name, event) {
  clearTimeout(timer);
  const whole = prefix ? `${prefix} ${name}` : name;
  prefix = "";
  if (run(whole, event) || !startsSequence(whole)) return;
  prefix = whole;
  timer = setTimeout(() => { prefix = ""; }, PAUSE);
}

export function bindings() {
  const seen = new Map();
  for (const binding of bound.values()) if (binding.label) seen.set(binding.keys, binding);
  return [...seen.values()];
}

document.addEventListener("keydown", onKey);
