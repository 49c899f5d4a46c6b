import type { Level } from "../state/limits.js";
import { useSay } from "../text/text.js";

export const icons: Readonly<Record<Level, string>> = { act: "■", watch: "▲", ok: "✓", none: "–" };

/** A level as icon and word, never as colour alone. Without a level there is no data, or there were no calls. */
export function Tag({ level, nothing = "none" }: { level: Level; nothing?: "none" | "noCalls" }) {
  const say = useSay();
  return (
    <span class={`tag ${level}`}>
      <i aria-hidden="true">{icons[level]}</i> {say(level === "none" ? nothing : level)}
    </span>
  );
}
