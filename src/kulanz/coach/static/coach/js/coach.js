// The coach: reads the draft at every pause, points at places in it, offers better words. It writes nothing by itself
// and keeps nothing: what is dismissed is forgotten with the draft.
// Markup: [data-coach="/address of the review"] with templates, [data-paper] around the textarea, [data-questions].
import { $, $$, announce, csrfToken, on, whenPresent } from "../../ui/js/dom.js";
import { change, draw, mirrorOf, moved } from "./marks.js";
import { catchElement, noteElement, place, showTab } from "./notes.js";

const PAUSE = 60;
const LONG_PAUSE = 3000;
const SPEAK = 1500;
const MOST = 3;
const MOST_PROMISES = 2;
const dismissed = new Map(); // case number -> what its writer does not want to hear again in this draft
let desk; // what the open case's coach knows
export const current = () => desk;

export const keyOf = (note, text) => `${note.code} ${text.slice(note.start, note.end)}`;

whenPresent("[data-coach]", (coach) => {
  const area = $("[data-paper] textarea");
  if (!area || $(".mirror", area.parentElement)) return; // htmx announces the whole page once more
  if (!dismissed.has(coach.dataset.case)) dismissed.set(coach.dataset.case, new Set());
  desk = {
    coach, area, mirror: mirrorOf(area), left: dismissed.get(coach.dataset.case), text: area.value,
    notes: [], promises: [], finished: false, spoken: 0,
  };
  if (area.value.trim()) read(desk, true);
  else show(desk);
});

async function read(here, finished) {
  const { area, coach } = here;
  here.asking?.abort();
  here.asking = new AbortController();
  here.finished ||= finished;
  const text = area.value;
  const form = area.form;
  const body = new URLSearchParams({ text, finished: here.finished ? "1" : "0" });
  for (const [name, value] of new FormData(form)) if (/^(attached|offered|brand|customer|(more_)?(to|cc|bcc))$/.test(name)) body.append(name, value);
  try {
    const answer = await fetch(coach.dataset.coach, {
      method: "POST", body, signal: here.asking.signal, headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
    });
    if (!answer.ok || !coach.isConnected || area.value !== text) return;
    take(here, await answer.json(), text);
  } catch {
    // Without a connection there is no advice, and nobody misses it: the draft says that it could not be saved.
  }
}

function take(here, { notes, promises, questions }, text) {
  here.text = text;
  here.all = notes;
  choose(here);
  here.promises = promises.map((promise, at) => ({ ...promise, id: `p${at}`, css: "pledge" }));
  tick(questions);
  show(here);
}

export function choose(here) {
  const wanted = here.all.filter((note) => !here.left.has(keyOf(note, here.text)));
  const stops = wanted.filter((note) => note.level === "stop").length;
  here.notes = wanted.slice(0, Math.max(MOST, stops)).sort((a, b) => a.start - b.start)
    .map((note, at) => ({ ...note, id: `n${at}`, css: note.level === "hint" ? "advice" : "advice strong" }));
}

// Only what offers other words has a number.
export const offered = (here) => here.notes.filter((note) => note.replacement !== null);

export function show(here) {
  const { coach, mirror, area, notes, promises } = here;
  draw(mirror, area.value, [...notes, ...promises]);
  const isFirst = (promise, at) => promises.findIndex((each) => each.due === promise.due) === at;
  const open = promises.filter((promise, at) => !promise.recorded && isFirst(promise, at)).slice(0, MOST_PROMISES);
  const items = [...notes.map((note) => [note.start, noteElement(coach, note, offered(here).indexOf(note) + 1)]), ...open.map((each) => [each.start, catchElement(coach, each)])];
  $(".all-well", coach)?.remove();
  $("[data-remarks]", coach).replaceChildren(...items.sort((a, b) => a[0] - b[0]).map(([, item]) => item));
  showTab(here);
  place(coach, mirror);
  speakLater(here);
}

// Said once when there are more notes than before, after the writer has rested.
function speakLater(here) {
  clearTimeout(here.speaking);
  here.speaking = setTimeout(() => {
    const count = here.notes.length;
    const { one, some } = $("[data-coach-status]", here.coach).dataset;
    if (count > here.spoken && here.coach.isConnected) announce(count === 1 ? one : some.replace("{n}", count));
    here.spoken = Math.max(count, here.spoken);
  }, SPEAK);
}

function tick(questions) {
  $$("[data-question]").forEach((item, at) => {
    const done = Boolean(questions[at]?.answered);
    item.classList.toggle("done", done);
    item.classList.toggle("open", !done);
  });
}

on("input", "[data-paper] textarea", (_, area) => {
  if (!desk?.coach.isConnected || desk.area !== area) return;
  const typed = change(desk.text, area.value);
  desk.text = area.value;
  desk.notes = moved(desk.notes, typed);
  desk.promises = moved(desk.promises, typed);
  draw(desk.mirror, area.value, [...desk.notes, ...desk.promises]);
  const here = desk;
  clearTimeout(here.waiting);
  clearTimeout(here.resting);
  here.waiting = setTimeout(() => read(here, false), PAUSE);
  here.resting = setTimeout(() => here.finished || read(here, true), LONG_PAUSE);
});

on("change", "#reply [data-draft-files]", () => desk?.coach.isConnected && read(desk, false));

// What was dismissed belongs to a draft; with the letter it is gone.
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.requestConfig?.elt?.id === "reply" && detail.successful && desk) { dismissed.delete(desk.coach.dataset.case); }
});

// The key stands at a promise only while it would work: the caret is in it or at its end.
document.addEventListener("selectionchange", () => desk?.coach.isConnected && showTab(desk));

const again = () => desk?.coach.isConnected && place(desk.coach, desk.mirror);
addEventListener("resize", again);
document.addEventListener("scroll", (event) => { if (event.target.matches?.(".write")) again(); }, true);
