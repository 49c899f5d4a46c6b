import { type Board, CallCenterError, type Row, type SelectorInit, type Watched } from "@callcentergrpc/client";
import { useEffect, useState } from "preact/hooks";
import { heardServerTime, onTick, paused } from "./clock.js";
import { needsKey, type Session, signOut } from "./session.js";
import { Store } from "./store.js";

/** A row of a board, with the selector of the board. */
export interface ShownRow {
  readonly board: Board | undefined;
  readonly row: Row | undefined;
  readonly selector: SelectorInit;
}

const newestBoards = new Map<string, Board>();

/** A row as the newest board of its selector has it: what shows a row is drawn anew only when the row has changed. */
export function renewed(shown: ShownRow): ShownRow {
  const board = newestBoards.get(JSON.stringify(shown.selector));
  const row = shown.row && board?.find(...shown.row.labels);
  return row ? { ...shown, board, row } : shown;
}

/** The state of the page's stream. */
export interface Connection {
  readonly state: "connecting" | "live" | "broken";
  /** When the last message came, by this machine's clock. */
  readonly heardAt: number;
  readonly failure?: string;
}

export const connection = new Store<Connection>({ state: "connecting", heardAt: Date.now() });
/** The board whose completeness the foot of the page shows. */
export const newest = new Store<Board | undefined>(undefined);

/** People wait for the page, so it tries again sooner than programs do. */
const backOffMax = 5000;

export interface Boards {
  readonly boards: readonly (Board | undefined)[];
  /** Whether they are of the selectors asked for now, and not of those before. */
  readonly isCurrent: boolean;
  /** Why the server refuses to show them; undefined while it does not. */
  readonly refusal?: CallCenterError;
}

/**
 * The newest boards of selectors, on one stream. They are drawn with the clock, once a second, so that the page is laid out once for all
 * that has changed; none are drawn while the page is paused.
 */
export function useBoards(session: Session, watched: readonly Watched[]): Boards {
  const key = JSON.stringify(watched);
  const [shown, show] = useState<Omit<Boards, "isCurrent"> & { key: string }>({ key, boards: [] });
  useEffect(() => {
    const stop = new AbortController();
    const keys = watched.map(({ selector }) => JSON.stringify(selector));
    const boards: (Board | undefined)[] = [];
    let isDrawn = true;
    const draw = () => {
      if (isDrawn || paused.value) return;
      isDrawn = true;
      show({ key, boards: [...boards] });
    };
    const resume = paused.subscribe(draw);
    const rest = onTick(draw);
    const run = async () => {
      const options = {
        signal: stop.signal,
        backOffMax,
        onDisconnected: (failure: CallCenterError) => {
          if (failure.reason !== "RECONNECT_DUE") connection.value = { ...connection.value, state: "broken", failure: failure.message };
        },
      };
      for await (const { index, board } of session.client.watchAll(watched, options)) {
        const isFirst = boards[index] === undefined;
        boards[index] = board;
        newestBoards.set(keys[index] ?? "", board);
        if (!board.isStale) {
          heardServerTime(board.serverTime);
          connection.value = { state: "live", heardAt: Date.now() };
        }
        if (index === 0) newest.value = board;
        isDrawn = false;
        if (isFirst) draw();
      }
    };
    run().catch((error: unknown) => {
      if (stop.signal.aborted) return;
      const refusal = CallCenterError.from(error);
      if (needsKey(refusal)) signOut(refusal.message);
      else show({ key, boards: [], refusal });
    });
    return () => {
      stop.abort();
      resume();
      rest();
      for (const one of keys) newestBoards.delete(one);
    };
  }, [session, key]);
  return { ...shown, isCurrent: shown.key === key };
}
