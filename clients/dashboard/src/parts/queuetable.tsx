import type { Board, Row, SelectorInit } from "@callcentergrpc/client";
import { useMemo, useRef, useState } from "preact/hooks";
import { useQueues } from "../state/directory.js";
import { type Level, levels, pressureScore, worst } from "../state/limits.js";
import { addressOf } from "../state/route.js";
import { useSay } from "../text/text.js";
import { Nothing } from "./frame.js";
import { JudgedNum } from "./judged.js";
import { Num } from "./num.js";
import { ScrollTable } from "./scrolltable.js";
import { useJudge, useSession } from "./shown.js";
import { useSlide } from "./slide.js";
import { Tag } from "./tag.js";
import { type QueueWait, useWaits } from "./waits.js";
import { Filter, useFilter, WindowChoice } from "./window.js";

const judgedKpis = ["contacts_waiting", "service_level", "abandonment_rate", "speed_of_answer"];
const none: readonly string[] = [];
const sortEvery = 5000;
/** More rows than anybody reads; the filter finds the others. */
const rowsMax = 50;
const channelIcons: Readonly<Record<string, string>> = { phone: "☎", chat: "◌", email: "✉", ticket: "#", callback: "↺" };

interface Judged extends QueueWait {
  readonly channels: readonly string[];
  /** The worst of what judges the queue. */
  readonly all: Level;
  readonly score: number;
}

/** The queues, worst first. Rows change places every 5 s at most, and not under the pointer or the focus. */
export function QueueTable({ board, selector }: { board: Board | undefined; selector: SelectorInit }) {
  const say = useSay();
  const text = useFilter();
  const all = useJudged(board, selector);
  const [isHeld, hold] = useState(false);
  const order = useOrder(all, isHeld);
  const rows = all
    .filter((one) => one.queue.toLowerCase().includes(text))
    .sort((a, b) => (order.get(a.queue) ?? 0) - (order.get(b.queue) ?? 0))
    .slice(0, rowsMax);
  const body = useSlide(JSON.stringify(rows.map((one) => one.queue)));
  return (
    <section class={`panel queues ${board?.isStale ? "stale" : ""}`}>
      <h2>
        {say("queuesTitle")}{" "}
        <small>{rows.length < all.length ? say("shownOf", { shown: rows.length, all: all.length }) : say("worstFirst")}</small>
        <span class="end">
          <Filter label={say("filter")} /> <WindowChoice />
        </span>
      </h2>
      {board && all.length === 0 && <Nothing title={say("noQueues")} help={say("noQueuesHelp")} />}
      {all.length > 0 && rows.length === 0 && <Nothing title={say("noMatch")} />}
      {rows.length > 0 && (
        <ScrollTable
          label={say("queuesTitle")}
          onPointerEnter={() => hold(true)}
          onPointerLeave={() => hold(false)}
          onFocusCapture={() => hold(true)}
          onBlurCapture={() => hold(false)}
        >
          <thead>
            <tr>
              <th scope="col" class="left">
                {say("state")}
              </th>
              <th scope="col" class="left">
                {say("queue")}
              </th>
              <th scope="col">{say("waiting")}</th>
              <th scope="col">{say("longest")}</th>
              <th scope="col">{say("toLimit")}</th>
              <th scope="col">{say("serviceLevel")}</th>
              <th scope="col">{say("abandoned")}</th>
              <th scope="col">{say("answerTime")}</th>
              <th scope="col" class="left">
                {say("agentsShort")}
              </th>
            </tr>
          </thead>
          <tbody ref={body}>
            {rows.map((one) => (
              <Line key={one.queue} board={board} selector={selector} {...one} />
            ))}
          </tbody>
        </ScrollTable>
      )}
    </section>
  );
}

