// A draft is on the server within a second, and in this browser at once: for its writer alone, since several people may
// share a browser. Form: <form data-draft="/url" data-draft-of="7">; place for the word: [data-draft-status]. What was
// sent is no draft: its saves are called off, its copy here is gone before the page that follows is shown.
import { $, $$, csrfToken, on, whenPresent } from "./dom.js";
import { isAnswerDue } from "./hold.js";
import { signedOut } from "./requests.js";
import { clock, say } from "./words.js";

const PAUSE = 800;
const timers = new WeakMap();
const saving = new WeakMap();
const known = new WeakMap(); // form -> the text that the server has
const onItsWay = new WeakMap(); // form -> what was sent, and what was the newest in the case when it was written
const keyOf = (form) => `draft:${form.dataset.draftOf}:${form.dataset.draft}`;
const textOf = (form) => $("textarea", form);

function status(form, text, late = false) {
  const place = $("[data-draft-status]", form);
  if (!place) return;
  place.textContent = text;
  place.classList.toggle("late", late);
}

async function save(form) {
  const text = textOf(form).value;
  const asking = new AbortController();
  saving.set(form, asking);
  try {
    // What outlives its page may have 64 KB (Fetch standard), and an umlaut takes two bytes.
    const answer = await fetch(form.dataset.draft, {
      method: "POST", body: saved(form), signal: asking.signal, headers: { "X-CSRFToken": csrfToken() }, keepalive: text.length < 30000,
    });
    if (answer.status === 401) signedOut();
    if (!answer.ok) throw new Error(answer.status);
    known.set(form, text);
    if (textOf(form).value === text) localStorage.removeItem(keyOf(form));
    status(form, say("saved", { time: clock() }));
  } catch {
    if (asking.signal.aborted) return;
    status(form, say("unsaved"), true);
    schedule(form, 5 * PAUSE);
  }
}

// All of the form but its files: they have no place in a draft.
function saved(form) {
  const body = new FormData(form);
  for (const input of form.querySelectorAll("input[type=file]")) body.delete(input.name);
  return body;
}

function schedule(form, pause = PAUSE) {
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => {
    timers.delete(form);
    if (!form.isConnected) return;
    // An answer may bring another text, such as a letter taken back: a save that came between would write over it.
    if (isAnswerDue()) schedule(form);
    else save(form);
  }, pause));
}

function stop(form) {
  clearTimeout(timers.get(form));
  timers.delete(form);
  saving.get(form)?.abort();
}

const copyOf = (form) => JSON.parse(localStorage.getItem(keyOf(form)) ?? "null");

// What was the newest in the case when the text was written: what is newer may be the text itself, which was sent.
export function seenBy(form) {
  const fields = ["seen_message", "seen_note"].filter((name) => form.elements[name]);
  return Object.fromEntries(fields.map((name) => [name, form.elements[name].value]));
}

function keep(form) {
  const area = textOf(form);
  const base = known.get(form) ?? area.defaultValue;
  localStorage.setItem(keyOf(form), JSON.stringify({ text: area.value, at: Date.now(), base, ...onItsWay.get(form) }));
  if (!onItsWay.has(form)) schedule(form); // what is on its way is no draft; the answer says what becomes of the rest
}

// What was typed while the letter before it was on its way.
const restOf = (text, sent) => (text.startsWith(sent) ? text.slice(sent.length) : text).trimStart();

export const hasRest = (form) => onItsWay.has(form) && Boolean(restOf(textOf(form).value, onItsWay.get(form).sent));

on("input", "form[data-draft]", (event, form) => { if (event.target.type !== "file") keep(form); });

// Leaving with unsaved words: send them on the way out.
addEventListener("pagehide", () => {
  for (const form of document.querySelectorAll("form[data-draft]")) {
    if (timers.has(form) && !onItsWay.has(form)) { stop(form); save(form); }
  }
});

on("submit", "form[data-draft]", (_, form) => {
  stop(form);
  onItsWay.set(form, { sent: textOf(form).value, seen: seenBy(form) });
  if (copyOf(form)) keep(form);
  if (!form.hasAttribute("hx-boost")) localStorage.removeItem(keyOf(form)); // the page that follows, refused or not, says what is left
});

// The answer takes the form away, so this is the last moment that knows it: later events name another element.
const formOf = ({ detail }) => detail.requestConfig?.elt?.closest?.("form[data-draft]");
document.addEventListener("htmx:beforeSwap", (event) => {
  const form = formOf(event);
  if (!form || event.detail.xhr.status >= 400) return;
  const rest = restOf(textOf(form).value, onItsWay.get(form)?.sent ?? textOf(form).value);
  if (rest) localStorage.setItem(keyOf(form), JSON.stringify({ text: rest, at: Date.now() }));
  else localStorage.removeItem(keyOf(form));
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = formOf(event);
  if (!form?.isConnected) return;
  // It leads elsewhere with the words kept in the draft: there they may get company, and would come back twice.
  if (event.detail.xhr.getResponseHeader("HX-Redirect") && !hasRest(form)) localStorage.removeItem(keyOf(form));
  onItsWay.delete(form);
  if (!event.detail.successful) schedule(form, 0);
});

// Words that never reached the server come back, but only over a text nobody has touched since.
const opened = new WeakSet();
async function restore(form) {
  if (opened.has(form)) return;
  opened.add(form);
  const area = textOf(form);
  const copy = copyOf(form);
  if (!copy || area.value !== area.defaultValue) return;
  if (copy.text === area.value) { schedule(form); return; } // a refused letter: its words are safe on the server soon
  const rest = copy.sent && await askIfSent(form, copy.sent, copy.seen) === 205 ? restOf(copy.text, copy.sent) : copy.text;
  if (!rest) { localStorage.removeItem(keyOf(form)); return; }
  const learnt = area.value.trim(); // or typed since
  area.value = learnt && area.value !== copy.base && !rest.includes(learnt) ? below(learnt, rest) : rest;
  status(form, say("restored", { time: clock(new Date(copy.at)) }));
  area.dispatchEvent(new Event("input", { bubbles: true }));
}
whenPresent("form[data-draft]", restore);
// Before the next key, which may follow at once.
document.addEventListener("htmx:afterSwap", () => $$("form[data-draft]").forEach(restore));

// What the server has learnt since, elsewhere or by taking back a letter, stays above; the beginning of the rest it may have.
function below(learnt, rest) {
  const parts = learnt.split("\n\n");
  const at = parts.findIndex((_, i) => rest.startsWith(parts.slice(i).join("\n\n")));
  return [...(at < 0 ? parts : parts.slice(0, at)), rest].join("\n\n");
}

// Ask whether what was sent has come in although its tab never heard of it: the status 205 says so, 0 that nobody answers.
export async function askIfSent(form, sent, seen) {
  const body = new URLSearchParams({ text: sent, sent: "1", ...seen });
  const asked = fetch(form.dataset.draft, { method: "POST", body, headers: { "X-CSRFToken": csrfToken() } });
  return (await asked.catch(() => null))?.status ?? 0;
}
