// The lines that say whom a letter goes to follow the fields below them. Markup: [data-addressees] round one [data-role] for each
// of to, cc and bcc, whose data-said is "to %(names)s": ticked boxes named like it, text in more_to ... Beside them, where there
// are any: [data-names], and in the form [data-strangers] with data-known, which names who is not part of the case, and [data-named].
import { $, $$, on, whenPresent } from "./dom.js";

const named = (value) => value.replace(/\s*<[^<>]*>$/, "").trim() || value;
const address = (value) => (/<([^<>]*)>\s*$/.exec(value)?.[1] ?? value).trim().toLowerCase();

function peopleIn(part) {
  const form = new FormData(part.closest("form"));
  return $$("[data-role]", part).map(({ dataset: { role, said } }) => {
    const typed = form.get(`more_${role}`).split(/[,;]/).map((each) => each.trim()).filter(Boolean);
    return { said, people: [...form.getAll(role), ...typed] };
  });
}

function warn(form, people) {
  const line = $("[data-strangers]", form);
  if (!line) return;
  const known = new Set(line.dataset.known.split(" "));
  const strangers = people.filter((each) => /^[^@\s]+@[^@\s]+\.[^@\s.]+$/.test(address(each)) && !known.has(address(each)));
  const names = strangers.map((each) => (named(each) === each ? address(each) : `${named(each)} (${address(each)})`));
  const said = strangers.length > 1 ? line.dataset.several : line.dataset.one;
  $("span", line).textContent = strangers.length ? said.replace("{n}", strangers.length).replace("{names}", names.join(", ")) : "";
  line.hidden = !strangers.length;
  for (const sign of $$("[data-stranger]", form)) sign.hidden = line.hidden;
  const told = $("[data-named]", form);
  if (told) told.value = strangers.map(address).join(" ");
}

function tell(part) {
  const roles = peopleIn(part);
  const line = $("[data-names]", part);
  if (line) {
    const said = roles.map((each) => (each.people.length ? each.said.replace("%(names)s", each.people.map(named).join(", ")) : ""));
    line.textContent = said.filter(Boolean).join(", ") || "–";
    $(".misses:not([data-stranger])", part)?.remove();
  }
  warn(part.closest("form"), roles.flatMap((each) => each.people));
}

on("input", "[data-addressees] [data-role] input", (_, input) => tell(input.closest("[data-addressees]")));
whenPresent("form[data-addressees]", tell); // a form that came back, or a draft, names whom it goes to from the start
