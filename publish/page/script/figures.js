// A mark of a figure tells what it is: under the pointer, at the focus, or at the first tap.

import { roving } from "./elements.js";

const tip = document.getElementById("tip");
let tipped = null;

function tell(mark) {
  tipped = mark;
  tip.hidden = !mark;
  if (!mark) return;
  tip.textContent = mark.firstElementChild.getAttribute("aria-label");
  const place = mark.getBoundingClientRect();
  const screen = document.documentElement.clientWidth;
  const width = Math.min(320, screen - 24);
  const left = Math.min(Math.max(12, place.left + place.width / 2 - width / 2), screen - width - 12);
  tip.style.width = `${width}px`;
  tip.style.left = `${left}px`;
  const above = place.top - tip.offsetHeight - 8;
  tip.style.top = `${above > 4 ? above : place.bottom + 8}px`;
}

for (const figure of document.querySelectorAll("figure.drawn")) {
  roving(figure, "a");
  const mark = (event) => event.target.closest("a");
  figure.addEventListener("pointerover", (event) => event.pointerType !== "touch" && tell(mark(event)));
  figure.addEventListener("pointerleave", () => tell(null));
  figure.addEventListener("focusin", (event) => tell(mark(event)));
  figure.addEventListener("focusout", () => tell(null));
  // Capturing, so that it comes before the focus that a tap brings.
  let first = false;
  const press = (event) => (first = event.pointerType === "touch" && mark(event) !== tipped);
  figure.addEventListener("pointerdown", press, true);
  figure.addEventListener("click", (event) => {
    if (first) event.preventDefault();
    tell(first ? mark(event) : null);
  });
}
addEventListener("scroll", () => tell(null), { passive: true });
