// Small helpers that several behaviours share.
export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

// One listener on the document serves what htmx brings in later, too.
export function on(type, selector, handle, options) {
  document.addEventListener(type, (event) => {
    const found = event.target.closest?.(selector);
    if (found) handle(event, found);
  }, options);
}

// Runs now for the whole page and again for every part that htmx brings; once per element, because htmx also
// announces the page itself, a moment after it was shown and perhaps used.
export function whenPresent(selector, start) {
  const started = new WeakSet();
  const begin = (root) => {
    for (const element of [...(root.matches?.(selector) ? [root] : []), ...$$(selector, root)]) {
      if (!started.has(element)) { started.add(element); start(element); }
    }
  };
  begin(document);
  document.addEventListener("htmx:load", (event) => begin(event.detail.elt));
}

export function typing(target) {
  return Boolean(target.closest?.("input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable=true]"));
}

export function visible(element) {
  return element.checkVisibility ? element.checkVisibility({ visibilityProperty: true }) : element.offsetParent !== null;
}

// Said once, without moving the focus. The pause lets screen readers notice equal texts, too.
export function announce(text) {
  const place = document.getElementById("announcer");
  if (!place) return;
  place.textContent = "";
  setTimeout(() => { place.textContent = text; }, 60);
}

export function csrfToken() {
  const headers = document.body.getAttribute("hx-headers");
  return headers ? JSON.parse(headers)["X-CSRFToken"] : $("input[name=csrfmiddlewaretoken]")?.value ?? "";
}

export function setCookie(name, value) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${name}=${value}; Path=/; Max-Age=${value ? 31536000 : 0}; SameSite=Lax${secure}`;
}
