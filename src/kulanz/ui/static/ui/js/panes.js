// Pane widths, and the height of the writing place, by pointer or arrow keys, folding by button; kept in this browser only.
// Markup: <div class="handle" role="separator" tabindex="0" data-resize="list" data-least="280" data-most="520">
import { $, on, visible, whenPresent } from "./dom.js";
import { bind } from "./keys.js";

const root = document.documentElement;
const STEP = 16;

function kept() {
  try {
    return { widths: {}, collapsed: [], ...JSON.parse(localStorage.getItem("panes") ?? "{}") };
  } catch {
    return { widths: {}, collapsed: [] };
  }
}

function keep(change) {
  localStorage.setItem("panes", JSON.stringify({ ...kept(), ...change }));
}

function setSize(handle, wanted) {
  const { resize: name, least, most } = handle.dataset;
  const size = Math.round(Math.min(Math.max(wanted, Number(least)), Number(most)));
  root.style.setProperty(`--pane-${name}`, `${size}px`);
  handle.setAttribute("aria-valuenow", String(size));
  keep({ widths: { ...kept().widths, [name]: size } });
}

const paneOf = (handle) => document.getElementById(handle.getAttribute("aria-controls")) ?? handle.parentElement;
const isAcross = (handle) => handle.matches(".across");
const sizeOf = (handle) => paneOf(handle).getBoundingClientRect()[isAcross(handle) ? "height" : "width"];
const direction = (handle) => (handle.matches(".across, .at-start:not(.of-before)") ? -1 : 1);
const placeOn = (handle, { clientX, clientY }) => (isAcross(handle) ? clientY : clientX);

on("pointerdown", ".handle", (event, handle) => {
  const from = placeOn(handle, event);
  const size = sizeOf(handle);
  const move = (moved) => setSize(handle, size + direction(handle) * (placeOn(handle, moved) - from));
  handle.setPointerCapture(event.pointerId);
  handle.classList.add("dragging");
  handle.addEventListener("pointermove", move);
  handle.addEventListener("lostpointercapture", () => {
    handle.classList.remove("dragging");
    handle.removeEventListener("pointermove", move);
  }, { once: true });
});

// A pane that grows puts its rows where the press began: the browser would drag the link there, and let go of the handle.
addEventListener("dragstart", (event) => { if ($(".handle.dragging")) event.preventDefault(); }, true);

on("keydown", ".handle", (event, handle) => {
  const [less, more] = isAcross(handle) ? ["ArrowUp", "ArrowDown"] : ["ArrowLeft", "ArrowRight"];
  const by = { [less]: -STEP, [more]: STEP }[event.key];
  if (!by) return;
  event.preventDefault();
  setSize(handle, sizeOf(handle) + direction(handle) * by);
});

on("dblclick", ".handle", (_, handle) => {
  const { [handle.dataset.resize]: gone, ...widths } = kept().widths;
  root.style.removeProperty(`--pane-${handle.dataset.resize}`);
  keep({ widths });
});

on("click", "[data-collapse]", (_, button) => fold(button.dataset.collapse));

function fold(name) {
  const folded = new Set((root.dataset.collapsed ?? "").split(" ").filter(Boolean));
  if (!folded.delete(name)) folded.add(name);
  if (folded.size) root.dataset.collapsed = [...folded].join(" ");
  else delete root.dataset.collapsed;
  keep({ collapsed: [...folded] });
  showFolded();
}

function showFolded() {
  const folded = (root.dataset.collapsed ?? "").split(" ");
  for (const button of document.querySelectorAll("[data-collapse]")) {
    button.setAttribute("aria-expanded", String(!folded.includes(button.dataset.collapse)));
  }
}

// Alt and a figure lead to a pane; a folded one opens. Markup: <a data-skip="1" href="#views" data-unfolds="views">
function go(link) {
  const pane = document.getElementById(link.hash.slice(1));
  if (!pane) return false;
  if (link.dataset.unfolds && root.dataset.collapsed?.split(" ").includes(link.dataset.unfolds)) fold(link.dataset.unfolds);
  if (!visible(pane)) return false;
  pane.tabIndex = pane.tabIndex < 0 ? -1 : pane.tabIndex;
  pane.focus();
  return true;
}

for (const at of "1234") {
  const find = () => $(`[data-skip="${at}"]`);
  bind(`Alt+${at}`, () => Boolean(find()) && go(find()), { label: "panes", shown: "Alt+1, Alt+2, Alt+3, Alt+4", always: true });
}
on("click", "[data-skip]", (event, link) => { if (go(link)) event.preventDefault(); });

whenPresent(".handle", (handle) => {
  handle.setAttribute("aria-valuenow", String(Math.round(sizeOf(handle))));
  handle.setAttribute("aria-valuemin", handle.dataset.least);
  handle.setAttribute("aria-valuemax", handle.dataset.most);
});
whenPresent("[data-collapse]", showFolded);
