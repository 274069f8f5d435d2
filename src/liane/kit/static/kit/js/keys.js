// Keys: Ctrl K find or do, / search, N write, J K L through the writings, Échap closes, Ctrl Entrée saves.
import { all, one, typing } from "./dom.js";

const palette = one("[data-palette]");
const search = one("#chercher");

function openPalette() {
  if (!palette?.showModal) return search?.focus();
  if (!palette.open) palette.showModal();
  const field = one("input", palette);
  field.value = "";
  filterActions("");
  field.dispatchEvent(new Event("ouvre")); // the persons last opened, before anything is typed
  field.focus();
}

/** Actions whose words contain what is typed (accents ignored). */
function filterActions(text) {
  const plain = (s) => s.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  all("[data-palette-actions] li", palette).forEach((li) => { li.hidden = !plain(li.textContent).includes(plain(text)); });
}

function moveInPalette(event) {
  if (event.key === "Escape") { event.preventDefault(); palette.close(); return; } // a search field would only empty itself
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const stops = [one("input", palette), ...all("li:not([hidden]) a", palette)];
  const next = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
  stops[(next + stops.length) % stops.length].focus();
  event.preventDefault();
}

/** Next or previous writing of the page. */
function moveAmongWritings(step) {
  const writings = all("[data-mot]");
  if (!writings.length) return;
  const here = writings.indexOf(document.activeElement.closest("[data-mot]"));
  writings[Math.max(0, Math.min(here + step, writings.length - 1))].focus();
}

export function openComposer() {
  const form = one("[data-ecrire]");
  const field = form && one("[data-texte]", form);
  if (!field) {
    const link = one("[data-ecrire-ici]");
    if (link && !link.getAttribute("href").startsWith("#")) link.click();
    return Boolean(link);
  }
  form.classList.add("ouvert");
  field.focus();
  form.scrollIntoView({ block: matchMedia("(max-width: 44rem)").matches ? "start" : "nearest" });
  return true;
}

const letters = {
  n: () => openComposer(),
  j: () => moveAmongWritings(1),
  k: () => moveAmongWritings(-1),
  l: () => one("[data-lire] button", document.activeElement.closest("[data-mot]") ?? document.createElement("p"))?.click(),
  "/": () => (one("[data-cherche-ici]") ?? search)?.focus(),
};

document.addEventListener("keydown", (event) => {
  const command = event.ctrlKey || event.metaKey;
  if (command && event.key.toLowerCase() === "k") {
    event.preventDefault();
    openPalette();
  } else if (command && event.key === "Enter") {
    const form = event.target.closest("form");
    if (form && form.method === "post") { event.preventDefault(); form.requestSubmit(one(".btn-1[type=submit]", form)); }
  } else if (event.key === "Enter" && event.target.matches("[data-mot]")) {
    one("[data-ouvre]", event.target)?.click();
  } else if (event.key === "Escape" && !event.defaultPrevented && !palette?.open) {
    one("[data-ecrire].ouvert")?.classList.remove("ouvert");
    if (typing(event.target)) event.target.blur();
  } else if (!command && !event.altKey && !typing(event.target) && !palette?.open && letters[event.key]) {
    event.preventDefault();
    letters[event.key]();
  }
});

palette?.addEventListener("keydown", moveInPalette);
palette?.addEventListener("input", (event) => filterActions(event.target.value));
palette?.addEventListener("click", (event) => { if (event.target === palette) palette.close(); });
