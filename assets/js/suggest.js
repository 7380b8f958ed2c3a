// Suggests codes while an article is entered: asks the server after a pause, and shows
// what it says in rows that are copied from the page. Nothing is ticked but by a person;
// a row keeps what was decided of it while its code comes and goes.
import { $, $$, el, list, say } from "./dom.js";

const pause = 500;
const texts = ["title", "summary", "body"];
const bytes = new TextEncoder();
const letters = new TextDecoder();

const short = (quote) => (quote.length > 40 ? quote.slice(0, 39).trimEnd() + "…" : quote);

const watch = (form) => {
  const fields = form.elements;
  const rows = new Map($$(".suggestion", form).map((row) => [$('[name="suggested"]', row).value, row]));
  const order = $$("[data-area-order] > li").map((li) => li.dataset.area);
  const rank = (chip) => order.indexOf($("input", chip).value);
  let timer = 0;
  let asked;

  // light selects words in their field, where they can be seen and heard.
  const light = ({ field, start, quote }) => {
    const { value } = fields[field];
    let at = letters.decode(bytes.encode(value).subarray(0, start)).length;
    if (!value.startsWith(quote, at)) at = value.indexOf(quote);
    if (at < 0) return;
    fields[field].focus();
    fields[field].setSelectionRange(at, at + quote.length);
    fields[field].scrollTop = (fields[field].scrollHeight * at) / value.length - fields[field].clientHeight / 2;
  };

  // reasons are the words, each once; pressed again, the next place where they stand.
  const reasons = (evidence) => {
    const by = Object.groupBy(evidence, (e) => e.quote.toLowerCase());
    return Object.values(by).slice(0, 4).flatMap((places, i) => {
      let turn = 0;
      const words = el("button", { type: "button", className: "linkish", textContent: `“${short(places[0].quote)}”` });
      words.addEventListener("click", () => light(places[turn++ % places.length]));
      return [i ? ", " : " ", words, places.length > 1 ? ` ×${places.length}` : ""];
    });
  };

  const home = (chip) => {
    const to = document.getElementById(chip.dataset.home);
    chip.classList.remove("is-suggested");
    to.insertBefore(chip, [...to.children].find((other) => rank(other) > rank(chip)) ?? null);
  };

  const boxOf = (slug) => $(`[name="areas"][value="${CSS.escape(slug)}"]`, form);

  const rowOf = (kind, { code, name, evidence }) => {
    const key = `${kind}:${code}`;
    const row = rows.get(key) ?? $("#suggestion").content.firstElementChild.cloneNode(true);
    const why = $(".because", row);
    if (!rows.has(key)) {
      rows.set(key, row);
      why.id = `why-${kind}-${code}`;
      for (const input of $$("input", row)) input.value = key;
      $(".sr-only", row).textContent = name;
      $(".check-chip > span:last-of-type", row).textContent = name;
      const shown = $(".party-code", row);
      if (kind === "party" && code !== name) shown.textContent = code;
      else shown.remove();
      $(".check-chip input", row).setAttribute("aria-describedby", why.id);
      if (kind === "area") $(".check-chip", row).remove();
    }
    if (kind === "area") {
      const input = boxOf(code);
      input.setAttribute("aria-describedby", `${why.id} means-${code}`);
      input.parentNode.classList.add("is-suggested");
      row.prepend(input.parentNode);
    }
    if (fields[kind]?.options) $(".check-chip input", row).checked = fields[kind].value === code;
    why.replaceChildren("because:", ...reasons(evidence));
    return row;
  };

  const show = (answer) => {
    const active = document.activeElement;
    for (const chip of $$(".suggestion > [data-home]", form)) home(chip);
    for (const [kind, field] of [["area", "areas"], ["party", "parties"], ["form", "form"], ["stage", "stage"]]) {
      const ul = $(`[data-suggested="${kind}"]`, form);
      // An area that somebody added since the page was opened has no box in it.
      const shown = list(answer[field]).filter((s) => kind !== "area" || boxOf(s.code));
      ul.replaceChildren(...shown.map((s) => rowOf(kind, s)));
      ul.hidden = !ul.firstChild;
    }
    $("[data-suggestions]", form).hidden = !answer.areas.length;
    const found = $("[data-found]", form);
    if (found.textContent !== answer.says) found.textContent = answer.says;
    if (active !== document.activeElement && form.contains(active)) active.focus({ preventScroll: true });
  };

  // What breaks off, or finds no server, leaves the page as it is.
  const ask = async () => {
    clearTimeout(timer);
    asked?.abort();
    asked = new AbortController();
    const body = new URLSearchParams([...texts, "parties"].map((name) => [name, fields[name].value]));
    try {
      const answer = await fetch(form.dataset.suggest, { method: "POST", body, headers: { Accept: "application/json" }, signal: asked.signal });
      if (answer.ok) show(await answer.json());
    } catch {}
  };

  const attach = () => {
    const { value, selectionStart, selectionEnd } = fields.body;
    const quote = value.slice(selectionStart, selectionEnd);
    if (!quote.trim()) return say("Select words in the text first.");
    const area = $("#attach-area");
    const name = area.selectedOptions[0].text;
    const start = bytes.encode(value.slice(0, selectionStart)).length;
    const input = el("input", { type: "checkbox", name: "quotes", value: `${area.value}:${start}:${quote}`, checked: true });
    const label = el("label", { className: "check" }, input, el("span", { textContent: `${name}: “${quote}”` }));
    const ul = $(".attached", form);
    ul.hidden = false;
    ul.append(el("li", {}, label));
    const box = boxOf(area.value);
    if (!box.checked) box.click();
    say(`Attached to ${name}.`);
  };

  const acceptAll = () => {
    const open = $$(".suggestion:not(:has(:checked)) > .check-chip input", form);
    for (const input of open) input.click();
    say(`${open.length} accepted. Nothing is saved yet.`);
  };

  form.addEventListener("input", ({ target }) => {
    if (!texts.includes(target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(ask, pause);
  });

  form.addEventListener("change", ({ target }) => {
    const row = target.closest(".suggestion");
    if (row && target.checked) {
      for (const box of $$(":checked", row)) box.checked = box === target; // accepted or refused, not both
    }
    const [kind, code] = target.value.split(":");
    const select = row && fields[kind];
    if (select?.options && target.checked && target.name === "accept") select.value = code;
    else if (select?.options && select.value === code) select.value = "";
    for (const box of $$(`[name="accept"][value^="${target.name}:"]`, form)) box.checked = box.value === `${target.name}:${target.value}`;
  });

  form.addEventListener("click", (e) => {
    const button = e.target.closest("[data-ask], [data-attach], [name=accept][value=all]");
    if (!button) return;
    e.preventDefault();
    if ("ask" in button.dataset) ask();
    else if ("attach" in button.dataset) attach();
    else acceptAll();
  });

  if (fields.title.value || fields.body.value) ask();
};

for (const form of $$("form[data-suggest]")) watch(form);

// On the page of an article, words that are selected stand ready to be attached.
document.addEventListener("selectionchange", () => {
  const selected = getSelection();
  const box = $("#quote");
  if (box && !selected.isCollapsed && selected.anchorNode.parentNode.closest(".reading, h1")) box.value = selected.toString().trim();
});
