// Who else is in this case: a sign of life while the page is seen, answered with those of others. Nothing is kept
// beyond half a minute. One request serves the open case and the rows of the list.
import { $, $$, csrfToken, on } from "./dom.js";
import { signedOut } from "./requests.js";

const BEAT = 9000; // with the way there and back, others know within ten seconds
const TOGETHER = 2500; // who is not alone hears sooner what the others begin to do
const TYPING = 20000;
const KINDS = { "reply-text": "reply", "note-text": "note" };
const NOBODY = { head: "", composer: "", rows: {} };
let here = "";
let typed = { at: 0, kind: "" };
let told = NOBODY;
let timer;

const address = () => $("[data-presence]")?.dataset.presence;
const number = () => $("[data-other-writes]")?.dataset.number ?? "";
const doing = () => (Date.now() - typed.at < TYPING ? typed.kind : "reading");

async function beat() {
  clearTimeout(timer);
  if (!address() || document.hidden) return;
  timer = setTimeout(beat, told.head ? TOGETHER : BEAT);
  const rows = $$("[data-row][id^=row-]").map((row) => row.id.slice(4)).slice(0, 100);
  const body = new URLSearchParams({ case: number(), doing: doing(), rows });
  if (here && here !== number()) body.set("left", here);
  here = number();
  try {
    const answer = await fetch(address(), { method: "POST", body, headers: { "X-CSRFToken": csrfToken() } });
    if (answer.status === 401) signedOut();
    told = await answer.json();
  } catch {
    told = NOBODY; // who cannot hear must not believe what was said before
  }
  show();
}

// Only what changed is written: a live region must not say the same twice.
function put(place, html) {
  if (!place || (place.told ?? "") === html) return;
  place.told = html;
  place.innerHTML = html;
}

function show() {
  put($("#presence"), told.head);
  put($("[data-other-writes]"), told.composer);
  for (const row of $$("[data-row][id^=row-]")) {
    const html = told.rows[row.id.slice(4)] ?? "";
    if (html && !$(".at-work", row)) {
      const place = document.createElement("span");
      place.className = "at-work";
      $(".why", row)?.prepend(place);
    }
    put($(".at-work", row), html);
  }
}

function leave() {
  clearTimeout(timer);
  // A beacon takes no header of ours: the token goes along as a field.
  if (here) navigator.sendBeacon(address(), new URLSearchParams({ left: here, csrfmiddlewaretoken: csrfToken() }));
  here = "";
}

on("input", "#reply-text, #note-text", (event, area) => {
  const before = doing();
  typed = { at: Date.now(), kind: KINDS[area.id] };
  if (event.isTrusted && before !== typed.kind) beat();
});
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (detail.target?.id === "sheet") { typed.at = 0; told = { ...told, head: "", composer: "" }; beat(); } else show();
});
document.addEventListener("visibilitychange", () => { if (document.hidden) leave(); else beat(); });
addEventListener("pagehide", leave);
addEventListener("pageshow", beat);
