// A letter or note that met no line goes by itself when the line is back, and once: first the house is asked whether it
// came in all the same. Whoever writes on, or calls it off, keeps a draft. Markup: <template data-line-lost> in the form.
import { $, announce, on } from "./dom.js";
import { askIfSent, seenBy } from "./draft.js";

const AGAIN = 4000;
const pressed = new WeakMap(); // form -> what was sent, what was the newest then, and by which button
const waiting = new Map(); // form -> the next look at the line
const boosted = "form[data-draft][hx-boost]";

on("submit", boosted, (event, form) => {
  callOff(form);
  pressed.set(form, { sent: $("textarea", form).value, seen: seenBy(form), button: event.submitter });
});

function callOff(form) {
  clearTimeout(waiting.get(form));
  waiting.delete(form);
  delete form.dataset.waits;
  $("[data-waiting]", form)?.remove();
}

function wait({ detail }) {
  const form = detail.requestConfig?.elt?.closest?.(boosted);
  const told = form && $("template[data-line-lost]", form);
  if (!told || $("textarea", form).value !== pressed.get(form)?.sent) return;
  form.dataset.waits = "";
  if (!waiting.has(form)) {
    told.before(told.content.cloneNode(true));
    announce($("[data-waiting] p", form).textContent.trim());
  }
  later(form);
}

// Before requests.js, which speaks of every other request that failed.
for (const kind of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(kind, wait, true);

function later(form) {
  clearTimeout(waiting.get(form));
  waiting.set(form, setTimeout(look, AGAIN, form));
}

async function look(form) {
  if (!form.isConnected) { waiting.delete(form); return; }
  const { sent, seen, button } = pressed.get(form);
  const status = await askIfSent(form, sent, seen);
  if (!waiting.has(form)) return; // called off meanwhile
  if (!status || status >= 500) { later(form); return; }
  callOff(form);
  if (status === 205) location.reload(); // it had come in: the page shows it
  else form.requestSubmit(button?.isConnected ? button : undefined);
}

addEventListener("online", () => { for (const form of waiting.keys()) look(form); });
on("input", boosted, (_, form) => { if (waiting.has(form) && $("textarea", form).value !== pressed.get(form).sent) callOff(form); });
on("click", "[data-call-off]", (_, button) => { const { form } = button; callOff(form); $("textarea", form).focus(); });
