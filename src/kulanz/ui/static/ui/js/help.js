// `?` lists the keys that work here, read off the page itself, so that the list is never wrong.
import { $, announce, on, setCookie } from "./dom.js";
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
  value.append(...caps(keys));
  pair.append(name, value);
  return pair;
}

function mark() {
  for (const button of document.querySelectorAll("[data-keys-switch]")) button.setAttribute("aria-pressed", String(singleKeys()));
}

on("click", "[data-keys-switch]", () => {
  const next = singleKeys() ? "off" : "on";
  document.body.dataset.keys = next;
  setCookie("single_keys", next);
  mark();
  announce(say(next === "on" ? "keys_on" : "keys_off"));
});
on("click", "[data-keys-help]", show);
bind("?", show, { label: "help" });
mark();
