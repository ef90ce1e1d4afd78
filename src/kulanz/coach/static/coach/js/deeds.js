// What its reader does with the coach's notes: take over, leave, ask why; record a promise; switch it off.
import { $, csrfToken, on } from "../../ui/js/dom.js";
import { bind } from "../../ui/js/keys.js";
import { choose, current, keyOf, offered, show } from "./coach.js";
import { noteAtCaret, place, promiseAtCaret } from "./notes.js";

function replace(start, end, words) {
  const { area } = current();
  area.focus();
  area.setSelectionRange(start, end);
  // The old command is the only one that native undo knows.
  const done = document.execCommand(words ? "insertText" : "delete", false, words);
  if (done) return;
  area.setRangeText(words, start, end, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function accept(note) {
  if (!note || note.replacement === null) return false;
  replace(note.start, note.end, note.replacement);
  const [gap] = note.gaps;
  if (gap) current().area.setSelectionRange(note.start + gap[0], note.start + gap[1]);
  return true;
}

function dismiss(note) {
  if (!note) return false;
  current().left.add(keyOf(note, current().text));
  choose(current());
  show(current());
  current().area.focus();
  return true;
}

async function record(promise) {
  const body = new URLSearchParams({ due: promise.due, words: promise.words });
  const answer = await fetch(current().coach.dataset.promise, {
    method: "POST", body, headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
  });
  if (!answer.ok) return;
  promise.recorded = true;
  show(current());
  current().area.focus();
  document.body.dispatchEvent(new CustomEvent("promises-changed"));
}

const active = () => (current()?.coach.isConnected && document.activeElement?.closest("#reply, .coach") ? current() : undefined);
const noteOf = (button) => current().notes.find((note) => note.id === button.closest(".remark").dataset.mark);
const promiseOf = (button) => current().promises.find((each) => each.id === button.closest(".remark").dataset.mark);

on("click", "[data-accept]", (_, button) => accept(noteOf(button)));
on("click", "[data-dismiss]", (_, button) => dismiss(noteOf(button)));
on("click", "[data-record]", (_, button) => record(promiseOf(button)));
on("click", "[data-why]", (_, button) => {
  const reason = $("[data-reason]", button.closest(".remark"));
  reason.hidden = !reason.hidden;
  button.setAttribute("aria-expanded", String(!reason.hidden));
  place(current().coach, current().mirror);
});

for (const number of [1, 2, 3]) {
  bind(`Alt+${number}`, () => Boolean(active() && accept(offered(current())[number - 1])), { label: "take_note", shown: "Alt+1, Alt+2, Alt+3", always: true });
}
bind("Alt+Backspace", () => Boolean(active() && dismiss(noteAtCaret(current()) ?? current().notes[0])), { label: "leave_note", always: true });

on("keydown", "[data-paper] textarea", (event) => {
  if (event.key !== "Tab" || event.shiftKey || event.altKey || event.ctrlKey || event.metaKey || !active()) return;
  const promise = promiseAtCaret(current());
  if (!promise) return;
  event.preventDefault();
  record(promise);
});

on("submit", "[data-coach-switch]", (event, form) => {
  event.preventDefault();
  event.stopPropagation();
  fetch(form.action, { method: "POST", body: new URLSearchParams({ coach: "off" }), headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" } });
  current().mirror.remove();
  current().coach.remove();
  $("#reply textarea").focus();
});

