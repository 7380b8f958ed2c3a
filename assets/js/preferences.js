// Theme, patterns, keys: <form method="post" action="/preferences"> with buttons
//   <button name="theme" value="dark" aria-pressed="false">, one for each value, or
//   <button name="patterns" value="on" aria-pressed="false" data-toggle>, which turns over.
// The server keeps a cookie and writes <html data-theme data-patterns data-keys>; here
// the same is done at once.
import { $$, root } from "./dom.js";

const year = 365 * 24 * 60 * 60;

document.addEventListener("submit", (e) => {
  const button = e.submitter;
  if (e.target.getAttribute("action") !== "/preferences" || !button?.name) return;
  e.preventDefault();
  const { name, value } = button;
  root.dataset[name] = value;
  document.cookie = `${name}=${value}; path=/; max-age=${year}; samesite=lax`;
  for (const b of $$(`form[action="/preferences"] button[name="${CSS.escape(name)}"]`)) {
    const toggle = "toggle" in b.dataset;
    b.ariaPressed = String(toggle ? value === "on" : b.value === value);
    if (toggle) b.value = value === "on" ? "off" : "on";
  }
});
