// Short notices in the live region. Plain ones go by themselves, those with a button wait for their reader.
import { $ } from "./dom.js";

const STAY = 6000;

export function toast(text, action) {
  const place = document.getElementById("toasts");
  if (!place) return undefined;
  const box = document.createElement("div");
  box.className = "toast";
  const words = document.createElement("p");
  words.textContent = text;
  box.append(words);
  if (action) box.append(button(action, box));
  else leaveLater(box);
  place.append(box);
  return box;
}

function button({ word, run }, box) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button compact";
  made.textContent = word;
  made.addEventListener("click", () => { box.remove(); run(); });
  return made;
}

export function leaveLater(box) {
  const leave = () => {
    if (box.matches(":hover, :focus-within")) setTimeout(leave, STAY);
    else box.remove();
  };
  setTimeout(leave, STAY + 40 * box.textContent.length);
}

// The server says something after a step that htmx sent: HX-Trigger: {"told": "…"}.
document.addEventListener("told", ({ detail }) => toast(detail.value));

for (const box of $("#toasts")?.querySelectorAll("[data-toast]") ?? []) leaveLater(box);
document.addEventListener("htmx:oobAfterSwap", (event) => {
  if (event.detail.target?.matches?.("[data-toast]")) leaveLater(event.detail.target);
});
