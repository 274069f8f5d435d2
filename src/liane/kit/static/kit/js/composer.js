// Writing: «Ses mots» puts the chosen words between « », the bottom «Écrire» opens the form, boxes follow the kind.
import { all, one, onContent } from "./dom.js";
import { openComposer } from "./keys.js";

const OPEN = "« ";
const CLOSE = " »";

/** Put the selection between quotation marks, or open them where the cursor stands. */
function quote(field) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  const words = value.slice(from, to).trim();
  field.focus();
  field.setRangeText(OPEN + words + CLOSE, from, to, "end");
  if (!words) field.selectionStart = field.selectionEnd = from + OPEN.length;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

onContent((root) => all("[data-ses-mots]", root).forEach((button) => {
  const form = button.closest("form");
  let last = one("[data-texte]", form);
  form.addEventListener("focusin", (event) => { if (event.target.matches("textarea")) last = event.target; });
  button.hidden = false;
  button.addEventListener("click", () => quote(last));
}));

// Once somebody writes, the whole form stays open.
onContent((root) => all("[data-ecrire]", root).forEach((form) => form.addEventListener("focusin", () => form.classList.add("ouvert"))));

all("[data-ecrire-ici]").forEach((link) => link.addEventListener("click", (event) => {
  if (one("[data-ecrire]")) { event.preventDefault(); openComposer(); }
}));
