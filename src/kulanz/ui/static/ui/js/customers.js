// A field that means one customer or organisation. Markup: <input data-customers="/url">, beside it a hidden field "found" and a
// button "find": who is chosen goes into the one, and the other asks the server for what follows.
import { combobox } from "./combobox.js";
import { $ } from "./dom.js";

combobox({
  selector: "input[data-customers]",
  label: (input) => input.labels[0].textContent,
  typed: (input) => input.value.trim(),
  async ask(input, typed, signal) {
    const answer = await fetch(`${input.dataset.customers}?${new URLSearchParams({ q: typed })}`, { signal });
    return (await answer.json()).customers;
  },
  parts: ({ name, more }) => [[name, ""], [more, "quiet"]],
  take(input, { id, name }) {
    input.value = name;
    $("[name=found]", input.parentElement).value = id;
    $("[name=find]", input.parentElement).click();
  },
});

// What stands in the field is looked for: who was chosen before is not meant any more.
document.addEventListener("input", ({ target }) => { if (target.matches?.("input[data-customers]")) $("[name=found]", target.parentElement).value = ""; });

// Enter in the field, with nothing chosen, looks for its words and opens nothing.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.defaultPrevented || event.isComposing || !event.target.matches?.("input[data-customers]")) return;
  event.preventDefault();
  $("[name=find]", event.target.parentElement).click();
});

// The part that came in place of the pressed button has the focus at who was chosen, or at the words again.
document.addEventListener("htmx:afterSwap", ({ target }) => {
  if (target.id === "who") $(".chosen, .meant input, [name=q]", document.getElementById("who"))?.focus();
});
