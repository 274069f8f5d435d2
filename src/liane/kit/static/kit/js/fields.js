// What a form holds: read, put back, compared with what it held when it came.
import { all } from "./dom.js";

const CARRIED = ["id", "version", "seen", "base"]; // hidden fields that belong to the text: its identifier, and what it was written over
const own = (form) => [...form.elements].filter((field) => field.name && !["submit", "button", "file", "password"].includes(field.type)
  && (field.type !== "hidden" || CARRIED.includes(field.name)));
const ticks = (field) => field.type === "checkbox" || field.type === "radio";

/** Is something written here that was not there when the page came? */
export function changed(form) {
  return own(form).some((field) => {
    if (field.type === "hidden") return false;
    if (ticks(field)) return field.checked !== field.defaultChecked;
    if (field.options) return field.options.length > 0 && !field.options[field.selectedIndex]?.defaultSelected && field.selectedIndex !== firstOf(field);
    return field.value !== field.defaultValue;
  });
}

const firstOf = (select) => Math.max(0, [...select.options].findIndex((option) => option.defaultSelected));

/** Everything typed, as a list of pairs. */
export function typed(form) {
  return own(form).filter((field) => !ticks(field) || field.checked).map((field) => [field.name, field.value]);
}

/** Put a text back into its form, as if it had just been typed. */
export function fill(form, pairs) {
  const values = new Map();
  pairs.forEach(([name, value]) => values.set(name, [...(values.get(name) ?? []), value]));
  own(form).forEach((field) => {
    const given = values.get(field.name);
    if (ticks(field)) field.checked = Boolean(given?.includes(field.value));
    else if (given) field.value = given.shift() ?? field.value;
  });
  form.classList.add("ouvert");
  all("details", form).forEach((details) => { details.open ||= own(form).some((field) => details.contains(field) && field.value && field.type !== "radio" && field.value !== field.defaultValue); });
}
