// The line that says whom an answer goes to follows the fields below it. Markup: <details data-addressees> with [data-names] and
// one [data-role] for each of to, cc and bcc, whose data-said is "to %(names)s": ticked boxes named like it, text in more_to ...
import { $, $$, on } from "./dom.js";

const named = (value) => value.replace(/\s*<[^<>]*>$/, "").trim() || value;

function tell(details) {
  const form = new FormData(details.closest("form"));
  const said = $$("[data-role]", details).map(({ dataset: { role, said } }) => {
    const typed = form.get(`more_${role}`).split(/[,;]/).map((each) => each.trim()).filter(Boolean);
    const names = [...form.getAll(role), ...typed].map(named);
    return names.length ? said.replace("%(names)s", names.join(", ")) : "";
  });
  $("[data-names]", details).textContent = said.filter(Boolean).join(", ") || "–";
  $(".misses", details)?.remove();
}

on("input", "[data-addressees] input", (_, input) => tell(input.closest("details")));
