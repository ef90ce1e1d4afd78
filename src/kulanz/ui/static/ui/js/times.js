// Waiting times grow while the page stays open: <time data-since datetime=ISO>. From a day on the server's words stay.
import { $$ } from "./dom.js";
import { say } from "./words.js";

const DAY = 24 * 60;

function words(minutes) {
  const h = Math.floor(minutes / 60);
  const m = minutes % 60;
  if (minutes < 1) return say("moment");
  if (!h) return say("minutes", { m });
  return m ? say("hours_minutes", { h, m }) : say("hours", { h });
}

function refresh() {
  for (const place of $$("time[data-since]")) {
    const minutes = Math.floor((Date.now() - Date.parse(place.dateTime)) / 60000);
    if (minutes >= 0 && minutes < DAY) place.textContent = words(minutes);
  }
}

setInterval(refresh, 30000);
document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
