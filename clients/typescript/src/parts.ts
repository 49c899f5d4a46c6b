import type { SubscribeResponse } from "./generated/callcenter/v1/kpi_service_pb.js";

/** Puts the parts of large messages of one subscription together. A new stream needs a new one. */
export class PartAssembler {
  #whole: SubscribeResponse | undefined;

  /** Adds a message; the whole one when no more follow, undefined before. */
  add(part: SubscribeResponse): SubscribeResponse | undefined {
    const whole = this.#whole ? join(this.#whole, part) : part;
    this.#whole = part.moreFollows ? whole : undefined;
    if (part.moreFollows) return undefined;
    whole.moreFollows = false;
    return whole;
  }
}

function join(whole: SubscribeResponse, part: SubscribeResponse): SubscribeResponse {
  const { message } = whole;
  if (message.case === "snapshot" && part.message.case === "snapshot") message.value.rows.push(...part.message.value.rows);
  if (message.case === "update" && part.message.case === "update") message.value.rows.push(...part.message.value.rows);
  if (part.completeness) whole.completeness = part.completeness;
  if (part.serverTime) whole.serverTime = part.serverTime;
  whole.resumeToken = part.resumeToken;
  return whole;
}
