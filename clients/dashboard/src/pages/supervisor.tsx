import { useMemo } from "preact/hooks";
import { Nothing } from "../parts/frame.js";
import { agentSelector } from "../parts/agentstates.js";
import { AgentCards } from "../parts/agentcards.js";
import { QueueTable } from "../parts/queuetable.js";
import { Refusal } from "../parts/refusal.js";
import { useSession } from "../parts/shown.js";
import { Goals } from "../parts/goals.js";
import { TotalCards } from "../parts/totalcards.js";
import { useLongest } from "../parts/waits.js";
import { useWindow } from "../parts/window.js";
import { useBoards } from "../state/live.js";
import { useSay } from "../text/text.js";

const totalKpis = [
  "contacts_waiting",
  "longest_wait",
  "service_level",
  "abandonment_rate",
  "contacts_offered",
  "contacts_answered",
  "speed_of_answer",
  "occupancy",
  "agents_available",
  "agents_logged_in",
  "agents_ringing",
  "agents_on_contact",
  "agents_in_acw",
  "agents_on_break",
  "agents_not_ready",
];

/** Those that are compared with the same window a day and a week ago. */
const compared = ["service_level", "abandonment_rate", "contacts_offered", "speed_of_answer"].flatMap((kpi) => [
  `${kpi}~day`,
  `${kpi}~week`,
]);

const queueKpis = [
  "contacts_waiting",
  "longest_wait",
  "service_level",
  "abandonment_rate",
  "speed_of_answer",
  "contacts_offered",
  "agents_available",
  "agents_ringing",
  "agents_on_contact",
  "agents_in_acw",
  "agents_on_break",
  "agents_not_ready",
];

export function Supervisor() {
  const say = useSay();
  const session = useSession();
  const window = useWindow();
  const total = { kpis: [...totalKpis, ...compared], window };
  const byQueue = { kpis: queueKpis, groupBy: ["queue"], window };
  const { boards, refusal } = useBoards(session, [{ selector: total }, { selector: byQueue }, { selector: agentSelector }]);
  const [totals, queues, agents] = boards;
  const longest = useLongest(queues, byQueue);
  // A part is drawn anew for its own board only: each of the three changes every second.
  const queueTable = useMemo(() => <QueueTable board={queues} selector={byQueue} />, [queues, window]);
  const agentCards = useMemo(() => <AgentCards board={agents} />, [agents]);
  if (refusal) return <Refusal failure={refusal} />;
  if (totals?.completeness && !totals.completeness.newestEventTime)
    return <Nothing title={say("noEvents")} help={say("noEventsHelp")} />;
  return (
    <>
      <h1 class="unseen">{say("supervisor")}</h1>
      <TotalCards board={totals} selector={total} longest={longest} />
      <Goals />
      {queueTable}
      {agentCards}
    </>
  );
}
