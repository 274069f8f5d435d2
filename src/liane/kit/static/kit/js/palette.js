// Ctrl K: a list of choices under a field (combobox). The server answers, the arrows choose, Entrée opens, Échap closes.
import { all, one } from "./dom.js";

const palette = one("[data-palette]");
const field = palette && one("input", palette);
const list = palette && one("[role=listbox]", palette);
const said = palette && one("[role=status]", palette);

export const isPaletteOpen = () => Boolean(palette?.open);

export function openPalette() {
  if (!palette?.showModal) return one("#chercher")?.focus();
  if (!palette.open) palette.showModal();
  field.value = "";
  field.dispatchEvent(new Event("ouvre")); // the records last opened, before anything is typed
  field.focus();
}

const options = () => all("[role=option]", list);
const chosen = () => one("[aria-selected=true]", list);

function choose(option) {
  chosen()?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
}

/** The field itself is one of the stops: going up from the first choice comes back to the words. */
function move(step) {
  const stops = [null, ...options()];
  const here = stops.indexOf(chosen());
  choose(stops[(here + step + stops.length) % stops.length]);
}

function onKey(event) {
  if (event.key === "Escape") { event.preventDefault(); palette.close(); } // a search field would only empty itself
  else if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); move(event.key === "ArrowDown" ? 1 : -1); }
  else if (event.key === "Enter" && chosen()) { event.preventDefault(); chosen().click(); }
}

/** New answers: none is chosen yet, and how many are shown is said once. */
function onAnswer(event) {
  if (event.detail.target !== list) return;
  choose(null);
  const count = options().length;
  field.setAttribute("aria-expanded", String(count > 0));
  said.classList.add("vh");
  said.textContent = count ? `${count} ${count > 1 ? "propositions" : "proposition"}. Flèche bas pour choisir.` : "Aucune proposition.";
}

/** Refused or broken: what was shown stays, and the reason is said. */
function onTrouble(event) {
  const isTooMany = event.detail.xhr?.status === 429;
  said.textContent = isTooMany ? "Beaucoup de recherches d’affilée : attendez une minute." : "La recherche n’a pas répondu. Réessayez dans une minute.";
  said.classList.remove("vh");
}

palette?.addEventListener("keydown", onKey);
palette?.addEventListener("htmx:responseError", onTrouble);
palette?.addEventListener("htmx:sendError", onTrouble);
palette?.addEventListener("htmx:afterSwap", onAnswer);
palette?.addEventListener("click", (event) => {
  if (event.target === palette) palette.close();
  else if (event.target.closest("a[href*='#']")) palette.close(); // the page may be the one already open
});
one("[data-palette-ouvre]")?.addEventListener("click", openPalette);
