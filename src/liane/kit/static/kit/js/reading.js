// «J’ai lu»: sent by htmx when present, by an ordinary form otherwise; undoable during ten seconds.
import { all, one, onContent } from "./dom.js";

function recount() {
  const zone = one("[data-reste]");
  if (!zone) return;
  const left = all("[data-lire]").length + Number(zone.dataset.reste); // those of this page, and those of the next ones
  const { zero, un, plus } = zone.dataset;
  const text = left === 0 ? zero : left === 1 ? un : plus.replace("%", left);
  if (zone.textContent !== text) zone.textContent = text;
}

/** «Annuler» leaves after its seconds; it stays while it has the focus, so nobody loses their place. */
function armUndo(root) {
  const forms = root.matches?.("[data-undo-seconds]") ? [root] : all("[data-undo-seconds]", root);
  forms.filter((form) => !form.dataset.armed).forEach((form) => {
    form.dataset.armed = "1";
    const leave = () => (form.contains(document.activeElement) ? form.addEventListener("focusout", leave, { once: true }) : form.remove());
    setTimeout(leave, Number(form.dataset.undoSeconds) * 1000);
  });
}

onContent(armUndo);
document.addEventListener("htmx:afterSwap", (event) => {
  recount();
  const target = event.detail.target;
  const foot = target.isConnected ? target : document.getElementById(target.id);
  if (foot?.matches(".pied") && document.activeElement === document.body) one("button", foot)?.focus();
});
document.addEventListener("htmx:sendError", () => one("[data-messages]")?.replaceChildren(failure()));

function failure() {
  const box = document.createElement("div");
  box.className = "avis rouge";
  const text = document.createElement("p");
  text.textContent = "Pas de réseau. Rien n’est parti. Réessayez dans une minute.";
  box.append(text);
  return box;
}
