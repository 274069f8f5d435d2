// The banner of a record. On a wide screen it stays: what receives the focus stops below it.
// On a phone it scrolls away: its name and all its dangers then stay at the top (the style decides on which screens),
// and what receives the focus stops below them, however many they are.
import { all, one, onContent } from "./dom.js";

function follow(banner) {
  const root = document.documentElement;
  const stays = () => getComputedStyle(banner).position === "sticky";
  const reminder = one(".qui-rappel", banner) ?? banner;
  const measure = () => root.style.setProperty("--ancre", `${(stays() ? banner : reminder).offsetHeight + 16}px`);
  const sizes = new ResizeObserver(measure);
  [banner, reminder].forEach((part) => sizes.observe(part));
  const seen = ([part]) => banner.classList.toggle("passe", !part.isIntersecting && part.boundingClientRect.top < 0);
  new IntersectionObserver(seen).observe(one(".vigi", banner) ?? one(".bloc", banner));
}

onContent((root) => all(".qui", root).forEach(follow));
