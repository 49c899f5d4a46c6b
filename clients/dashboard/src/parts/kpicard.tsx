import { KpiKind } from "@callcentergrpc/client";
import type { ComponentChildren } from "preact";
import type { Level } from "../state/limits.js";
import type { ShownRow } from "../state/live.js";
import { useSay } from "../text/text.js";
import { limitText, targetText } from "./judged.js";
import { Num } from "./num.js";
import { useJudge } from "./shown.js";
import { Spark, trailOf } from "./spark.js";
import { Tag } from "./tag.js";

/**
 * One large number of a row with what it is judged by, its line since the page was opened, and what it was a day and a week ago where the board has
 * these columns; without a level and a target nothing judges it.
 */
export function KpiCard({
  shown,
  at,
  title,
  level,
  nothing = "none",
  small,
  after,
  hasLine = true,
}: {
  shown: ShownRow;
  /** Spec or id of the column. */
  at: string;
  title: string;
  /** Where no target judges the number. */
  level?: Level | undefined;
  nothing?: "none" | "noCalls";
  small?: ComponentChildren;
  /** Follows the number. */
  after?: ComponentChildren;
  hasLine?: boolean;
}) {
  const say = useSay();
  const judged = useJudge()(shown, at);
  const { board, row, selector } = shown;
  const shownLevel = judged && judged.level !== "none" ? judged.level : (level ?? judged?.level);
  const trail = JSON.stringify([at, row?.labels, selector.groupBy, selector.window]);
  return (
    <section class={`card ${shownLevel ?? "plain-card"} ${board?.isStale ? "stale" : ""}`}>
      <h2>
        {title} {shownLevel && <Tag level={shownLevel} nothing={nothing} />}
      </h2>
      <div class="value">
        <Num {...shown} at={at} />
        {after}
      </div>
      <small>
        {judged && <div>{targetText(judged, shown, at, say)}</div>}
        {small}
        <Compared {...shown} at={at} />
      </small>
      {hasLine && <Spark points={trailOf(trail, board?.asOf ?? 0, row?.number(at))} {...(judged ? { target: judged.limit } : {})} />}
    </section>
  );
}

/** What a number was in the same window a day and a week ago, with the change since. */
export function Compared({ at, ...shown }: ShownRow & { at: string }) {
  const say = useSay();
  const columns = shown.board?.columns ?? [];
  const before = (["day", "week"] as const).filter((one) => columns.some((column) => column.spec === `${at}~${one}`));
  if (before.length === 0) return null;
  // Counts of a time before the first event are 0.
  const kept = before.filter((one) => shown.row?.number(`${at}~${one}`));
  return (
    <div class="compared">
      {kept.map((one, i) => (
        <span key={one}>
          {i > 0 && " · "}
          {say(one === "day" ? "yesterday" : "lastWeek")} <Num {...shown} at={`${at}~${one}`} />{" "}
          <Change {...shown} at={`${at}~${one}`} />
        </span>
      ))}
      {kept.length === 0 && say("noComparison")}
    </div>
  );
}

/** The change since then, of shares in points, of anything else in percent. */
function Change({ at, board, row }: ShownRow & { at: string }) {
  const say = useSay();
  const column = board?.columns.find((one) => one.spec === at);
  const { change, changePercent } = row?.value(at) ?? {};
  if (!column || change === undefined) return null;
  const arrow = change > 0 ? "▲" : change < 0 ? "▼" : "=";
  const size = Math.abs(change);
  const text =
    column.kind === KpiKind.RATIO
      ? roundedPoints(size)
      : changePercent === undefined
        ? limitText(size, column)
        : `${Math.round(Math.abs(changePercent))}%`;
  return (
    <span class="change" title={say(change > 0 ? "moreThanThen" : change < 0 ? "lessThanThen" : "sameAsThen")}>
      {arrow}
      {change !== 0 && text}
    </span>
  );
}

const roundedPoints = (share: number): string => `${Math.round(1000 * share) / 10}`;
