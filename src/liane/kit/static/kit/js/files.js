// Files of a form: each one leaves as soon as it is chosen, dropped or pasted, so that nothing is lost if the session ends.
import { all, one, onContent } from "./dom.js";

const MOST = 25 * 1024 * 1024;
const NETWORK = "Pas de réseau : ce fichier n’est pas parti. Choisissez-le de nouveau quand le réseau revient.";
const SAID = {
  401: "Vous avez été déconnecté pour protéger les dossiers. Reconnectez-vous, puis choisissez ce fichier de nouveau.",
  429: "Vous avez envoyé beaucoup de fichiers depuis hier : c’est la limite. Attendez demain, ou demandez à un collègue.",
};
const TROUBLE = "Liane a un souci : ce fichier n’est pas parti. Réessayez dans une minute.";

/** A refusal made here, with the look of those of the server. */
function refusal(sentence) {
  const line = document.createElement("li");
  line.className = "faute";
  line.dataset.refus = "";
  const icon = one(".i use").ownerSVGElement.cloneNode(true);
  one("use", icon).setAttribute("href", one("use", icon).getAttribute("href").replace(/#.*/, "#i-alerte"));
  const words = document.createElement("span");
  words.textContent = sentence;
  line.append(icon, words);
  return line;
}

function shortOf(name) {
  return name.length > 60 ? `${name.slice(0, 57)}…` : name;
}

/** One file on its way: its progress, then the answer of the server takes its place in the list. */
function send(zone, file) {
  const form = zone.closest("form");
  const told = document.createElement("div");
  const label = document.createElement("span");
  const bar = document.createElement("progress");
  label.textContent = `Envoi de ${shortOf(file.name)}…`;
  bar.max = 100;
  bar.setAttribute("aria-label", label.textContent);
  told.append(label, bar);
  one("[data-pieces-etat]", zone).append(told);
  const data = new FormData();
  data.append("csrfmiddlewaretoken", one("[name=csrfmiddlewaretoken]", form).value);
  data.append("id", globalThis.crypto?.randomUUID?.() ?? "");
  data.append("fichiers", file, file.name);
  return new Promise((finished) => {
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = Math.round((event.loaded / event.total) * 100);
    });
    const end = (line) => { told.remove(); one("[data-pieces-liste]", zone).append(line); finished(); };
    request.addEventListener("load", () => {
      const answer = new DOMParser().parseFromString(`<ul>${request.responseText}</ul>`, "text/html");
      const line = one("li:has([name=piece]), li[data-refus]", answer);
      if (!line) { end(refusal(`« ${shortOf(file.name)} » : ${SAID[request.status] ?? TROUBLE}`)); return; }
      end(line);
      form.dispatchEvent(new Event("input", { bubbles: true }));
    });
    ["error", "abort", "timeout"].forEach((kind) => request.addEventListener(kind, () => end(refusal(`« ${shortOf(file.name)} » : ${NETWORK}`))));
    request.open("POST", zone.dataset.pieces);
    request.send(data);
  });
}

/** One after the other: a telephone on a weak network sends one photo well rather than five badly. */
function sendAll(zone, files) {
  all("[data-refus]", zone).forEach((line) => line.remove());
  const chosen = [...files];
  zone.closest("form").classList.add("ouvert");
  zone.leaving = chosen.reduce((before, file) => before.then(() => {
    if (file.size <= MOST) return send(zone, file);
    const weight = `${Math.round(file.size / 1024 / 1024)} Mo`;
    one("[data-pieces-liste]", zone).append(refusal(`« ${shortOf(file.name)} » : Ce fichier pèse ${weight}. La limite est 25 Mo. Essayez une photo ou un PDF plus léger.`));
    return null;
  }), zone.leaving ?? Promise.resolve());
  zone.busy = (zone.busy ?? 0) + 1;
  zone.leaving.then(() => { zone.busy -= 1; });
}

/** «Enregistrer» waits for the files that are still leaving. */
function waitForFiles(form, zone, event) {
  if (!zone.busy) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (zone.waits) return;
  zone.waits = true;
  const submitter = event.submitter;
  const again = () => zone.leaving.then(() => {
    if (zone.busy) { again(); return; }
    zone.waits = false;
    if (!one("[data-refus]", zone)) form.requestSubmit(submitter);
  });
  again();
}

onContent((root) => all("[data-pieces]", root).forEach((zone) => {
  const form = zone.closest("form");
  zone.classList.add("vive");
  one("[data-depot]", zone).hidden = !globalThis.matchMedia("(pointer: fine)").matches;
  all("input[type=file]", zone).forEach((field) => field.addEventListener("change", () => {
    sendAll(zone, field.files);
    field.value = "";
  }));
  form.addEventListener("submit", (event) => waitForFiles(form, zone, event), { capture: true });
  form.addEventListener("dragover", (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    zone.classList.add("survole");
  });
  ["dragleave", "drop"].forEach((kind) => form.addEventListener(kind, () => zone.classList.remove("survole")));
  form.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    sendAll(zone, event.dataTransfer.files);
  });
  form.addEventListener("paste", (event) => {
    if (event.clipboardData?.files.length) { event.preventDefault(); sendAll(zone, event.clipboardData.files); }
  });
}));
