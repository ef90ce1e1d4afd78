// Whoever types into a field of people is offered those whom the house knows: a combobox (ARIA 1.2) whose list the script brings.
// Without it the field is plain. Markup: <input data-people="/url">, several addresses with commas between; the last one is completed.
import { $, $$, announce, on } from "./dom.js";
import { say } from "./words.js";

const PAUSE = 120;
let asking;
let timer;
const listOf = (input) => input.parentElement.querySelector("[role=listbox]");
const begun = (input) => /[^,;]*$/.exec(input.value.slice(0, input.selectionStart))[0];

function prepare(input) {
  if (listOf(input)) return;
  const list = document.createElement("ul");
  list.className = "people-list";
  list.id = `people-of-${input.name}`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", $(".field-name", input.closest("[data-role]")).textContent);
  input.after(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) {
    input.setAttribute(name, value);
  }
}

async function offer(input) {
  asking?.abort();
  const typed = begun(input).trim();
  if (typed.length < 2) { close(input); return; }
  asking = new AbortController();
  try {
    const answer = await fetch(`${input.dataset.people}?${new URLSearchParams({ q: typed })}`, { signal: asking.signal });
    const { people } = await answer.json();
    if (document.activeElement === input && begun(input).trim() === typed) show(input, people);
  } catch {
    close(input); // a field without an offer is a field all the same
  }
}

function show(input, people) {
  if (!people.length) { close(input); return; }
  const list = listOf(input);
  list.replaceChildren(...people.map((person, at) => option(person, `${list.id}-${at}`)));
  if (list.hidden) announce(say("people", { n: people.length }));
  list.hidden = false;
  input.setAttribute("aria-expanded", "true");
  choose(input, 0); // Enter takes the first, and never sends a letter to what is half typed
}

function option({ name, address, part }, id) {
  const made = document.createElement("li");
  made.id = id;
  made.setAttribute("role", "option");
  made.setAttribute("aria-selected", "false");
  made.dataset.value = name ? `${/[,;<>"@]/.test(name) ? `"${name.replace(/["\\]/g, "")}"` : name} <${address}>` : address;
  const parts = [[name || address, ""], [name ? address : "", "quiet"], [part ? say("in_case") : "", "quiet"]];
  made.append(...parts.filter(([text]) => text).map(([text, css]) => Object.assign(document.createElement("span"), { textContent: text, className: css })));
  return made;
}

function choose(input, at) {
  const all = $$("li", listOf(input));
  all.forEach((each, index) => each.setAttribute("aria-selected", String(index === at)));
  input.setAttribute("aria-activedescendant", all[at].id);
  all[at].scrollIntoView({ block: "nearest" });
}

function close(input) {
  clearTimeout(timer);
  asking?.abort();
  const list = listOf(input);
  if (list) list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function take(input, value) {
  const part = begun(input);
  const from = input.selectionStart - part.length;
  input.setRangeText(`${from ? " " : ""}${value}, `, from, input.selectionStart, "end");
  close(input);
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

on("focusin", "input[data-people]", (_, input) => prepare(input));
on("input", "input[data-people]", (_, input) => { prepare(input); clearTimeout(timer); timer = setTimeout(() => offer(input), PAUSE); });
on("keydown", "input[data-people]", (event, input) => {
  const list = listOf(input);
  if (!list || list.hidden || event.ctrlKey || event.metaKey || event.isComposing) return;
  const all = $$("li", list);
  const at = all.findIndex((each) => each.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown") choose(input, (at + 1) % all.length);
  else if (event.key === "ArrowUp") choose(input, at > 0 ? at - 1 : all.length - 1);
  else if (event.key === "Enter" && at >= 0) take(input, all[at].dataset.value);
  else if (event.key === "Escape") { close(input); event.stopPropagation(); }
  else return;
  event.preventDefault();
});
// Not click: by then the field has lost the focus, and the list is closed.
on("pointerdown", ".people-list li", (event, chosen) => { event.preventDefault(); take($("input[data-people]", chosen.closest(".people")), chosen.dataset.value); });
on("focusout", "input[data-people]", (_, input) => close(input));
