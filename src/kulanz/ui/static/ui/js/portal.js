// The customer's window works without any of this; these make it a little kinder.
import "./dialog.js";
import "./files.js";
import "./print.js";
import "./twice.js";
