// Search or do. Answers come from the server (role=option elements with a link inside or as links);
// commands of this page are added here. Focus stays in the field; the chosen option is named to it.
import { $, $$, announce, on } from "./dom.js";
import { caps, commands, places } from "./commands.js";
import { openDialog } from "./dialog.js";
import { bind } from "./keys.js";
import { say } from "./words.js";

const palette = $("#palette");
const field = $("#palette-query");
const options = () => $$('[role="option"]', palette);
let runs = new Map();

function option(command, at) {
  const made = document.createElement("div");
  made.setAttribute("role", "option");
  made.id = `command-${at}`;
  const name = document.createElement("span");
  name.textContent = command.label;
  const keys = document.createElement("span");
  keys.className = "caps";
  keys.append(...caps(command.keys.slice(0, 1)));
  made.append(name, keys);
  runs.set(made.id, command.run);
  return made;
}

function listCommands() {
  const wanted = field.value.trim().toLocaleLowerCase();
  const fitting = [...commands(), ...places()].filter(({ label }) => label.toLocaleLowerCase().includes(wanted));
  runs = new Map();
  const group = document.createElement("div");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", say("do"));
  const title = document.createElement("div");
  title.className = "group";
  title.setAttribute("aria-hidden", "true");
  title.textContent = say("do");
  group.append(title, ...fitting.map(option));
  $("#palette-commands").replaceChildren(...(fitting.length ? [group] : []));
  choose(0);
  if (!options().length) announce(say("nothing"));
}

function choose(at) {
  const all = options();
  all.forEach((each, index) => {
    each.id ||= `found-${index}`;
    each.setAttribute("aria-selected", String(index === at));
  });
  const chosen = all[at];
  field.setAttribute("aria-activedescendant", chosen?.id ?? "");
  chosen?.scrollIntoView({ block: "nearest" });
}

function take(chosen) {
  const run = runs.get(chosen.id);
  palette.close();
  if (run) run();
  else (chosen.matches("a, button") ? chosen : $("a, button", chosen))?.click();
}

function show() {
  if (!palette || palette.open) return false;
  field.value = "";
  $("#palette-found").replaceChildren();
  listCommands();
  openDialog(palette);
  field.focus();
  return true;
}

function onKey(event) {
  const all = options();
  const at = all.findIndex((each) => each.getAttribute("aria-selected") === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && all.length) { event.preventDefault(); choose((at + step + all.length) % all.length); }
  if (event.key === "Enter" && all.length) { event.preventDefault(); take(all[Math.max(at, 0)]); }
}

if (palette) {
  field.addEventListener("keydown", onKey);
  field.addEventListener("input", listCommands);
  palette.addEventListener("htmx:afterSwap", () => choose(0));
  on("click", '#palette [role="option"]', (event, chosen) => { if (!event.target.closest("a, button")) take(chosen); else palette.close(); });
  on("click", "[data-palette]", show);
  bind("Ctrl+k", show, { label: "palette", always: true });
}
