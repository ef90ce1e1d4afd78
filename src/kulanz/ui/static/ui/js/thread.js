// Opens a case at the first unread entry, else at the newest. Without script it starts at the top. News do not move
// what is being read: only who stood at the end is taken along to the new end.
import { $, whenPresent } from "./dom.js";

let stood;
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { id, scrollTop, clientHeight, scrollHeight } = detail.target ?? {};
  stood = id === "thread" && scrollTop + clientHeight < scrollHeight - 8 ? scrollTop : undefined;
});

whenPresent("[data-thread]", async (thread) => {
  const before = stood;
  if (before !== undefined) { thread.scrollTop = before; return; }
  await document.fonts.ready;
  const unread = $("[data-first-unread]", thread);
  if (thread.scrollHeight <= thread.clientHeight) return;
  thread.scrollTop = unread ? unread.offsetTop : thread.scrollHeight;
});
