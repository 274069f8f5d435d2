// «?»: the keys of this screen, in a window. Keys of one letter can be turned off on this device (WCAG 2.1.4).
import { all, one } from "./dom.js";

const KEY = "liane.touches";
const page = one("[data-touches]");
const toggle = page && one("[data-touches-change]", page);

export function lettersAreOn() {
  try { return localStorage.getItem(KEY) !== "non"; } catch { return true; }
}

function turn(on) {
  try { if (on) localStorage.removeItem(KEY); else localStorage.setItem(KEY, "non"); } catch { /* private window: until the page is left */ }
  show();
}

function show() {
  const on = lettersAreOn();
  toggle.setAttribute("aria-pressed", String(!on));
  one("[data-touches-etat]", page).textContent = on
    ? "Les touches d’une seule lettre agissent sur cet appareil."
    : "Les touches d’une seule lettre sont désactivées sur cet appareil.";
}

/** Only the keys that do something here: each line names what must be on the page. */
export function openKeys() {
  if (!page?.showModal || page.open) return;
  all("[data-si]", page).forEach((line) => { line.hidden = !one(line.dataset.si); });
  show();
  page.showModal();
}

toggle?.addEventListener("click", () => turn(!lettersAreOn()));
page?.addEventListener("click", (event) => { if (event.target === page) page.close(); });
all("[data-touches-ouvre]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => { button.closest("dialog")?.close(); openKeys(); });
});
