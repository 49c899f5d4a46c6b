import type { ComponentChildren } from "preact";
import type { Level } from "../state/limits.js";
import { type Point, Spark } from "./spark.js";
import { Tag } from "./tag.js";

/** One large number with what it is judged by; without a level nothing judges it. */
export function Card({
  title,
  level,
  children,
  small,
  points,
  target,
  isStale,
  nothing = "none",
}: {
  title: string;
  level?: Level | undefined;
  children: ComponentChildren;
  small: ComponentChildren;
  points?: readonly Point[];
  target?: number;
  isStale: boolean;
  nothing?: "none" | "noCalls";
}) {
  return (
    <section class={`card ${level ?? "plain-card"} ${isStale ? "stale" : ""}`}>
      <h2>
        {title} {level && <Tag level={level} nothing={nothing} />}
      </h2>
      <div class="value">{children}</div>
      <small>{small}</small>
      {points && <Spark points={points} {...(target === undefined ? {} : { target })} />}
    </section>
  );
}
