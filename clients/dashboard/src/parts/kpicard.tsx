import type { ComponentChildren } from "preact";
import type { Level } from "../state/limits.js";
import { Num, type ShownRow } from "./num.js";
import { Spark, trailOf } from "./spark.js";
import { Tag } from "./tag.js";

/** One large number of a row with what it is judged by, and its line since the page was opened; without a level nothing judges it. */
export function KpiCard({
  shown,
  at,
  title,
  level,
  nothing = "none",
  small,
  target,
  after,
  hasLine = true,
}: {
  shown: ShownRow;
  /** Spec or id of the column. */
  at: string;
  title: string;
  level?: Level | undefined;
  nothing?: "none" | "noCalls";
  small?: ComponentChildren;
  target?: number | undefined;
  /** Follows the number. */
  after?: ComponentChildren;
  hasLine?: boolean;
}) {
  const { board, row, selector } = shown;
  const trail = JSON.stringify([at, row?.labels, selector.groupBy, selector.window]);
  return (
    <section class={`card ${level ?? "plain-card"} ${board?.isStale ? "stale" : ""}`}>
      <h2>
        {title} {level && <Tag level={level} nothing={nothing} />}
      </h2>
      <div class="value">
        <Num {...shown} at={at} />
        {after}
      </div>
      <small>{small}</small>
      {hasLine && <Spark points={trailOf(trail, board?.asOf ?? 0, row?.number(at))} {...(target === undefined ? {} : { target })} />}
    </section>
  );
}
