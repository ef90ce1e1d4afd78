// Opens a case at the beginning of its first unread entry, else of its newest letter. Without script it starts at the top. News do not move
// what is being read: only who stood at the end is taken along to the new end, and what was unfolded stays so.
import { $, $$, whenPresent } from "./dom.js";

const UNFOLDED = "details:not(.menu)";
let stood;
let unfolded = [];
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { id, scrollTop, clientHeight, scrollHeight } = detail.target ?? {};
  const isThread = id === "thread";
  stood = isThread && scrollTop + clientHeight < scrollHeight - 8 ? scrollTop : undefined;
  unfolded = isThread ? $$(`${UNFOLDED}[open]`, detail.target).map(placeOf) : [];
});

function placeOf(details) {
  const home = details.closest("[id]");
  return { id: home.id, at: $$(UNFOLDED, home).indexOf(details) };
}

whenPresent("[data-thread]", async (thread) => {
  for (const { id, at } of unfolded) {
    const again = $$(UNFOLDED, document.getElementById(id) ?? undefined)[at];
    if (again && thread.contains(again)) again.open = true;
  }
  const before = stood;
  if (before !== undefined) { thread.scrollTop = before; return; }
  // Before that every height is a guess.
  await document.fonts.ready;
  if (thread.matches("[data-first-unread]") || thread.scrollHeight <= thread.clientHeight) return;
  const newest = $$(":scope > .entry:not(.event, .fold)", thread).at(-1);
  thread.scrollTop = ($("[data-first-unread]", thread) ?? newest)?.offsetTop ?? thread.scrollHeight;
});
