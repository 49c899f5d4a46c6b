import { AgentState, type Board, CodeKind, millisecondsOf, momentOf, type Row } from "@callcentergrpc/client";
import type { Session } from "../state/session.js";
import { codeTitle } from "./codes.js";

/** The agents that a selector of this shape shows. */
export const agentSelector = { kpis: ["agent_state", "agent_state_since"], groupBy: ["agent", "source"] } as const;

/** An agent as the stream has it. */
export interface LiveAgent {
  readonly id: string;
  readonly source: string;
  readonly state: AgentState;
  /** Milliseconds since 1970; undefined when not known. */
  readonly since: number | undefined;
  readonly row: Row;
}

/** Icon and colour of each state. */
export const stateLooks: Readonly<Record<number, { icon: string; colour: string }>> = {
  [AgentState.UNSPECIFIED]: { icon: "?", colour: "none" },
  [AgentState.OFFLINE]: { icon: "○", colour: "none" },
  [AgentState.AVAILABLE]: { icon: "✓", colour: "ready" },
  [AgentState.RINGING]: { icon: "♪", colour: "ring" },
  [AgentState.TALKING]: { icon: "☎", colour: "talk" },
  [AgentState.ON_HOLD]: { icon: "▮▮", colour: "talk" },
  [AgentState.WRAP_UP]: { icon: "✎", colour: "wrap" },
  [AgentState.BREAK]: { icon: "◔", colour: "away" },
  [AgentState.NOT_READY]: { icon: "⊘", colour: "away" },
};

/** Boards share the rows that have not changed. */
const known = new WeakMap<Row, LiveAgent>();

export const liveAgents = (board: Board | undefined): LiveAgent[] => (board?.rows ?? []).map((row) => known.get(row) ?? liveAgent(row));

function liveAgent(row: Row): LiveAgent {
  const since = row.value("agent_state_since").value;
  const agent = {
    id: row.labels[0] ?? "",
    source: row.labels[1] ?? "",
    row,
    state: (row.number("agent_state") ?? AgentState.UNSPECIFIED) as AgentState,
    since: since.case === "time" ? momentOf(since.value) : undefined,
  };
  known.set(row, agent);
  return agent;
}

/** The name of a state for people. */
export const stateTitle = (session: Session, state: AgentState): string =>
  codeTitle(session, CodeKind.AGENT_STATE, `AGENT_STATE_${AgentState[state]}`);

/** How long an agent may be in a state, in milliseconds; undefined: as it likes. */
export function stateLimit(session: Session, state: AgentState): number | undefined {
  const limits = session.settings.agentLimits;
  if (!limits) return undefined;
  const found = {
    [AgentState.RINGING]: limits.ringing,
    [AgentState.TALKING]: limits.talk,
    [AgentState.ON_HOLD]: limits.hold,
    [AgentState.WRAP_UP]: limits.wrapUp,
    [AgentState.BREAK]: limits.break,
    [AgentState.NOT_READY]: limits.notReady,
  }[state as number];
  return found && millisecondsOf(found);
}
