// j and k walk the rows, o opens, x ticks, u goes back. Rows: [data-row] with one link; box: .pick.
import { $, $$, on, visible } from "./dom.js";
import { bind } from "./keys.js";
import { say } from "./words.js";

const rows = () => $$("[data-row]").filter(visible);

function currentRow() {
  return document.activeElement.closest?.("[data-row]") ?? $("[data-row]:has([aria-current=true])");
}

function step(by) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(currentRow());
  const next = all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)];
  $("a", next).focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function open() {
  const link = currentRow()?.querySelector("a");
  if (!link) return false;
  link.click();
  return true;
}

function tick() {
  const box = currentRow()?.querySelector(".pick");
  if (!box) return false;
  box.click();
  return true;
}

function showPicked() {
  for (const list of $$("[data-list]")) {
    const ticked = $$(".pick:checked", list).length;
    list.classList.toggle("picking", ticked > 0);
    for (const bar of $$(".picked-bar", list)) bar.hidden = ticked === 0;
    for (const place of $$("[data-picked]", list)) place.textContent = say("picked", { n: ticked });
  }
}

// A refreshed list must not lose the reader's place: the same row gets the focus back.
let place = "";
document.addEventListener("htmx:beforeSwap", () => { place = currentRow()?.contains(document.activeElement) ? currentRow().id : ""; });
document.addEventListener("htmx:afterSettle", () => {
  if (place && document.activeElement === document.body) document.getElementById(place)?.querySelector("a")?.focus({ preventScroll: true });
  showPicked();
});

on("change", ".pick", showPicked);
// The open case and its row are one: whoever swapped which of the two, the row is marked anew.
function showOpen() {
  const open = $("#sheet")?.dataset.case;
  for (const row of $$(".row")) {
    const here = row.id === `row-${open}`;
    row.classList.toggle("selected", here);
    if (here) { row.classList.remove("unread"); $("a", row).setAttribute("aria-current", "true"); }
    else $("a", row).removeAttribute("aria-current");
  }
}

// A case that htmx brought takes the focus, so that the next word read aloud and the next scroll are its own, and
// after a letter is sent the next key is no longer typed into its field. A refused form keeps the focus.
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  showOpen();
  const sheet = $("#sheet");
  if (detail.target?.id !== "sheet" || !sheet || $("[role=alert]", sheet)) return;
  const at = document.activeElement;
  if (!sheet.contains(at) || at.matches("textarea")) sheet.focus({ preventScroll: true });
});

bind("j", () => step(1), { label: "next", shown: "j,k" });
bind("k", () => step(-1));
bind("o", open, { label: "open", shown: "o,Enter" });
bind("x", tick, { label: "pick" });
bind("u", () => { const back = $("[data-back]"); back?.click(); return Boolean(back); });
showPicked();
