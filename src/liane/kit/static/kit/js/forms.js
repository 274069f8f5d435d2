// Forms: focus goes to the summary of errors, a form leaves once, leaving unsent text is asked for.
import { all, one, onContent, showState } from "./dom.js";
import { say } from "./offers.js";

/** Without network a form that keeps no draft stays where it is: the page it leads to could not come, and what was typed would go. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || navigator.onLine || form.getAttribute("method") !== "post") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  say(form, one("input:not([type=hidden]), textarea, select", form) ? "reste" : "rien");
  showState("coupe");
});
window.addEventListener("online", () => all('[data-etat-brouillon="reste"], [data-etat-brouillon="rien"]').forEach((line) => line.remove()));

onContent((root) => one("[data-focus]", root)?.focus());
onContent((root) => all("[data-imprime]", root).forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}));

/** Sent forms: a second press is ignored, and the button says so. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("[data-once]")) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  delete form.dataset.touched;
  const button = event.submitter ?? one("[type=submit]", form);
  button?.setAttribute("aria-disabled", "true");
  const word = button && one("span:not(.vh)", button);
  if (word && form.matches("[data-garde]")) word.textContent = "Envoi…";
  showState("envoi");
});

/** Back button: the page returns from memory with its form ready again. */
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  all("[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    all("[aria-disabled]", form).forEach((button) => button.removeAttribute("aria-disabled"));
  });
});

/** Unsent text: nothing is kept on a shared computer, so leaving is asked for. */
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-garde]");
  if (!form || form.dataset.sent) return;
  const written = all("textarea, input[type=text]", form).some((field) => field.value !== field.defaultValue);
  if (written) { form.dataset.touched = "1"; showState("attente"); } else delete form.dataset.touched;
});
window.addEventListener("beforeunload", (event) => { if (one("form[data-touched]")) event.preventDefault(); });

if (one("[data-messages] .vert")) showState("fait");
window.addEventListener("offline", () => showState("coupe"));
