import { type Board, millisecondsOf, type SelectorInit, textOf, timeOf } from "@callcentergrpc/client";
import { Behind } from "../parts/behind.js";
import { Chart } from "../parts/chart.js";
import { Choice, Nothing } from "../parts/frame.js";
import { KpiCard } from "../parts/kpicard.js";
import { Num } from "../parts/num.js";
import { Refusal } from "../parts/refusal.js";
import { ScrollTable } from "../parts/scrolltable.js";
import { useSession } from "../parts/shown.js";
import { useLongest } from "../parts/waits.js";
import { useWindow, WindowChoice } from "../parts/window.js";
import { useQueues } from "../state/directory.js";
import { type Interval, useIntervals } from "../state/intervals.js";
import { useBoards } from "../state/live.js";
import { route, setQuery } from "../state/route.js";
import type { Session } from "../state/session.js";
import { useStore } from "../state/store.js";
import { lengthText, minuteOfDay } from "../text/moments.js";
import type { Word } from "../text/en.js";
import { titleOf, useSay } from "../text/text.js";

const kpis = [
  "contacts_waiting",
  "longest_wait",
  "service_level",
  "abandonment_rate",
  "contacts_offered",
  "contacts_answered",
  "speed_of_answer",
  "avg_handle_time",
  "agents_available",
  "agents_on_contact",
];
const quantiles = ["p50", "p75", "p90", "p95", "max"].map((one) => `speed_of_answer:${one}`);
const intervalKpis = [
  "contacts_offered",
  "contacts_answered",
  "contacts_abandoned",
  "service_level",
  "speed_of_answer",
  "avg_handle_time",
];
const intervalLength = "30m";
const intervalCount = 12;
const abandonedEvery = 15_000;

/** One queue: now, over its last intervals, and how its waits are distributed. */
export function QueuePage() {
  const say = useSay();
  const session = useSession();
  const queues = useQueues(session);
  const chosen = useStore(route).query.get("queue") ?? "";
  const queue = chosen || [...queues.values()].sort((a, b) => Number(b.waitingCount - a.waitingCount))[0]?.queue || "";
  return (
    <>
      <section class="panel">
        <h2>
          <span role="heading" aria-level={1}>
            {queue || say("queue")}
          </span>
          <span class="end">
            <label>
              {say("choose")}{" "}
              <select value={queue} onChange={(event) => setQuery({ queue: event.currentTarget.value })}>
                {[...new Set([...queues.keys(), queue])].filter(Boolean).map((name) => (
                  <option key={name} value={name}>
                    {name}
                  </option>
                ))}
              </select>
            </label>{" "}
            <WindowChoice />
          </span>
        </h2>
      </section>
      {queue ? <Details key={queue} queue={queue} session={session} /> : <Nothing title={say("noQueues")} help={say("noQueuesHelp")} />}
    </>
  );
}

function Details({ queue, session }: { queue: string; session: Session }) {
  const window = useWindow();
  const own = { groupBy: ["queue"], where: { queue: [queue] }, window };
  const now: SelectorInit = { ...own, kpis, groups: { includeIdle: true } };
  const waits: SelectorInit = { ...own, kpis: quantiles, groups: { includeIdle: true } };
  const { boards, refusal } = useBoards(session, [{ selector: now }, { selector: waits, minInterval: 5000 }]);
  if (refusal) return <Refusal failure={refusal} />;
  return (
    <>
      <Now board={boards[0]} selector={now} queue={queue} />
      <Intervals queue={queue} />
      <div class="narrow side">
        <Waits board={boards[1]} selector={waits} queue={queue} />
      </div>
      <Abandoned selector={{ ...own, kpis: ["contacts_abandoned"] }} queue={queue} />
    </>
  );
}

function Now({ board, selector, queue }: { board: Board | undefined; selector: SelectorInit; queue: string }) {
  const say = useSay();
  const row = board?.find(queue);
  const longest = useLongest(board, selector);
  const waiting = longest?.level ?? (row ? "ok" : "none");
  const shown = { board, row, selector };
  const small = (word: Word, kpi: string) => (
    <>
      {say(word)} <Num {...shown} at={kpi} />
    </>
  );
  return (
    <>
      <KpiCard
        shown={shown}
        at="contacts_waiting"
        title={say("waiting")}
        level={waiting}
        small={
          <>
            {small("offered", "contacts_offered")} · {small("answered", "contacts_answered")}
          </>
        }
      />
      <KpiCard
        shown={shown}
        at="longest_wait"
        title={say("longest")}
        level={waiting}
        small={longest ? say("limit", { time: lengthText(longest.limit ?? 0) }) : say("nobodyWaits")}
        hasLine={false}
      />
      <KpiCard shown={shown} at="service_level" title={say("serviceLevel")} nothing="noCalls" />
      <KpiCard shown={shown} at="abandonment_rate" title={say("abandoned")} nothing="noCalls" />
      <KpiCard shown={shown} at="speed_of_answer" title={say("answerTime")} small={small("handleTime", "avg_handle_time")} />
      <KpiCard shown={shown} at="agents_available" title={say("available")} small={small("onContact", "agents_on_contact")} />
    </>
  );
}

const daysBefore: Readonly<Record<string, number>> = { none: 0, day: 1, week: 7 };

