import {
  CallCenterError,
  clockText,
  CodeKind,
  type ExplainedEntry,
  ExplainedKind,
  type ExplainValueResponse,
  KpiKind,
  millisecondsOf,
  momentOf,
  type SelectorInit,
  type ValueParts,
  VisitOutcome,
} from "@callcentergrpc/client";
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { serverNow } from "../state/clock.js";
import { csvText, download } from "../state/csv.js";
import type { Session } from "../state/session.js";
import { countText, dayAndTime, percentText } from "../text/moments.js";
import { type Say, useSay } from "../text/text.js";
import { codeTitle } from "./codes.js";
import { ScrollTable } from "./scrolltable.js";
import { useSession } from "./shown.js";

/** What is behind a value: pages of entries, of which the first has the sums. */
interface Found {
  readonly first: ExplainValueResponse;
  readonly entries: readonly ExplainedEntry[];
  /** Of the next page; empty: there is none. */
  readonly token: string;
}

interface Value {
  readonly selector: SelectorInit;
  readonly labels: readonly string[];
  readonly column: number;
}

const pageSize = 50;

/** The contacts or agents behind a value, page after page; read anew at each interval (milliseconds) while only the first page is shown. */
export function useBehind(session: Session, value: Value, interval?: number) {
  const [found, show] = useState<Found | CallCenterError>();
  const pages = useRef(1);
  const key = JSON.stringify(value);
  const read = async (token: string) => session.client.explain({ ...value, pageSize, pageToken: token });
  useEffect(() => {
    let isOver = false;
    pages.current = 1;
    show(undefined);
    const again = () =>
      pages.current === 1 &&
      void read("").then(
        (first) => isOver || show({ first, entries: first.entries, token: first.nextPageToken }),
        (error: unknown) => isOver || show((before) => before ?? CallCenterError.from(error)),
      );
    again();
    const timer = interval && setInterval(again, interval);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [session, key, interval]);
  const more = async (before: Found): Promise<Found> => {
    pages.current++;
    const page = await read(before.token);
    const next = { first: before.first, entries: [...before.entries, ...page.entries], token: page.nextPageToken };
    show(next);
    return next;
  };
  return { found, more };
}

type Cell = readonly [name: string, text: (entry: ExplainedEntry) => string, isNumber?: boolean];

/** The columns that say more of some entries than that they are of the group, and count once. */
function cellsOf(
  session: Session,
  { column }: ExplainValueResponse,
  entries: readonly ExplainedEntry[],
  labels: readonly string[],
  say: Say,
): Cell[] {
  const time = (moment: ExplainedEntry["startTime"]) =>
    moment ? dayAndTime(momentOf(moment), session.settings.timeZone, serverNow()) : "";
  const length = (span: ExplainedEntry["wait"]) => (span ? clockText(millisecondsOf(span)) : "");
  const outcome = ({ kind, outcome: ended }: ExplainedEntry) =>
    kind !== ExplainedKind.VISIT
      ? ""
      : ended === VisitOutcome.UNSPECIFIED
        ? say("goesOn")
        : codeTitle(session, CodeKind.VISIT_OUTCOME, `VISIT_OUTCOME_${VisitOutcome[ended]}`);
  const all: Cell[] = [
    [say("began"), (one) => time(one.startTime)],
    [say("queue"), (one) => one.queue],
    [say("agent"), (one) => one.agent],
    [say("outcome"), outcome],
    [say("wait"), (one) => length(one.wait), true],
    [say("talk"), (one) => length(one.talk), true],
    [say("contact"), (one) => one.contactId || one.visitId],
    [say("source"), (one) => one.source],
    [say("adds"), (one) => partsText(one.added, column?.kind), true],
  ];
  const known = [...labels, "", "1"];
  return all.filter(([, text]) => entries.some((one) => !known.includes(text(one))));
}

/** What an entry adds. Of a share by time, such as an agent's occupancy, its own share. */
function partsText(parts: ValueParts | undefined, kind: KpiKind | undefined): string {
  if (!parts) return "";
  const [above, below] = [Number(parts.numerator), Number(parts.denominator)];
  switch (kind) {
    case KpiKind.RATIO:
      return Math.abs(below) > 1 ? percentText(above / below) : `${above} / ${below}`;
    case KpiKind.MEAN:
    case KpiKind.TIME:
    case KpiKind.QUANTILE:
      return `${above < 0 ? "−" : ""}${clockText(Math.abs(above))}`;
    case KpiKind.SCORE:
      return countText(above / 1000);
    case KpiKind.SINCE:
      return "";
    default:
      return countText(above);
  }
}

/** A list of what is behind a value. */
export function Behind({
  value,
  label,
  interval,
  file,
  nothing,
}: {
  value: Value;
  label: string;
  interval?: number;
  /** Name of a file to take the whole list away in. */
  file?: string;
  nothing?: ComponentChildren;
}) {
  const say = useSay();
  const session = useSession();
  const { found, more } = useBehind(session, value, interval);
  if (!found) return <p class="dim behind-note">{say("connecting")}</p>;
  if (found instanceof CallCenterError) return <p class="dim behind-note">{found.message}</p>;
  const { first, entries, token } = found;
  if (entries.length === 0) return <>{nothing ?? <p class="dim behind-note">{say("nothingBehind")}</p>}</>;
  const cells = cellsOf(session, first, entries, value.labels, say);
  const take = async () => {
    let last = found;
    while (last.token) last = await more(last);
    const columns = cellsOf(session, first, last.entries, value.labels, say);
    download(file ?? "", csvText([columns.map(([name]) => name), ...last.entries.map((one) => columns.map(([, text]) => text(one)))]));
  };
  const rest = first.rest && (first.rest.numerator !== 0n || first.rest.denominator !== 0n);
  return (
    <div class="behind">
      <ScrollTable label={label}>
        <thead>
          <tr>
            {cells.map(([name, , isNumber]) => (
              <th key={name} scope="col" class={isNumber ? "" : "left"}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {entries.map((one, i) => (
            <tr key={i}>
              {cells.map(([name, text, isNumber]) => (
                <td key={name} class={isNumber ? "" : "left name"} title={isNumber ? undefined : text(one)}>
                  {text(one)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </ScrollTable>
      <p class="dim behind-note">
        {say("shownOf", { shown: countText(entries.length), all: countText(Number(first.entryCount)) })}
        {rest && ` · ${say("restBehind", { value: partsText(first.rest, first.column?.kind) })}`}{" "}
        {token && (
          <button class="plain" onClick={() => void more(found)}>
            {say("showMore")}
          </button>
        )}{" "}
        {file && (
          <button class="plain" onClick={() => void take()}>
            {say("download")}
          </button>
        )}
      </p>
    </div>
  );
}
