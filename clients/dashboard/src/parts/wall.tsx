import { type Board, momentOf, type Row, type SelectorInit } from "@callcentergrpc/client";
import type { ComponentChildren } from "preact";
import { type Layout, placeOf, type TileChoice, worstQueue } from "../state/layouts.js";
import type { Level } from "../state/limits.js";
import { countText, lengthText } from "../text/moments.js";
import { titleOf, useSay } from "../text/text.js";
import { shortTargetText } from "./judged.js";
import { Age, Num } from "./num.js";
import { useJudge, useSession } from "./shown.js";
import { Spark, trailOf } from "./spark.js";
import { Tag } from "./tag.js";
import { partText } from "./totalcards.js";
import { useLongest, useWaits } from "./waits.js";
import { useWindowText } from "./window.js";

/** One large number of a wall. */
export function Tile({
  title,
  about,
  level,
  isLarge,
  children,
  small,
  extra,
}: {
  title: string;
  about?: string;
  level?: Level | undefined;
  isLarge: boolean;
  children: ComponentChildren;
  small?: ComponentChildren;
  extra?: ComponentChildren;
}) {
  return (
    <section class={`tile ${isLarge ? "large" : "small"} ${level ?? ""}`}>
      <h2>
        <span>
          {title} {about && <small>{about}</small>}
        </span>{" "}
        {level && <Tag level={level} />}
      </h2>
      <div class="value">{children}</div>
      {small && <p>{small}</p>}
      {extra}
    </section>
  );
}

/** The tiles of a layout. Boards are in the order of selectors. */
export function LayoutTiles({
  layout,
  selectors,
  boards,
  queues,
  byQueue,
}: {
  layout: Layout;
  selectors: readonly SelectorInit[];
  boards: readonly (Board | undefined)[];
  queues: Board | undefined;
  byQueue: SelectorInit;
}) {
  return (
    <>
      {layout.tiles.map((tile, i) => {
        if (tile.kpi === worstQueue) return <WorstQueueTile key={i} tile={tile} board={queues} selector={byQueue} />;
        const place = placeOf(selectors, tile);
        const [board, selector] = [boards[place], selectors[place]];
        const isKnown = board?.columns.some((column) => column.spec === tile.kpi);
        return (
          selector && (
            <KpiTile key={i} tile={tile} board={isKnown ? board : undefined} selector={selector} queues={queues} byQueue={byQueue} />
          )
        );
      })}
    </>
  );
}

const ownTitles = {
  contacts_waiting: "waiting",
  service_level: "serviceLevel",
  agents_available: "available",
  abandonment_rate: "abandoned",
  contacts_answered: "answered",
} as const;

/** The name of a tile's KPI. */
export function useKpiTitle(): (spec: string) => string {
  const say = useSay();
  const { definitions } = useSession();
  return (spec) => {
    if (spec === worstQueue) return say("worstQueue");
    if (Object.hasOwn(ownTitles, spec)) return say(ownTitles[spec as keyof typeof ownTitles]);
    const id = /^\w*/.exec(spec)?.[0] ?? "";
    return titleOf(definitions.get(id)?.titles ?? {}, id) + spec.slice(id.length);
  };
}

