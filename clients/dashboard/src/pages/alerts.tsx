import { type Alert, AlertEnd, clockText, momentOf, TargetDirection } from "@callcentergrpc/client";
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Nothing } from "../parts/frame.js";
import { Age } from "../parts/num.js";
import { limitText, roomText } from "../parts/judged.js";
import { ScrollTable } from "../parts/scrolltable.js";
import { useSession } from "../parts/shown.js";
import { Tag } from "../parts/tag.js";
import { acknowledge, openAlerts, useCleared } from "../state/alerts.js";
import { serverNow } from "../state/clock.js";
import { newest, useBoards } from "../state/live.js";
import { addressOf } from "../state/route.js";
import { recalled, useStore } from "../state/store.js";
import { dayAndTime } from "../text/moments.js";
import { titleOf, useSay } from "../text/text.js";

/** The name that the reader acknowledged with before; this browser keeps it. */
const readerName = recalled("reader");

/** What the page watches for the state of the connection, the completeness at its foot and the server's clock. */
const watched = [{ selector: { kpis: ["contacts_waiting"] } }];

/** Open alerts, those that nobody has seen first, and then the ones that are over. */
export function Alerts() {
  const say = useSay();
  const session = useSession();
  const now = useStore(openAlerts);
  useBoards(session, watched);
  const cleared = useCleared(session, now);
  const [asked, ask] = useState<Alert>();
  const since = (alert: Alert) => (alert.sinceTime ? momentOf(alert.sinceTime) : 0);
  const open = [...(now?.open ?? [])].sort(
    (a, b) => Number(Boolean(a.acknowledgement)) - Number(Boolean(b.acknowledgement)) || since(b) - since(a),
  );
  return (
    <>
      <section class={`panel ${now?.isStale ? "stale" : ""}`}>
        <h2>
          <span role="heading" aria-level={1}>
            {say("alerts")}
          </span>{" "}
          <small>{say("alertsHint")}</small>
        </h2>
        {now && open.length === 0 && <Nothing title={`✓ ${say("noAlerts")}`} help={say("noAlertsHelp")} />}
        {open.length > 0 && (
          <AlertTable
            alerts={open}
            label={say("alerts")}
            last={say("acknowledged")}
            end={(alert) =>
              alert.acknowledgement ? (
                <Seen alert={alert} />
              ) : (
                <button class="plain" onClick={() => ask(alert)}>
                  {say("acknowledge")}
                </button>
              )
            }
          />
        )}
      </section>
      {cleared.length > 0 && (
        <section class="panel">
          <h2>{say("clearedAlerts")}</h2>
          <AlertTable alerts={cleared} label={say("clearedAlerts")} last={say("cleared")} end={(alert) => <Ended alert={alert} />} />
        </section>
      )}
      {asked && <Acknowledge alert={asked} close={() => ask(undefined)} />}
    </>
  );
}

/** What an alert is about, as people read it. */
function useSubject(): (alert: Alert) => { kpi: string; group: string } {
  return (alert) => ({
    kpi: titleOf(alert.column?.titles ?? {}, alert.kpi),
    group: [...alert.where.map((filter) => filter.slice(filter.indexOf("=") + 1)), ...alert.labels.map((label) => label || "–")].join(
      " · ",
    ),
  });
}

