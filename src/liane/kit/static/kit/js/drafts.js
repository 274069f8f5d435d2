// Nothing typed is lost: kept here within a second, on the server within three, and offered again after a crash, after the
// end of the session, or on another device. Each page keeps its own text: two tabs never eat each other.
import { all, one, onContent, showState } from "./dom.js";
import { changed, fill, typed } from "./fields.js";
import { offer, say, showRestored } from "./offers.js";
import { Vault } from "./vault.js";

const HERE = 400; // ms after the first letter: kept on this device
const THERE = 1500; // and on the server
const AGAIN = 15_000; // when the server did not answer
const meta = one("meta[name=liane-brouillons]");
const vault = meta ? Vault.open(meta.content, meta.dataset.qui) : null;
const open = new Map(); // key → draft of a form of this page

/** This device, for its own drafts to be recognised; it says nothing of anybody. */
function device() {
  try {
    localStorage.lianeAppareil ??= crypto.randomUUID();
    return localStorage.lianeAppareil;
  } catch {
    return "";
  }
}

const newKey = () => crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));
// The composer has a box called «action»: form.action would be that box.
const addressOf = (form) => new URL(form.getAttribute("action") || location.pathname, location.href).pathname + (form.dataset.brouillon ? `#${form.dataset.brouillon}` : "");

/** True when this page alone has that draft from now on; false when another tab is writing it. */
function hold(key) {
  if (!navigator.locks) return Promise.resolve(false);
  return new Promise((resolve) => navigator.locks.request(`brouillon ${key}`, { ifAvailable: true }, (lock) => {
    resolve(Boolean(lock));
    return lock ? new Promise(() => {}) : null; // until the page closes, however it closes
  }));
}

/** Where one writes, without the mark of the draft that was being resumed. */
function pageHere() {
  const here = new URL(location.href);
  here.searchParams.delete("brouillon");
  return here.pathname + here.search;
}

async function send(draft) {
  const body = new URLSearchParams({
    csrfmiddlewaretoken: one("[name=csrfmiddlewaretoken]").value, id: draft.cle, address: draft.adresse, page: draft.page,
    device: device(), revision: draft.revision, fields_typed: JSON.stringify(draft.champs),
  });
  const keepalive = body.toString().length < 60_000;
  const answer = await fetch(meta.dataset.garder, { method: "POST", body, keepalive, redirect: "manual" });
  if (answer.status === 401) return { etat: "dehors" };
  if (answer.status === 403) return { etat: "vieille" }; // signed in again elsewhere: the token of this page is over
  if (answer.status !== 200 && answer.status !== 422) throw new Error(String(answer.status));
  return answer.json();
}

/** The text of one form of this page. */
class Draft {
  constructor(form) {
    this.form = form;
    this.revision = 0;
    this.last = "";
    this.came = all("[name=version], [name=seen], [name=base]", form).map((field) => [field, field.value]);
    this.begun = Boolean(one("[name=brouillon]", form) || one(".faute, .resume-fautes", form.parentNode)); // it comes back: it was begun
    this.take(one("[name=id]", form)?.value || newKey());
    form.addEventListener("input", () => this.touch());
    form.addEventListener("change", () => this.touch());
    form.addEventListener("submit", (event) => this.leave(event), { capture: true });
  }

  take(key) {
    open.delete(this.cle);
    this.cle = key;
    open.set(key, this);
    const id = one("[name=id]", this.form);
    if (id) id.value = key;
    hold(key);
  }

  touch() {
    if (this.form.dataset.sent) return;
    this.here ??= setTimeout(() => this.keepHere(), HERE);
    this.there ??= setTimeout(() => this.keepThere(), THERE);
  }

  /** The state of the form now; a new number only when something has changed. */
  state() {
    const fields = changed(this.form) || this.begun ? typed(this.form) : [];
    const text = JSON.stringify(fields);
    if (text !== this.last) { this.last = text; this.revision += 1; this.sent = false; }
    if (fields.length) this.begun = true;
    return { cle: this.cle, adresse: addressOf(this.form), page: pageHere(), champs: fields, revision: this.revision };
  }

