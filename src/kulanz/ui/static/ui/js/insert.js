// Puts offered words into a text where the caret stands: <button data-insert="id of the text" data-words="…">.
import { on } from "./dom.js";

on("click", "[data-insert]", (_, button) => {
  const area = document.getElementById(button.dataset.insert);
  if (!area) return;
  area.focus();
  // The old command is the only one that native undo knows.
  if (document.execCommand("insertText", false, button.dataset.words)) return;
  area.setRangeText(button.dataset.words, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
});

// What is needed by those alone who write comes when they begin: <form data-module="address of a module">.
// Without a line it comes at the next time.
on("focusin", "[data-module]", (_, form) => { import(form.dataset.module).catch(() => {}); });