/** The last intervals of the clock, as a chart beside those of an earlier day, and as a table. */
function Intervals({ queue }: { queue: string }) {
  const say = useSay();
  const session = useSession();
  const zone = session.settings.timeZone;
  const asked = useStore(route).query.get("compare") ?? "day";
  const compare = Object.hasOwn(daysBefore, asked) ? asked : "day";
  const selector = { kpis: intervalKpis, groupBy: ["queue"], where: { queue: [queue] } };
  const intervals = useIntervals(session, selector, intervalLength, intervalCount) ?? [];
  const days = daysBefore[compare] ?? 0;
  const earlier = useIntervals(session, selector, intervalLength, days > 0 ? intervalCount : 0, days) ?? [];
  const last = intervals.at(-1);
  const columns = last?.board.columns ?? [];
  const name = (kpi: string) => titleOf(columns.find((one) => one.spec === kpi)?.titles ?? {}, kpi);
  const valuesOf = (all: readonly Interval[], kpi: string) => all.map(({ board }) => board.find(queue)?.number(kpi));
  const wasKept = days > 0 && valuesOf(earlier, "contacts_offered").some((count) => count);
  const then = say(compare === "week" ? "lastWeek" : "yesterday");
  const title = say("chartTitle", { length: lengthText(timeOf(intervalLength) ?? 0) });
  return (
    <section class="panel wide">
      <h2>
        {title}
        <span class="end">
          {days > 0 && earlier.length > 0 && !wasKept && <small>{say("noComparison")} </small>}
          <Choice
            of={[
              { value: "none", text: say("noOther") },
              { value: "day", text: say("withYesterday") },
              { value: "week", text: say("withLastWeek") },
            ]}
            chosen={compare}
            choose={(value) => setQuery({ compare: value })}
            label={say("compare")}
          />
        </span>
      </h2>
      {last && (
        <Chart
          label={title}
          zone={zone}
          moments={intervals.map((one) => one.start)}
          series={[
            { name: name("contacts_offered"), values: valuesOf(intervals, "contacts_offered"), colour: "--talk", isBar: true },
            { name: name("contacts_abandoned"), values: valuesOf(intervals, "contacts_abandoned"), colour: "--bad", isBar: true },
            { name: name("service_level"), values: valuesOf(intervals, "service_level"), colour: "--good", isShare: true },
            ...(wasKept
              ? [
                  {
                    name: `${name("contacts_offered")}, ${then}`,
                    values: valuesOf(earlier, "contacts_offered"),
                    colour: "--talk",
                    isThen: true,
                  },
                  {
                    name: `${name("service_level")}, ${then}`,
                    values: valuesOf(earlier, "service_level"),
                    colour: "--good",
                    isShare: true,
                    isThen: true,
                  },
                ]
              : []),
          ]}
        />
      )}
      <ScrollTable label={say("intervals")}>
        <thead>
          <tr>
            <th scope="col" class="left">
              {say("interval")}
            </th>
            {columns.map((one) => (
              <th scope="col" key={one.spec}>
                {titleOf(one.titles, one.spec)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...intervals].reverse().map(({ start, end, board, selector: own }) => (
            <tr key={start} class={start === last?.start ? "current" : ""}>
              <th scope="row" class="left">
                {minuteOfDay(start, zone)} – {start === last?.start ? say("soFar") : minuteOfDay(end, zone)}
              </th>
              {columns.map((one) => (
                <td key={one.spec}>
                  <Num board={board} row={board.find(queue)} selector={own} at={one.spec} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </section>
  );
}

/** Who gave up, newest first: whom to call back. */
function Abandoned({ selector, queue }: { selector: SelectorInit; queue: string }) {
  const say = useSay();
  return (
    <section class="panel">
      <h2>
        {say("abandonedTitle")} <small>{say("abandonedHint")}</small>
      </h2>
      <Behind
        value={{ selector, labels: [queue], column: 0 }}
        label={say("abandonedTitle")}
        interval={abandonedEvery}
        file={`abandoned-${queue}.csv`}
        nothing={<Nothing title={`✓ ${say("nobodyAbandoned")}`} />}
      />
    </section>
  );
}

/** The share of the answered that waited at most so long, as bars against the longest wait. */
function Waits({ board, selector, queue }: { board: Board | undefined; selector: SelectorInit; queue: string }) {
  const say = useSay();
  const row = board?.find(queue);
  const waits = quantiles.map((spec) => ({ spec, wait: row?.number(spec) }));
  const longest = Math.max(0, ...waits.map(({ wait }) => wait ?? 0));
  const threshold = useSession().settings.limits?.serviceLevelThreshold;
  const limit = threshold ? millisecondsOf(threshold) / 1000 : Infinity;
  return (
    <section class="panel">
      <h2>{say("waitsTitle")}</h2>
      {board && longest === 0 && waits[0]?.wait === undefined && <Nothing title={say("noContacts")} />}
      <table class="waits">
        <tbody>
          {waits.map(({ spec, wait }) => {
            const quantile = spec.split(":")[1] ?? "";
            const share = quantile === "max" ? "100%" : `${quantile.slice(1)}%`;
            return (
              row &&
              wait !== undefined && (
                <tr key={spec}>
                  <th scope="row" class="left" title={textOf(row.value(spec), board?.asOf ?? 0)}>
                    {say("percentile", { value: share })}
                  </th>
                  <td>
                    <Num board={board} row={row} selector={selector} at={spec} />
                  </td>
                  <td class="left">
                    <span class={`bar ${wait > limit ? "act" : "ok"}`}>
                      <i style={{ width: `${longest > 0 ? (100 * wait) / longest : 0}%` }} />
                    </span>
                  </td>
                </tr>
              )
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
