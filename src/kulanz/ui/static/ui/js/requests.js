// When a request fails: the text stays, a sentence says so, one press tries again. Never a modal for a network blip.
import { toast } from "./toast.js";
import { say } from "./words.js";
import { ofNews } from "./hold.js";

function retry({ elt, requestConfig }) {
  if (elt.matches("form")) elt.requestSubmit();
  else window.htmx.trigger(elt, requestConfig?.triggeringEvent?.type ?? "click");
}

// Said once, whoever notices it first. The page itself, asked for anew, leads to the sign-in and back here.
let signIn;
export function signedOut() {
  if (signIn?.isConnected) return;
  signIn = toast(say("signed_out"), { word: say("sign_in"), run: () => location.reload() });
}

function complain(key) {
  return ({ detail }) => {
    const status = detail.xhr?.status;
    if (status === 401) { signedOut(); return; }
    if (ofNews(detail)) return; // live.js already speaks about the connection
    if (detail.requestConfig?.elt?.closest?.("[data-waits]")) return; // resend.js sees to it
    toast(say(status === 403 ? "refused" : key), { word: say("again"), run: () => retry(detail) });
  };
}

document.addEventListener("htmx:sendError", complain("offline"));
document.addEventListener("htmx:timeout", complain("offline"));
document.addEventListener("htmx:responseError", complain("failed"));

// A request that we call off ourselves is no error; htmx would write it down as one.
document.addEventListener("htmx:beforeSend", ({ detail: { xhr } }) => {
  const calledOff = xhr.onabort;
  xhr.onabort = (event) => {
    const { error } = console;
    console.error = () => {};
    try { calledOff.call(xhr, event); } finally { console.error = error; }
  };
});

// An answer to a part that has left the page would land in what stands there now: another case's head.
document.addEventListener("htmx:beforeCleanupElement", ({ target }) => {
  if (target.matches?.("[hx-get]")) window.htmx.trigger(target, "htmx:abort");
});
