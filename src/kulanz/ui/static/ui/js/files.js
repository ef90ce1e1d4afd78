// Names the chosen files beside the field, and says at once which are too large (data-max-bytes) or empty. A letter
// with one that is too large is not sent: its upload would take minutes and end in a refusal.
import { $, $$, on } from "./dom.js";
import { toast } from "./toast.js";
import { say } from "./words.js";

const most = (input) => Number(input.dataset.maxBytes) || Infinity;

on("change", 'input[type="file"]', (_, input) => {
  if (input.closest("[data-attach]")) return; // an answer keeps its files at once: attaching.js
  const box = input.closest(".upload, .file-field, form");
  const list = $("[data-file-names]", box) ?? made(box);
  list.setAttribute("aria-live", "polite"); // not a status: it would be no list any more
  list.replaceChildren(...[...input.files].map((file) => line(file, most(input))));
});

document.addEventListener("submit", (event) => {
  const large = $$('input[type="file"]', event.target).flatMap((input) => [...input.files].filter((file) => file.size > most(input)));
  if (!large.length) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  toast(say("too_large", { name: large[0].name }));
}, true);

function made(box) {
  const list = document.createElement("ul");
  list.className = "files";
  list.dataset.fileNames = "";
  box.append(list);
  return list;
}

function line(file, limit) {
  const item = document.createElement("li");
  const fault = file.size > limit ? "too_large" : !file.size && "empty";
  item.textContent = fault ? say(fault, { name: file.name }) : `${file.name}, ${sizeOf(file.size)}`;
  item.classList.toggle("late", Boolean(fault));
  return item;
}

export function sizeOf(bytes) {
  const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: bytes < 1e6 ? 0 : 1 });
  return bytes < 1e6 ? `${number.format(Math.ceil(bytes / 1000))} KB` : `${number.format(bytes / 1e6)} MB`;
}
