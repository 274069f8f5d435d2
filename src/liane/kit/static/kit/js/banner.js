// On a phone the banner scrolls away: its name and its dangers then stay at the top (the style decides on which screens).
import { all, one, onContent } from "./dom.js";

onContent((root) => all(".qui", root).forEach((banner) => {
  const seen = ([part]) => banner.classList.toggle("passe", !part.isIntersecting && part.boundingClientRect.top < 0);
  new IntersectionObserver(seen).observe(one(".vigi", banner) ?? one(".bloc", banner));
}));
