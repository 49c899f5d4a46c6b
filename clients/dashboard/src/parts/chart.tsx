import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { theme } from "../state/look.js";
import { useStore } from "../state/store.js";
import { minuteOfDay } from "../text/moments.js";

/** One line of a chart. */
export interface Series {
  readonly name: string;
  readonly values: readonly (number | undefined)[];
  readonly colour: string;
  /** Drawn as bars, on the same axis as the other counts. */
  readonly isBar?: boolean;
  /** A share of 0 to 1, on the right axis. */
  readonly isShare?: boolean;
  /** Of an earlier day: a dashed line. */
  readonly isThen?: boolean;
}

const height = 260;
const font = "12px Inter, system-ui, sans-serif";

/** Counts as bars and shares as lines over time. Moments in milliseconds. The same numbers stand in the table beside it. */
export function Chart({
  moments,
  series,
  zone,
  label,
}: {
  moments: readonly number[];
  series: readonly Series[];
  zone: string;
  label: string;
}) {
  const box = useRef<HTMLDivElement>(null);
  const look = useStore(theme);
  const key = JSON.stringify([moments, series]);
  useEffect(() => {
    const frame = box.current;
    if (!frame || moments.length === 0) return undefined;
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const width = () => frame.clientWidth - 24;
    // Half a step of room, so that the first and the last bar are whole.
    const room = moments.length > 1 ? ((moments[1] ?? 0) - (moments[0] ?? 0)) / 2000 : 900;
    const axis = { font, stroke: colour("--dim"), grid: { stroke: colour("--line"), width: 1 }, ticks: { stroke: colour("--line") } };
    const plot = new uPlot(
      {
        width: width(),
        height,
        cursor: { y: false },
        legend: { live: false },
        scales: {
          x: { time: true, range: (_, min, max) => [min - room, max + room] },
          share: { range: [0, 1] },
          y: { range: (_, __, max) => [0, Math.max(1, max * 1.1)] },
        },
        axes: [
          { ...axis, values: (_, ticks) => ticks.map((tick) => minuteOfDay(1000 * tick, zone)) },
          axis,
          {
            ...axis,
            scale: "share",
            side: 1,
            grid: { show: false },
            values: (_, ticks) => ticks.map((tick) => `${Math.round(100 * tick)}%`),
          },
        ],
        series: [
          {},
          ...series.map((one): uPlot.Series => ({
            label: one.name,
            stroke: colour(one.colour),
            width: 2,
            scale: one.isShare ? "share" : "y",
            points: { show: !one.isBar && !one.isThen, size: 5 },
            ...(one.isThen ? { dash: [5, 5] } : {}),
            ...(one.isBar
              ? { fill: `${colour(one.colour)}66`, paths: uPlot.paths.bars?.({ size: [0.6, 60] }) as uPlot.Series.PathBuilder }
              : {}),
          })),
        ],
      },
      [moments.map((moment) => moment / 1000), ...series.map((one) => one.values.map((value) => value ?? null))],
      frame,
    );
    const resized = new ResizeObserver(() => plot.setSize({ width: width(), height }));
    resized.observe(frame);
    return () => {
      resized.disconnect();
      plot.destroy();
    };
  }, [key, look, zone]);
  return <div ref={box} class="chart" role="img" aria-label={label} />;
}
