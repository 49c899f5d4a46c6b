import { type Completeness, momentOf } from "@callcentergrpc/client";
import { newest } from "../state/live.js";
import { addressOf } from "../state/route.js";
import { useStore } from "../state/store.js";
import { dayAndTime, lengthText } from "../text/moments.js";
import { type Say, useSay } from "../text/text.js";
import { useSession } from "./shown.js";

/** One remark about how complete the data is. */
export interface Remark {
  readonly level: "ok" | "watch" | "act";
  readonly text: string;
}

/** What is to be said of the events behind a board, worst first. */
export function remarksOf(about: Completeness, say: Say, time: (moment: number) => string): Remark[] {
  const remarks: Remark[] = [];
  if (about.staleSinceTime) remarks.push({ level: "act", text: say("storeAway", { time: time(momentOf(about.staleSinceTime)) }) });
  const troubled = about.troubledSources;
  if (troubled.length > 0) {
    const names =
      troubled
        .slice(0, 3)
        .map((one) => one.source)
        .join(", ") + (troubled.length > 3 ? " …" : "");
    remarks.push({ level: "watch", text: say(troubled.length === 1 ? "troubledOne" : "troubled", { count: troubled.length, names }) });
  }
  if (about.gaps.length > 0)
    remarks.push({ level: "watch", text: say(about.gaps.length === 1 ? "gapsOne" : "gaps", { count: about.gaps.length }) });
  if (about.keptFromTime) remarks.push({ level: "watch", text: say("keptFrom", { time: time(momentOf(about.keptFromTime)) }) });
  return remarks.length > 0 ? remarks : [{ level: "ok", text: say("completeData") }];
}

const icons = { ok: "●", watch: "▲", act: "■" } as const;

/** The foot of every page: how complete the data is, and of when. */
export function DataQuality() {
  const say = useSay();
  const board = useStore(newest);
  const zone = useSession().settings.timeZone;
  if (!board?.completeness) return null;
  const time = (moment: number) => dayAndTime(moment, zone, board.asOf);
  const { newestEventTime } = board.completeness;
  return (
    <>
      {remarksOf(board.completeness, say, time).map(({ level, text }) => (
        <a key={text} class={level} href={addressOf("quality")}>
          {icons[level]} {text}
        </a>
      ))}
      {newestEventTime && <span>{say("newestEvent", { time: time(momentOf(newestEventTime)) })}</span>}
      <span class="end">
        {board.refreshInterval && board.refreshInterval > 1000
          ? `${say("catchUp", { time: lengthText(board.refreshInterval) })} · `
          : ""}
        {say("revision", { time: time(board.asOf) })}
      </span>
    </>
  );
}
