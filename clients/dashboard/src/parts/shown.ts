import type { Board, Row, SelectorInit, Target } from "@callcentergrpc/client";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Session } from "../state/session.js";
import { ageMoment, agesNow } from "../state/clock.js";
import type { ShownRow } from "../state/live.js";
import { Store } from "../state/store.js";
import { judge, type Judgement } from "../state/targets.js";

/** The session for the components within. */
export const SessionContext = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("no session");
  return session;
}

/** The tenant's targets; undefined while they are not known. */
export const TargetsContext = createContext<readonly Target[] | undefined>(undefined);

export const useTargets = (): readonly Target[] | undefined => useContext(TargetsContext);

/** Judges numbers by the tenant's targets, as of now. A component that shows ages beside them follows the clock itself. */
export function useJudge(): (shown: ShownRow, at: string) => Judgement | undefined {
  const targets = useTargets();
  return (shown, at) => judge(targets, shown, at, shown.board ? ageMoment(shown.board, agesNow()) : agesNow());
}

/** A number that a reader asks about. */
export interface Asked {
  readonly board: Board;
  readonly row: Row;
  readonly selector: SelectorInit;
  readonly column: number;
}

/** The number whose reasons are shown. */
export const asked = new Store<Asked | undefined>(undefined);
