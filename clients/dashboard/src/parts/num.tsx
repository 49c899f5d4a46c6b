import { type Board, clockText, type KpiValue, momentOf, noValue, NoValueReason, textOf } from "@callcentergrpc/client";
import { ageMoment, useNow } from "../state/clock.js";
import { renewed, type ShownRow } from "../state/live.js";
import { countText } from "../text/moments.js";
import { type Say, useSay } from "../text/text.js";
import { useOnScreen } from "./onscreen.js";
import { asked } from "./shown.js";

interface NumProps extends ShownRow {
  /** Spec or id of the column. */
  readonly at: string;
  readonly class?: string;
  /** Shown under the pointer. */
  readonly note?: string | undefined;
}

/** A number of a board, which explains itself on a click. */
export function Num({ board, row, selector, at, class: name = "", note }: NumProps) {
  const say = useSay();
  if (!board || !row) return <span class={`num dim ${name}`}>{noValue}</span>;
  const value = row.value(at);
  const column = board.columns.findIndex((one) => one.spec === at || one.kpi?.id === at);
  const ask = () => {
    const newest = renewed({ board, row, selector });
    asked.value = { board: newest.board ?? board, row: newest.row ?? row, selector, column };
  };
  return (
    <button
      type="button"
      class={`num ${name}`}
      onClick={ask}
      title={note ? `${note} · ${absence(value, say)}` : absence(value, say)}
      data-kpi={at}
      data-labels={JSON.stringify(row.labels)}
      data-by={(selector.groupBy ?? []).join(",")}
      data-window={typeof selector.window === "string" ? selector.window : ""}
      data-number={value.number ?? ""}
    >
      {value.value.case === "time" ? (
        <Age board={board} since={momentOf(value.value.value)} />
      ) : (
        <Text text={shortText(value, board, say)} />
      )}
    </button>
  );
}

/** A percent sign is smaller than its number, where that is large. */
const Text = ({ text }: { text: string }) =>
  text.endsWith("%") ? (
    <>
      {text.slice(0, -1)}
      <span class="unit">%</span>
    </>
  ) : (
    <>{text}</>
  );

/** The age of a moment, ticking. */
export function Age({ board, since }: { board: Board; since: number }) {
  const [element, isOnScreen] = useOnScreen<HTMLSpanElement>();
  const now = useNow(isOnScreen);
  return <span ref={element}>{clockText(ageMoment(board, now) - since)}</span>;
}

/** A value as text: no contacts yet, and never sent, are two kinds of nothing. */
export function shortText(value: KpiValue, board: Board, say: Say): string {
  if (value.value.case === "count") return countText(Number(value.value.value));
  return value.value.case === undefined && isNeverSent(value) ? say("notSent") : textOf(value, board.asOf);
}

const isNeverSent = ({ noValueReason }: KpiValue): boolean =>
  noValueReason === NoValueReason.NOT_APPLICABLE || noValueReason === NoValueReason.NOT_CONFIGURED;

const absence = (value: KpiValue, say: Say): string =>
  value.value.case !== undefined ? say("explain") : isNeverSent(value) ? say("notSent") : say("noContacts");
