// Names the chosen files beside the field, and says at once which are too large (data-max-bytes).
import { $, on } from "./dom.js";
import { say } from "./words.js";

on("change", 'input[type="file"]', (_, input) => {
  const box = input.closest(".upload, .file-field, form");
  const list = $("[data-file-names]", box) ?? made(box);
  list.replaceChildren(...[...input.files].map((file) => line(file, Number(input.dataset.maxBytes) || Infinity)));
});

function made(box) {
  const list = document.createElement("ul");
  list.className = "files";
  list.dataset.fileNames = "";
  list.setAttribute("role", "status");
  box.append(list);
  return list;
}

function line(file, most) {
  const item = document.createElement("li");
  item.textContent = file.size > most ? say("too_large", { name: file.name }) : `${file.name}, ${sizeOf(file.size)}`;
  item.classList.toggle("late", file.size > most);
  return item;
}

function sizeOf(bytes) {
  const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: bytes < 1e6 ? 0 : 1 });
  return bytes < 1e6 ? `${number.format(Math.ceil(bytes / 1000))} KB` : `${number.format(bytes / 1e6)} MB`;
}
