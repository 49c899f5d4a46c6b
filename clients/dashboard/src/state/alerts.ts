import { type Alert, type AlertsNow, CallCenterError } from "@callcentergrpc/client";
import { useEffect, useState } from "preact/hooks";
import type { Session } from "./session.js";
import { Store } from "./store.js";

/** The open alerts; undefined while they are not known. */
export const openAlerts = new Store<AlertsNow | undefined>(undefined);

const clearedMax = 100;
/** People wait for the page, so it tries again sooner than programs do. */
const backOffMax = 5000;

/** Follows the open alerts as long as the session lasts. A server that has none, or shows none to this reader, has no count either. */
export function useAlertStream(session: Session): void {
  useEffect(() => {
    const stop = new AbortController();
    const run = async () => {
      for await (const now of session.client.watchAlerts({ signal: stop.signal, backOffMax })) openAlerts.value = now;
    };
    run().catch(() => stop.signal.aborted || (openAlerts.value = undefined));
    return () => {
      stop.abort();
      openAlerts.value = undefined;
    };
  }, [session]);
}

/** The alerts that were cleared last, read anew when one of the open ones has changed. */
export function useCleared(session: Session, now: AlertsNow | undefined): readonly Alert[] {
  const [cleared, show] = useState<readonly Alert[]>([]);
  const key = now?.open.map((one) => one.id).join(" ");
  useEffect(() => {
    let isOver = false;
    const read = async () => {
      const found: Alert[] = [];
      for await (const alert of session.client.alerts({ pageSize: clearedMax })) {
        if (alert.clearTime) found.push(alert);
        if (found.length === clearedMax) break;
      }
      if (!isOver) show(found);
    };
    read().catch(() => {});
    return () => {
      isOver = true;
    };
  }, [session, key]);
  return cleared;
}

/** Notes that the reader has seen an alert; gives the server's reason if it refuses. */
export async function acknowledge(session: Session, id: string, note: string, name: string): Promise<string | undefined> {
  try {
    await session.client.acknowledge({ id, note, name });
    return undefined;
  } catch (error) {
    return CallCenterError.from(error).message;
  }
}
