// The way back, while it lasts: [data-undo][data-until=ISO]. Counts in words where [data-countdown] stands.
import { $, $$, whenPresent } from "./dom.js";
import { say } from "./words.js";

function remaining(bar) {
  return Math.ceil((Date.parse(bar.dataset.until) - Date.now()) / 1000);
}

function tick(bar) {
  const left = remaining(bar);
  const place = bar.querySelector("[data-countdown]");
  if (left <= 0 || !bar.isConnected) { bar.remove(); return; }
  if (place) place.textContent = left === 1 ? say("second") : say("seconds", { n: left });
  setTimeout(() => tick(bar), 1000);
}

function begin(bar) {
  // The seconds are for the eye: a screen reader hears the sentence once, not fifteen times.
  bar.querySelector("[data-countdown]")?.setAttribute("aria-hidden", "true");
  tick(bar);
}

whenPresent("[data-undo]", begin);

// What a case that was fetched offers to undo goes to the place for it: template[data-undo-offer]. It knows of all there
// is: without an offer there is nothing to undo any more.
whenPresent("#sheet[data-case]", (sheet) => {
  const place = $("#undo-place");
  const offer = $("[data-undo-offer]", sheet);
  if (!place || !sheet.matches("[data-fetched]")) return;
  place.replaceChildren(...(offer ? [offer.content.cloneNode(true)] : []));
  window.htmx.process(place);
  for (const bar of $$("[data-undo]", place)) begin(bar);
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.successful) detail.requestConfig?.elt?.closest?.("[data-undo]")?.remove();
});
