// j and k walk the rows, o opens, u goes back. Rows: [data-row] with one link.
import { $, $$, visible, whenPresent } from "./dom.js";
import { unfold } from "./composer.js";
import { hasRest } from "./draft.js";
import { bind } from "./keys.js";

const rows = () => $$("[data-row]").filter(visible);

export function currentRow() {
  return document.activeElement.closest?.("[data-row]") ?? $("[data-row]:has([aria-current=true])");
}

export function step(by) {
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

// The open row is seen without a search, and a list that is fetched anew stays where its reader was.
let scrolled;
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  scrolled = detail.target?.id === "list" ? $("#rows")?.scrollTop : undefined;
});
whenPresent("#rows", (list) => {
  if (scrolled !== undefined) { list.scrollTop = scrolled; scrolled = undefined; return; }
  $(".selected", list)?.scrollIntoView({ block: "nearest" });
});

// Once more when htmx has settled: it then gives every row that it knew before the attributes the server sent.
document.addEventListener("htmx:afterSettle", showOpen);

// Whoever has begun to write while a step of theirs was on its way goes on writing, be it the next letter below the one
// that has just gone: the caret stays where it was, counted from the end.
let writing;
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const at = document.activeElement;
  const begun = detail.target?.id === "sheet" && at?.matches("#sheet textarea") && (!detail.requestConfig?.elt?.contains(at) || hasRest(at.form));
  writing = begun && `${detail.requestConfig.path}`.includes($("[data-other-writes]")?.dataset.number) ? { id: at.id, places: [at.selectionStart, at.selectionEnd].map((each) => at.value.length - each) } : undefined;
});
// At once, before the next key; and once more when htmx has settled, unless they write elsewhere by then.
function writeOn() {
  const area = writing && document.getElementById(writing.id);
  if (!area || (document.activeElement !== area && document.activeElement.matches("textarea"))) return;
  const { places } = writing;
  unfold(area.closest("[data-composer]"));
  if (area.closest("form").hidden) $(`[href="#${area.closest("form").id}"]`)?.click();
  area.focus();
  area.setSelectionRange(...places.map((each) => Math.max(0, area.value.length - each)));
}
document.addEventListener("htmx:afterSettle", () => { if (writing && document.activeElement.id !== writing.id) writeOn(); writing = undefined; });

// A case that htmx brought takes the focus, so that the next word read aloud and the next scroll are its own, and
// after a letter is sent the next key is no longer typed into its field. A refused form keeps the focus, and a letter
// that was taken back is written on.
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  showOpen();
  if (writing) { writeOn(); return; }
  const sheet = $("#sheet");
  if (detail.target?.id !== "sheet" || !sheet) return;
  // What is asked for in the margin is named there: htmx gives the focus to the first of several that want it.
  if ($("[role=alert]", sheet)) { $(".side :is([aria-invalid], [data-asked])", sheet)?.focus(); return; }
  const at = document.activeElement;
  if (sheet.contains(at) && !at.matches("textarea")) return;
  if (detail.requestConfig?.elt?.matches("form[data-undo]")) { toEnd($("#reply textarea", sheet)); return; }
  const heading = $("h1", sheet) ?? sheet;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
});

function toEnd(area) {
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);
}

bind("j", () => step(1), { label: "next", shown: "j,k" });
bind("k", () => step(-1));
bind("o", open, { label: "open", shown: "o,Enter" });
bind("u", () => { const back = $("[data-back]"); back?.click(); return Boolean(back); });
