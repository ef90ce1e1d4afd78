// What stopped a letter is out of date with the next change of the letter: sending asks anew. Who goes on writing below
// news has had them before their eyes. Markup: [data-stopped] inside the form, with the newest_ fields where news came.
import { $, on } from "./dom.js";

function change(_, form) {
  const banner = $("[data-stopped]", form);
  if (!banner) return;
  for (const what of ["message", "note"]) {
    const newest = form.elements[`newest_${what}`];
    if (newest) form.elements[`seen_${what}`].value = newest.value;
  }
  const held = banner.contains(document.activeElement);
  banner.remove();
  if (held) $("textarea", form).focus();
}

on("input", "#reply", change);
on("change", "#reply", change);
