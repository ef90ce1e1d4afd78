// Details menus: close on Esc, on a click elsewhere and after a choice; arrows walk through them.
import { $, $$, on } from "./dom.js";

function close(menu, giveBack) {
  menu.open = false;
  if (giveBack) $("summary", menu).focus();
}

document.addEventListener("click", (event) => {
  if (event.target.matches("[hidden]")) return; // Enter in a field presses its form's first button, wherever that is
  for (const menu of $$("details.menu[open]")) {
    if (!menu.contains(event.target)) close(menu, false);
  }
});
on("click", "details.menu[open] .menu-list :is(a, button)", (_, item) => close(item.closest("details.menu"), false));
on("keydown", "details.menu[open]", (event, menu) => {
  const items = $$(".menu-list :is(a, button):not(:disabled)", menu).filter((item) => item.checkVisibility());
  const at = items.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); close(menu, true); }
  else if (step && items.length) { event.preventDefault(); items.at(((at < 0 && step < 0 ? 0 : at) + step) % items.length).focus(); }
});
document.addEventListener("focusout", (event) => {
  const menu = event.target.closest?.("details.menu[open]");
  if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) close(menu, false);
});
