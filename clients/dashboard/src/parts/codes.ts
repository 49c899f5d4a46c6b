import type { CodeKind } from "@callcentergrpc/client";
import type { Session } from "../state/session.js";
import { titleOf } from "../text/text.js";

/** The name of a code for people. */
export function codeTitle(session: Session, kind: CodeKind, code: string): string {
  return titleOf(session.catalogue.codeTitles.find((one) => one.kind === kind && one.code === code)?.titles ?? {}, code);
}
