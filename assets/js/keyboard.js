// data-key="n" or data-key="g d" on a link, button or field is the key that uses it; on a
// popover, the key that shows it. j and k step through [data-items]; a key that several
// of these have is that of the one with the focus, or else of the first without a verdict.
// Silent while something is typed, and with <html data-keys="off">.
import { $, $$, root } from "./dom.js";

const field = "input:not([type=checkbox], [type=radio]), textarea, select";
const still = matchMedia("(prefers-reduced-motion: reduce)");
let first = ""; // "g" while its second key is awaited
let wait = 0;

const use = (target) => {
  if (target.matches(field)) {
    target.focus();
    target.select?.();
  } else if (target.popover) target.togglePopover();
  else {
    if (target.matches("summary")) target.focus();
    target.click();
  }
};

const itemOf = (target) => target.closest("[data-items] > li");

const step = (by) => {
  const items = $$("[data-items] > li");
  const at = items.indexOf(itemOf(document.activeElement));
  const next = items[Math.max(0, Math.min(items.length - 1, at + by))];
  $("a, input", next)?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "nearest", behavior: still.matches ? "auto" : "smooth" });
};

// moveOn goes on from a verdict: to what is chosen instead, or to the next suggestion.
const moveOn = (radio) => {
  radio.focus({ preventScroll: true });
  if (radio.value === "change") $(".to .input", itemOf(radio)).focus();
  else step(1);
};

document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || root.dataset.keys === "off") return;
  if (e.target.closest(`${field}, [contenteditable]`)) return;
  const press = first ? `${first} ${e.key}` : e.key;
  const key = `[data-key="${CSS.escape(press)}"]`;
  const item = itemOf(document.activeElement) ?? $(".verdicts > li:not(:has(.verdict :checked))");
  const hit = (item && $(key, item)) ?? $(key);
  clearTimeout(wait);
  first = "";
  if (hit) {
    use(hit);
    if (hit.type === "radio") moveOn(hit);
  }
  else if (e.key === "j" || e.key === "k") step(e.key === "j" ? 1 : -1);
  else if (e.key === "g") {
    first = "g";
    wait = setTimeout(() => (first = ""), 1200);
    return;
  } else return;
  e.preventDefault();
});
