// Strong words, lists and links by buttons and keys: plain text that is readable as it stands. A line of a list has an
// en space behind its sign, which no keyboard makes: only what was marked here is shown as a list (ui/letters.py).
// Markup: [data-format="id of the text"][hidden] with buttons [data-mark]. Fetched when somebody begins to write.
const ITEM = /^(•|\d{1,3}\.)\u2002/;
const SIGN = { bullets: () => "•\u2002", numbers: (number) => `${number}.\u2002` };

// The old command is the only one that native undo knows.
function put(area, words, from, to) {
  area.focus();
  area.setSelectionRange(from, to);
  if (document.execCommand(words ? "insertText" : "delete", false, words)) return;
  area.setRangeText(words, from, to, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

// What is marked, without blanks at its ends; where nothing is, the word at the caret.
function chosen({ value, selectionStart: from, selectionEnd: to }) {
  if (from === to) {
    from -= value.slice(0, from).match(/[\p{L}\p{N}]*$/u)[0].length;
    to += value.slice(to).match(/^[\p{L}\p{N}]*/u)[0].length;
  }
  const words = value.slice(from, to);
  return [from + words.length - words.trimStart().length, to - words.length + words.trimEnd().length];
}

function strong(area) {
  const [from, to] = chosen(area);
  const { value } = area;
  if (to < from) return;
  const words = value.slice(from, to);
  const inside = /^\*\*([^]*)\*\*$/.exec(words);
  if (inside) put(area, inside[1], from, to);
  else if (value.slice(from - 2, from) === "**" && value.slice(to, to + 2) === "**") put(area, words, from - 2, to + 2);
  else if (!words) { put(area, "****", from, to); area.setSelectionRange(from + 2, from + 2); }
  else put(area, words.split("\n").map((line) => line.replace(/^((?:•|\d{1,3}\.)\u2002)?(.*\S)/, "$1**$2**")).join("\n"), from, to);
}

function list(area, kind) {
  const { value } = area;
  const from = value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const to = (value + "\n").indexOf("\n", area.selectionEnd);
  const lines = value.slice(from, to).split("\n");
  const own = (line) => (ITEM.test(line) ? ITEM.exec(line)[1] === "•" : null) === (kind === "bullets");
  const takesOff = lines.every((line) => own(line) || !line.trim()) && lines.some(own);
  let number = kind === "numbers" ? numberAbove(value, from) : 0;
  const changed = lines.map((line) => {
    const words = line.replace(ITEM, "");
    return takesOff || (!words && lines.length > 1) ? words : SIGN[kind](++number) + words;
  }).join("\n");
  put(area, changed, from, to);
  if (lines.length > 1) area.setSelectionRange(from, from + changed.length);
}

const numberAbove = (value, from) => Number(/(?:^|\n)(\d{1,3})\.\u2002.*\n$/.exec(value.slice(0, from))?.[1] ?? 0);

function link(area, button) {
  const [from, to] = chosen(area);
  const words = area.value.slice(from, to) || button.dataset.words;
  const { gap } = button.dataset; // an open gap holds the letter back
  if (/^(https?:\/\/|www\.)\S+$/i.test(words)) {
    put(area, `[${button.dataset.words}](${words})`, from, to);
    area.setSelectionRange(from + 1, from + 1 + button.dataset.words.length);
    return;
  }
  put(area, `[${words}](${gap})`, from, to);
  area.setSelectionRange(from + words.length + 3, from + words.length + 3 + gap.length);
}

function mark(group, what) {
  const area = document.getElementById(group.dataset.format);
  if (what === "strong") strong(area);
  else if (what === "link") link(area, group.querySelector("[data-mark=link]"));
  else list(area, what);
}

const groupOf = (area) => area.id && document.querySelector(`[data-format="${CSS.escape(area.id)}"]`);

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-format] [data-mark]"); // marks of the coach bear the name, too
  if (button) mark(button.closest("[data-format]"), button.dataset.mark);
});

const KEYS = { KeyB: "strong", "Shift+KeyL": "link", "Shift+Digit8": "bullets", "Shift+Digit7": "numbers" };

document.addEventListener("keydown", (event) => {
  const group = groupOf(event.target);
  if (!group || event.isComposing || event.altKey) return;
  const what = (event.ctrlKey || event.metaKey) && KEYS[(event.shiftKey ? "Shift+" : "") + event.code];
  if (what) { event.preventDefault(); mark(group, what); }
  else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.shiftKey) goOn(event);
});

// Enter goes on with the list, and ends it in a line that holds nothing else.
function goOn(event) {
  const { target: area } = event;
  const { value, selectionStart: at } = area;
  const from = value.lastIndexOf("\n", at - 1) + 1;
  const item = ITEM.exec(value.slice(from, at));
  if (!item || at !== area.selectionEnd) return;
  event.preventDefault();
  if (value.slice(from, at) === item[0]) put(area, "", from, at);
  else put(area, `\n${item[1] === "•" ? SIGN.bullets() : SIGN.numbers(parseInt(item[1], 10) + 1)}`, at, at);
}

// An address pasted over words becomes their link.
document.addEventListener("paste", (event) => {
  const area = event.target;
  const address = event.clipboardData?.getData("text/plain").trim() ?? "";
  if (!groupOf(area) || !/^https?:\/\/[^\s()<>"]+$/.test(address)) return;
  const [from, to] = [area.selectionStart, area.selectionEnd];
  const words = area.value.slice(from, to);
  if (!words.trim() || /[[\]\n]|:\/\//.test(words)) return;
  event.preventDefault();
  put(area, `[${words}](${address})`, from, to);
});

const show = (root) => root.querySelectorAll?.("[data-format][hidden]").forEach((group) => { group.hidden = false; });
show(document);
document.addEventListener("htmx:load", (event) => show(event.detail.elt));
