// A chart as a picture: <button data-png="ID of the option" data-png-name="file name" data-png-height="760">.
// Title, takeaway, legend and source are drawn in, so that the picture can stand alone.
import { optionOf } from "./charts.js";
import { $, el, list } from "./dom.js";
import { areaMark, coloured, fontUI, hollow, patterns, seriesOf, theme, token } from "./theme.js";

const width = 1200, margin = 28, inner = width - 2 * margin;

const pen = el("canvas").getContext("2d");
const widthOf = (text, font) => {
  pen.font = `${font} ${fontUI()}`;
  return pen.measureText(text).width;
};
// A line that breaks between words loses some of its width.
const linesOf = (text, font) => Math.ceil(widthOf(text, font) / (inner * 0.94));

const legendRows = (names) => {
  let rows = 1, x = 0;
  for (const name of names) {
    const w = widthOf(name, "12px") + 30; // mark and gaps
    if (x && x + w > inner) { rows++; x = 0; }
    x += w;
  }
  return rows;
};

const keyOf = ({ id, name }) => {
  const path = areaMark(id ?? "")?.querySelector("path")?.getAttribute("d");
  return { name, ...(path && { icon: "path://" + path }), ...(id === "none" && { itemStyle: hollow() }) };
};

const pictureOf = (fig, option) => {
  const title = $("h2", fig).textContent.trim();
  const takeaway = $(".takeaway", fig)?.textContent.trim() ?? "";
  const wrap = { width: inner, overflow: "break" };
  const series = seriesOf(option).map((s) => ({ ...s, progressive: 0 })); // all of it at once: the picture is taken right after
  const scale = list(option.visualMap);
  const many = series.length > 1 && !scale.length;
  const below = 24 + linesOf(title, "650 17px") * 22 + linesOf(takeaway, "13px") * 18 + 12;
  const rows = many ? legendRows(series.map((s) => s.name)) : 0;
  return {
    ...option,
    series,
    animation: false,
    tooltip: { show: false },
    toolbox: { show: false },
    dataZoom: [], // the whole of it
    aria: patterns(series),
    title: { text: title, subtext: takeaway, left: margin, top: 18, padding: 0, itemGap: 6, textStyle: { ...wrap, lineHeight: 22 }, subtextStyle: { ...wrap, lineHeight: 18 } },
    legend: many ? { show: true, left: margin, right: margin, top: below, padding: 0, align: "left", data: series.map(keyOf) } : { show: false },
    calendar: list(option.calendar).map((c) => ({ ...c, left: margin + 44, right: margin, top: Number(c.top) + below + 8 })),
    grid: { left: margin, right: margin + 16, top: below + rows * 24 + 12, bottom: 52, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    visualMap: scale.map((s) => ({ ...s, orient: "horizontal", left: "auto", right: margin, top: "auto", bottom: 10 })),
    graphic: [{
      type: "text", left: margin, bottom: 18,
      style: { text: `Source: Entente, ${location.href}`, width: inner / 2, overflow: "truncate", fill: token("text-3"), font: `12px ${fontUI()}` },
    }],
  };
};

const download = (button) => {
  const chart = window.echarts.init(el("div"), theme(), { width, height: Number(button.dataset.pngHeight ?? 675) });
  chart.setOption(pictureOf(button.closest(".fig"), coloured(optionOf(button.dataset.png))));
  const href = chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: token("bg") });
  chart.dispose();
  el("a", { href, download: `${button.dataset.pngName ?? "entente-chart"}.png` }).click();
};

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-png]");
  if (button && window.echarts) download(button);
});
