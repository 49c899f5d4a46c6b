import type { Board, SelectorInit } from "@callcentergrpc/client";
import { Card } from "../parts/card.js";
import { Nothing } from "../parts/frame.js";
import { Num } from "../parts/num.js";
import { Refusal } from "../parts/refusal.js";
import { useSession } from "../parts/shown.js";
import { trailOf } from "../parts/spark.js";
import { useWindow, WindowChoice } from "../parts/window.js";
import { useBoards } from "../state/live.js";
import { addressOf } from "../state/route.js";
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
          <div class="scroll" tabIndex={0} role="region" aria-label={say("byQueue")}>
            <table>
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
            </table>
          </div>
        )}
      </section>
    </>
  );
}

function Cards({ board, selector }: { board: Board | undefined; selector: SelectorInit }) {
  const say = useSay();
  const row = board?.find();
  const isStale = board?.isStale ?? false;
  const shown = { board, row, selector };
  const number = (kpi: string) => row?.number(kpi);
  const trail = (kpi: string) => trailOf(`tickets ${kpi} ${selector.window}`, board?.asOf ?? 0, number(kpi));
  const atRisk = number("contacts_at_risk.from_entry");
  const nothing = (kpi: string) => (row && number(kpi) === undefined ? "none" : undefined);
  return (
    <>
      <Card
        title={say("backlog")}
        isStale={isStale}
        points={trail("backlog_open")}
        small={
          <>
            {say("offered")} <Num {...shown} at="contacts_total" />
          </>
        }
      >
        <Num {...shown} at="backlog_open" />
      </Card>
      <Card
        title={say("atRisk")}
        level={atRisk === undefined ? "none" : atRisk > 0 ? "watch" : "ok"}
        isStale={isStale}
        points={trail("contacts_at_risk.from_entry")}
        small={
          <>
            {say("onTime")} <Num {...shown} at="on_time_response_rate.from_entry" />
          </>
        }
      >
        <Num {...shown} at="contacts_at_risk.from_entry" />
      </Card>
      <Card
        title={say("oldest")}
        isStale={isStale}
        level={nothing("oldest_open_contact")}
        small={
          <>
            {say("averageAge")} <Num {...shown} at="age_of_open" />
          </>
        }
      >
        <Num {...shown} at="oldest_open_contact" />
      </Card>
      <Card
        title={say("unassigned")}
        isStale={isStale}
        points={trail("unassigned_contacts")}
        small={
          <>
            {say("unattended")} <Num {...shown} at="unattended_contacts" />
          </>
        }
      >
        <Num {...shown} at="unassigned_contacts" />
      </Card>
      <Card
        title={say("firstResponse")}
        level={nothing("first_response_time.from_entry")}
        isStale={isStale}
        points={trail("first_response_time.from_entry")}
        small={say("mean")}
      >
        <Num {...shown} at="first_response_time.from_entry" />
      </Card>
      <Card
        title={say("resolved")}
        isStale={isStale}
        points={trail("contacts_resolved")}
        small={
          <>
            {say("reopened")} <Num {...shown} at="contacts_reopened" />
          </>
        }
      >
        <Num {...shown} at="contacts_resolved" />
      </Card>
    </>
  );
}
