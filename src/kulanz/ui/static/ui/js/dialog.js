// Opens real dialogs by data-dialog="id". Without script the same link leads to a page.
import { $, on, whenPresent } from "./dom.js";
import { find, placeOf } from "./focus.js";

export function openDialog(dialog) {
  if (!dialog || dialog.open) return;
  const from = placeOf(document.activeElement);
  dialog.addEventListener("close", () => {
    const at = document.activeElement; // still in the closed dialog where news drew anew what the browser remembered
    if (at === document.body || dialog.contains(at)) find(from)?.focus();
  }, { once: true });
  dialog.showModal();
  dialog.querySelector("[autofocus]")?.focus();
}

on("click", "[data-dialog]", (event, opener) => {
  const dialog = document.getElementById(opener.dataset.dialog);
  if (!dialog) return;
  event.preventDefault();
  // The browser gives the focus back to where it was before: what lies in a closed menu could not take it.
  const menu = opener.closest("details.menu");
  if (menu) { menu.open = false; $("summary", menu).focus(); }
  if (opener.hasAttribute("hx-get")) $(opener.getAttribute("hx-target"))?.replaceChildren(); // what was there before
  openDialog(dialog);
});
on("click", "dialog [data-close]", (event, button) => {
  event.preventDefault();
  button.closest("dialog").close();
});
// A click on the ground beside the dialog closes it: only there is the dialog itself the target.
on("click", "dialog", (event, dialog) => {
  if (event.target !== dialog) return;
  const box = dialog.getBoundingClientRect();
  const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
  if (!inside) dialog.close();
});
// A dialog that the server sends with data-open opens at once.
whenPresent("dialog[data-open]", openDialog);
