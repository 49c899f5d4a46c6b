import { Code, ConnectError } from "@connectrpc/connect";
import type { ErrorReason } from "./generated/callcenter/v1/error_reason_pb.js";
import { BadRequestSchema, ErrorInfoSchema, RetryInfoSchema } from "./generated/google/rpc/error_details_pb.js";
import { millisecondsOf } from "./times.js";

/** Why the server refused a call, as in the contract's error_reason.proto; or what a newer server calls it. */
export type Reason = keyof typeof ErrorReason | (string & {});

/** A field of a request that is wrong. */
export interface FieldViolation {
  /** Its path, such as "selector.kpis[0].id". */
  readonly field: string;
  /** What is wrong with it, and what to do. */
  readonly description: string;
}

interface Facts {
  readonly reason: Reason;
  readonly retryable: boolean;
  readonly code?: Code;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly violations?: readonly FieldViolation[];
  readonly retryDelay?: number | undefined;
  readonly cause?: unknown;
}

const domain = "callcenter.v1";

/** The failure of a call: its reason, the fields that are wrong, and whether a retry can help. */
export class CallCenterError extends Error {
  override readonly name = "CallCenterError";
  /** Such as "SELECTOR_INVALID"; empty when the failure has none, as when the server is not reached. */
  readonly reason: Reason;
  /** The gRPC code. */
  readonly code: Code;
  /** The variables of the message; the keys are listed at the reason in the contract. */
  readonly metadata: Readonly<Record<string, string>>;
  /** The fields that are wrong; empty when the failure is of no field. */
  readonly violations: readonly FieldViolation[];
  /** Whether the same call may succeed later. A watch then retries by itself. */
  readonly retryable: boolean;
  /** How long the server asks to wait before the next try, in milliseconds; undefined when it does not say. */
  readonly retryDelay: number | undefined;

  constructor(message: string, facts: Facts) {
    super(message, { cause: facts.cause });
    this.reason = facts.reason;
    this.code = facts.code ?? Code.Unavailable;
    this.metadata = facts.metadata ?? {};
    this.violations = facts.violations ?? [];
    this.retryable = facts.retryable;
    this.retryDelay = facts.retryDelay;
  }

  /** The first field that is wrong; undefined when the failure is of no field. */
  get field(): string | undefined {
    return this.violations[0]?.field ?? this.metadata["field"];
  }

  /** Reads any failure of a call, with the details that the server packed into it. */
  static from(failure: unknown): CallCenterError {
    if (failure instanceof CallCenterError) return failure;
    const error = ConnectError.from(failure);
    const info = error.findDetails(ErrorInfoSchema)[0];
    const retry = error.findDetails(RetryInfoSchema)[0];
    const reason = info?.domain === domain ? info.reason : "";
    return new CallCenterError(error.rawMessage, {
      reason,
      code: error.code,
      metadata: { ...info?.metadata },
      violations: error.findDetails(BadRequestSchema).flatMap((bad) => bad.fieldViolations),
      // Decided by the reason alone: codes depend on the transport. The server asks for a retry exactly where one can help.
      retryable: reason === "" || retry !== undefined,
      retryDelay: retry?.retryDelay && millisecondsOf(retry.retryDelay),
      cause: failure,
    });
  }
}