  async keepHere() {
    this.here = clearTimeout(this.here);
    const box = await vault;
    const state = this.state();
    if (!box || this.sent || !this.begun) return;
    await box.put(state, false);
    this.isHere = true;
    delete this.form.dataset.touched;
    if (!navigator.onLine) this.say("garde");
  }

  async keepThere() {
    this.there = clearTimeout(this.there);
    const state = this.state();
    if (this.sent || !this.begun || this.form.dataset.sent) return;
    let answer;
    try {
      answer = await send(state);
    } catch {
      this.there = setTimeout(() => this.keepThere(), AGAIN);
      return this.say(this.isHere ? "garde" : "coupe");
    }
    await this.answered(answer, state);
  }

  async answered(answer, state) {
    if (answer.etat === "ended" && state.champs.length || answer.etat === "elsewhere") { // finished, or continued elsewhere: this text is another one
      this.take(newKey());
      this.last = "";
      return this.touch();
    }
    if (answer.etat === "dehors" || answer.etat === "vieille") return this.say(answer.etat);
    if (answer.etat === "refuse") return this.say("refuse", answer.phrase);
    this.sent = JSON.stringify(state.champs) === this.last;
    const box = await vault;
    if (box && state.champs.length) await box.put(state, true);
    if (box && !state.champs.length) await box.remove(state.cle);
    delete this.form.dataset.touched;
    if (this.sent) this.say("brouillon", answer.heure);
  }

  say(key, detail) {
    showState(key);
    say(this.form, key, detail);
    count();
  }

  /** Without network the form waits here and leaves by itself when the network is back; otherwise it leaves now. */
  leave(event) {
    if (event.submitter?.formAction && event.submitter.hasAttribute("formaction")) return;
    if (navigator.onLine === false) {
      event.preventDefault();
      event.stopImmediatePropagation();
      this.waiting = event.submitter;
      this.keepHere().then(() => this.say("attend"));
      return;
    }
    clearTimeout(this.here);
    clearTimeout(this.there);
    this.here = this.there = true; // nothing more is kept: the text itself leaves
    if (!this.begun && !changed(this.form)) return;
    if (!one("[name=brouillon]", this.form)) this.form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "brouillon" }));
    one("[name=brouillon]", this.form).value = this.cle;
    const state = this.state();
    vault.then((box) => box?.put(state, false));
  }

  /** The page is shown again from memory: one may write here again. */
  shown() {
    this.here = this.there = undefined;
    this.touch();
  }

  back() {
    if (this.waiting !== undefined) { const button = this.waiting; delete this.waiting; return this.form.requestSubmit(button ?? undefined); }
    if (this.begun && !this.sent) this.keepThere();
  }

  /** Continue a text begun before: what is in the form now is kept as its own draft first. */
  async resume(found, quiet) {
    if (!quiet && changed(this.form)) { await this.keepHere(); await this.keepThere(); }
    this.take(found.cle);
    fill(this.form, found.champs);
    Object.assign(this, { begun: true, revision: found.revision, last: JSON.stringify(found.champs), sent: found.envoye !== false });
    showRestored(this, found);
    if (!this.sent) return this.keepThere();
    const box = await vault; // a page that dies may have reached the server without hearing its answer
    await box?.put({ cle: this.cle, adresse: addressOf(this.form), page: pageHere(), champs: found.champs, revision: this.revision }, true);
    this.say("brouillon");
  }

  /** The author keeps what a colleague wrote: hers has nothing more to wait for. */
  drop() {
    clearTimeout(this.here);
    clearTimeout(this.there);
    this.here = this.there = true;
    send({ cle: this.cle, adresse: addressOf(this.form), page: "/", champs: [], revision: this.revision + 1 }).catch(() => {});
    vault.then((box) => box?.remove(this.cle));
  }

  /** «Recommencer»: an empty form; what was there stays among «Mes brouillons». */
  restart() {
    this.form.reset();
    this.came.forEach(([field, value]) => { field.value = value; });
    Object.assign(this, { begun: false, revision: 0, last: "", sent: false });
    this.take(newKey());
  }
}

