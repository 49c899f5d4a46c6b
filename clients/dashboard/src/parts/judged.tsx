import { clockText, type KpiColumn, KpiKind } from "@callcentergrpc/client";
import type { ShownRow } from "../state/live.js";
import type { Judgement } from "../state/targets.js";
import { countText, percentText } from "../text/moments.js";
import { type Say, useSay } from "../text/text.js";
import { Num } from "./num.js";
import { useJudge } from "./shown.js";
import { icons } from "./tag.js";

/** A number in the unit of a KPI's limits, as people read it. */
export function limitText(number: number, column: Pick<KpiColumn, "kind" | "unit"> | undefined): string {
  switch (column?.kind) {
    case KpiKind.RATIO:
      return percentText(number);
    case KpiKind.MEAN:
    case KpiKind.TIME:
    case KpiKind.QUANTILE:
    case KpiKind.SINCE:
      return clockText(1000 * number);
    default:
      return countText(Math.round(100 * number) / 100);
  }
}

/** How far a number is from its limit, such as "1.2 points to spare". */
export function roomText(room: number, isAtLeast: boolean, column: Pick<KpiColumn, "kind" | "unit"> | undefined, say: Say): string {
  const points = Math.round(1000 * Math.abs(room)) / 10;
  const gap =
    column?.kind === KpiKind.RATIO
      ? say("points", { value: points === 0 && room !== 0 ? "< 0.1" : countText(points) })
      : limitText(Math.abs(room), column);
  return say(room >= 0 ? "toSpare" : isAtLeast ? "short" : "over", { gap });
}

/** What a number is judged by, and the distance to it: "target ≥ 80% · 1.2 points to spare". */
export function targetText({ limit, isAtLeast, room, isUsual }: Judgement, shown: ShownRow, at: string, say: Say): string {
  const column = shown.board?.columns.find((one) => one.spec === at);
  const target = say(isUsual ? "usualTarget" : "target", { value: `${isAtLeast ? "≥" : "≤"} ${limitText(limit, column)}` });
  return room === undefined ? target : `${target} · ${roomText(room, isAtLeast, column, say)}`;
}

/** The same for a wall, where words take too much room: "≥ 80% · 1.2 to spare". */
export function shortTargetText({ limit, isAtLeast, room, isUsual }: Judgement, shown: ShownRow, at: string, say: Say): string {
  const column = shown.board?.columns.find((one) => one.spec === at);
  const target = `${isUsual ? `${say("usual")} ` : ""}${isAtLeast ? "≥" : "≤"} ${limitText(limit, column)}`;
  if (room === undefined) return target;
  const gap = limitText(Math.abs(room), column).replace("%", "");
  return `${target} · ${say(room >= 0 ? "toSpare" : isAtLeast ? "short" : "over", { gap })}`;
}

/** A number in the colour of its judgement, with an icon where it is not all right; the distance to its limit shows under the pointer. */
export function JudgedNum({ at, ...shown }: ShownRow & { at: string }) {
  const say = useSay();
  const judged = useJudge()(shown, at);
  const isCalm = !judged || judged.level === "ok" || judged.level === "none";
  return (
    <>
      {!isCalm && (
        <span class={`mark ${judged.level}`} role="img" aria-label={say(judged.level)}>
          {icons[judged.level]}
        </span>
      )}
      <Num {...shown} at={at} class={isCalm ? "" : judged.level} note={judged && targetText(judged, shown, at, say)} />
    </>
  );
}
