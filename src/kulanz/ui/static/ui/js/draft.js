// A draft is on the server within a second, and in this browser at once. Form: <form data-draft="/url">;
// place for the word: [data-draft-status]. The server's time of its draft stands in data-draft-at (ISO).
import { $, csrfToken, on, whenPresent } from "./dom.js";
import { clock, say } from "./words.js";

const PAUSE = 800;
const timers = new WeakMap();
const keyOf = (form) => `draft:${form.dataset.draft}`;
const textOf = (form) => $("textarea", form);

function status(form, text, late = false) {
  const place = $("[data-draft-status]", form);
  if (!place) return;
  place.textContent = text;
  place.classList.toggle("late", late);
}

async function save(form) {
  const text = textOf(form).value;
  try {
    const answer = await fetch(form.dataset.draft, {
      method: "POST", body: new FormData(form), headers: { "X-CSRFToken": csrfToken(), "X-Draft": "1" }, keepalive: text.length < 30000,
    });
    if (!answer.ok) throw new Error(answer.status);
    if (textOf(form).value === text) localStorage.removeItem(keyOf(form));
    status(form, say("saved", { time: clock() }));
  } catch {
    status(form, say("unsaved"), true);
    schedule(form, 5 * PAUSE);
  }
}

function schedule(form, pause = PAUSE) {
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => form.isConnected && save(form), pause));
}

function stop(form) {
  clearTimeout(timers.get(form));
  timers.delete(form);
}

on("input", "form[data-draft]", (_, form) => {
  localStorage.setItem(keyOf(form), JSON.stringify({ text: textOf(form).value, at: Date.now() }));
  schedule(form);
});

// Leaving with unsaved words: send them on the way out.
addEventListener("pagehide", () => {
  for (const form of document.querySelectorAll("form[data-draft]")) {
    if (timers.has(form) && !form.dataset.sent) { stop(form); save(form); }
  }
});

on("submit", "form[data-draft]", (_, form) => { stop(form); form.dataset.sent = "1"; });
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const form = detail.elt.closest?.("form[data-draft]");
  if (!form) return;
  delete form.dataset.sent;
  if (detail.successful) { stop(form); localStorage.removeItem(keyOf(form)); } else schedule(form, 0);
});

// Words that never reached the server come back, but only over a text nobody has touched since.
whenPresent("form[data-draft]", (form) => {
  const area = textOf(form);
  const held = JSON.parse(localStorage.getItem(keyOf(form)) ?? "null");
  const served = Date.parse(form.dataset.draftAt ?? "") || 0;
  if (!held || held.at <= served || area.value !== area.defaultValue || held.text === area.value) return;
  area.value = held.text;
  status(form, say("restored", { time: clock(new Date(held.at)) }));
  area.dispatchEvent(new Event("input", { bubbles: true }));
});
