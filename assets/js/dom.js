// Finding things on the page, and telling its listeners.
export const root = document.documentElement;
export const $ = (selector, within = document) => within.querySelector(selector);
export const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

export const el = (tag, properties, ...children) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};

// list is v as an array: go-echarts writes one thing or several.
export const list = (v) => [v ?? []].flat();

const status = el("p", { className: "sr-only", role: "status" });
document.body.append(status);

// say tells a screen reader what just happened.
export const say = (text) => {
  status.textContent = "";
  setTimeout(() => (status.textContent = text), 50);
};
