// What is typed, kept on this device: sealed with a key that only the pages of the same signed-in account carry.
// Without a secure context (plain HTTP) nothing is kept here, and the server keeps it alone.
const STORE = "brouillons";
const OLD = 30 * 24 * 3600 * 1000;
const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
const waits = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

export class Vault {
  /** The vault of an account, or nothing when this browser cannot keep a secret. */
  static async open(key, owner) {
    try {
      const asked = indexedDB.open("liane", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "cle" });
      const base = await waits(asked);
      return new Vault(base, await crypto.subtle.importKey("raw", bytes(key), "AES-GCM", false, ["encrypt", "decrypt"]), owner);
    } catch {
      return null;
    }
  }

  constructor(base, secret, owner) {
    Object.assign(this, { base, secret, owner });
  }

  /** Written on the disk before it answers: a power cut a moment later takes nothing away. */
  store(mode) {
    return this.base.transaction(STORE, mode, { durability: "strict" });
  }

  about(key) {
    return new TextEncoder().encode(`${this.owner} ${key}`);
  }

  async put(draft, sent) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const clear = new TextEncoder().encode(JSON.stringify(draft));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: this.about(draft.cle) }, this.secret, clear);
    const transaction = this.store("readwrite");
    transaction.objectStore(STORE).put({ cle: draft.cle, qui: this.owner, iv, sealed, sent, le: Date.now() });
    await new Promise((resolve, reject) => { transaction.oncomplete = resolve; transaction.onerror = transaction.onabort = reject; });
  }

  /** What this account left here; the rest belongs to others and cannot be read. What is too old is forgotten. */
  async all() {
    const rows = await waits(this.store("readonly").objectStore(STORE).getAll());
    const found = [];
    for (const row of rows) {
      if (row.le < Date.now() - OLD) { await this.remove(row.cle); continue; }
      if (row.qui !== this.owner) continue;
      try {
        const clear = await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv, additionalData: this.about(row.cle) }, this.secret, row.sealed);
        found.push({ ...JSON.parse(new TextDecoder().decode(clear)), envoye: row.sent, le: row.le });
      } catch {
        await this.remove(row.cle); // sealed with a key that the house no longer has
      }
    }
    return found;
  }

  async remove(key) {
    await waits(this.store("readwrite").objectStore(STORE).delete(key));
  }
}
