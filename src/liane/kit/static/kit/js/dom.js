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
  brouillon: ["nuage", "Brouillon enregistré"],
  garde: ["depot", "Gardé sur cet appareil"],
  attend: ["depot", "Gardé sur cet appareil"],
  partir: ["depot", "À envoyer"],
  dehors: ["cadenas", "Déconnecté"],
  vieille: ["depot", "Gardé sur cet appareil"],
  refuse: ["alerte", "Pas encore enregistré"],
};

/** A drawing of the page’s sprite. */
export function symbol(icon) {
  const sample = one(".i use");
  const svg = sample.ownerSVGElement.cloneNode(true);
  svg.setAttribute("class", "i");
  one("use", svg).setAttribute("href", sample.getAttribute("href").replace(/#.*/, `#i-${icon}`));
  return svg;
}

/** The small state at the top right: icon and word, said once to screen readers. */
export function showState(key, more = "") {
  const zone = one("[data-etat-page]");
  if (!zone || !one(".i use") || zone.dataset.cle === key + more) return;
  const [icon, word] = states[key];
  const text = document.createElement("span");
  text.textContent = word + more;
  zone.dataset.cle = key + more;
  zone.dataset.etat = key === "fait" || key === "brouillon" ? "fait" : "attente";
  zone.replaceChildren(symbol(icon), text);
}
