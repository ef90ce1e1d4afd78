// Opens a case at the first unread entry, else at the newest. Without script it starts at the top.
import { $, whenPresent } from "./dom.js";

whenPresent("[data-thread]", async (thread) => {
  await document.fonts.ready;
  const unread = $("[data-first-unread]", thread);
  if (thread.scrollHeight <= thread.clientHeight) return;
  thread.scrollTop = unread ? unread.offsetTop : thread.scrollHeight;
});
