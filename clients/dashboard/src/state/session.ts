import {
  CallCenterError,
  connect,
  type GetSettingsResponse,
  type KpiClient,
  type KpiDefinition,
  type ListKpisResponse,
} from "@callcentergrpc/client";
import { Store } from "./store.js";

/** What the page knows of the server once it may read it. */
export interface Session {
  readonly client: KpiClient;
  readonly catalogue: ListKpisResponse;
  readonly settings: GetSettingsResponse;
  readonly definitions: ReadonlyMap<string, KpiDefinition>;
}

export type Entry =
  { state: "opening"; failure?: string } | { state: "keyless"; failure?: string } | { state: "open"; session: Session };

export const entry = new Store<Entry>({ state: "opening" });

const storedKey = "key";
let key = "";
try {
  key = sessionStorage.getItem(storedKey) ?? "";
} catch {
  // Storage is off in this browser.
}

function keep(value: string): void {
  try {
    if (value) sessionStorage.setItem(storedKey, value);
    else sessionStorage.removeItem(storedKey);
  } catch {
    // Storage is off in this browser.
  }
}

/** The failures after which the reader has to sign in, perhaps anew. */
export const needsKey = (error: unknown): boolean =>
  error instanceof CallCenterError && /^(CREDENTIAL_|ROLE_MISSING)/.test(error.reason);

/** Asks for a key; the failure says why. */
export function signOut(failure?: string): void {
  key = "";
  keep("");
  entry.value = failure ? { state: "keyless", failure } : { state: "keyless" };
}

/** Goes on with a key, which this tab keeps until it is closed. */
export function signIn(entered: string): void {
  key = entered.trim();
  void open();
}

/** Reads what all pages need; goes on trying while the server is not reached. */
export async function open(): Promise<void> {
  entry.value = { state: "opening" };
  const asked = key;
  const client = connect(location.origin, asked ? { key: asked } : {});
  for (let wait = 250; ; wait = Math.min(2 * wait, 5000)) {
    try {
      const [catalogue, settings] = await Promise.all([client.catalogue(), client.settings()]);
      const definitions = new Map(catalogue.kpis.map((kpi) => [kpi.id, kpi]));
      keep(asked);
      entry.value = { state: "open", session: { client, catalogue, settings, definitions } };
      return;
    } catch (error) {
      const failure = CallCenterError.from(error);
      if (needsKey(failure)) return signOut(asked ? failure.message : undefined);
      entry.value = { state: "opening", failure: failure.message };
    }
    await new Promise((done) => setTimeout(done, wait * Math.random()));
  }
}

/** Whether a key was entered, so that the reader can sign out. */
export const hasKey = (): boolean => key !== "";
