// Says that a case is before somebody's eyes: not while its page was only fetched ahead, nor in a tab behind.
// Markup: [data-read-mark="/address"] with the newest entries it shows: data-message, data-note, data-until.
import { csrfToken, whenPresent } from "./dom.js";

const seen = () => document.visibilityState === "visible";

function say({ dataset: { readMark, message, note, until } }) {
  const body = new URLSearchParams({ message, note, until });
  // Without a connection the case stays in bold; the next look says it again.
  fetch(readMark, { method: "POST", body, keepalive: true, headers: { "X-CSRFToken": csrfToken() } }).catch(() => {});
}

whenPresent("[data-read-mark]", (sheet) => {
  if (seen()) { say(sheet); return; }
  const turned = () => {
    if (!seen()) return;
    document.removeEventListener("visibilitychange", turned);
    if (sheet.isConnected) say(sheet);
  };
  document.addEventListener("visibilitychange", turned);
});
