// What is fetched anew must not take the reader's place away: the same row, link, field or button in the new part gets
// the focus back before the next key. A case that was opened is another matter, see list.js.
import { $, visible } from "./dom.js";

const MARKS = ["id", "name", "href", "aria-label"];
let place;

export function placeOf(element) {
  const tag = element.localName;
  const own = MARKS.filter((mark) => element.hasAttribute(mark)).map((mark) => `${tag}[${mark}="${CSS.escape(element.getAttribute(mark))}"]`);
  return { home: element.closest("[id]")?.id, own: [...own, tag] };
}

export function find({ home, own }) {
  const root = document.getElementById(home);
  if (!root) return null;
  for (const selector of own) {
    const found = root.matches(selector) ? root : $(selector, root);
    if (found) return found;
  }
  return null;
}

document.addEventListener("htmx:beforeSwap", () => {
  const at = document.activeElement;
  place = at && at !== document.body ? placeOf(at) : undefined;
});
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (!place || document.activeElement !== document.body || detail.target?.id === "sheet") return;
  for (const again of [find(place), $(`#${CSS.escape(detail.target.id || "nothing")} [aria-current]`), document.getElementById(detail.target.id)]) {
    if (again && takes(again)) return;
  }
});

// What lies in a menu that is closed again cannot take it; then the open row does, or the part itself.
function takes(element) {
  element.focus({ preventScroll: true });
  if (document.activeElement === element) return true;
  if (!visible(element)) return false;
  element.tabIndex = -1; // a heading that had the focus was made to take it; its successor was not
  element.focus({ preventScroll: true });
  return document.activeElement === element;
}
