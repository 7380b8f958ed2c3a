// Trusted Types: no string becomes HTML. ECharts empties elements by setting their
// HTML to "", so the default policy lets the empty string pass, and nothing else.
window.trustedTypes?.createPolicy("default", { createHTML: (html) => (html === "" ? "" : null) });
