import { type Board, momentOf, type Row, type SelectorInit } from "@callcentergrpc/client";
import { useRef, useState } from "preact/hooks";
import { ageMoment, useNow } from "../state/clock.js";
import { useQueues } from "../state/directory.js";
import {
  abandonmentLevel,
  type Level,
  levels,
  pressureScore,
  serviceLevelLevel,
  waitLevel,
  waitLimit,
  worst,
} from "../state/limits.js";
import { addressOf } from "../state/route.js";
import { useSay } from "../text/text.js";
import { Nothing } from "./frame.js";
import { Num } from "./num.js";
import { ScrollTable } from "./scrolltable.js";
import { useSession } from "./shown.js";
import { useSlide } from "./slide.js";
import { Tag } from "./tag.js";
import { Filter, useFilter, WindowChoice } from "./window.js";

const sortEvery = 5000;
/** More rows than anybody reads; the filter finds the others. */
const rowsMax = 100;
const channelIcons: Readonly<Record<string, string>> = { phone: "☎", chat: "◌", email: "✉", ticket: "#", callback: "↺" };

interface Judged {
  readonly row: Row;
  readonly queue: string;
  readonly channels: readonly string[];
  readonly level: Level;
  readonly wait: number | undefined;
  readonly limit: number | undefined;
  readonly score: number;
}

/** The queues, worst first. Rows change places every 5 s at most, and not under the pointer or the focus. */
export function QueueTable({ board, selector }: { board: Board | undefined; selector: SelectorInit }) {
  const say = useSay();
  const text = useFilter();
  const all = useJudged(board);
  const [isHeld, hold] = useState(false);
  const order = useOrder(all, isHeld);
  const rows = all
    .filter((one) => one.queue.toLowerCase().includes(text))
    .sort((a, b) => (order.get(a.queue) ?? 0) - (order.get(b.queue) ?? 0))
    .slice(0, rowsMax);
  const body = useSlide();
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

function useJudged(board: Board | undefined): Judged[] {
  const session = useSession();
  const directory = useQueues(session);
  const now = useNow();
  if (!board) return [];
  return board.rows
    .filter((row) => row.labels[0] !== "")
    .map((row) => {
      const queue = row.labels[0] ?? "";
      const channels = directory.get(queue)?.channels ?? [];
      const { value } = row.value("longest_wait");
      const wait = value.case === "time" ? ageMoment(board, now) - momentOf(value.value) : undefined;
      const limit = waitLimit(session.settings, queue, channels);
      const [serviceLevel, waiting, available] = [
        row.number("service_level"),
        row.number("contacts_waiting") ?? 0,
        row.number("agents_available") ?? 0,
      ];
      const level = worst(waitLevel(wait, limit), serviceLevelLevel(serviceLevel), abandonmentLevel(row.number("abandonment_rate")));
      return { row, queue, channels, level, wait, limit, score: pressureScore({ wait, limit, serviceLevel, waiting, available }) };
    });
}

/** The place of each queue, worst first. */
function useOrder(all: readonly Judged[], isHeld: boolean): ReadonlyMap<string, number> {
  const kept = useRef({ at: 0, order: new Map<string, number>() });
  const isNew = all.some((one) => !kept.current.order.has(one.queue));
  if (isNew || (!isHeld && Date.now() - kept.current.at >= sortEvery)) {
    const rank = (one: Judged) => levels.indexOf(one.level);
    const sorted = [...all].sort((a, b) => rank(a) - rank(b) || b.score - a.score || (a.queue < b.queue ? -1 : 1));
    kept.current = { at: Date.now(), order: new Map(sorted.map((one, place) => [one.queue, place])) };
  }
  return kept.current.order;
}

function Line({
  board,
  selector,
  row,
  queue,
  channels,
  level,
  wait,
  limit,
}: Judged & { board: Board | undefined; selector: SelectorInit }) {
  const shown = { board, row, selector };
  const ofWait = waitLevel(wait, limit);
  return (
    <tr data-key={queue}>
      <td class="left">
        <Tag level={level} nothing="noCalls" />
      </td>
      <th scope="row" class="left name">
        <span aria-hidden="true">{channels.map((one) => channelIcons[one] ?? "").join("")}</span>{" "}
        <a href={addressOf("queue", { queue })} title={queue}>
          {queue}
        </a>
      </th>
      <td>
        <Num {...shown} at="contacts_waiting" />
      </td>
      <td>
        <Num {...shown} at="longest_wait" class={ofWait === "ok" ? "" : ofWait} />
      </td>
      <td>
        <LimitBar share={wait === undefined || !limit ? 0 : wait / limit} level={ofWait} />
      </td>
      <td>
        <Num {...shown} at="service_level" class={colourOf(serviceLevelLevel(row.number("service_level")))} />
      </td>
      <td>
        <Num {...shown} at="abandonment_rate" class={colourOf(abandonmentLevel(row.number("abandonment_rate")))} />
      </td>
      <td>
        <Num {...shown} at="speed_of_answer" />
      </td>
      <td class="left">
        <Staff {...shown} />
      </td>
    </tr>
  );
}

const colourOf = (level: Level): string => (level === "ok" ? "" : level);

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
