// `?` lists the keys that work here, read off the page itself, so that the list is never wrong.
import { $, announce, csrfToken, on, setCookie } from "./dom.js";
import { caps, commands } from "./commands.js";
import { openDialog } from "./dialog.js";
import { bind, singleKeys } from "./keys.js";
import { say } from "./words.js";

function show() {
  const place = $("#keys-groups");
  if (!place) return false;
  const all = commands();
  place.replaceChildren(...["here", "everywhere"].map((group) => section(group, all.filter((command) => command.group === group))).filter(Boolean));
  mark();
  openDialog($("#keys-help"));
  return true;
}

function section(group, list) {
  if (!list.length) return null;
  const box = document.createElement("section");
  box.className = "keys-group";
  const title = document.createElement("h3");
  title.textContent = say(group);
  const table = document.createElement("dl");
  table.className = "keys-list";
  table.append(...list.map(line));
  box.append(title, table);
  return box;
}

function line({ label, keys }) {
  const pair = document.createElement("div");
  const name = document.createElement("dt");
  const value = document.createElement("dd");
  name.textContent = label;
  for (const key of keys) {
    const together = document.createElement("span");
    together.className = "nowrap";
    together.append(...caps(key));
    value.append(together);
  }
  pair.append(name, value);
  return pair;
}

function mark() {
  for (const button of document.querySelectorAll("[data-keys-switch]")) button.setAttribute("aria-pressed", String(singleKeys() !== "off"));
}

// The cookie serves the next page at once; the address keeps the choice for this person on every machine.
function keep(address, keys) {
  setCookie("single_keys", keys);
  if (address) fetch(address, { method: "POST", body: new URLSearchParams({ keys }), headers: { "X-CSRFToken": csrfToken() } }).catch(() => {});
}

on("click", "[data-keys-switch]", (_, button) => {
  const next = singleKeys() === "off" ? "on" : "off";
  document.body.dataset.keys = next;
  keep(button.dataset.keysSwitch, next);
  mark();
  announce(say(next === "on" ? "keys_on" : "keys_off"));
});
on("click", "[data-keys-help]", show);
bind("?", show, { label: "help" });
mark();
