// Picking rows: x, Shift with arrows, all of the page. What is picked outlives a refreshed list, not a step.
// Rows: .pick boxes; bar: .picked-bar with [data-picked] and [data-pick-all]; [data-pick-mode] shows the boxes.
import { $, $$, on, visible } from "./dom.js";
import { bind } from "./keys.js";
import { currentRow, step } from "./list.js";
import { say } from "./words.js";

let choosing = false;
let kept = [];

function show() {
  for (const list of $$("[data-list]")) {
    const all = $$(".pick", list);
    const ticked = all.filter((box) => box.checked).length;
    list.classList.toggle("picking", choosing || ticked > 0);
    for (const bar of $$(".picked-bar", list)) bar.hidden = !choosing && ticked === 0;
    for (const place of $$("[data-picked]", list)) place.textContent = say("picked", { n: ticked });
    for (const box of $$("[data-pick-all]", list)) {
      box.checked = ticked > 0 && ticked === all.length;
      box.indeterminate = ticked > 0 && ticked < all.length;
    }
  }
  for (const button of $$("[data-pick-mode]")) button.setAttribute("aria-pressed", String(choosing));
}

function tick(row, checked) {
  const box = row && $(".pick", row);
  if (!box) return false;
  box.checked = checked ?? !box.checked;
  show();
  return true;
}

// Onto a row that is picked already means back: the one left behind is let go.
function extend(by) {
  const from = currentRow();
  if (!from || !$(".pick", from)) return false;
  step(by);
  const to = currentRow();
  const back = to !== from && $(".pick", to).checked;
  tick(from, !back);
  return tick(to, true);
}

function clear() {
  if (!$(".picking") || document.activeElement.closest?.("details[open]")) return false;
  choosing = false;
  for (const box of $$(".pick:checked")) box.checked = false;
  show();
  return true;
}

on("change", ".pick", show);
on("change", "[data-pick-all]", (_, all) => {
  for (const box of $$(".pick", all.closest("[data-list]"))) box.checked = all.checked;
  show();
});
on("click", "[data-pick-mode]", () => { if (choosing) clear(); else { choosing = true; show(); } });
// News must not take away an open menu or a word being typed: the list is fetched anew once that is done.
let late = false;
// What is hidden by now, and a handle that the pointer has let go, are at work no more.
const HELD = "#list :is(details[open], .handle:focus-visible, .dragging)";
const busy = () => $$(HELD).find(visible) ?? document.activeElement.closest?.("#list input:not(.pick, [data-pick-all])");
function catchUp() {
  if (late && !busy()) { late = false; document.body.dispatchEvent(new CustomEvent("list-changed")); }
}
document.addEventListener("focusout", () => setTimeout(catchUp, 0));
for (const type of ["lostpointercapture", "resize"]) addEventListener(type, () => setTimeout(catchUp, 0));
document.addEventListener("toggle", ({ target }) => {
  if (target.matches?.(".picked-bar details[open]")) $(".menu-list :is(input, button)", target).focus();
  catchUp();
}, true);

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target?.id !== "list") return;
  const done = detail.requestConfig?.elt.id === "picked";
  if (!done && busy()) { late = true; detail.shouldSwap = false; return; }
  if (done) choosing = false;
  kept = done ? [] : $$(".pick:checked").map((box) => box.value);
});
document.addEventListener("htmx:afterSettle", () => {
  for (const value of kept) { const box = $(`.pick[value="${value}"]`); if (box) box.checked = true; }
  kept = [];
  show();
});

bind("x", () => tick(currentRow()), { label: "pick" });
bind("Shift+ArrowDown", () => extend(1), { label: "extend" });
bind("Shift+ArrowUp", () => extend(-1));
bind("Escape", clear);
show();
