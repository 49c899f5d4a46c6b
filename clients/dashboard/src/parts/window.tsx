import { KpiKind } from "@callcentergrpc/client";
import { route, setQuery } from "../state/route.js";
import { useStore } from "../state/store.js";
import { useSay } from "../text/text.js";
import { Choice } from "./frame.js";

const windows = ["30m", "60m", "today"] as const;

/** The window of the page, from its address. */
export function useWindow(): string {
  const asked = useStore(route).query.get("window");
  return windows.find((one) => one === asked) ?? "30m";
}

/** Lets the reader choose the window. */
export function WindowChoice() {
  const say = useSay();
  const of = [
    { value: "30m", text: say("window30") },
    { value: "60m", text: say("window60") },
    { value: "today", text: say("windowToday") },
  ];
  return <Choice of={of} chosen={useWindow()} choose={(window) => setQuery({ window })} label={say("window")} />;
}

/** The name of a window, for values that depend on one; empty for others. */
export function useWindowText(): (kind: KpiKind | undefined, window: string) => string {
  const say = useSay();
  const names: Readonly<Record<string, string>> = { "30m": say("window30"), "60m": say("window60"), today: say("today") };
  return (kind, window) => (kind === undefined || kind === KpiKind.GAUGE || kind === KpiKind.SINCE ? "" : (names[window] ?? window));
}

/** The text that the reader filters by, from the address. */
export function Filter({ label }: { label: string }) {
  const text = useStore(route).query.get("find") ?? "";
  return (
    <input
      type="search"
      aria-label={label}
      placeholder={`${label}  /`}
      value={text}
      onInput={(event) => setQuery({ find: event.currentTarget.value })}
    />
  );
}

/** The text to filter by, in lower case. */
export const useFilter = (): string => (useStore(route).query.get("find") ?? "").toLowerCase();
