import type { Agent, Queue, Source, Target } from "@callcentergrpc/client";
import { useEffect, useState } from "preact/hooks";
import type { Session } from "./session.js";

async function collect<T>(list: AsyncGenerator<T, void>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of list) all.push(one);
  return all;
}

/** A list read when the page opens and again after each interval (milliseconds), for names and reasons, which streams do not carry. */
function useList<T>(read: () => Promise<T>, initial: T, interval: number, deps: unknown[]): T {
  const [list, show] = useState(initial);
  useEffect(() => {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout>;
    const next = async () => {
      // What cannot be read now is shown as it was; the stream says that the server is away.
      await read().then(
        (found) => isOver || show(found),
        () => {},
      );
      if (!isOver) timer = setTimeout(next, interval);
    };
    void next();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, deps);
  return list;
}

const noQueues = new Map<string, Queue>();
const noAgents = new Map<string, Agent>();

/** The queues by name. */
export const useQueues = (session: Session): ReadonlyMap<string, Queue> =>
  useList(
    async () => new Map((await collect(session.client.queues({ pageSize: 1000 }))).map((queue) => [queue.queue, queue])),
    noQueues,
    30_000,
    [session],
  );

/** The sources by name. */
export const useSources = (session: Session): readonly Source[] =>
  useList(() => collect(session.client.sources({ pageSize: 1000 })), [], 5000, [session]);

/** The key of an agent at a source. */
export const agentKey = (agent: string, source: string): string => JSON.stringify([agent, source]);

/** The agents, with names, teams and reasons, by id and source. */
export const useAgents = (session: Session): ReadonlyMap<string, Agent> =>
  useList(
    async () =>
      new Map((await collect(session.client.agents({ pageSize: 1000 }))).map((one) => [agentKey(one.agent, one.source), one])),
    noAgents,
    5000,
    [session],
  );

/** The targets with how they do; undefined before the first answer. */
export const useTargetList = (session: Session): readonly Target[] | undefined =>
  useList(async () => (await session.client.targets()).targets, undefined as readonly Target[] | undefined, 10_000, [session]);
