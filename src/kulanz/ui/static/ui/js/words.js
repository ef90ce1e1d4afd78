// Sentences come from the server in the language of the page (ui/modules.py); scripts only fill in the gaps.
const sentences = SENTENCES;

export function say(key, gaps = {}) {
  return (sentences[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => gaps[name] ?? "");
}

// In the zone of the house, as all other times of the page.
export function clock(date = new Date()) {
  return new Intl.DateTimeFormat("de", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: sentences.zone }).format(date);
}
