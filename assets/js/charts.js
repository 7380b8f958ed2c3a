// Charts, laid over their tables:
//   <div class="plot plot--lg" data-chart="ID" data-label="what it shows">table</div>
//   <script type="application/json" id="ID">an ECharts option, as go-echarts writes it</script>
// A datum is a number or [place, height, count]: the height is drawn, the count is told.
// A datum with an href opens it, a name and a note are told with it. Where ECharts is missing the table stays.
import { $, $$, el, list, root } from "./dom.js";
import { areaMark, coloured, inDoubt, onLook, patterns, seriesOf, theme, token } from "./theme.js";

const drawn = new Map(); // plot → its chart
const number = new Intl.NumberFormat(root.lang || "en");

// optionOf reads an option from the page, without the palette that go-echarts adds: ours is in the theme.
export const optionOf = (id) => {
  const { color, ...option } = JSON.parse(document.getElementById(id).textContent);
  return option;
};

const told = ({ value }) => (Array.isArray(value) ? value[2] ?? value[1] : value);
const height = ({ value }) => Number(Array.isArray(value) ? value[1] : value) || 0;

// A label that ends in "*" is a period that still runs.
const named = (label) => String(label ?? "").replace(/\s*\*$/, " (so far)");

// Marks that stand on each other are told with their sum; those side by side, each for itself.
const tooltip = (stacked) => (params) => {
  const marks = [params].flat();
  const one = marks.length === 1;
  // Those in doubt are among the others.
  const total = one ? told(marks[0]) : marks.reduce((sum, m) => sum + (inDoubt.has(m.seriesId) ? 0 : height(m)), 0);
  const cell = (textContent) => el("span", { textContent });
  const rows = one ? [] : stacked ? marks.filter((m) => height(m) > 0).reverse() : marks;
  const sum = stacked || one ? cell(number.format(Math.round(total))) : "";
  return el("div", { className: "tip" },
    el("b", {}, cell(named(marks[0]?.name)), sum),
    ...rows.map((m) => {
      const mark = areaMark(m.seriesId)?.cloneNode(true) ?? "";
      return el("div", {}, el("span", { className: "area-" + m.seriesId }, mark), cell(m.seriesName), cell(number.format(told(m))));
    }),
    one && marks[0].data?.note ? el("p", { textContent: marks[0].data.note }) : "");
};

// Marks that are cells are pointed at one by one; all others by their place on the axis.
const cells = (option) => list(option.series).every((s) => s.type === "heatmap");

const isCategory = (axis) => axis?.type === "category" || Boolean(axis?.data);

// laidOut is the option with places for what go-echarts leaves to chance.
const laidOut = (option) => {
  if (option.calendar) return option; // it is laid out by year
  const zoom = list(option.dataZoom);
  const slider = zoom.some((z) => z.type === "slider");
  const lying = list(option.yAxis).some(isCategory); // bars that lie
  option.grid = { left: 4, right: lying ? 40 : 8, top: 12, bottom: slider ? 36 : 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" };
  option.dataZoom = zoom.map((z) => (z.type === "slider" ? { ...z, left: 36, right: 16, bottom: 8, height: 14, moveHandleSize: 0 } : z));
  const heat = cells(option);
  const labels = (axes, how) => list(axes).map((axis) => ({ ...axis, ...(heat && { axisLine: { show: false } }), axisLabel: { ...how, ...axis.axisLabel } }));
  if (heat) option.xAxis = labels(option.xAxis, { interval: 0 });
  if (slider) option.xAxis = labels(option.xAxis, { alignMaxLabel: "right" });
  if (lying) option.yAxis = labels(option.yAxis, { interval: 0, hideOverlap: false, width: 140, overflow: "break", lineHeight: 12.5 });
  return option;
};

// optionFor is what plot shows now: its option in today's colours.
const optionFor = (plot) => {
  const option = laidOut(coloured(optionOf(plot.dataset.chart)));
  option.series = seriesOf(option).map((s) => ({ ...s, cursor: list(s.data).some((d) => d?.href) ? "pointer" : "default" }));
  return {
    ...option,
    animation: false,
    aria: patterns(option.series),
    title: { show: false }, legend: { show: false }, toolbox: { show: false }, // the page has real ones
    tooltip: { ...option.tooltip, trigger: cells(option) ? "item" : "axis", formatter: tooltip(option.series.some((s) => s.stack)), axisPointer: { type: "shadow", z: -1, shadowStyle: { color: token("chart-grid"), opacity: 0.6 } } },
  };
};

const open = ({ data, event }) => {
  if (!data?.href) return;
  if (event.event.ctrlKey || event.event.metaKey) window.open(data.href);
  else location.assign(data.href);
};

const mount = (plot) => {
  const drawing = el("div", { className: "drawing", role: "img", ariaLabel: plot.dataset.label ?? "" });
  try {
    plot.append(drawing);
    const chart = window.echarts.init(drawing, theme(), { renderer: "svg" });
    chart.setOption(optionFor(plot));
    chart.on("click", open);
    drawn.set(plot, chart);
    plot.dataset.state = "ready";
    new ResizeObserver(() => drawing.clientWidth && chart.resize()).observe(drawing);
  } catch (problem) {
    console.error(problem);
    drawing.remove();
    plot.dataset.state = "failed";
  }
};

// repaint draws everything in the colours of now; what the reader zoomed into stays.
const repaint = () => {
  for (const [plot, chart] of drawn) {
    const seen = list(chart.getOption().dataZoom);
    const option = optionFor(plot);
    option.dataZoom = list(option.dataZoom).map((z, i) => ({ ...z, start: seen[i]?.start, end: seen[i]?.end }));
    chart.setTheme(theme());
    chart.setOption(option);
  }
};

// mountAll draws every chart of the page: they are few, and one that waits to
// come into sight would be missing where a page is printed or captured whole.
export const mountAll = () => {
  const plots = $$(".plot[data-chart]");
  if (!window.echarts) {
    plots.forEach((plot) => (plot.dataset.state = "failed"));
    $$("[data-png]").forEach((button) => (button.hidden = true));
    return;
  }
  onLook(repaint);
  plots.forEach(mount);
};

// An entry of the legend or a row of the table lights up its series.
const light = (type) => ({ target }) => {
  const key = target.closest?.("[data-series]");
  const plot = key && $(".plot[data-chart]", key.closest(".fig"));
  drawn.get(plot)?.dispatchAction({ type, seriesId: key.dataset.series });
};
for (const event of ["pointerover", "focusin"]) document.addEventListener(event, light("highlight"));
for (const event of ["pointerout", "focusout"]) document.addEventListener(event, light("downplay"));
