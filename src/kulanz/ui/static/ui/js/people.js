// Whoever types into a field of people is offered those whom the house knows.
// Markup: <input data-people="/url">, several addresses with commas between; the last one is completed.
import { combobox } from "./combobox.js";
import { $ } from "./dom.js";
import { say } from "./words.js";

const begun = (input) => /[^,;]*$/.exec(input.value.slice(0, input.selectionStart))[0];

function written({ name, address }) {
  return name ? `${/[,;<>"@]/.test(name) ? `"${name.replace(/["\\]/g, "")}"` : name} <${address}>` : address;
}

combobox({
  selector: "input[data-people]",
  label: (input) => $(".field-name", input.closest("[data-role]")).textContent,
  typed: (input) => begun(input).trim(),
  async ask(input, typed, signal) {
    const answer = await fetch(`${input.dataset.people}?${new URLSearchParams({ q: typed })}`, { signal });
    return (await answer.json()).people;
  },
  parts: ({ name, address, part }) => [[name || address, ""], [name ? address : "", "quiet"], [part ? say("in_case") : "", "quiet"]],
  take(input, person) {
    const part = begun(input);
    const from = input.selectionStart - part.length;
    input.setRangeText(`${from ? " " : ""}${written(person)}, `, from, input.selectionStart, "end");
    input.dispatchEvent(new Event("input", { bubbles: true }));
  },
});
