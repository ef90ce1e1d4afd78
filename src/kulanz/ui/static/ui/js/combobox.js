// A text field with a list of offers below it: a combobox (ARIA 1.2) whose list the script brings. Without it the field is plain.
// What a kind of field asks and what it does with an offer say people.js and customers.js.
import { $$, announce, on } from "./dom.js";
import { say } from "./words.js";

const PAUSE = 120;
let asking;
let timer;
const listOf = (input) => input.parentElement.querySelector("[role=listbox]");

// kind: selector, label(input), typed(input), ask(input, typed, signal) with a promise of offers, parts(offer) as pairs of text and
// class, take(input, offer).
export function combobox(kind) {
  on("focusin", kind.selector, (_, input) => prepare(input, kind));
  on("input", kind.selector, (_, input) => { prepare(input, kind); clearTimeout(timer); timer = setTimeout(() => offer(input, kind), PAUSE); });
  on("keydown", kind.selector, (event, input) => onKey(event, input, kind));
  // Not click: by then the field has lost the focus, and the list is closed.
  on("pointerdown", ".people-list li", (event, chosen) => {
    const input = chosen.closest("[role=listbox]").previousElementSibling;
    if (!input.matches(kind.selector)) return;
    event.preventDefault();
    take(input, chosen, kind);
  });
  on("focusout", kind.selector, (_, input) => close(input));
  const first = document.activeElement; // a field that the page began in had the focus before this script
  if (first?.matches(kind.selector)) prepare(first, kind);
}

function prepare(input, kind) {
  if (listOf(input)) return;
  const list = document.createElement("ul");
  list.className = "people-list";
  list.id = `people-of-${input.name}`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", kind.label(input));
  input.after(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) {
    input.setAttribute(name, value);
  }
}

async function offer(input, kind) {
  asking?.abort();
  const typed = kind.typed(input);
  if (typed.length < 2) { close(input); return; }
  asking = new AbortController();
  try {
    const offers = await kind.ask(input, typed, asking.signal);
    if (document.activeElement === input && kind.typed(input) === typed) show(input, offers, kind);
  } catch {
    close(input); // a field without an offer is a field all the same
  }
}

function show(input, offers, kind) {
  if (!offers.length) { close(input); return; }
  const list = listOf(input);
  list.replaceChildren(...offers.map((each, at) => option(each, `${list.id}-${at}`, kind)));
  if (list.hidden) announce(say("people", { n: offers.length }));
  list.hidden = false;
  input.setAttribute("aria-expanded", "true");
  choose(input, 0); // Enter takes the first, and never sends what is half typed
}

function option(offered, id, kind) {
  const made = document.createElement("li");
  made.id = id;
  made.setAttribute("role", "option");
  made.setAttribute("aria-selected", "false");
  made.dataset.offer = JSON.stringify(offered);
  made.append(...kind.parts(offered).filter(([text]) => text).map(([text, css]) => Object.assign(document.createElement("span"), { textContent: text, className: css })));
  return made;
}

function choose(input, at) {
  const all = $$("li", listOf(input));
  all.forEach((each, index) => each.setAttribute("aria-selected", String(index === at)));
  input.setAttribute("aria-activedescendant", all[at].id);
  all[at].scrollIntoView({ block: "nearest" });
}

function take(input, chosen, kind) {
  close(input);
  kind.take(input, JSON.parse(chosen.dataset.offer));
}

function close(input) {
  clearTimeout(timer);
  asking?.abort();
  const list = listOf(input);
  if (!list) return; // never begun: the field had the focus before this script
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function onKey(event, input, kind) {
  const list = listOf(input);
  if (!list || list.hidden || event.ctrlKey || event.metaKey || event.isComposing) return;
  const all = $$("li", list);
  const at = all.findIndex((each) => each.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown") choose(input, (at + 1) % all.length);
  else if (event.key === "ArrowUp") choose(input, at > 0 ? at - 1 : all.length - 1);
  else if (event.key === "Enter" && at >= 0) take(input, all[at], kind);
  else if (event.key === "Escape") { close(input); event.stopPropagation(); }
  else return;
  event.preventDefault();
}
