// Copies an address or a text: data-copy="…", or the page's own link with the key for it.
import { on } from "./dom.js";
import { bind } from "./keys.js";
import { toast } from "./toast.js";
import { say } from "./words.js";

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(say("copied"));
  } catch {
    toast(text);
  }
}

on("click", "[data-copy]", (_, button) => copy(button.dataset.copy));
bind(".", () => { copy(location.origin + location.pathname); }, { label: "copy" });
