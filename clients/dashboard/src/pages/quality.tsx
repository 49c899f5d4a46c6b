import { CodeKind, FeedState, momentOf, type SelectorInit, type Source } from "@callcentergrpc/client";
import { remarksOf } from "../parts/completeness.js";
import { codeTitle } from "../parts/codes.js";
import { Nothing } from "../parts/frame.js";
import { Num } from "../parts/num.js";
import { Refusal } from "../parts/refusal.js";
import { ScrollTable } from "../parts/scrolltable.js";
import { useSession } from "../parts/shown.js";
import { Tag } from "../parts/tag.js";
import { serverNow, useNow } from "../state/clock.js";
import { useSources } from "../state/directory.js";
import type { Level } from "../state/limits.js";
import { useBoards } from "../state/live.js";
import { dayAndTime, lengthText } from "../text/moments.js";
import { useSay } from "../text/text.js";

const feeds: SelectorInit = {
  kpis: ["events_counted", "events_late", "events_rejected", "events_duplicate", "events_future"],
  groupBy: ["source"],
  window: "24h",
};
const balance: SelectorInit = { kpis: ["reconciliation_residual"], window: "today" };

const levelOf = (state: FeedState): Level =>
  state === FeedState.CONNECTED || state === FeedState.CALLS ? "ok" : state === FeedState.UNSPECIFIED ? "none" : "watch";

/** How complete the numbers are, and which source is to blame. */
export function Quality() {
  const say = useSay();
  const session = useSession();
  const sources = useSources(session);
  const { boards, refusal } = useBoards(session, [{ selector: feeds }, { selector: balance }]);
  if (refusal) return <Refusal failure={refusal} />;
  const [board, balanced] = boards;
  const zone = session.settings.timeZone;
  const time = (moment: number) => dayAndTime(moment, zone, serverNow());
  const { completeness } = board ?? {};
  const first = completeness
    ? Math.min(
        ...[
          ...completeness.gaps.map((gap) => gap.startTime),
          completeness.staleSinceTime,
          ...completeness.troubledSources.map((one) => one.newestEventTime),
        ].flatMap((one) => (one ? [momentOf(one)] : [])),
      )
    : Infinity;
  return (
    <>
      <section class="panel">
        <h2>
          <span role="heading" aria-level={1}>
            {say("quality")}
          </span>
        </h2>
        <ul class="remarks">
          {Number.isFinite(first) && <li class="headline watch">▲ {say("incompleteSince", { time: time(first) })}</li>}
          {completeness &&
            remarksOf(completeness, say, time).map(({ level, text }) => (
              <li key={text}>
                <Tag level={level} /> {text}
              </li>
            ))}
          <li>
            <span class="dim">
              {say("residual")} ({say("today")})
            </span>{" "}
            <Num board={balanced} row={balanced?.find()} selector={balance} at="reconciliation_residual" />
          </li>
        </ul>
      </section>
      <section class={`panel ${board?.isStale ? "stale" : ""}`}>
        <h2>
          {say("sources")} <small>{say("lastHours")}</small>
        </h2>
        {board && sources.length === 0 && <Nothing title={say("noEvents")} help={say("noEventsHelp")} />}
        {sources.length > 0 && (
          <ScrollTable label={say("sources")}>
            <thead>
              <tr>
                <th scope="col" class="left">
                  {say("feed")}
                </th>
                <th scope="col" class="left">
                  {say("source")}
                </th>
                <th scope="col">{say("lastWord")}</th>
                <th scope="col">{say("lag")}</th>
                <th scope="col">{say("counted")}</th>
                <th scope="col">{say("late")}</th>
                <th scope="col">{say("rejected")}</th>
                <th scope="col">{say("duplicates")}</th>
                <th scope="col">{say("future")}</th>
              </tr>
            </thead>
            <tbody>
              {sources.map((source) => (
                <tr key={source.source}>
                  <SourceCells source={source} />
                  {feeds.kpis.map((kpi) => (
                    <td key={String(kpi)}>
                      <Num board={board} row={board?.find(source.source)} selector={feeds} at={String(kpi)} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </ScrollTable>
        )}
      </section>
      <section class="panel">
        <h2>{say("gapsTitle")}</h2>
        {completeness && completeness.gaps.length === 0 && <Nothing title={`✓ ${say("noGaps")}`} />}
        {completeness && completeness.gaps.length > 0 && (
          <ScrollTable label={say("gap")}>
            <thead>
              <tr>
                <th scope="col" class="left">
                  {say("source")}
                </th>
                <th scope="col" class="left">
                  {say("from")}
                </th>
                <th scope="col" class="left">
                  {say("to")}
                </th>
                <th scope="col">{say("gap")}</th>
              </tr>
            </thead>
            <tbody>
              {completeness.gaps.map(({ source, startTime, endTime }, i) => (
                <tr key={i}>
                  <th scope="row" class="left name">
                    {source}
                  </th>
                  <td class="left">{startTime ? time(momentOf(startTime)) : "–"}</td>
                  <td class="left">{endTime ? time(momentOf(endTime)) : "–"}</td>
                  <td>
                    {startTime && endTime ? lengthText(Math.round((momentOf(endTime) - momentOf(startTime)) / 1000) * 1000) : "–"}
                  </td>
                </tr>
              ))}
            </tbody>
          </ScrollTable>
        )}
      </section>
    </>
  );
}

function SourceCells({ source }: { source: Source }) {
  const session = useSession();
  const now = useNow();
  const ago = (time: Source["newestEventTime"]) =>
    time ? lengthText(Math.max(0, Math.round((now - momentOf(time)) / 1000) * 1000)) : "–";
  const level = levelOf(source.state);
  return (
    <>
      <td class="left">
        <Tag level={level} /> {codeTitle(session, CodeKind.FEED_STATE, `FEED_STATE_${FeedState[source.state]}`)}
      </td>
      <th scope="row" class="left name" title={source.source}>
        {source.source}
      </th>
      <td>{ago(source.lastWordTime)}</td>
      <td>{ago(source.newestEventTime)}</td>
    </>
  );
}
