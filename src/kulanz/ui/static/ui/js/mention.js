// Names after an @ in a note. The focus stays in the text; the chosen name is told to it. Without script the
// plain name works just as well: the server reads it.
import { $, $$, announce, on } from "./dom.js";
import { say } from "./words.js";

const BEGUN = /(?:^|[\s(])@([\p{L}-]*(?: [\p{L}-]*)?)$/u;
const MOST = 8;
const known = new Map();
const list = () => $("#names");

async function people() {
  const address = list().dataset.colleagues;
  if (!known.has(address)) known.set(address, fetch(address).then((answer) => answer.json()).then((found) => found.people));
  return known.get(address).catch(() => { known.delete(address); return []; });
}

const begun = (area) => area.value.slice(0, area.selectionStart).match(BEGUN);

async function offer(area) {
  if (!begun(area)) { close(area); return; }
  const all = await people();
  const wanted = begun(area)?.[1].toLocaleLowerCase();
  const fits = all.filter(({ name }) => [name, ...name.split(" ").slice(1)].some((part) => part.toLocaleLowerCase().startsWith(wanted)));
  if (wanted === undefined || !fits.length) { close(area); return; }
  if (list().hidden) announce(say("names", { n: fits.length }));
  list().replaceChildren(...fits.slice(0, MOST).map(option));
  open(area);
}

function option({ name, sees }, at) {
  const made = document.createElement("li");
  made.id = `name-${at}`;
  made.setAttribute("role", "option");
  made.dataset.name = name;
  made.textContent = name;
  if (!sees) {
    const hint = document.createElement("span");
    hint.className = "quiet";
    hint.textContent = say("cannot_see");
    made.append(" ", hint);
  }
  return made;
}

function open(area) {
  const place = list().parentElement; // without an id: htmx would carry its style over as an attribute, which the policy forbids
  list().hidden = false;
  const above = area.closest("[data-composer]").getBoundingClientRect().top - 4; // the tabs stay free
  place.style.setProperty("left", `${Math.max(8, area.getBoundingClientRect().left)}px`);
  place.style.setProperty("bottom", `${innerHeight - Math.max(above, list().offsetHeight + 8)}px`);
  area.setAttribute("aria-controls", "names");
  area.setAttribute("aria-autocomplete", "list");
  choose(area, 0);
}

function choose(area, at) {
  $$("li", list()).forEach((each, index) => each.setAttribute("aria-selected", String(index === at)));
  const chosen = $$("li", list())[at];
  area.setAttribute("aria-activedescendant", chosen.id);
  chosen.scrollIntoView({ block: "nearest" });
}

function close(area) {
  if (!list()) return;
  list().hidden = true;
  area?.removeAttribute("aria-activedescendant");
}

function take(area, name) {
  const [, part] = begun(area);
  area.setRangeText(`${name} `, area.selectionStart - part.length, area.selectionStart, "end");
  close(area);
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

on("input", "#note-text", (_, area) => { offer(area); });
on("keydown", "#note-text", (event, area) => {
  if (!list() || list().hidden || event.ctrlKey || event.metaKey || event.isComposing) return;
  const all = $$("li", list());
  const at = all.findIndex((each) => each.getAttribute("aria-selected") === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) choose(area, (at + step + all.length) % all.length);
  else if (event.key === "Enter" || event.key === "Tab") take(area, all[at].dataset.name);
  else if (event.key === "Escape") close(area);
  else return;
  event.preventDefault();
});
// Not click: by then the text has lost the focus, and the list is closed.
on("pointerdown", "#names li", (event, chosen) => { event.preventDefault(); take($("#note-text"), chosen.dataset.name); });
on("focusout", "#note-text", (_, area) => close(area));
