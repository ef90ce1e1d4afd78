// A second press on a sent form[data-once] does nothing: the first one is on its way.
const sent = new WeakSet();

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-once]")) return;
  if (sent.has(event.target)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
  sent.add(event.target);
}, true);
document.addEventListener("htmx:afterRequest", ({ detail }) => sent.delete(detail.elt));
addEventListener("pageshow", () => { for (const form of document.forms) sent.delete(form); });
