// The pad of figures: big keys for a finger; the sixth figure sends the code.
for (const zone of document.querySelectorAll("[data-pave]")) {
  const field = zone.querySelector("input");
  const keys = zone.querySelector("[data-pave-touches]");
  keys.hidden = false;
  field.focus();
  const sends = () => { if (field.value.length === 6) field.form.requestSubmit(); };
  field.addEventListener("input", sends);
  keys.addEventListener("click", (event) => {
    const key = event.target.closest("button");
    if (!key) return;
    if ("efface" in key.dataset) field.value = field.value.slice(0, -1);
    else if (field.value.length < 6) { field.value += key.dataset.chiffre; sends(); }
  });
}
