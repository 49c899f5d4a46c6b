import type { Board, SelectorInit } from "@callcentergrpc/client";
import { countText, lengthText } from "../text/moments.js";
import { type Say, useSay } from "../text/text.js";
import { Compared, KpiCard } from "./kpicard.js";
import { Num } from "./num.js";
import { useSession } from "./shown.js";
import { type QueueWait, useThreshold } from "./waits.js";

/** A ratio as "16 of 390". */
export const partText = ({ numerator, denominator }: { numerator: bigint; denominator: bigint }, say: Say): string =>
  say("ofAbandoned", { part: countText(Number(numerator)), whole: countText(Number(denominator)) });

/** The numbers of the whole centre. */
export function TotalCards({
  board,
  selector,
  longest,
}: {
  board: Board | undefined;
  selector: SelectorInit;
  longest: QueueWait | undefined;
}) {
  const say = useSay();
  const session = useSession();
  const row = board?.find();
  const shown = { board, row, selector };
  const waiting = longest?.level ?? (row ? "ok" : "none");
  const number = (kpi: string) => row?.number(kpi);
  const threshold = useThreshold();
  const abandonment = row?.value("abandonment_rate").value;
  const presence = ["agents_on_contact", "agents_in_acw", "agents_on_break", "agents_not_ready"] as const;
  const nameOf = (kpi: string) => session.definitions.get(kpi)?.titles[document.documentElement.lang] ?? kpi;
  return (
    <>
      <KpiCard
        shown={shown}
        at="contacts_waiting"
        title={say("waiting")}
        level={waiting}
        small={
          <>
            {say("offered")} <Num {...shown} at="contacts_offered" /> · {say("answered")} <Num {...shown} at="contacts_answered" />
            <Compared {...shown} at="contacts_offered" />
          </>
        }
      />
      <KpiCard
        shown={shown}
        at="longest_wait"
        title={say("longest")}
        level={waiting}
        small={longest ? `${longest.queue} · ${say("limit", { time: lengthText(longest.limit ?? 0) })}` : say("nobodyWaits")}
        hasLine={false}
      />
      <KpiCard
        shown={shown}
        at="service_level"
        title={say("serviceLevel")}
        nothing="noCalls"
        small={threshold && say("withinTime", { time: lengthText(threshold) })}
      />
      <KpiCard
        shown={shown}
        at="abandonment_rate"
        title={say("abandoned")}
        nothing="noCalls"
        small={abandonment?.case === "ratio" && partText(abandonment.value, say)}
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
            <Compared {...shown} at="speed_of_answer" />
          </>
        }
      />
    </>
  );
}
