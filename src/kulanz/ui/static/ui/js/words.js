// Sentences come from the server in the language of the page; scripts only fill in the gaps.
const source = document.querySelector('meta[name="words"]');
const sentences = source ? JSON.parse(source.content) : {};

export function say(key, gaps = {}) {
  return (sentences[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => gaps[name] ?? "");
}

export function clock(date = new Date()) {
  return `${String(date.getHours()).padStart(2, "0")}:${String(date.getMinutes()).padStart(2, "0")}`;
}
