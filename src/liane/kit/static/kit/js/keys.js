// Keys: Ctrl K find or do, / search, N write, R answer, E edit, J K L through the writings, 1-5 blocks, ? the list,
// Échap closes, Ctrl Entrée saves.
import { all, one, typing } from "./dom.js";
import { isPaletteOpen, openPalette } from "./palette.js";
import { lettersAreOn, openKeys } from "./touches.js";

/** Next or previous writing of the page. */
function moveAmongWritings(step) {
  const writings = all("[data-mot]");
  if (!writings.length) return;
  const here = writings.indexOf(document.activeElement.closest("[data-mot]"));
  writings[Math.max(0, Math.min(here + step, writings.length - 1))].focus();
}

const writing = () => document.activeElement.closest("[data-mot]");

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

/** Write on the same subject, when it is one of those proposed and nothing is chosen yet. */
function writeAbout(subject) {
  const about = one("[data-ecrire] [name=focus]");
  const known = about && all("option", about.list ?? about).some((option) => option.value === subject);
  if (known && !about.value) about.value = subject;
  return openComposer();
}

/** Answer the writing that has the focus: here when its record is open, else in its record. */
function answer() {
  const card = writing();
  if (!card) return;
  const subject = one("h2, h3, h4", card)?.textContent.split(" : ")[0].trim() ?? "";
  const record = one(".personne [data-ouvre]", card)?.href;
  if (!record) { writeAbout(subject); return; }
  const there = new URL(record);
  there.search = new URLSearchParams({ sujet: subject.slice(0, 120) });
  there.hash = "ecrire";
  location.assign(there);
}

function goToBlock(number) {
  const block = all("[data-blocs] > section")[number - 1];
  if (!block) return;
  block.tabIndex = -1;
  block.focus();
}

const letters = {
  n: () => openComposer(),
  r: () => answer(),
  e: () => one("[data-corrige]")?.click(),
  j: () => moveAmongWritings(1),
  k: () => moveAmongWritings(-1),
  l: () => one("[data-lire] button", writing() ?? document.createElement("p"))?.click(),
  "/": () => (one("[data-cherche-ici]") ?? one("#chercher"))?.focus(),
  "?": () => openKeys(),
  ...Object.fromEntries([1, 2, 3, 4, 5].map((number) => [number, () => goToBlock(number)])),
};

function onLetter(event) {
  const isFree = !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target) && !one("dialog[open]");
  if (!isFree || !Object.hasOwn(letters, event.key) || !lettersAreOn()) return;
  event.preventDefault();
  letters[event.key]();
}

/** ← → on two things side by side: the gesture of that side takes the focus. */
function chooseSide(event) {
  const side = { ArrowLeft: "gauche", ArrowRight: "droite" }[event.key];
  const button = side && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target) && one(`[data-cote=${side}]`);
  if (!button) return false;
  event.preventDefault();
  button.focus();
  return true;
}

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
  } else if (event.key === "Escape" && !event.defaultPrevented && !isPaletteOpen()) {
    one("[data-ecrire].ouvert")?.classList.remove("ouvert");
    if (typing(event.target)) event.target.blur();
  } else if (!chooseSide(event)) onLetter(event);
});

/** A link that leads to writing opens the form, on the subject it names. */
function arrive() {
  if (location.hash === "#ecrire") writeAbout(new URLSearchParams(location.search).get("sujet") ?? "");
}
window.addEventListener("load", () => requestAnimationFrame(arrive)); // after the browser went to the # by itself
window.addEventListener("hashchange", arrive);
