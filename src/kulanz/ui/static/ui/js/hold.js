// News wait while a hand is at work: a button is held down, a menu is open, what a press asked for is on its way, or the
// page is being printed.
// What they fetched meanwhile is dropped and fetched anew once the hand is free; otherwise they would take the pressed
// button away before its click, or call off the request that a click has sent.
import { $, $$, visible } from "./dom.js";

const asked = new Set(); // requests that a hand has sent
const late = new Set(); // news to fetch anew
const paper = matchMedia("print");
let pressed = false;

export const ofNews = ({ requestConfig }) => !requestConfig?.triggeringEvent || /-changed/.test(requestConfig.triggeringEvent.type);

document.addEventListener("htmx:beforeSend", ({ detail }) => {
  if (ofNews(detail)) return;
  asked.add(detail.xhr);
  detail.xhr.addEventListener("loadend", () => { asked.delete(detail.xhr); free(); });
});
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const { requestConfig, target } = event.detail;
  if (!requestConfig?.triggeringEvent || !ofNews(event.detail)) return;
  if (!atWork() && !hasOpenMenu(target)) return;
  event.preventDefault();
  late.add(requestConfig.triggeringEvent.type);
});
// The rest of the news may come, but the head of the case keeps its open menu.
document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
  const open = $("#sheet")?.dataset.case;
  if (!open || !detail.target?.matches("#case-head") || !hasOpenMenu(detail.target)) return;
  detail.shouldSwap = false;
  late.add(`case-changed-${open}`);
});

// Whether the page waits for the answer to what a hand has asked for.
export const isAnswerDue = () => asked.size > 0;

function atWork() { return pressed || isAnswerDue() || paper.matches; }

// A menu that was left open in a pane that is hidden by now holds nothing up.
function hasOpenMenu(target) { return $$("details.menu[open]", target).some(visible); }

// A click follows its pointerup at once, so the timer's turn comes after it.
function free() {
  setTimeout(() => {
    if (atWork()) return;
    const types = [...late];
    late.clear();
    for (const type of types) document.body.dispatchEvent(new CustomEvent(type));
  });
}

function press() { pressed = true; }
function release() { pressed = false; free(); }
addEventListener("pointerdown", press, true);
addEventListener("pointerup", release, true);
addEventListener("pointercancel", release, true);
addEventListener("blur", ({ target }) => { if (target === window) release(); });
// Not every press ends before our eyes: the browser's own menu, its list of choices and what is dragged keep the end for
// themselves. The next movement with no button down tells.
addEventListener("contextmenu", release, true);
addEventListener("dragend", release, true);
addEventListener("pointermove", ({ buttons }) => { if (pressed && !buttons) release(); }, { capture: true, passive: true });
addEventListener("pageshow", ({ persisted }) => { if (persisted) { asked.clear(); release(); } });
addEventListener("resize", free);
paper.addEventListener("change", free);
document.addEventListener("toggle", ({ target }) => { if (target.matches?.("details.menu:not([open])")) free(); }, true);
