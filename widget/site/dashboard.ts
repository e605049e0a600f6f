// Draws the charts of the dashboard from the tables beside them, which anybody can open and which need no script.

import uPlot from "uplot";

const HEIGHT = 180;
const DAY = 86_400;
const language = document.documentElement.lang || "en";
const day = new Intl.DateTimeFormat(language, { month: "short", day: "numeric", timeZone: "UTC" });
const short = new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 1 });
const share = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 });

/** What a chart shows: days, then numbers of each series, null where there is no data; and how a reader writes them. */
interface Drawn {
  data: uPlot.AlignedData;
  written: string[][];
}

function read(table: HTMLTableElement): Drawn {
  const rows = [...(table.tBodies[0]?.rows ?? [])];
  const column = (index: number) =>
    rows.map(({ cells }) => {
      const value = cells[index]?.dataset["value"];
      return value === undefined || value === "" ? null : Number(value);
    });
  const days = rows.map(({ cells }) => Date.parse(`${cells[0]?.dataset["value"] ?? ""}T00:00:00Z`) / 1000);
  const series = Array.from({ length: (rows[0]?.cells.length ?? 1) - 1 }, (_, index) => column(index + 1));
  return {
    data: [days, ...series],
    written: rows.map(({ cells }) => [...cells].map((cell) => cell.textContent.trim())),
  };
}

/** The colours as the style sheet has them now, in the light or in the dark. */
function colours(figure: HTMLElement, keys: HTMLElement[]) {
  return {
    text: getComputedStyle(figure.querySelector(".hc-chart-plot") ?? figure).color,
    line: getComputedStyle(figure.querySelector(".hc-chart-plot") ?? figure).borderBlockEndColor,
    series: keys.map((key) => getComputedStyle(key.querySelector(".hc-chart-swatch") ?? key).backgroundColor),
  };
}

function options(figure: HTMLElement, keys: HTMLElement[], width: number, written: string[][]): uPlot.Options {
  const { text, line, series } = colours(figure, keys);
  const isShare = figure.dataset["chart"] === "share";
  const axis = { stroke: text, font: "12px system-ui, sans-serif", ticks: { show: false } };
  const tell = (plot: uPlot) => {
    const index = plot.cursor.idx ?? undefined;
    const row = index === undefined ? undefined : written[index];
    for (const [number, key] of keys.entries()) {
      const value = key.querySelector("output");
      if (value) value.textContent = row?.[number + 1] ?? "";
    }
    const caption = figure.querySelector<HTMLElement>(".hc-chart-day");
    if (caption) caption.textContent = row?.[0] ?? "";
  };
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
    scales: { x: { time: true }, y: { range: (_plot, _low, high) => [0, isShare ? 1 : Math.max(high, 4) * 1.08] } },
    tzDate: (stamp) => uPlot.tzDate(new Date(stamp * 1000), "Etc/UTC"),
    axes: [
      { ...axis, grid: { show: false }, space: 70, incrs: [1, 2, 7, 14, 28, 56, 91].map((days) => days * DAY), values: (_plot, stamps) => stamps.map((stamp) => day.format(stamp * 1000)) },
      { ...axis, grid: { stroke: line, width: 1 }, size: 48, space: 44, values: (_plot, values) => values.map((value) => (isShare ? share : short).format(value)) },
    ],
    series: [
      {},
      ...series.map((stroke, index) => ({
        stroke,
        width: 2,
        points: { show: written.length < 3 },
        dash: index === 1 ? [6, 4] : [], // colour is never the only sign
        spanGaps: false,
      })),
    ],
    hooks: { setCursor: [tell] },
  };
}

function draw(figure: HTMLElement): void {
  const place = figure.querySelector<HTMLElement>(".hc-chart-plot");
  const table = figure.querySelector("table");
  if (!place || !table) return;
  const keys = [...figure.querySelectorAll<HTMLElement>(".hc-chart-key")];
  const { data, written } = read(table);
  let plot: uPlot | undefined;
  let width = 0;
  const make = () => {
    plot?.destroy();
    plot = new uPlot(options(figure, keys, width, written), data, place);
  };
  new ResizeObserver(([entry]) => {
    const now = Math.floor(entry?.contentRect.width ?? 0);
    if (now === width || now === 0) return;
    width = now;
    if (plot) plot.setSize({ width, height: HEIGHT });
    else make();
  }).observe(place);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    if (plot) make();
  });
}

for (const figure of document.querySelectorAll<HTMLElement>("[data-chart]")) draw(figure);
