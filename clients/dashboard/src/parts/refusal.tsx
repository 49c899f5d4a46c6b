import type { CallCenterError } from "@callcentergrpc/client";
import { useSay } from "../text/text.js";

/** Why the server refuses a selector, with the field. */
export function Refusal({ failure }: { failure: CallCenterError }) {
  const say = useSay();
  return (
    <div class="nothing" role="alert">
      <p class="act">■ {say("refused", { failure: failure.message })}</p>
      <p class="dim">
        {failure.reason}
        {failure.field && ` · ${say("field")} ${failure.field}`}
      </p>
    </div>
  );
}
