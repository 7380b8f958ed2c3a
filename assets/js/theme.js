// What a chart looks like. Colours live in the style sheet only; this reads them.
import { $, $$, el, list, root } from "./dom.js";

const probe = el("i", { hidden: true });
document.body.append(probe);

// colour turns what CSS understands, var() and light-dark() too, into plain rgb().
export const colour = (css) => {
  probe.style.color = "";
  probe.style.color = css;
  return getComputedStyle(probe).color;
};
export const token = (name) => colour(`var(--${name})`);
export const fontUI = () => getComputedStyle(document.body).fontFamily;

// coloured copies an option with every "var(--name)" in it made a colour.
export const coloured = (v) => {
  if (typeof v === "string") return v.startsWith("var(--") ? colour(v) : v;
  if (Array.isArray(v)) return v.map(coloured);
  if (v && typeof v === "object") return Object.fromEntries(Object.entries(v).map(([k, x]) => [k, coloured(x)]));
  return v;
};

// seriesOf lists the series of an option. Rows without an area are hollow, not
// filled; what is in doubt is hatched, over the columns that hold it or may hold it.
export const seriesOf = (option) => list(option.series).map((s) => (styles[s.id] ? { ...s, itemStyle: styles[s.id](), silent: inDoubt.has(s.id) } : s));
export const inDoubt = new Set(["vague", "ahead"]); // ids of series that count nothing by themselves
export const hollow = () => ({ color: token("bg"), borderColor: token("area-none"), borderWidth: 1 });
const hatched = (ink) => () => ({
  color: "rgba(0,0,0,0)",
  borderWidth: 0,
  decal: { symbol: "rect", symbolSize: 1, dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4, color: token(ink) },
});
const styles = { none: hollow, vague: hatched("bg"), ahead: hatched("line-strong") };

// The areas and their marks, in codebook order, as the page lists them once.
const areas = $$("[data-area-order] [data-area]");
export const areaMark = (slug) => $(`[data-area-order] [data-area="${CSS.escape(slug)}"] .mark`);

// Patterns for those who cannot tell the colours apart; one per area.
const shapes = ["rect", "triangle", "circle", "diamond"];
const pattern = (i) => ({
  symbol: shapes[i % 4],
  symbolSize: i < 4 ? 0.9 : 0.7,
  rotation: ((i % 3) - 1) * Math.PI / 4,
  dashArrayX: i % 2 ? [1, 0] : [[3, 3], [0, 3, 3, 0]],
  dashArrayY: [2 + (i >> 2), 3 + (i % 3)],
  color: "rgba(255,255,255,.55)",
});

const contrast = matchMedia("(prefers-contrast: more)");

// patterns is the aria option for series: patterns where they are wanted and tell areas apart.
export const patterns = (series) => ({
  enabled: true,
  label: { enabled: false }, // the page says it better
  decal: {
    show: series.length > 1 && (root.dataset.patterns === "on" || contrast.matches),
    decals: series.map(({ id }, i) => {
      const at = areas.findIndex((a) => a.dataset.area === id);
      return pattern(at < 0 ? areas.length + i : at);
    }),
  },
});

// onLook calls back when colours or patterns have to be drawn anew.
export const onLook = (redraw) => {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  contrast.addEventListener("change", redraw);
  new MutationObserver(redraw).observe(root, { attributeFilter: ["data-theme", "data-patterns"] });
};

export const theme = () => {
  const [bg, surface, text, text2, grid, axis, tint, accent] =
    ["bg", "surface", "text", "text-2", "chart-grid", "chart-axis", "accent-tint", "accent"].map(token);
  const label = { color: text2, fontSize: 12, fontFamily: fontUI() };
  const category = {
    axisLine: { lineStyle: { color: axis } },
    axisTick: { show: false },
    axisLabel: { ...label, hideOverlap: true, margin: 8 },
    splitLine: { show: false },
  };
  const value = {
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: label,
    splitLine: { lineStyle: { color: grid, width: 1 } },
    splitNumber: 4,
    minInterval: 1,
    nameTextStyle: { ...label, align: "left" },
  };
  const handle = { color: surface, borderColor: axis };
  return {
    color: areas.map((a) => token("area-" + a.dataset.area)),
    backgroundColor: "transparent",
    textStyle: { fontFamily: fontUI(), color: text, fontSize: 12 },
    title: { textStyle: { color: text, fontSize: 17, fontWeight: 650 }, subtextStyle: { color: text2, fontSize: 13 } },
    categoryAxis: category,
    timeAxis: category,
    valueAxis: value,
    bar: { barCategoryGap: "22%", barMaxWidth: 64, itemStyle: { borderColor: bg, borderWidth: 0.75 } },
    line: { symbol: "circle", symbolSize: 5, lineStyle: { width: 2 } },
    heatmap: { itemStyle: { borderColor: bg, borderWidth: 1 }, emphasis: { itemStyle: { borderColor: text } } },
    calendar: {
      itemStyle: { color: token("sunken"), borderColor: bg, borderWidth: 1 },
      splitLine: { lineStyle: { color: axis, width: 1 } },
      dayLabel: { ...label, fontSize: 10 }, monthLabel: label, yearLabel: { ...label, fontWeight: 600, fontSize: 13, margin: 26 },
    },
    legend: { textStyle: { color: text2, fontSize: 12 }, icon: "roundRect", itemWidth: 11, itemHeight: 11, itemGap: 12, itemStyle: { borderWidth: 0 } },
    tooltip: { backgroundColor: "transparent", borderWidth: 0, padding: 0, shadowBlur: 0, shadowColor: "transparent", confine: true, transitionDuration: 0 },
    visualMap: { textStyle: { color: text2 } },
    dataZoom: {
      backgroundColor: "transparent", borderColor: grid, fillerColor: tint, handleStyle: handle, moveHandleStyle: { color: axis, opacity: 0.5 },
      emphasis: { handleStyle: { ...handle, borderColor: accent }, moveHandleStyle: { color: accent } },
      showDetail: false, showDataShadow: false, brushSelect: false,
      zoomOnMouseWheel: "ctrl", preventDefaultMouseMove: false, // the wheel and the finger scroll the page
    },
  };
};
