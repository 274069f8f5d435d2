// Shared helpers: find, listen, say.
export const one = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];

/** Run now on the page, then on each fragment htmx brings in. */
export function onContent(run) {
  run(document);
  document.addEventListener("htmx:load", (event) => { if (event.detail.elt !== document.body) run(event.detail.elt); });
}

/** True while someone is typing: single-letter keys must then write letters. */
export const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]") !== null;

const states = {
  attente: ["attente", "Pas encore enregistré"],
  envoi: ["attente", "Envoi…"],
  fait: ["nuage", "Enregistré"],
  coupe: ["alerte", "Pas de réseau"],
};

/** The small state at the top right: icon and word, said once to screen readers. */
export function showState(key) {
  const zone = one("[data-etat-page]");
  const sample = one(".i use");
  if (!zone || !sample || zone.dataset.cle === key) return;
  const [icon, word] = states[key];
  const svg = sample.ownerSVGElement.cloneNode(true);
  svg.setAttribute("class", "i");
  one("use", svg).setAttribute("href", sample.getAttribute("href").replace(/#.*/, `#i-${icon}`));
  const text = document.createElement("span");
  text.textContent = word;
  zone.dataset.cle = key;
  zone.dataset.etat = key === "fait" ? "fait" : "attente";
  zone.replaceChildren(svg, text);
}
