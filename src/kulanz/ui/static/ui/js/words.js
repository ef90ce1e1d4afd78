// Sentences come from the server in the language of the page; scripts only fill in the gaps.
const source = document.querySelector('meta[name="words"]');
const sentences = source ? JSON.parse(source.content) : {};

export function say(key, gaps = {}) {
  return (sentences[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => gaps[name] ?? "");
}

// In the zone of the house, as all other times of the page.
export function clock(date = new Date()) {
  return new Intl.DateTimeFormat("de", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: sentences.zone }).format(date);
}
