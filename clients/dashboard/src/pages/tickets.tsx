import type { Board, SelectorInit } from "@callcentergrpc/client";
import { Nothing } from "../parts/frame.js";
import { KpiCard } from "../parts/kpicard.js";
import { Num } from "../parts/num.js";
import { Refusal } from "../parts/refusal.js";
import { ScrollTable } from "../parts/scrolltable.js";
import { useSession } from "../parts/shown.js";
import { useWindow, WindowChoice } from "../parts/window.js";
import { useBoards } from "../state/live.js";
import { addressOf } from "../state/route.js";
import type { Word } from "../text/en.js";
import { titleOf, useSay } from "../text/text.js";

const kpis = [
  "backlog_open",
  "contacts_at_risk.from_entry",
  "unassigned_contacts",
  "unattended_contacts",
  "oldest_open_contact",
  "age_of_open",
  "first_response_time.from_entry",
  "on_time_response_rate.from_entry",
  "contacts_resolved",
  "contacts_reopened",
  "contacts_total",
];
const columns = [
  "backlog_open",
  "contacts_at_risk.from_entry",
  "unassigned_contacts",
  "oldest_open_contact",
  "first_response_time.from_entry",
  "contacts_resolved",
  "contacts_reopened",
];

/** What lives for longer than one visit: backlog, what is at risk, first responses, resolutions. */
export function Tickets() {
  const say = useSay();
  const session = useSession();
  const window = useWindow();
  const total: SelectorInit = { kpis, window };
  const byQueue: SelectorInit = { kpis: columns, groupBy: ["queue"], window, groups: { onlyActive: true } };
  const { boards, refusal } = useBoards(session, [{ selector: total }, { selector: byQueue }]);
  if (refusal) return <Refusal failure={refusal} />;
  const [board, queues] = boards;
  return (
    <>
      <h1 class="unseen">{say("tickets")}</h1>
      <Cards board={board} selector={total} />
      <section class={`panel ${queues?.isStale ? "stale" : ""}`}>
        <h2>
          {say("byQueue")}{" "}
          <span class="end">
            <WindowChoice />
          </span>
        </h2>
        {queues && queues.rows.length === 0 && <Nothing title={say("noTickets")} help={say("noTicketsHelp")} />}
        {queues && queues.rows.length > 0 && (
          <ScrollTable label={say("byQueue")}>
            <thead>
              <tr>
                <th scope="col" class="left">
                  {say("queue")}
                </th>
                {queues.columns.map((one) => (
                  <th scope="col" key={one.spec}>
                    {titleOf(one.titles, one.spec)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {queues.rows.map((row) => (
                <tr key={row.labels[0]}>
                  <th scope="row" class="left name">
                    <a href={addressOf("queue", { queue: row.labels[0] ?? "" })}>{row.labels[0] || "–"}</a>
                  </th>
                  {queues.columns.map((one) => (
                    <td key={one.spec}>
                      <Num board={queues} row={row} selector={byQueue} at={one.spec} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </ScrollTable>
        )}
      </section>
    </>
  );
}

function Cards({ board, selector }: { board: Board | undefined; selector: SelectorInit }) {
  const say = useSay();
  const row = board?.find();
  const shown = { board, row, selector };
  const atRisk = row?.number("contacts_at_risk.from_entry");
  const nothing = (kpi: string) => (row && row.number(kpi) === undefined ? "none" : undefined);
  const small = (word: Word, kpi: string) => (
    <>
      {say(word)} <Num {...shown} at={kpi} />
    </>
  );
  return (
    <>
      <KpiCard shown={shown} at="backlog_open" title={say("backlog")} small={small("offered", "contacts_total")} />
      <KpiCard
        shown={shown}
        at="contacts_at_risk.from_entry"
        title={say("atRisk")}
        level={atRisk === undefined ? "none" : atRisk > 0 ? "watch" : "ok"}
        small={small("onTime", "on_time_response_rate.from_entry")}
      />
      <KpiCard
        shown={shown}
        at="oldest_open_contact"
        title={say("oldest")}
        level={nothing("oldest_open_contact")}
        small={small("averageAge", "age_of_open")}
        hasLine={false}
      />
      <KpiCard shown={shown} at="unassigned_contacts" title={say("unassigned")} small={small("unattended", "unattended_contacts")} />
      <KpiCard
        shown={shown}
        at="first_response_time.from_entry"
        title={say("firstResponse")}
        level={nothing("first_response_time.from_entry")}
        small={say("mean")}
      />
      <KpiCard shown={shown} at="contacts_resolved" title={say("resolved")} small={small("reopened", "contacts_reopened")} />
    </>
  );
}
