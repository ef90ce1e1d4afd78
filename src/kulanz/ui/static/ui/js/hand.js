// Whom to hand a case to: typing leaves those whose words begin like it, arrows walk, Enter hands over. The boxes are
// plain radio buttons; without script they are all there.
import { $, $$, announce, on } from "./dom.js";

const WHOLE = { ı: "i", ß: "ss", ø: "o", ł: "l", æ: "ae" }; // letters that are not taken apart into a plain one and a mark
const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[ıßøłæ]/g, (sign) => WHOLE[sign]);
const offersOf = (field) => document.getElementById(field.getAttribute("aria-controls"));
const shown = (offers) => $$("label", offers).filter((offer) => !offer.hidden);

function find(field) {
  const offers = offersOf(field);
  const typed = plain(field.value).split(/\s+/).filter(Boolean);
  for (const offer of $$("label", offers)) {
    const words = plain($(".name", offer).textContent).split(/[\s-]+/);
    offer.hidden = !typed.every((part) => words.some((word) => word.startsWith(part)));
  }
  $("[data-hand-none]", offers).hidden = shown(offers).length > 0;
  for (const box of $$("input", offers)) box.checked = false; // nobody is chosen whom nobody sees
  $("button.primary", field.form).disabled = !shown(offers).length; // then Enter does nothing, too
  choose(shown(offers)[0], $("[data-hand-none]", offers).textContent);
}

function choose(offer, otherwise = "") {
  if (offer) {
    $("input", offer).checked = true;
    offer.scrollIntoView({ block: "nearest" });
  }
  announce((offer?.textContent ?? otherwise).replace(/\s+/g, " ").trim());
}

on("input", "[data-hand-find]", (_, field) => find(field));
on("keydown", "[data-hand-find]", (event, field) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const all = shown(offersOf(field));
  if (!step || !all.length || event.isComposing) return;
  event.preventDefault();
  const at = all.findIndex((offer) => $("input", offer).checked);
  choose(all[(at + step + all.length) % all.length]);
});
on("submit", "dialog form[data-closes]", (_, form) => form.closest("dialog").close());
