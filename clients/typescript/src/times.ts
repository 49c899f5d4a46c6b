import type { Duration, Timestamp } from "@bufbuild/protobuf/wkt";

/** The length of a duration in milliseconds. */
export const millisecondsOf = (duration: Duration): number => Number(duration.seconds) * 1000 + duration.nanos / 1e6;

/** A moment in milliseconds since 1970. */
export const momentOf = (time: Timestamp): number => Number(time.seconds) * 1000 + time.nanos / 1e6;

/** A length of time in milliseconds as a duration. */
export function durationOf(milliseconds: number): { seconds: bigint; nanos: number } {
  const seconds = Math.floor(milliseconds / 1000);
  return { seconds: BigInt(seconds), nanos: Math.round((milliseconds - seconds * 1000) * 1e6) };
}
