// News from the server. Each one says only which case changed and how ({case, kind}); it becomes DOM events on
// <body>: `case-changed`, `case-changed-ID`, `list-changed` and the kind itself (`message-received`), so that
// hx-trigger="list-changed from:body" fetches a part anew. A new message is said once, the focus stays where it is.
import { $, announce, whenPresent } from "./dom.js";
import { say } from "./words.js";
import { toast } from "./toast.js";

const address = $('meta[name="live-url"]')?.content;
const POLL = 15000;
const FEW = 3;
const CALM = 1500;
const PAUSE = 700; // ms between two fetches of one part
const MEMORY = 500; // ids; a page that comes back is told the last 200 again
const told = new Set();
let last = 0;
let failures = 0;
let source;
let polling;
let spoken = 0;
let calm;

function dispatch(type, detail) {
  document.body.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
}

// At once, and then at most once in a PAUSE: many changes are few fetches, and the last change is never left out.
const resting = new Map();
function dispatchCalmly(type, detail) {
  if (resting.has(type)) { resting.set(type, detail); return; }
  dispatch(type, detail);
  resting.set(type, null);
  setTimeout(() => {
    const missed = resting.get(type);
    resting.delete(type);
    if (missed) dispatchCalmly(type, missed);
  }, PAUSE);
}

function tell({ id, case: about, kind }) {
  // News may come twice, and on PostgreSQL a lower id may come after a higher one: only the same id is old news.
  const place = Number(id) || 0;
  if (place && told.has(place)) return;
  told.add(place);
  if (told.size > MEMORY) told.delete(told.values().next().value);
  last = Math.max(last, place);
  const detail = { id: about, kind };
  for (const type of ["case-changed", `case-changed-${about}`, "list-changed"]) dispatchCalmly(type, detail);
  dispatch(kind, detail);
  if (kind === "message-received") speak(about);
}

// Ten mails at once are two sentences: the first at once, the last when it is calm again.
function speak(about) {
  clearTimeout(calm);
  const rest = spoken + CALM - Date.now();
  if (rest > 0) { calm = setTimeout(speak, rest, about); return; }
  spoken = Date.now();
  const name = $(`#row-${about} .who`)?.firstChild?.textContent.trim();
  announce(name ? say("arrived", { name }) : say("arrived_somewhere"));
}

function listen() {
  source = new EventSource(address);
  source.onopen = () => { failures = 0; stopPolling(); document.body.dataset.live = "on"; };
  source.addEventListener("case", (event) => tell({ id: event.lastEventId, ...JSON.parse(event.data) }));
  source.addEventListener("person", (event) => dispatch(JSON.parse(event.data).kind, {}));
  source.onerror = () => {
    document.body.dataset.live = "off";
    failures += 1;
    // Until then the browser tries again by itself.
    if (failures < FEW && source.readyState !== EventSource.CLOSED) return;
    source.close();
    poll();
    // Spread out, so that not every page of the house comes back in the same moment.
    setTimeout(listen, 2 * POLL * (0.75 + Math.random() / 2));
  };
}

function poll() {
  if (polling) return;
  if (!sessionStorage.getItem("live-lost")) toast(say("live_lost"));
  sessionStorage.setItem("live-lost", "1");
  polling = setInterval(look, POLL);
}

async function look() {
  try {
    const asked = new URL(address, location.href);
    asked.pathname += "poll";
    if (last) asked.searchParams.set("after", last);
    const { last: newest, events } = await (await fetch(asked)).json();
    for (const each of events) each.case ? tell(each) : dispatch(each.kind, {});
    last = newest;
  } catch {
    dispatch("list-changed", {}); // the token may have ended; the page itself still knows who is here
  }
}

function stopPolling() {
  sessionStorage.removeItem("live-lost");
  clearInterval(polling);
  polling = undefined;
}

// How much is new stands before the title, which a tab behind shows, too.
whenPresent("#bell", ({ dataset: { amount } }) => {
  document.title = (amount ? `(${amount}) ` : "") + document.title.replace(/^\(\d+\+?\) /, "");
});

if (address) {
  listen();
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => { if (event.persisted) listen(); });
}
