// A shared screen: two minutes without a gesture and it locks; while one writes, the house is told that she is there.
const IDLE = 115_000;
const TELL = 45_000;
let last = Date.now();
let told = Date.now();
const screens = new BroadcastChannel("liane-verrou");
const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

function here() {
  last = Date.now();
  screens.postMessage(last);
  if (last - told < TELL) return;
  told = last;
  const body = new URLSearchParams({ csrfmiddlewaretoken: token() });
  fetch("/verrou/present/", { method: "POST", body, redirect: "manual" }).catch(() => {});
}
screens.onmessage = (event) => { last = Math.max(last, event.data); };
for (const gesture of ["pointerdown", "keydown", "wheel", "touchstart"]) {
  document.addEventListener(gesture, here, { passive: true, capture: true });
}

/** Nothing stays on the screen, even without network; the text being written is a draft already. */
function lock() {
  document.documentElement.classList.add("verrouille");
  document.querySelectorAll("form[data-touched]").forEach((form) => delete form.dataset.touched);
  const form = document.createElement("form");
  form.method = "post";
  form.action = "/verrou/";
  const fields = { csrfmiddlewaretoken: token(), fermer: "1", next: location.pathname + location.search };
  for (const [name, value] of Object.entries(fields)) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}

const clock = setInterval(() => { if (Date.now() - last > IDLE) { clearInterval(clock); lock(); } }, 1000);
document.addEventListener("visibilitychange", () => { if (!document.hidden && Date.now() - last > IDLE) lock(); });
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
