// A button that prints; without script the browser's own menu does it, and the button stays hidden.
import { on, whenPresent } from "./dom.js";

whenPresent("[data-print]", (button) => { button.hidden = false; });
on("click", "[data-print]", () => window.print());