function AlertTable({
  alerts,
  label,
  last,
  end,
}: {
  alerts: readonly Alert[];
  label: string;
  last: string;
  end: (alert: Alert) => ComponentChildren;
}) {
  const say = useSay();
  const { settings } = useSession();
  const subjectOf = useSubject();
  const board = useStore(newest);
  return (
    <ScrollTable label={label}>
      <thead>
        <tr>
          <th scope="col" class="left">
            {say("state")}
          </th>
          <th scope="col" class="left">
            {say("subject")}
          </th>
          <th scope="col" class="spare">
            {say("since")}
          </th>
          <th scope="col">{say("lasts")}</th>
          <th scope="col" class="spare">
            {say("limitHead")}
          </th>
          <th scope="col">{say("worstValue")}</th>
          <th scope="col" class="left">
            {last}
          </th>
        </tr>
      </thead>
      <tbody>
        {alerts.map((alert) => {
          const { kpi, group } = subjectOf(alert);
          const isAtLeast = alert.direction === TargetDirection.AT_LEAST;
          const since = alert.sinceTime ? momentOf(alert.sinceTime) : serverNow();
          const room = isAtLeast ? alert.worstValue - alert.limit : alert.limit - alert.worstValue;
          return (
            <tr key={alert.id} data-alert={alert.id}>
              <td class="left">{alert.clearTime ? `✓ ${say("isOver")}` : <Tag level={alert.acknowledgement ? "watch" : "act"} />}</td>
              <th scope="row" class="left name" title={`${alert.target} · ${alert.kpi}`}>
                {kpi}{" "}
                {alert.groupBy.length === 1 && alert.groupBy[0] === "queue" && alert.labels[0] ? (
                  <a href={addressOf("queue", { queue: alert.labels[0] })}>{group}</a>
                ) : (
                  <span class="dim">{group}</span>
                )}
              </th>
              <td class="spare">{dayAndTime(since, settings.timeZone, serverNow())}</td>
              <td class="num">
                {alert.clearTime ? clockText(momentOf(alert.clearTime) - since) : board ? <Age board={board} since={since} /> : "–"}
              </td>
              <td class="spare">
                {isAtLeast ? "≥" : "≤"} {limitText(alert.limit, alert.column)}
              </td>
              <td>
                <b class="num">{limitText(alert.worstValue, alert.column)}</b>{" "}
                <span class="dim">{roomText(room, isAtLeast, alert.column, say)}</span>
              </td>
              <td class="left">{end(alert)}</td>
            </tr>
          );
        })}
      </tbody>
    </ScrollTable>
  );
}

/** Who has seen an alert, when, and the note. */
function Seen({ alert }: { alert: Alert }) {
  const { settings } = useSession();
  const { name, note, acknowledgeTime } = alert.acknowledgement ?? {};
  if (!name) return null;
  return (
    <span class="note" title={note}>
      ✓ {name} {acknowledgeTime && dayAndTime(momentOf(acknowledgeTime), settings.timeZone, serverNow())}
      {note && ` · ${note}`}
    </span>
  );
}

const endWords = {
  [AlertEnd.MET]: "endMet",
  [AlertEnd.NO_DATA]: "endNoData",
  [AlertEnd.TARGET_GONE]: "endGone",
} as const;

function Ended({ alert }: { alert: Alert }) {
  const say = useSay();
  const { settings } = useSession();
  const word = endWords[alert.end as keyof typeof endWords];
  return (
    <span class="note">
      {alert.clearTime && dayAndTime(momentOf(alert.clearTime), settings.timeZone, serverNow())} {word && `· ${say(word)}`}{" "}
      <Seen alert={alert} />
    </span>
  );
}

function Acknowledge({ alert, close }: { alert: Alert; close: () => void }) {
  const say = useSay();
  const session = useSession();
  const dialog = useRef<HTMLDialogElement>(null);
  const [failure, fail] = useState("");
  const { kpi, group } = useSubject()(alert);
  useEffect(() => dialog.current?.showModal(), []);
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    const entered = new FormData(event.currentTarget as HTMLFormElement);
    const [name, note] = [String(entered.get("reader") ?? "").trim(), String(entered.get("note") ?? "").trim()];
    const refused = await acknowledge(session, alert.id, note, name);
    if (refused) return fail(refused);
    readerName.value = name;
    dialog.current?.close();
  };
  return (
    <dialog ref={dialog} class="explain" onClose={close} aria-label={say("acknowledge")}>
      <h2>
        {kpi} {group}
      </h2>
      <form class="acknowledge" onSubmit={(event) => void send(event)}>
        <label>
          {say("yourName")} <input name="reader" maxLength={60} defaultValue={readerName.value} required autocomplete="name" />
        </label>
        <label>
          {say("note")} <input name="note" maxLength={300} autofocus />
        </label>
        {failure && (
          <p class="act" role="alert">
            ■ {failure}
          </p>
        )}
        <div class="buttons">
          <button class="primary">{say("acknowledge")}</button>
          <button class="plain" type="button" onClick={() => dialog.current?.close()}>
            {say("cancel")}
          </button>
        </div>
      </form>
    </dialog>
  );
}