function KpiTile({
  tile,
  board,
  selector,
  queues,
  byQueue,
}: {
  tile: TileChoice;
  board: Board | undefined;
  selector: SelectorInit;
  queues: Board | undefined;
  byQueue: SelectorInit;
}) {
  const say = useSay();
  const titleOfKpi = useKpiTitle();
  const judge = useJudge();
  const windowText = useWindowText();
  const waitOf = useWaits();
  const longest = useLongest(queues, byQueue);
  const { kpi, queue, isLarge } = tile;
  const row = queue ? board?.find(queue) : board?.find();
  const shown = { board, row, selector };
  const judged = judge(shown, kpi);
  const wait = kpi === "contacts_waiting" ? (queue ? row && waitOf({ ...shown, row }) : longest) : undefined;
  const waiting = kpi === "contacts_waiting" && row ? (wait?.level ?? "ok") : undefined;
  const value = row?.value(kpi).value;
  const trail = JSON.stringify(["wall", kpi, queue, selector.window]);
  const remarks = [
    judged && shortTargetText(judged, shown, kpi, say),
    value?.case === "ratio" && !judged && partText(value.value, say),
    kpi === "contacts_waiting" && <Longest key="longest" row={row} board={board} limit={wait?.limit} />,
    kpi === "contacts_answered" && `${say("offered")} ${countText(row?.number("contacts_offered") ?? 0)}`,
    kpi === "agents_available" && (
      <span key="break">
        {say("onBreak")} <Num {...shown} at="agents_on_break" />
      </span>
    ),
  ].filter(Boolean);
  return (
    <Tile
      isLarge={isLarge}
      title={titleOfKpi(kpi)}
      about={[queue, windowText(board?.columns.find((column) => column.spec === kpi)?.kind, tile.window)].filter(Boolean).join(" · ")}
      level={judged && judged.level !== "none" ? judged.level : (waiting ?? judged?.level ?? (row ? undefined : "none"))}
      small={remarks.map((one, i) => [i > 0 && " · ", one])}
      extra={
        kpi === "contacts_waiting" ? (
          <span class="track">
            <i style={{ width: `${Math.min(100, 100 * Math.max(0, wait?.share ?? 0))}%` }} />
          </span>
        ) : (
          isLarge && <Spark points={trailOf(trail, board?.asOf ?? 0, row?.number(kpi))} {...(judged ? { target: judged.limit } : {})} />
        )
      }
    >
      <Num {...shown} at={kpi} />
      {kpi === "agents_available" && (
        <span class="of">
          {" "}
          / <Num {...shown} at="agents_logged_in" />
        </span>
      )}
    </Tile>
  );
}

/** The longest wait now, and its limit. */
function Longest({ row, board, limit }: { row: Row | undefined; board: Board | undefined; limit: number | undefined }) {
  const say = useSay();
  const value = row?.value("longest_wait").value;
  return (
    <>
      {say("longest")} {value?.case === "time" && board ? <Age board={board} since={momentOf(value.value)} /> : "–"}
      {limit !== undefined && value?.case === "time" && ` · ${say("limit", { time: lengthText(limit) })}`}
    </>
  );
}

function WorstQueueTile({ tile, board, selector }: { tile: TileChoice; board: Board | undefined; selector: SelectorInit }) {
  const say = useSay();
  const longest = useLongest(board, selector);
  return (
    <Tile
      isLarge={tile.isLarge}
      title={say("worstQueue")}
      level={longest?.level ?? (board ? "ok" : "none")}
      small={longest ? `${say("waiting")} ${countText(longest.row.number("contacts_waiting") ?? 0)}` : say("nobodyWaits")}
    >
      <span class="word" title={longest?.queue}>
        {longest?.queue ?? "–"}
      </span>
    </Tile>
  );
}

const queuesMax = 6;

/** The queues whose waits are nearest to their limits, as tiles. */
export function WorstQueues({ board, selector }: { board: Board | undefined; selector: SelectorInit }) {
  const say = useSay();
  const waitOf = useWaits();
  const judge = useJudge();
  const rows = (board?.rows ?? [])
    .filter((row) => row.labels[0] !== "")
    .map((row) => waitOf({ board, row, selector }))
    .sort(
      (a, b) =>
        b.share - a.share ||
        (b.row.number("contacts_waiting") ?? 0) - (a.row.number("contacts_waiting") ?? 0) ||
        (a.queue < b.queue ? -1 : 1),
    );
  return (
    <main class="tiles queues-face">
      {rows.slice(0, queuesMax).map(({ row, queue, level, wait }) => (
        <Tile
          key={queue}
          isLarge={false}
          title={queue}
          level={wait === undefined ? judge({ board, row, selector }, "service_level")?.level : level}
          small={
            <>
              <Longest row={row} board={board} limit={undefined} /> · {say("serviceLevel")}{" "}
              <Num board={board} row={row} selector={selector} at="service_level" />
            </>
          }
        >
          <Num board={board} row={row} selector={selector} at="contacts_waiting" />
        </Tile>
      ))}
      {rows.length > queuesMax && <p class="dim more">{say("shownOf", { shown: queuesMax, all: rows.length })}</p>}
    </main>
  );
}
