// News from the server. Each item {type, id, ...} becomes a DOM event on <body>: `case-changed` and, for one
// case, `case-changed-ID`; `list-changed`; so that hx-trigger="list-changed from:body" refreshes a part.
// {type: "message-arrived", name} is said once, politely. The meta tag names where the address of the
// stream is told, since its token is short-lived.
import { $, announce } from "./dom.js";
import { say } from "./words.js";
import { toast } from "./toast.js";

const teller = $('meta[name="live-url"]')?.content;
const POLL = 30000;
const FEW = 3;
const heard = new Set();
let failures = 0;
let polling;

function tell(item) {
  const { type, id } = item;
  document.body.dispatchEvent(new CustomEvent(type, { detail: item, bubbles: true }));
  if (id !== undefined && type.endsWith("-changed")) document.body.dispatchEvent(new CustomEvent(`${type}-${id}`, { detail: item }));
  if (type === "message-arrived") announce(say("arrived", { name: item.name }));
}

function receive(event) {
  if (event.lastEventId && heard.has(event.lastEventId)) return;
  heard.add(event.lastEventId);
  failures = 0;
  tell(JSON.parse(event.data));
}

function poll() {
  if (polling) return;
  toast(say("live_lost"));
  polling = setInterval(() => { for (const type of ["list-changed", "case-changed"]) tell({ type }); }, POLL);
}

function stopPolling() {
  clearInterval(polling);
  polling = undefined;
}

async function connect() {
  try {
    const answer = await fetch(teller, { headers: { Accept: "text/plain" } });
    if (!answer.ok) throw new Error(answer.status);
    listen(await answer.text());
  } catch {
    again();
  }
}

function listen(address) {
  const source = new EventSource(address.trim());
  source.onopen = () => { failures = 0; stopPolling(); document.body.dataset.live = "on"; };
  source.onmessage = receive;
  source.onerror = () => {
    document.body.dataset.live = "off";
    if (source.readyState !== EventSource.CLOSED && failures < FEW) { failures += 1; return; }
    source.close();
    again();
  };
  addEventListener("pagehide", () => source.close(), { once: true });
}

function again() {
  failures += 1;
  if (failures > FEW) poll();
  setTimeout(connect, Math.min(POLL, 1000 * 2 ** failures) * (0.75 + Math.random() / 2));
}

if (teller) connect();
addEventListener("pageshow", (event) => { if (event.persisted && teller) connect(); });
