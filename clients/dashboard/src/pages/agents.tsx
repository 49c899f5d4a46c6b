import { AgentState, type Board, type Row } from "@callcentergrpc/client";
import { useMemo, useState } from "preact/hooks";
import { agentLevel } from "../parts/agentcards.js";
import { agentSelector, type LiveAgent, liveAgents, stateLimit, stateLooks, stateTitle } from "../parts/agentstates.js";
import { Nothing } from "../parts/frame.js";
import { Num } from "../parts/num.js";
import { Refusal } from "../parts/refusal.js";
import { useSession } from "../parts/shown.js";
import { Tag } from "../parts/tag.js";
import { SortHead, VirtualTable } from "../parts/virtual.js";
import { Filter, useFilter } from "../parts/window.js";
import { ageMoment, useNow } from "../state/clock.js";
import { agentKey, useAgents } from "../state/directory.js";
import { useBoards } from "../state/live.js";
import { route, setQuery } from "../state/route.js";
import { useStore } from "../state/store.js";
import { lengthText } from "../text/moments.js";
import { useSay } from "../text/text.js";

const work = { kpis: ["contacts_handled", "avg_handle_time"], groupBy: ["agent", "source"], window: "today" } as const;

interface Line extends LiveAgent {
  readonly name: string;
  readonly team: string;
  readonly reason: string;
  readonly done: Row | undefined;
}

type Order = (a: Line, b: Line) => number;
const text =
  (pick: (line: Line) => string): Order =>
  (a, b) =>
    pick(a).localeCompare(pick(b));
const orders: Readonly<Record<string, Order>> = {
  state: (a, b) => a.state - b.state,
  name: text((line) => line.name),
  team: text((line) => line.team),
  since: (a, b) => (b.since ?? Infinity) - (a.since ?? Infinity),
  reason: text((line) => line.reason),
  handled: (a, b) => (a.done?.number("contacts_handled") ?? -1) - (b.done?.number("contacts_handled") ?? -1),
  time: (a, b) => (a.done?.number("avg_handle_time") ?? -1) - (b.done?.number("avg_handle_time") ?? -1),
};

/** Every agent: state, since when, why, and the work of the day. */
export function Agents() {
  const say = useSay();
  const session = useSession();
  const names = useAgents(session);
  const { boards, refusal } = useBoards(session, [{ selector: agentSelector }, { selector: work, minInterval: 5000 }]);
  const [board, done] = boards;
  const find = useFilter();
  const state = useStore(route).query.get("state") ?? "";
  const [sort, setSort] = useState({ id: "since", isDown: true });
  // Those whose rows have not changed stay as they were.
  const known = useMemo(() => new WeakMap<LiveAgent, Line>(), [done, names]);
  const all = useMemo(
    () =>
      liveAgents(board).map((agent): Line => {
        const before = known.get(agent);
        if (before) return before;
        const about = names.get(agentKey(agent.id, agent.source));
        const line = {
          ...agent,
          name: about?.displayName || agent.id,
          team: about?.team ?? "",
          reason: about?.state === agent.state ? about.reason : "",
          done: done?.find(agent.id, agent.source),
        };
        known.set(agent, line);
        return line;
      }),
    [board, known],
  );
  const rows = useMemo(() => {
    const order = orders[sort.id] ?? text((line) => line.name);
    const found = all.filter(
      (one) =>
        (state === "" ? one.state !== AgentState.OFFLINE : one.state === Number(state)) &&
        `${one.name} ${one.id} ${one.team} ${one.reason}`.toLowerCase().includes(find),
    );
    return found.sort((a, b) => (sort.isDown ? order(b, a) : order(a, b)) || (a.name < b.name ? -1 : 1));
  }, [all, find, state, sort]);
  if (refusal) return <Refusal failure={refusal} />;
  const by = (id: string) => setSort((before) => ({ id, isDown: before.id === id ? !before.isDown : id === "since" }));
  const heading = (id: string, name: string, left = false) => (
    <SortHead name={name} id={id} sort={sort} by={by} left={left} say={say("sortBy", { name })} />
  );
  return (
    <section class={`panel agents-page ${board?.isStale ? "stale" : ""}`}>
      <h2>
        <span role="heading" aria-level={1}>
          {say("agents")}
        </span>{" "}
        <small>{say("shownOf", { shown: rows.length, all: all.length })}</small>
        <span class="end">
          <Filter label={say("filter")} />
        </span>
      </h2>
      <StateChoice all={all} chosen={state} />
      {board && all.length === 0 && <Nothing title={say("noAgents")} />}
      {all.length > 0 && rows.length === 0 && <Nothing title={say("noMatch")} />}
      {rows.length > 0 && (
        <VirtualTable
          rows={rows}
          label={say("agents")}
          columns={7}
          head={
            <tr>
              {heading("state", say("state"), true)}
              {heading("name", say("name"), true)}
              {heading("team", say("team"), true)}
              {heading("since", say("timeInState"))}
              {heading("reason", say("reason"), true)}
              {heading("handled", say("answered"))}
              {heading("time", say("handleTime"))}
            </tr>
          }
          line={(line, index) => <AgentLine key={agentKey(line.id, line.source)} line={line} index={index} board={board} done={done} />}
        />
      )}
    </section>
  );
}

/** The states with their counts, to choose one. */
function StateChoice({ all, chosen }: { all: readonly Line[]; chosen: string }) {
  const say = useSay();
  const session = useSession();
  const counts = new Map<AgentState, number>();
  for (const one of all) counts.set(one.state, (counts.get(one.state) ?? 0) + 1);
  const states = [...counts.keys()].sort((a, b) => a - b);
  const choose = (state: string) => setQuery({ state: state === chosen ? "" : state });
  return (
    <div class="chips" role="group" aria-label={say("state")}>
      {states.map((state) => (
        <button
          key={state}
          type="button"
          class={`chip ${stateLooks[state]?.colour}`}
          aria-pressed={String(state) === chosen}
          onClick={() => choose(String(state))}
        >
          <span aria-hidden="true">{stateLooks[state]?.icon}</span> {stateTitle(session, state)} <b class="num">{counts.get(state)}</b>
        </button>
      ))}
    </div>
  );
}

function AgentLine({ line, index, board, done }: { line: Line; index: number; board: Board | undefined; done: Board | undefined }) {
  const say = useSay();
  const session = useSession();
  const now = useNow();
  const limit = stateLimit(session, line.state);
  const age = board && line.since !== undefined ? ageMoment(board, now) - line.since : undefined;
  const level = agentLevel(age, limit);
  return (
    <tr aria-rowindex={index + 2}>
      <td class="left">
        <span class={`dot ${stateLooks[line.state]?.colour}`} aria-hidden="true" />
        {stateLooks[line.state]?.icon} {stateTitle(session, line.state)}
      </td>
      <th scope="row" class="left name" title={`${line.name} · ${line.id} · ${line.source}`}>
        {line.name}
      </th>
      <td class="left name">{line.team || <span class="dim">–</span>}</td>
      <td>
        {level !== "ok" && (
          <span title={limit === undefined ? "" : say("overLimit", { time: lengthText(limit) })}>
            <Tag level={level} />{" "}
          </span>
        )}
        <Num board={board} row={line.row} selector={agentSelector} at="agent_state_since" class={level === "ok" ? "" : level} />
      </td>
      <td class="left name">{line.reason || <span class="dim">–</span>}</td>
      <td>
        <Num board={done} row={line.done} selector={work} at="contacts_handled" />
      </td>
      <td>
        <Num board={done} row={line.done} selector={work} at="avg_handle_time" />
      </td>
    </tr>
  );
}
