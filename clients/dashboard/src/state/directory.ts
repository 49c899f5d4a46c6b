import type { Agent, Queue, Source, Target } from "@callcentergrpc/client";
import type { Session } from "./session.js";
import { useList } from "./sharedlist.js";

async function collect<T>(list: AsyncGenerator<T, void>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of list) all.push(one);
  return all;
}

const noQueues = new Map<string, Queue>();
const noAgents = new Map<string, Agent>();

/** The queues by name. */
export const useQueues = (session: Session): ReadonlyMap<string, Queue> =>
  useList(
    session,
    "queues",
    async () => new Map((await collect(session.client.queues({ pageSize: 1000 }))).map((queue) => [queue.queue, queue])),
    noQueues,
    30_000,
  );

/** The sources by name. */
export const useSources = (session: Session): readonly Source[] =>
  useList(session, "sources", () => collect(session.client.sources({ pageSize: 1000 })), [], 5000);

/** The key of an agent at a source. */
export const agentKey = (agent: string, source: string): string => JSON.stringify([agent, source]);

/** The agents, with names, teams and reasons, by id and source. */
export const useAgents = (session: Session): ReadonlyMap<string, Agent> =>
  useList(
    session,
    "agents",
    async () =>
      new Map((await collect(session.client.agents({ pageSize: 1000 }))).map((one) => [agentKey(one.agent, one.source), one])),
    noAgents,
    5000,
  );

/** The targets with how they do; undefined before the first answer. */
export const useTargetList = (session: Session): readonly Target[] | undefined =>
  useList(session, "targets", async () => (await session.client.targets()).targets, undefined as readonly Target[] | undefined, 10_000);
