// The notes in the margin: drawn from templates, each at the height of its words, kept apart and inside the pane.
import { $, $$ } from "../../ui/js/dom.js";

const GAP = 6;
const TIED = 14;
// Heights go into a sheet of their own: style attributes are copied when a page is swapped, and the policy forbids them.
const heights = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, heights];
const beside = matchMedia("(min-width: 1180px)");

export function noteElement(coach, note, number) {
  const item = $("template[data-remark]", coach).content.firstElementChild.cloneNode(true);
  item.classList.add(note.level);
  for (const sign of $$(".sign", item)) if (!sign.classList.contains(note.level)) sign.remove();
  $("[data-title]", item).textContent = note.title;
  $("[data-key-name]", item).textContent = note.replacement === null ? "" : `${$("[data-key-name]", item).textContent} ${number}`;
  $("[data-replacement]", item).textContent = note.replacement ?? "";
  $("[data-better]", item).textContent = note.replacement ? "" : note.better;
  $("[data-reason]", item).textContent = note.reason;
  if (note.replacement === null) $("[data-accept]", item).remove();
  item.dataset.mark = note.id;
  return item;
}

export function catchElement(coach, promise) {
  const item = $("template[data-catch]", coach).content.firstElementChild.cloneNode(true);
  $("[data-due]", item).textContent = promise.label;
  $("kbd", item).hidden = true;
  item.dataset.mark = promise.id;
  return item;
}

export function place(coach, mirror) {
  const items = $$(".remark", coach);
  coach.classList.remove("placed", "crowded");
  for (const item of items) item.classList.remove("apart");
  if (!beside.matches || !items.length) return;
  coach.classList.add("placed");
  const head = $("header", coach).offsetHeight + GAP;
  const room = coach.clientHeight - head;
  if (items.reduce((sum, item) => sum + item.offsetHeight + GAP, 0) > room) {
    coach.classList.replace("placed", "crowded");
    return;
  }
  const zero = coach.getBoundingClientRect().top;
  const spots = items.map((item) => ({ item, wanted: heightOf(mirror, item.dataset.mark, zero), height: item.offsetHeight }));
  settle(spots, head, coach.clientHeight - GAP);
  heights.replaceSync(spots.map(({ item, top }) => `.placed [data-mark="${item.dataset.mark}"] { top: ${top}px; }`).join("\n"));
  for (const { item, top, wanted } of spots) item.classList.toggle("apart", Math.abs(top - wanted) > TIED);
}

function heightOf(mirror, id, zero) {
  const line = $(`[data-mark="${id}"]`, mirror)?.getClientRects()[0];
  return line ? line.top - zero : 0;
}

// Down from the first, then up from the last: nothing overlaps, nothing leaves the pane.
function settle(spots, from, to) {
  let free = from;
  for (const spot of spots) {
    spot.top = Math.max(free, spot.wanted);
    free = spot.top + spot.height + GAP;
  }
  let limit = to;
  for (const spot of [...spots].reverse()) {
    spot.top = Math.min(spot.top, limit - spot.height);
    limit = spot.top - GAP;
  }
}

export function showTab(here) {
  const at = document.activeElement === here.area ? promiseAtCaret(here) : undefined;
  for (const item of $$(".remark.catch", here.coach)) $("kbd", item).hidden = item.dataset.mark !== at?.id;
}

export function promiseAtCaret({ area, promises }) {
  const { selectionStart: caret, selectionEnd: end } = area;
  const behind = (each) => /^[.!,;]?$/.test(area.value.slice(each.end, caret)); // its full stop belongs to it
  return promises.find((each) => !each.recorded && caret === end && each.start <= caret && (caret <= each.end || behind(each)));
}

export function noteAtCaret({ area: { selectionStart: caret }, notes }) {
  return notes.find((note) => note.start <= caret && caret <= note.end);
}
