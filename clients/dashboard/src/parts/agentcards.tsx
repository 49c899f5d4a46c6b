import { type Agent, AgentState, type Board } from "@callcentergrpc/client";
import { useMemo } from "preact/hooks";
import { ageMoment, useNow } from "../state/clock.js";
import { agentKey, useAgents } from "../state/directory.js";
import type { Level } from "../state/limits.js";
import { addressOf } from "../state/route.js";
import { lengthText } from "../text/moments.js";
import { useSay } from "../text/text.js";
import { agentSelector, type LiveAgent, liveAgents, stateLimit, stateLooks, stateTitle } from "./agentstates.js";
import { Nothing } from "./frame.js";
import { Num } from "./num.js";
import { useSession } from "./shown.js";

const cardsMax = 60;

/** The states in the order in which a supervisor asks for them. */
const groups = [
  AgentState.WRAP_UP,
  AgentState.BREAK,
  AgentState.NOT_READY,
  AgentState.AVAILABLE,
  AgentState.RINGING,
  AgentState.ON_HOLD,
  AgentState.TALKING,
  AgentState.UNSPECIFIED,
];

/** How an agent stands to the limit of its state. */
export function agentLevel(wait: number | undefined, limit: number | undefined): Level {
  if (wait === undefined || limit === undefined) return "ok";
  return wait >= limit ? "act" : wait >= 0.75 * limit ? "watch" : "ok";
}

/** The logged-in agents by state, longest in it first. */
export function AgentCards({ board }: { board: Board | undefined }) {
  const say = useSay();
  const session = useSession();
  const now = useNow();
  const names = useAgents(session);
  const sorted = useMemo(() => {
    const live = liveAgents(board).filter((agent) => agent.state !== AgentState.OFFLINE);
    return live.sort((a, b) => (a.since ?? Infinity) - (b.since ?? Infinity));
  }, [board]);
  const age = (agent: LiveAgent) => (board && agent.since !== undefined ? ageMoment(board, now) - agent.since : undefined);
  const over = new Set(sorted.filter((agent) => agentLevel(age(agent), stateLimit(session, agent.state)) === "act"));
  const sections = [
    { title: "", level: "act" as Level, agents: [...over] },
    ...groups.map((state) => ({
      title: stateTitle(session, state),
      level: "ok" as Level,
      agents: sorted.filter((one) => one.state === state && !over.has(one)),
    })),
  ].filter((section) => section.agents.length > 0);
  let left = cardsMax;
  return (
    <section class={`panel agents ${board?.isStale ? "stale" : ""}`}>
      <h2>
        {say("agents")} <small>{say("agentsNow", { count: sorted.length })}</small>
        <span class="end">
          <a href={addressOf("agents")}>
            {sorted.length > cardsMax ? `${say("shownOf", { shown: cardsMax, all: sorted.length })} · ` : ""}
            {say("allAgents")}
          </a>
        </span>
      </h2>
      {board && sorted.length === 0 && <Nothing title={say("noAgents")} />}
      {sections.map(({ title, agents }) => {
        const shown = agents.slice(0, Math.max(0, left));
        left -= shown.length;
        return (
          shown.length > 0 && (
            <div key={title}>
              <h3>
                {title || `■ ${say("act")}`} {agents.length}
              </h3>
              <ul class="cards">
                {shown.map((agent) => (
                  <Card
                    key={agentKey(agent.id, agent.source)}
                    board={board}
                    agent={agent}
                    about={names.get(agentKey(agent.id, agent.source))}
                    age={age(agent)}
                  />
                ))}
              </ul>
            </div>
          )
        );
      })}
    </section>
  );
}

const barWidth = 64;

interface CardProps {
  readonly board: Board | undefined;
  readonly agent: LiveAgent;
  readonly about: Agent | undefined;
  readonly age: number | undefined;
}

function Card({ board, agent, about, age }: CardProps) {
  const say = useSay();
  const session = useSession();
  const limit = stateLimit(session, agent.state);
  const level = agentLevel(age, limit);
  const used = limit === undefined ? 0 : Math.round(barWidth * Math.min(1, (age ?? 0) / limit)) / barWidth;
  const name = about?.displayName || agent.id;
  const look = stateLooks[agent.state];
  // Drawn anew only when something in it has changed; the age ticks by itself.
  return useMemo(
    () => (
      <li class={`agent ${look?.colour} ${level}`}>
        <b title={`${name} · ${agent.id} · ${agent.source}`}>{name}</b>
        {limit !== undefined && (
          <span class={`bar ${level}`}>
            <i style={{ width: `${100 * used}%` }} />
          </span>
        )}
        <Num board={board} row={agent.row} selector={agentSelector} at="agent_state_since" class={level === "ok" ? "" : level} />{" "}
        <span class="dim">
          {look?.icon} {stateTitle(session, agent.state)}
          {about?.reason && about.state === agent.state ? ` · ${about.reason}` : ""}
          {level === "act" && limit !== undefined && ` · ${say("overLimit", { time: lengthText(limit) })}`}
        </span>
      </li>
    ),
    [agent.row, level, used, name, about?.reason, about?.state, board?.isStale, session, say],
  );
}
