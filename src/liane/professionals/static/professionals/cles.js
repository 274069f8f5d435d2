// Keys (WebAuthn): ask the house what to sign, ask the browser to have it signed, send the form.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const WORDS = {
  NotAllowedError: "La clé n’a pas répondu, ou vous avez annulé. Réessayez quand vous voulez.",
  InvalidStateError: "Cette clé est déjà sur votre compte.",
  SecurityError: "Une clé ne marche qu’à l’adresse officielle de Liane, par son nom et en https.",
};

/** The options of the house, with bytes where the browser wants bytes. */
function prepared(options) {
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    options[list] = (options[list] ?? []).map((key) => ({ ...key, id: bytes(key.id) }));
  }
  return options;
}

/** What the key answered, as text that a form can carry. */
function answered(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return JSON.stringify({
    id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
    clientExtensionResults: credential.getClientExtensionResults(), authenticatorAttachment: credential.authenticatorAttachment,
  });
}

/** A key belongs to a name: at an address in figures, no browser lets it answer. */
function byNumber() {
  if (!/^[\d.]+$|:/.test(location.hostname)) return "";
  const here = location.hostname === "127.0.0.1" || location.hostname === "[::1]";
  const name = here ? `, ici ${location.protocol}//localhost:${location.port}/` : "";
  return `Une clé ne marche pas à une adresse en chiffres. Ouvrez Liane par son nom${name}`;
}

async function sign(button) {
  const form = button.form;
  const say = form.querySelector("[data-cle-dit]");
  if (byNumber()) { say.textContent = byNumber(); return; }
  button.disabled = true;
  say.textContent = "Suivez ce que demande votre navigateur…";
  try {
    const asked = await fetch(button.dataset.cle, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
    if (!asked.ok || !asked.headers.get("Content-Type")?.startsWith("application/json")) throw new Error("refused");
    const publicKey = prepared((await asked.json()).publicKey);
    const credential = "cleNouvelle" in button.dataset
      ? await navigator.credentials.create({ publicKey }) : await navigator.credentials.get({ publicKey });
    form.querySelector("[data-cle-reponse]").value = answered(credential);
    say.textContent = "";
    form.submit();
  } catch (error) {
    say.textContent = WORDS[error.name] ?? "Cela n’a pas marché. Rechargez la page, puis réessayez.";
    button.disabled = false;
  }
}

for (const button of document.querySelectorAll("[data-cle]")) {
  if (!window.PublicKeyCredential) continue;
  button.hidden = false;
  button.addEventListener("click", () => sign(button));
}
