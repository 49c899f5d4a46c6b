import { type Board, momentOf, type SelectorInit } from "@callcentergrpc/client";
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Badge, Nothing, ZoneClock } from "../parts/frame.js";
import { Age, Num } from "../parts/num.js";
import { Refusal } from "../parts/refusal.js";
import { useSession } from "../parts/shown.js";
import { Spark, trailOf } from "../parts/spark.js";
import { Tag } from "../parts/tag.js";
import { partText, useLongest } from "../parts/totalcards.js";
import { useQueues } from "../state/directory.js";
import { abandonmentLevel, type Level, serviceLevelLevel, serviceLevelTarget, waitLevel, waitLimit } from "../state/limits.js";
import { useBoards } from "../state/live.js";
import { language, switchLanguage, switchTheme } from "../state/look.js";
import { addressOf, route, setQuery } from "../state/route.js";
import { useStore } from "../state/store.js";
import { countText, lengthText } from "../text/moments.js";
import { useSay } from "../text/text.js";

const now: SelectorInit = {
  kpis: [
    "contacts_waiting",
    "longest_wait",
    "service_level",
    "agents_available",
    "agents_logged_in",
    "agents_on_break",
    "contacts_offered",
  ],
  window: "30m",
};
const today: SelectorInit = { kpis: ["abandonment_rate", "contacts_answered", "contacts_offered"], window: "today" };
const byQueue: SelectorInit = { kpis: ["contacts_waiting", "longest_wait", "service_level"], groupBy: ["queue"], window: "30m" };

const rotationDefault = 15;
const queuesMax = 6;

/** Which of the faces is shown: the numbers of all, or the worst queues; they take turns when the address says so. */
function useFace(count: number, seconds: number): number {
  const [face, show] = useState(0);
  useEffect(() => {
    if (!seconds) {
      show(0);
      return undefined;
    }
    const timer = setInterval(() => show((before) => (before + 1) % count), 1000 * seconds);
    return () => clearInterval(timer);
  }, [count, seconds]);
  return face;
}

/** The screen that is read from across the room. */
export function Wallboard() {
  const say = useSay();
  const session = useSession();
  const { query } = useStore(route);
  const rotate = Math.min(3600, Math.max(0, Number(query.get("rotate") ?? 0) || 0));
  const { boards, refusal } = useBoards(session, [{ selector: now }, { selector: today }, { selector: byQueue }]);
  const [current, day, queues] = boards;
  const face = useFace(2, rotate);
  const isEmpty = current?.completeness && !current.completeness.newestEventTime;
  return (
    <div class={`wall ${current?.isStale ? "stale" : ""}`}>
      <header>
        <h1>{query.get("title") || say("wallboard")}</h1>
        <div class="right">
          <ZoneClock /> <Badge />
          <span class="controls">
            <a class="plain" href={addressOf("supervisor")}>
              {say("supervisor")}
            </a>
            <button class="plain" aria-pressed={rotate > 0} onClick={() => setQuery({ rotate: rotate ? "" : String(rotationDefault) })}>
              {say(rotate ? "stopRotating" : "rotate")}
            </button>
            <button class="plain" onClick={switchLanguage} title={say("switchLanguage")}>
              {useStore(language) === "en" ? "中文" : "EN"}
            </button>
            <button class="plain" onClick={switchTheme} title={say("light")} aria-label={say("light")}>
              ◐
            </button>
          </span>
        </div>
      </header>
      {refusal && <Refusal failure={refusal} />}
      {isEmpty && <Nothing title={say("noEvents")} help={say("noEventsHelp")} />}
      {!isEmpty && !refusal && (face === 0 ? <Totals current={current} day={day} queues={queues} /> : <WorstQueues board={queues} />)}
    </div>
  );
}

function Tile({
  title,
  level,
  size,
  children,
  small,
  extra,
}: {
  title: string;
  level: Level;
  size: "large" | "small";
  children: ComponentChildren;
  small?: ComponentChildren;
  extra?: ComponentChildren;
}) {
  return (
    <section class={`tile ${size} ${level}`}>
      <h2>
        {title} <Tag level={level} />
      </h2>
      <div class="value">{children}</div>
      {small && <p>{small}</p>}
      {extra}
    </section>
  );
}

