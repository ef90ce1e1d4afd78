// Runs before the first paint: the widths and folded panes this person left behind. A plain script on purpose.
(() => {
  document.documentElement.dataset.script = "on";
  try {
    const root = document.documentElement;
    const kept = JSON.parse(localStorage.getItem("panes") || "{}");
    for (const [name, width] of Object.entries(kept.widths || {})) root.style.setProperty(`--pane-${name}`, `${width}px`);
    if (kept.collapsed?.length) root.dataset.collapsed = kept.collapsed.join(" ");
  } catch {
    localStorage.removeItem("panes");
  }
})();
