// Sentences about drafts, beside the form: where the text is now, which one was put back, which others wait.
import { one, symbol } from "./dom.js";

const SAID = {
  brouillon: ["nuage", (hour) => `Brouillon enregistré${hour ? ` à ${hour}` : ""}.`],
  garde: ["depot", () => "Pas de réseau. Votre texte est gardé sur cet appareil ; il partira tout seul."],
  attend: ["depot", () => "Pas de réseau. Votre texte est gardé sur cet appareil ; il sera enregistré tout seul au retour du réseau, si cette page reste ouverte."],
  coupe: ["alerte", () => "Pas de réseau. Votre texte n’est que dans cette page : gardez-la ouverte."],
  dehors: ["cadenas", () => "Vous avez été déconnecté pour protéger les dossiers. Reconnectez-vous : votre texte vous attend."],
  reste: ["alerte", () => "Pas de réseau. Rien n’est perdu : ce que vous avez écrit reste sur cette page. Enregistrez de nouveau quand le réseau sera revenu."],
  rien: ["alerte", () => "Pas de réseau. Rien n’est enregistré : recommencez quand le réseau sera revenu."],
  vieille: ["depot", () => "Cette page a vieilli. Rechargez-la : votre texte est gardé sur cet appareil."],
  refuse: ["alerte", (sentence) => sentence],
};

function button(label, run, kind = "btn btn-petit") {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: kind, textContent: label });
  made.addEventListener("click", run);
  return made;
}

function box(tone, icon, sentence, ...gestures) {
  const made = document.createElement("div");
  made.className = `avis ${tone}`;
  const text = document.createElement("p");
  text.textContent = sentence;
  made.append(symbol(icon), text, ...gestures);
  return made;
}

/** The line under the form, said once for each change of state. */
export function say(form, key, detail) {
  const [icon, words] = SAID[key];
  let line = one("[data-etat-brouillon]", form);
  if (!line) {
    line = document.createElement("p");
    Object.assign(line, { className: "etat-brouillon discret" });
    line.dataset.etatBrouillon = "";
    line.setAttribute("role", "status");
    const writing = one("[data-texte]", form)?.closest(".champ"); // on a phone the end of the form is far away
    if (writing) writing.after(line);
    else (one(".bas-page, .gestes-form", form) ?? form.lastElementChild).before(line);
  }
  if (line.dataset.etatBrouillon === key && key === "brouillon") { line.lastChild.textContent = ` ${words(detail)}`; return; }
  line.dataset.etatBrouillon = key;
  line.setAttribute("aria-live", "polite");
  line.replaceChildren(symbol(icon), ` ${words(detail)}`);
  if (key === "dehors") {
    const link = document.createElement("a");
    link.href = `/connexion/?${new URLSearchParams({ next: location.pathname + location.search })}`;
    link.textContent = "Se reconnecter";
    line.append(" ", link);
  }
}

/** «Votre texte commencé hier à 22 h 10 est là.» */
export function showRestored(draft, found) {
  const when = found.quand ? ` écrit ${found.quand}` : "";
  const notice = box("bleu", "papier", `Votre texte${when} est là. Il n’est pas encore enregistré dans le dossier.`,
    button("Recommencer", () => { draft.restart(); notice.remove(); one("textarea, input:not([type=hidden])", draft.form)?.focus(); }, "btn btn-3 btn-petit"));
  place(draft, notice);
}

/** The others: on another device, or in another tab. */
export function offer(draft, others) {
  for (const found of others.slice(0, 3)) {
    const where = found.ici ? "dans un autre onglet" : "sur un autre appareil";
    const sentence = `Un texte commencé ${found.debut ?? ""} ${where}.`.replace("  ", " ");
    const notice = box("bleu", "papier", sentence,
      button("Reprendre", async () => { notice.remove(); await draft.resume(found); one("textarea, input:not([type=hidden])", draft.form)?.focus(); }),
      button("Laisser", () => notice.remove(), "btn btn-3 btn-petit"));
    place(draft, notice);
  }
}

function place(draft, notice) {
  notice.setAttribute("role", "status");
  notice.classList.add("brouillon");
  draft.form.before(notice);
}
