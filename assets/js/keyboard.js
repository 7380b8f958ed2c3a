// data-key="n" or data-key="g d" on a link, button or field is the key that uses it; on a
// popover, the key that shows it. j and k step through [data-items].
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
  else target.click();
};

const step = (by) => {
  const items = $$("[data-items] > li");
  const at = items.indexOf(document.activeElement.closest("[data-items] > li"));
  const next = items[Math.max(0, Math.min(items.length - 1, at + by))];
  $("a, input", next)?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "nearest", behavior: still.matches ? "auto" : "smooth" });
};

document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || root.dataset.keys === "off") return;
  if (e.target.closest(`${field}, [contenteditable]`)) return;
  const press = first ? `${first} ${e.key}` : e.key;
  const hit = $(`[data-key="${CSS.escape(press)}"]`);
  clearTimeout(wait);
  first = "";
  if (hit) use(hit);
  else if (e.key === "j" || e.key === "k") step(e.key === "j" ? 1 : -1);
  else if (e.key === "g") {
    first = "g";
    wait = setTimeout(() => (first = ""), 1200);
    return;
  } else return;
  e.preventDefault();
});
