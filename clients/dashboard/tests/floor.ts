import type { RealServer } from "../../testing/programs.js";

/** Names that would do harm in a page that trusted them. */
export const hostileNames = [
  '<img src=x onerror="window.harm=1">',
  "</script><script>window.harm=1</script>",
  "javascript:window.harm=1",
  '=1+1,"quoted"',
  `${"long".repeat(20)} {{7*7}}`,
];

const before = (now: number, seconds: number) => new Date(now - 1000 * seconds).toISOString();

/** A small contact centre whose numbers stand still once it is sent: answered, abandoned and waiting calls, agents, a ticket. */
export async function sendFloor(server: RealServer, { source = "shop", secondsAgo: ago = 0 } = {}): Promise<void> {
  const now = Date.now() - 1000 * ago;
  const events: object[] = [];
  const add = (secondsAgo: number, event: object) => events.push({ occurredTime: before(now, secondsAgo), ...event });
  const agents = ["ann", "bob", "李伟", hostileNames[0] ?? ""];
  for (const [i, agent] of agents.entries()) {
    add(900, { agentPresenceChanged: { agent, presence: "PRESENCE_AVAILABLE" } });
    add(900, { agentDescribed: { agent, displayName: i === 1 ? hostileNames[1] : `Agent ${i}`, team: "north" } });
    for (const queue of ["sales", "退款"]) add(899, { queueMembershipChanged: { agent, queue, state: "MEMBERSHIP_STATE_JOINED" } });
  }
  for (const [i, queue] of ["sales", "退款", ...hostileNames].entries()) {
    for (let call = 0; call < 3 + i; call++) {
      const visitId = `${i}-${call}`;
      const start = 800 - 40 * call;
      add(start, { visitQueued: { visitId, queue, channel: call % 2 ? "CHANNEL_CHAT" : "CHANNEL_PHONE" } });
      if (call === 0) add(start - 30, { visitEnded: { visitId, outcome: "VISIT_OUTCOME_ABANDONED" } });
      else {
        add(start - 5 * call, { visitAnswered: { visitId, agent: "ann" } });
        add(start - 5 * call - 10, { visitEnded: { visitId, outcome: "VISIT_OUTCOME_COMPLETED_BY_CUSTOMER" } });
        add(start - 5 * call - 12, { wrapUpEnded: { visitId } });
      }
    }
    add(120 - 10 * i, { visitQueued: { visitId: `${i}-waiting`, queue } });
  }
  add(300, { agentPresenceChanged: { agent: "bob", presence: "PRESENCE_BREAK", reason: hostileNames[1] } });
  add(500, { contactOpened: { contactId: "ticket-1", queue: "sales", channel: "CHANNEL_TICKET" } });
  events.sort((a, b) => ((a as { occurredTime: string }).occurredTime < (b as { occurredTime: string }).occurredTime ? -1 : 1));
  await server.publish(source, ...events);
}
