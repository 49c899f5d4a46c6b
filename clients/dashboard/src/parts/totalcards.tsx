import { type Board, millisecondsOf, momentOf, type SelectorInit } from "@callcentergrpc/client";
import { ageMoment, useNow } from "../state/clock.js";
import { abandonmentLevel, abandonmentTarget, serviceLevelLevel, serviceLevelTarget, waitLevel, waitLimit } from "../state/limits.js";
import { usePolled } from "../state/live.js";
import { countText, lengthText } from "../text/moments.js";
import { type Say, useSay } from "../text/text.js";
import { KpiCard } from "./kpicard.js";
import { Num } from "./num.js";
import { useQueues } from "../state/directory.js";
import { useSession } from "./shown.js";

const day = 86_400_000;
const percent = (share: number) => `${Math.round(1000 * share) / 10}%`;

/** The board of the same part of an earlier day; undefined while nothing was counted then. */
function useEarlier(board: Board | undefined, days: number): Board | undefined {
  // By the minute, so that the question stays the same between two of them.
  const minute = (moment: number) => new Date(Math.floor(moment / 60_000) * 60_000 - days * day).toISOString();
  const isKnown = board?.windowStart !== undefined && board.windowEnd !== undefined && board.windowEnd - board.windowStart >= 120_000;
  const window = isKnown ? `${minute(board.windowStart ?? 0)}..${minute(board.windowEnd ?? 0)}` : undefined;
  const earlier = usePolled(useSession(), window ? { kpis: ["service_level", "contacts_offered"], window } : undefined, 120_000);
  return earlier?.find()?.number("contacts_offered") ? earlier : undefined;
}

/** A ratio as "16 of 390". */
export const partText = ({ numerator, denominator }: { numerator: bigint; denominator: bigint }, say: Say): string =>
  say("ofAbandoned", { part: countText(Number(numerator)), whole: countText(Number(denominator)) });

/** The numbers of the whole centre. */
export function TotalCards({
  board,
  selector,
  queues,
}: {
  board: Board | undefined;
  selector: SelectorInit;
  queues: Board | undefined;
}) {
  const say = useSay();
  const session = useSession();
  const row = board?.find();
  const shown = { board, row, selector };
  const waits = useLongest(queues);
  const yesterday = useEarlier(board, 1)?.find();
  const lastWeek = useEarlier(board, 7)?.find();
  const number = (kpi: string) => row?.number(kpi);
  const abandonment = row?.value("abandonment_rate").value;
  const comparison =
    [
      yesterday?.number("service_level") !== undefined && say("yesterday", { value: percent(yesterday.number("service_level") ?? 0) }),
      lastWeek?.number("service_level") !== undefined && say("lastWeek", { value: percent(lastWeek.number("service_level") ?? 0) }),
    ]
      .filter(Boolean)
      .join(" · ") || say("noComparison");
  const threshold = session.settings.limits?.serviceLevelThreshold;
  const goal = { value: percent(serviceLevelTarget), time: threshold ? lengthText(millisecondsOf(threshold)) : "" };
  const presence = ["agents_on_contact", "agents_in_acw", "agents_on_break", "agents_not_ready"] as const;
  const nameOf = (kpi: string) => session.definitions.get(kpi)?.titles[document.documentElement.lang] ?? kpi;
  return (
    <>
      <KpiCard
        shown={shown}
        at="contacts_waiting"
        title={say("waiting")}
        level={waits.level}
        small={
          <>
            {say("offered")} <Num {...shown} at="contacts_offered" /> · {say("answered")} <Num {...shown} at="contacts_answered" />
          </>
        }
      />
      <KpiCard
        shown={shown}
        at="longest_wait"
        title={say("longest")}
        level={waits.level}
        small={
          waits.queue === undefined ? say("nobodyWaits") : `${waits.queue} · ${say("limit", { time: lengthText(waits.limit ?? 0) })}`
        }
        hasLine={false}
      />
      <KpiCard
        shown={shown}
        at="service_level"
        title={say("serviceLevel")}
        level={serviceLevelLevel(number("service_level"))}
        nothing="noCalls"
        target={serviceLevelTarget}
        small={
          <>
            {say("within", goal)}
            <br />
            {comparison}
          </>
        }
      />
      <KpiCard
        shown={shown}
        at="abandonment_rate"
        title={say("abandoned")}
        level={abandonmentLevel(number("abandonment_rate"))}
        nothing="noCalls"
        small={
          <>
            {abandonment?.case === "ratio" && `${partText(abandonment.value, say)} · `}
            {say("target", { value: percent(abandonmentTarget) })}
          </>
        }
      />
      <KpiCard
        shown={shown}
        at="agents_available"
        title={say("readySigned")}
        level={number("agents_logged_in") === 0 ? "none" : number("agents_available") === 0 ? "watch" : "ok"}
        after={
          <span class="of">
            {" "}
            / <Num {...shown} at="agents_logged_in" />
          </span>
        }
        small={presence.map((kpi) => `${nameOf(kpi)} ${number(kpi) ?? "–"}`).join(" · ")}
      />
      <KpiCard
        shown={shown}
        at="occupancy"
        title={say("occupancy")}
        level={row && number("occupancy") === undefined ? "none" : undefined}
        small={
          <>
            {say("answerTime")} <Num {...shown} at="speed_of_answer" />
          </>
        }
      />
    </>
  );
}

/** The queue whose longest wait is nearest to, or furthest over, its limit. */
export function useLongest(queues: Board | undefined) {
  const session = useSession();
  const directory = useQueues(session);
  const now = useNow();
  let found: { level: ReturnType<typeof waitLevel>; queue?: string; limit?: number; share: number } = {
    level: queues ? "ok" : "none",
    share: -1,
  };
  for (const row of queues?.rows ?? []) {
    const { value } = row.value("longest_wait");
    if (value.case !== "time" || !queues) continue;
    const queue = row.labels[0] ?? "";
    const limit = waitLimit(session.settings, queue, directory.get(queue)?.channels ?? []);
    const wait = ageMoment(queues, now) - momentOf(value.value);
    const share = limit ? wait / limit : 0;
    if (share > found.share) found = { level: waitLevel(wait, limit), queue, ...(limit ? { limit } : {}), share };
  }
  return found;
}