async function ask(forms, local) {
  const query = new URLSearchParams();
  forms.forEach((draft) => query.append("adresse", addressOf(draft.form)));
  local.forEach((entry) => query.append("cle", entry.cle));
  try {
    const answer = await fetch(`${meta.dataset.ici}?${query}`, { redirect: "manual" });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/** Both copies of each text: the later one counts. */
function together(local, there) {
  const found = new Map();
  for (const entry of there) found.set(entry.cle, { ...entry, ici: entry.appareil === device() });
  for (const entry of local) {
    const other = found.get(entry.cle);
    if (!other || other.revision < entry.revision) found.set(entry.cle, { ...entry, debut: other?.debut, quand: other?.quand ?? "", ici: true });
  }
  return [...found.values()];
}

/** When a page opens: finished copies are forgotten, unsent ones leave, and what waits for its forms is offered. */
async function arrive(forms) {
  const box = await vault;
  let local = box ? await box.all() : [];
  const wanted = new URLSearchParams(location.search).get("brouillon");
  if (!local.length && !wanted && meta.dataset.attente === "0") return;
  const answer = await ask(forms, local);
  for (const key of answer?.finis ?? []) await box?.remove(key);
  local = local.filter((entry) => !answer?.finis.includes(entry.cle));
  for (const draft of forms) await propose(draft, together(local, answer?.brouillons ?? []).filter((entry) => entry.adresse === addressOf(draft.form)), wanted);
  await sendLeft();
}

async function propose(draft, found, wanted) {
  const same = found.find((entry) => entry.cle === draft.cle);
  if (same) { draft.revision = same.revision; draft.begun = true; } // came back with a fault: it goes on
  const others = [];
  let restored = Boolean(same) || draft.begun;
  found.sort((a, b) => (b.cle === wanted) - (a.cle === wanted) || b.ici - a.ici || b.revision - a.revision);
  for (const entry of found.filter((one) => one.cle !== draft.cle)) {
    const mine = entry.cle === wanted || (entry.ici && !restored && !changed(draft.form));
    if (mine && await hold(entry.cle)) { restored = true; await draft.resume(entry, true); } else others.push(entry);
  }
  offer(draft, others);
}

/** Texts of pages already closed that the server has not received yet. */
async function sendLeft() {
  const box = await vault;
  if (!box) return;
  const held = new Set(((await navigator.locks?.query())?.held ?? []).map((lock) => lock.name)); // their own page sends them
  for (const entry of await box.all()) {
    if (entry.envoye || open.has(entry.cle) || held.has(`brouillon ${entry.cle}`)) continue;
    try {
      const answer = await send(entry);
      if (answer.etat === "ended") await box.remove(entry.cle);
      if (answer.etat === "kept" || answer.etat === "elsewhere") await box.put(entry, true);
    } catch {
      break;
    }
  }
  count();
}

/** «À envoyer (2)»: what waits for the network. */
async function count() {
  const left = ((await (await vault)?.all()) ?? []).filter((entry) => !entry.envoye).length;
  if (left && !navigator.onLine) showState("partir", ` (${left})`);
}

/** Signing out: what has not left yet leaves; what the server keeps is erased from this device. */
async function signOut(event) {
  const form = event.target;
  if (!form.matches?.('form[action="/deconnexion/"]') || form.dataset.vide) return;
  event.preventDefault();
  form.dataset.vide = "1";
  const tidy = async () => {
    for (const draft of open.values()) if (draft.begun && !draft.sent) { await draft.keepHere(); await draft.keepThere(); }
    await sendLeft();
    const box = await vault;
    for (const entry of (await box?.all()) ?? []) if (entry.envoye) await box.remove(entry.cle);
  };
  await Promise.race([tidy(), new Promise((resolve) => setTimeout(resolve, 2500))]).catch(() => {});
  form.submit();
}

if (meta) {
  const forms = [];
  onContent((root) => all("form[data-brouillon]", root).forEach((form) => forms.push(new Draft(form))));
  arrive(forms);
  window.addEventListener("online", () => { forms.forEach((draft) => draft.back()); sendLeft(); });
  window.addEventListener("offline", count);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") forms.forEach((draft) => { if (draft.there && draft.there !== true) { clearTimeout(draft.there); draft.keepHere(); draft.keepThere(); } });
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) forms.forEach((draft) => draft.shown()); });
  document.addEventListener("click", (event) => { if (event.target.closest("[data-jette-brouillon]")) forms.forEach((draft) => draft.drop()); });
  document.addEventListener("submit", signOut, { capture: true });
}