function useJudged(board: Board | undefined, selector: SelectorInit): Judged[] {
  const directory = useQueues(useSession());
  const judge = useJudge();
  const waitOf = useWaits();
  return (board?.rows ?? [])
    .filter((row) => row.labels[0] !== "")
    .map((row) => {
      const shown = { board, row, selector };
      const ofWait = waitOf(shown);
      const judged = judgedKpis.flatMap((at) => judge(shown, at) ?? []);
      const shortfalls = judged.flatMap((one) => (one.room === undefined || one.limit === 0 ? [] : [-one.room / one.limit]));
      const [waiting, available] = [row.number("contacts_waiting") ?? 0, row.number("agents_available") ?? 0];
      return {
        ...ofWait,
        channels: directory.get(ofWait.queue)?.channels ?? none,
        all: worst(ofWait.level, ...judged.map((one) => one.level)),
        score: pressureScore({ ...ofWait, shortfalls, waiting, available }),
      };
    });
}

/** The place of each queue, worst first. */
function useOrder(all: readonly Judged[], isHeld: boolean): ReadonlyMap<string, number> {
  const kept = useRef({ at: 0, order: new Map<string, number>() });
  const isNew = all.some((one) => !kept.current.order.has(one.queue));
  if (isNew || (!isHeld && Date.now() - kept.current.at >= sortEvery)) {
    const rank = (one: Judged) => levels.indexOf(one.all);
    const sorted = [...all].sort((a, b) => rank(a) - rank(b) || b.score - a.score || (a.queue < b.queue ? -1 : 1));
    kept.current = { at: Date.now(), order: new Map(sorted.map((one, place) => [one.queue, place])) };
  }
  return kept.current.order;
}

const barWidth = 64;

function Line({ board, selector, ...one }: Judged & { board: Board | undefined; selector: SelectorInit }) {
  const { row, queue, channels, all, level } = one;
  const used = Math.round(barWidth * Math.min(1, one.share)) / barWidth;
  // Drawn anew only when something in it has changed: most rows of a large centre stand still from one second to the next.
  return useMemo(() => {
    const shown = { board, row, selector };
    return (
      <tr data-key={queue}>
        <td class="left">
          <Tag level={all} nothing="noCalls" />
        </td>
        <th scope="row" class="left name">
          <span aria-hidden="true">{channels.map((one) => channelIcons[one] ?? "").join("")}</span>{" "}
          <a href={addressOf("queue", { queue })} title={queue}>
            {queue}
          </a>
        </th>
        <td>
          <JudgedNum {...shown} at="contacts_waiting" />
        </td>
        <td>
          <Num {...shown} at="longest_wait" class={level === "ok" ? "" : level} />
        </td>
        <td>
          <LimitBar share={used} level={level} />
        </td>
        <td>
          <JudgedNum {...shown} at="service_level" />
        </td>
        <td>
          <JudgedNum {...shown} at="abandonment_rate" />
        </td>
        <td>
          <JudgedNum {...shown} at="speed_of_answer" />
        </td>
        <td class="left">
          <Staff {...shown} />
        </td>
      </tr>
    );
  }, [row, all, level, used, channels, board?.isStale, selector.window]);
}

/** How much of a limit is used. */
function LimitBar({ share, level }: { share: number; level: Level }) {
  return (
    <span class={`bar ${level}`}>
      <i style={{ width: `${Math.min(100, 100 * share)}%` }} />
    </span>
  );
}

/** The agents of a queue by what they do, as parts of a bar and as numbers. */
function Staff({ board, row, selector }: { board: Board | undefined; row: Row; selector: SelectorInit }) {
  const of = (...kpis: string[]) => kpis.reduce((sum, kpi) => sum + (row.number(kpi) ?? 0), 0);
  const parts = [
    ["ready", of("agents_available", "agents_ringing")],
    ["talk", of("agents_on_contact")],
    ["wrap", of("agents_in_acw")],
    ["away", of("agents_on_break", "agents_not_ready")],
  ] as const;
  const all = parts.reduce((sum, [, count]) => sum + count, 0);
  return (
    <span class="staff">
      <span class="stack" aria-hidden="true">
        {all > 0 && parts.map(([name, count]) => <i key={name} class={name} style={{ width: `${(100 * count) / all}%` }} />)}
      </span>{" "}
      {["agents_available", "agents_on_contact", "agents_in_acw", "agents_on_break"].map((kpi, i) => (
        <span key={kpi}>
          {i > 0 && " · "}
          <Num board={board} row={row} selector={selector} at={kpi} />
        </span>
      ))}
    </span>
  );
}
