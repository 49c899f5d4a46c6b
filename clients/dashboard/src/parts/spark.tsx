/** One point of a line. */
export interface Point {
  readonly at: number;
  readonly value: number;
}

const trails = new Map<string, Point[]>();
const every = 5000;
const pointsMax = 360;

/** The values that a number had since the page was opened, one each 5 s, at most half an hour of them. */
export function trailOf(name: string, at: number, value: number | undefined): readonly Point[] {
  let trail = trails.get(name);
  if (!trail) trails.set(name, (trail = []));
  const last = trail.at(-1);
  if (value !== undefined && (!last || at - last.at >= every)) trail.push({ at, value });
  if (trail.length > pointsMax) trail.shift();
  return trail;
}

/** A small line without axes; the target as a dotted one. */
export function Spark({ points, target }: { points: readonly Point[]; target?: number }) {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length < 2) return <svg class="spark" aria-hidden="true" />;
  const values = target === undefined ? points.map((p) => p.value) : [...points.map((p) => p.value), target];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = (at: number) => (120 * (at - first.at)) / (last.at - first.at);
  const y = (value: number) => (high === low ? 15 : 27 - (24 * (value - low)) / (high - low));
  return (
    <svg class="spark" viewBox="0 0 120 30" preserveAspectRatio="none" aria-hidden="true">
      {target !== undefined && <line x1="0" x2="120" y1={y(target)} y2={y(target)} class="goal" />}
      <polyline points={points.map((p) => `${x(p.at).toFixed(1)},${y(p.value).toFixed(1)}`).join(" ")} />
    </svg>
  );
}
