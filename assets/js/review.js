// The review of an article: how many suggestions are decided. Beside the text, the first
// is at hand at once; on a phone the text comes first.
import { $, $$ } from "./dom.js";

const form = $("[data-review]");

form?.addEventListener("change", () => {
  $("[data-verdict-count]").textContent = `${$$(".verdict :checked", form).length} of ${$$(".verdict", form).length} decided`;
});

if (form && !$("[autofocus]") && matchMedia("(width >= 64rem)").matches) {
  $(".verdicts > li:not(:has(.verdict :checked)) input", form)?.focus({ preventScroll: true });
}
