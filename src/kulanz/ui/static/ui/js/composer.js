// Tabs over several forms, keys for sending, Esc to leave the text. Without script all forms stand one below the other.
// Markup: [data-composer] holding .tabs with <a href="#reply"> and panels (.panel > form) with these ids.
// It is one line until somebody wants to write, and again when it is left empty; data-open says that it is not.
import { $, $$, on, whenPresent } from "./dom.js";
import { caps } from "./commands.js";
import { bind } from "./keys.js";

const SHORT = { Shift: "⇧", Enter: "↵" }; // a button has little room

function choose(composer, id, focus) {
  for (const tab of $$(".tabs a", composer)) {
    const chosen = tab.hash === `#${id}`;
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
    document.getElementById(tab.hash.slice(1)).hidden = !chosen;
  }
  composer.dataset.writes = id; // what belongs to the answer alone goes with it
  if (!focus) return;
  unfold(composer);
  $(`#${CSS.escape(id)} :is(textarea, input[required])`, composer)?.focus();
}

whenPresent("[data-composer]", (composer) => {
  const tabs = $(".tabs", composer);
  if (!tabs) return;
  $$("a", tabs).forEach((tab, at) => {
    tab.id ||= `tab-${at}-${tab.hash.slice(1)}`;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", tab.hash.slice(1));
    const panel = document.getElementById(tab.hash.slice(1));
    if (panel.matches("form")) return; // a form may not be a tabpanel; wrap it in .panel to make it one
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
  });
  const list = $("[data-tablist]", tabs) ?? tabs;
  list.setAttribute("role", "tablist");
  // Whoever writes already, in the moment before this ran, goes on where they are.
  const begun = $$("a", tabs).find((tab) => $(tab.hash).contains(document.activeElement));
  const open = begun ?? $(".tabs a[aria-current]", composer) ?? $(".tabs a", composer);
  for (const tab of $$("a", tabs)) tab.removeAttribute("aria-current");
  choose(composer, open.hash.slice(1), false);
  for (const button of $$("[data-send]", composer)) showKeys(button);
});

// Which key presses a button stands on it, for the eye; others hear it as its shortcut.
function showKeys(button) {
  const alone = $$("[data-send]", button.form).length === 1;
  const keys = button.dataset.send === "wait" && !alone ? "Ctrl+Shift+Enter" : "Ctrl+Enter";
  const place = document.createElement("span");
  place.className = "keys-only caps";
  place.setAttribute("aria-hidden", "true");
  place.append(...caps(keys));
  for (const cap of place.children) cap.textContent = SHORT[keys.split("+")[[...place.children].indexOf(cap)]] ?? cap.textContent;
  button.append(place);
  button.setAttribute("aria-keyshortcuts", keys.replace("Ctrl", "Control"));
}

on("click", "[data-composer] .tabs a", (event, tab) => {
  event.preventDefault();
  choose(tab.closest("[data-composer]"), tab.hash.slice(1), true);
});

on("keydown", "[data-composer] .tabs a", (event, tab) => {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by) return;
  const tabs = $$("a", tab.closest(".tabs"));
  const next = tabs.at((tabs.indexOf(tab) + by) % tabs.length);
  event.preventDefault();
  choose(tab.closest("[data-composer]"), next.hash.slice(1), false);
  next.focus();
});

// Ctrl+Enter presses the button marked data-send of the form you write in; with Shift the one marked data-send="wait".
function send(wait) {
  const form = document.activeElement.closest?.("form");
  const button = (wait && form?.querySelector('[data-send="wait"]')) || form?.querySelector("[data-send]:not([data-send=wait])") || form?.querySelector("[data-send]");
  if (!button || button.disabled) return false;
  button.click(); // not requestSubmit: htmx learns only from a click which button it was
  return true;
}

bind("Ctrl+Enter", () => send(false), { label: "send", always: true });
bind("Ctrl+Shift+Enter", () => send(true), { label: "send_wait", always: true });

on("keydown", "[data-composer] textarea", (event, area) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  area.blur();
  $(".thread")?.focus({ preventScroll: true });
});

// The reader's place stays: who stood at the end of the letters stands there still when the composer takes room from them.
export function unfold(composer) {
  if (composer.dataset.open !== undefined) return;
  const thread = $("#thread");
  const atEnd = thread?.scrollTop > 0 && thread.scrollTop + thread.clientHeight > thread.scrollHeight - 8;
  composer.dataset.open = "";
  if (atEnd) thread.scrollTop = thread.scrollHeight;
  if (composer.contains(document.activeElement)) document.activeElement.scrollIntoView({ block: "nearest" });
}

const holdsSomething = (composer) => $$("textarea", composer).some((area) => area.value) || $("[role=alert], .files > li, [data-stopped]", composer);

function fold(composer) {
  if (composer.dataset.open === undefined || holdsSomething(composer)) return;
  delete composer.dataset.open;
  choose(composer, $(".tabs a", composer).hash.slice(1), false);
}

// Opens where the focus is, closes where it has gone; the coach beside the answer and dialogs over it belong to it.
function follow() {
  const at = document.activeElement;
  for (const composer of $$("[data-composer]")) {
    if (composer.contains(at)) unfold(composer);
    else if (!at.closest("dialog, .coach, .handle.across")) fold(composer);
  }
}

// What is pressed may not move before it is let go: the click would miss it.
let pressed = false;
document.addEventListener("focusin", () => { if (!pressed) follow(); });
addEventListener("pointerdown", () => { pressed = true; }, true);
addEventListener("keydown", () => { pressed = false; }, true);
for (const end of ["pointerup", "pointercancel", "dragend"]) {
  addEventListener(end, () => { pressed = false; setTimeout(follow); }, true);
}
on("click", "[data-composer]:not([data-open])", (event, composer) => {
  if (!event.target.closest("a, button, summary")) $("textarea", composer).focus();
});
on("input", "[data-composer] textarea", (_, area) => { if (area.value) unfold(area.closest("[data-composer]")); });
