// Files of an answer are kept in its draft as soon as they are chosen, dropped or pasted: one after the other, each with
// its progress. What cannot come along says so and stays until it is taken out: no letter leaves without it unnoticed.
// Markup: .file-field[data-attach=URL][data-max-bytes][data-most-bytes] with [data-draft-files], which the server draws
// anew after each file, and [data-uploads]; [data-composer][data-drop] takes what is dropped.
import { $, $$, announce, csrfToken, on } from "./dom.js";
import { unfold } from "./composer.js";
import { sizeOf } from "./files.js";
import { toast } from "./toast.js";
import { say } from "./words.js";

let queue = Promise.resolve();

function attach(place, files) {
  for (const file of files) {
    const item = line(place, file);
    const fault = faultOf(place, file);
    if (fault) refuse(item, fault, file.size ? "refused" : "empty");
    else later(place, file, item);
  }
}

function faultOf(place, file) {
  const all = [...$$("[data-draft-files] [data-bytes]", place), ...$$("[data-state=sending]", place)];
  const { maxBytes, mostBytes } = place.dataset;
  if (!file.size) return say("empty", { name: file.name });
  if (file.size > maxBytes) return say("too_large", { name: file.name });
  if (all.reduce((sum, each) => sum + Number(each.dataset.bytes), file.size) > mostBytes) return say("too_much", { name: file.name, size: sizeOf(Number(mostBytes)) });
  return "";
}

function line(place, file) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  name.className = "file-name";
  name.textContent = file.name;
  item.append(name);
  $("[data-uploads]", place).append(item);
  return item;
}

function button(word, run) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "link-button";
  made.textContent = word;
  made.addEventListener("click", run);
  return made;
}

function refuse(item, words, state) {
  item.dataset.state = state;
  item.className = "late";
  item.replaceChildren(words, button(say("take_out"), () => { const area = $("textarea", item.closest("form")); item.remove(); area.focus(); }));
}

function later(place, file, item) {
  const bar = document.createElement("progress");
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  item.append(bar, sizeOf(file.size));
  item.dataset.state = "sending";
  item.dataset.bytes = file.size;
  queue = queue.then(() => send(place, file, item, bar));
}

function send(place, file, item, bar) {
  const { attach: address } = place.dataset;
  const asking = new XMLHttpRequest(); // fetch tells nothing of what has left
  const body = new FormData();
  body.append("files", file, file.name);
  asking.open("POST", address);
  asking.setRequestHeader("X-CSRFToken", csrfToken());
  asking.setRequestHeader("HX-Request", "true");
  asking.upload.addEventListener("progress", ({ loaded, total }) => { bar.value = loaded / total; });
  return new Promise((done) => {
    asking.addEventListener("loadend", () => {
      if (asking.status === 200) { item.remove(); show(address, asking.responseText); announce(say("attached", { name: file.name })); }
      else if (asking.status === 422) refuse(item, asking.responseText, "refused");
      else wait(place, file, item, asking.status ? "failed" : "upload_offline");
      done();
    });
    asking.send(body);
  });
}

// The line is down or the server is not well: the file waits in the page and goes by itself when the line is back.
function wait(place, file, item, why) {
  const again = () => {
    removeEventListener("online", again);
    if (!item.isConnected) return;
    const next = line(place, file);
    item.replaceWith(next);
    later(place, file, next);
  };
  refuse(item, `${file.name}: ${say(why)}`, "waiting");
  item.append(button(say("again"), again));
  addEventListener("online", again);
}

// The page may show the case anew by now, or another one.
function show(address, html) {
  const place = $(`[data-attach="${CSS.escape(address)}"]`);
  const list = place && $("[data-draft-files]", place);
  if (!list) return;
  const said = new Map($$("[data-alt]", list).map((field) => [field.name, field.value])); // perhaps not kept yet
  const at = document.activeElement.name;
  list.outerHTML = html;
  for (const field of $$("[data-alt]", place)) {
    field.value = said.get(field.name) ?? field.value;
    if (field.name === at) field.focus();
  }
  $("[data-draft-files]", place).dispatchEvent(new Event("change", { bubbles: true }));
}

const placeIn = (element) => $("[data-attach]", element.closest("[data-composer]"));

on("change", "[data-attach] input[type=file]", (_, input) => {
  unfold(input.closest("[data-composer]"));
  attach(input.closest("[data-attach]"), [...input.files]);
  input.value = ""; // they are on their way: the form need not bring them again
});

on("click", "[data-detach]", async (event, pressed) => {
  event.preventDefault();
  const place = pressed.closest("[data-attach]");
  const at = $$("[data-detach]", place).indexOf(pressed);
  try {
    const answer = await fetch(pressed.getAttribute("formaction"), { method: "POST", headers: { "X-CSRFToken": csrfToken(), "HX-Request": "true" } });
    if (!answer.ok) throw new Error(answer.status);
    show(place.dataset.attach, await answer.text());
    ($$("[data-detach]", place)[Math.max(0, at - 1)] ?? $("input[type=file]", place)).focus();
  } catch {
    toast(say("failed"));
  }
});

on("keydown", "[data-alt]", (event) => { if (event.key === "Enter" && !event.ctrlKey) event.preventDefault(); }); // it would send

on("paste", "#reply textarea", (event, area) => {
  const { files, types } = event.clipboardData;
  if (!files.length || types.includes("text/plain")) return; // words of an office program come with a picture of themselves
  event.preventDefault();
  attach(placeIn(area), [...files].map(named));
});

// A picture from the clipboard has no name of its own.
function named(file) {
  if (file.name !== "image.png") return file;
  const time = new Date().toTimeString().slice(0, 8).replaceAll(":", "-");
  return new File([file], `${say("picture")} ${time}.png`, { type: file.type });
}

const brings = (event) => event.dataTransfer?.types.includes("Files");
const writesNote = (composer) => composer.dataset.writes === "note";

on("dragover", "[data-composer]", (event, composer) => {
  if (!brings(event)) return;
  event.preventDefault(); // else the browser leaves the page for the file
  event.dataTransfer.dropEffect = writesNote(composer) ? "none" : "copy";
  composer.classList.toggle("dropping", !writesNote(composer));
});
on("dragleave", "[data-composer]", (event, composer) => {
  if (!composer.contains(event.relatedTarget)) composer.classList.remove("dropping");
});
on("drop", "[data-composer]", (event, composer) => {
  composer.classList.remove("dropping");
  if (!brings(event)) return;
  event.preventDefault();
  if (writesNote(composer)) return;
  unfold(composer);
  attach(placeIn(composer), [...event.dataTransfer.files]);
});

// A letter waits for its files, and the page for those on their way.
document.addEventListener("submit", (event) => {
  const open = $("[data-uploads] > :not([data-state=empty])", event.target);
  if (!open) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  toast(open.dataset.state === "sending" ? say("still_uploading") : open.firstChild.textContent);
}, true);
addEventListener("beforeunload", (event) => { if ($("[data-uploads] > [data-state=sending]")) event.preventDefault(); });
