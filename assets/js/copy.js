// <button data-copy="url" data-copied="Link copied"> copies the address of this view.
import { say } from "./dom.js";

document.addEventListener("click", ({ target }) => {
  const button = target.closest('[data-copy="url"]');
  if (button) navigator.clipboard?.writeText(location.href).then(() => say(button.dataset.copied ?? "Copied"));
});
