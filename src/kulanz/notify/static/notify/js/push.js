// Lets this browser show notices, where somebody wants it: a press asks, never the page by itself.
// Markup: #me-push[data-push-key][data-push-url][data-worker-url] with [data-push-on] and [data-push-words].
const place = document.getElementById("me-push");
const button = place?.querySelector("[data-push-on]");
const words = place?.querySelector("[data-push-words]");

const speak = (what) => { words.textContent = what ? words.dataset[what] : ""; };
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

async function subscribe() {
  if (await Notification.requestPermission() !== "granted") { speak("denied"); return; }
  const worker = await navigator.serviceWorker.register(place.dataset.workerUrl);
  await navigator.serviceWorker.ready;
  const key = { userVisibleOnly: true, applicationServerKey: bytes(place.dataset.pushKey) };
  const kept = await worker.pushManager.getSubscription();
  // One that was made for other keys of the house hears nothing any more.
  if (kept) await kept.unsubscribe();
  const { endpoint, keys } = (await worker.pushManager.subscribe(key)).toJSON();
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  const body = new URLSearchParams({ endpoint, public_key: keys.p256dh, secret: keys.auth });
  const answer = await fetch(place.dataset.pushUrl, { method: "POST", body, headers });
  if (!answer.ok) throw new Error(answer.status);
  location.reload();
}

if (place) {
  const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  speak(able ? "" : "impossible");
  button.hidden = !able;
  button.addEventListener("click", () => {
    button.disabled = true;
    subscribe().catch(() => speak("failed")).finally(() => { button.disabled = false; });
  });
}