function Totals({ current, day, queues }: { current: Board | undefined; day: Board | undefined; queues: Board | undefined }) {
  const say = useSay();
  const longest = useLongest(queues);
  const row = current?.find();
  const dayRow = day?.find();
  const share = row?.number("service_level");
  const wait = row?.value("longest_wait").value;
  const lost = dayRow?.value("abandonment_rate").value;
  const available = row?.number("agents_available");
  const ofNow = { board: current, row, selector: now };
  const ofDay = { board: day, row: dayRow, selector: today };
  const trail = trailOf("wall service_level", current?.asOf ?? 0, share);
  return (
    <main class="tiles">
      <Tile
        size="large"
        title={say("waiting")}
        level={row ? longest.level : "none"}
        small={
          <>
            {say("longest")} {wait?.case === "time" && current ? <Age board={current} since={momentOf(wait.value)} /> : "–"}
            {longest.limit !== undefined && ` · ${say("limit", { time: lengthText(longest.limit) })}`}
          </>
        }
        extra={
          <span class="track">
            <i style={{ width: `${Math.min(100, 100 * Math.max(0, longest.share))}%` }} />
          </span>
        }
      >
        <Num {...ofNow} at="contacts_waiting" />
      </Tile>
      <Tile
        size="large"
        title={say("serviceLevel")}
        level={serviceLevelLevel(share)}
        small={say("target", { value: `${100 * serviceLevelTarget}%` })}
        extra={<Spark points={trail} target={serviceLevelTarget} />}
      >
        <Num {...ofNow} at="service_level" />
      </Tile>
      <Tile
        size="small"
        title={say("available")}
        level={available === undefined ? "none" : available === 0 ? "watch" : "ok"}
        small={
          <>
            {say("agentsShort").split(" · ").at(-1)} <Num {...ofNow} at="agents_on_break" />
          </>
        }
      >
        <Num {...ofNow} at="agents_available" />
        <span class="of">
          {" "}
          / <Num {...ofNow} at="agents_logged_in" />
        </span>
      </Tile>
      <Tile
        size="small"
        title={say("abandoned")}
        level={abandonmentLevel(dayRow?.number("abandonment_rate"))}
        small={lost?.case === "ratio" && `${partText(lost.value, say)} · ${say("today")}`}
      >
        <Num {...ofDay} at="abandonment_rate" />
      </Tile>
      <Tile
        size="small"
        title={say("answered")}
        level={dayRow?.number("contacts_offered") ? "ok" : "none"}
        small={`${say("offered")} ${countText(dayRow?.number("contacts_offered") ?? 0)} · ${say("today")}`}
      >
        <Num {...ofDay} at="contacts_answered" />
      </Tile>
      <Tile
        size="small"
        title={say("worstQueue")}
        level={longest.level}
        small={
          longest.queue === undefined ? (
            say("nobodyWaits")
          ) : (
            <>
              {say("waiting")} {countText(queues?.find(longest.queue)?.number("contacts_waiting") ?? 0)}
            </>
          )
        }
      >
        <span class="word" title={longest.queue}>
          {longest.queue ?? "–"}
        </span>
      </Tile>
    </main>
  );
}

function WorstQueues({ board }: { board: Board | undefined }) {
  const say = useSay();
  const session = useSession();
  const directory = useQueues(session);
  const rows = (board?.rows ?? [])
    .filter((row) => row.labels[0] !== "")
    .map((row) => {
      const { value } = row.value("longest_wait");
      const queue = row.labels[0] ?? "";
      const limit = waitLimit(session.settings, queue, directory.get(queue)?.channels ?? []);
      const wait = value.case === "time" ? (board?.asOf ?? 0) - momentOf(value.value) : undefined;
      const level = row.number("contacts_waiting") ? waitLevel(wait, limit) : serviceLevelLevel(row.number("service_level"));
      return { row, queue, value, level, share: limit && wait ? wait / limit : 0 };
    })
    .sort(
      (a, b) =>
        b.share - a.share ||
        (b.row.number("contacts_waiting") ?? 0) - (a.row.number("contacts_waiting") ?? 0) ||
        (a.queue < b.queue ? -1 : 1),
    );
  return (
    <main class="tiles queues-face">
      {rows.slice(0, queuesMax).map(({ row, queue, value, level }) => (
        <Tile
          key={queue}
          size="small"
          title={queue}
          level={level}
          small={
            <>
              {say("longest")} {value.case === "time" && board ? <Age board={board} since={momentOf(value.value)} /> : "–"} ·{" "}
              {say("serviceLevel")} <Num board={board} row={row} selector={byQueue} at="service_level" />
            </>
          }
        >
          <Num board={board} row={row} selector={byQueue} at="contacts_waiting" />
        </Tile>
      ))}
      {rows.length > queuesMax && <p class="dim more">{say("shownOf", { shown: queuesMax, all: rows.length })}</p>}
    </main>
  );
}
