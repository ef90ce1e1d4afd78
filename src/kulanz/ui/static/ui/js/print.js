// A button that prints; without script the browser's own menu does it, and the button stays hidden. What letters have
// folded away is fetched for paper alone: [data-rests="address of {id: text}"] around details[data-rest="id"].
import { $, $$, on, whenPresent } from "./dom.js";

let asked; // for which page of letters the folded parts are here already

whenPresent("[data-print]", (button) => { button.hidden = false; });
on("click", "[data-print]", () => window.print());
addEventListener("beforeprint", unfold);
matchMedia("print").addEventListener("change", ({ matches }) => { if (matches) unfold(); });

// The paper does not wait: asked for at once or not at all.
function unfold() {
  const thread = $("[data-rests]");
  const folded = $$("details[data-rest]", thread ?? undefined);
  if (!thread || !folded.length || asked === thread) return;
  const request = new XMLHttpRequest();
  request.open("GET", thread.dataset.rests, false);
  try { request.send(); } catch { return; }
  if (request.status !== 200) return;
  asked = thread;
  const texts = JSON.parse(request.responseText);
  for (const each of folded) each.after(onPaper(texts[each.dataset.rest] ?? ""));
}

function onPaper(text) {
  const copy = document.createElement("div");
  copy.className = "letter plain quiet on-paper-only";
  copy.textContent = text;
  return copy;
}
