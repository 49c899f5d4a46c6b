import type { Board, Row, SelectorInit } from "@callcentergrpc/client";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Session } from "../state/session.js";
import { Store } from "../state/store.js";

/** The session for the components within. */
export const SessionContext = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("no session");
  return session;
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
