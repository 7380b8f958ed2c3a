// <details class="menu"> closes on Escape and on a click outside.
import { $, $$ } from "./dom.js";

document.addEventListener("click", ({ target }) => {
  for (const menu of $$("details.menu[open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
});

document.addEventListener("keydown", ({ key, target }) => {
  const menu = key === "Escape" && target.closest("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  $("summary", menu).focus();
});
