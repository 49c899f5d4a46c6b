import {
  PeriodUnit,
  type Target,
  TargetDirection,
  type TargetState,
  textOf,
  type Window,
  millisecondsOf,
  noValue,
} from "@callcentergrpc/client";
import { serverNow } from "../state/clock.js";
import { levels } from "../state/limits.js";
import { levelOf } from "../state/targets.js";
import { countText, lengthText, percentText } from "../text/moments.js";
import { type Say, titleOf, useSay } from "../text/text.js";
import { limitText, roomText } from "./judged.js";
import { useTargets } from "./shown.js";
import { Tag } from "./tag.js";

/** How one group does against one target, as people read it. */
interface Goal {
  readonly target: Target;
  readonly state: TargetState;
  readonly title: string;
  readonly group: string;
  /** Of the target's groups, those that meet it: "3 of 5". Empty for a target without groups. */
  readonly met: string;
}

const rank = ({ state }: Goal): number => levels.indexOf(levelOf(state.status));

/** Each target with the group that does worst, those of today first, and of these the worst first. */
function goalsOf(targets: readonly Target[], say: Say): Goal[] {
  const goals = targets.flatMap((target): Goal[] => {
    const states = target.states.filter((one) => one.labels.length === 0 || one.labels.some(Boolean));
    const known = states.filter(({ status }) => levelOf(status) !== "none");
    const [worst] = [...(known.length > 0 ? known : states)].sort((a, b) => badness(b, target) - badness(a, target));
    if (!worst) return [];
    const met = known.filter(({ status }) => levelOf(status) !== "act").length;
    return [
      {
        target,
        state: worst,
        title: titleOf(target.column?.titles ?? {}, target.column?.spec ?? ""),
        group: [...target.where.flatMap((one) => one.values), ...worst.labels].join(" · "),
        met: target.groupBy.length > 0 ? say("metOf", { met, all: known.length }) : "",
      },
    ];
  });
  return goals.sort((a, b) => Number(isToday(b.target.window)) - Number(isToday(a.target.window)) || rank(a) - rank(b));
}

const badness = ({ gap }: TargetState, { direction }: Target): number =>
  gap === undefined ? -Infinity : direction === TargetDirection.AT_LEAST ? -gap : gap;

const isToday = (window: Window | undefined): boolean =>
  window?.span.case === undefined ||
  window.span.case === "sinceMidnight" ||
  (window.span.case === "period" && window.span.value.unit === PeriodUnit.DAY);

function windowText(window: Window | undefined, say: Say): string {
  if (isToday(window)) return say("today");
  return window?.span.case === "sliding" ? say("lastTime", { time: lengthText(millisecondsOf(window.span.value)) }) : "";
}

/** How many more may miss before a target is lost, or what it takes to reach it. */
function budgetText({ errorBudget, value }: TargetState, say: Say): string {
  if (!errorBudget || value?.value.case !== "ratio") return "";
  const left = Math.floor((errorBudget.ofForecast ?? errorBudget.soFar) + 1e-9);
  const needed = errorBudget.requiredFromNow;
  const budget = left >= 0 ? say("budgetLeft", { count: countText(left) }) : say("budgetSpent", { count: countText(-left) });
  if (needed === undefined || left >= 0) return budget;
  return `${budget} · ${needed > 1 ? say("outOfReach") : say("fromNowOn", { value: percentText(needed) })}`;
}

/** How much of a goal is reached, 0 to 1: of one that is not to be exceeded, what is left of it. */
const reached = ({ state, target }: Goal): number => {
  const share = (state.percentOfTarget ?? 0) / 100;
  return Math.max(0, Math.min(1, target.direction === TargetDirection.AT_LEAST ? share : share > 1 ? 1 / share : 1));
};

/** The tenant's targets with their attainment; nothing without targets. */
export function Goals({ max = Infinity, isWall = false }: { max?: number; isWall?: boolean }) {
  const say = useSay();
  const goals = goalsOf(useTargets() ?? [], say);
  if (goals.length === 0) return null;
  const shown = goals.slice(0, max);
  return (
    <section class={isWall ? "goals wall-goals" : "panel goals"} aria-label={say("goals")}>
      {!isWall && (
        <h2>
          {say("goals")} <small>{say("goalsHint")}</small>
        </h2>
      )}
      <ul>
        {shown.map((goal) => (
          <GoalItem key={goal.target.name} goal={goal} />
        ))}
      </ul>
    </section>
  );
}

function GoalItem({ goal }: { goal: Goal }) {
  const say = useSay();
  const { target, state, title, group, met } = goal;
  const isAtLeast = target.direction === TargetDirection.AT_LEAST;
  const level = levelOf(state.status);
  const room = state.gap === undefined ? undefined : isAtLeast ? state.gap : -state.gap;
  const remarks = [
    room !== undefined && roomText(room, isAtLeast, target.column, say),
    budgetText(state, say),
    met,
    !target.active && say("outOfHours"),
  ];
  return (
    <li class={`goal ${level}`} title={target.name}>
      <span class="goal-name">
        {title} <Tag level={level} />
      </span>
      <span class="goal-value">
        <b class="num">{state.value ? textOf(state.value, serverNow()) : noValue}</b>{" "}
        <span class="dim">
          {isAtLeast ? "≥" : "≤"} {limitText(target.limit, target.column)} ·{" "}
          {[group, windowText(target.window, say)].filter(Boolean).join(" · ")}
        </span>
      </span>
      <span class={`bar ${level}`}>
        <i style={{ width: `${100 * (level === "none" ? 0 : reached(goal))}%` }} />
      </span>
      <small>{remarks.filter(Boolean).join(" · ")}</small>
    </li>
  );
}
