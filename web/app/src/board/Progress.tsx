// The best plan so far and the proved bound, closing in upon each other.
import type { Schemas } from "../api/client";
import { useSpeech } from "../words";
import { gapOf } from "./gap";

const WIDTH = 640;
const HEIGHT = 160;
const LEFT = 52;
const RIGHT = 8;
const TOP = 10;
const BOTTOM = 24;

type ProgressProps = { points: Schemas["ProgressView"][]; limit: number };

export function Progress({ points, limit }: ProgressProps) {
  const { t, number } = useSpeech();
  const last = points.at(-1)!;
  const values = points.flatMap((p) => [p.total, p.bound]).filter((v) => v != null);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const pad = Math.max(1, (high - low) * 0.1);
  const end = Math.max(limit, last.seconds);
  const x = (seconds: number) => LEFT + (seconds / end) * (WIDTH - LEFT - RIGHT);
  const y = (value: number) =>
    TOP + ((high + pad - value) / (high - low + 2 * pad)) * (HEIGHT - TOP - BOTTOM);
  // A value holds until the next one: steps, not slopes.
  const steps = (pick: "total" | "bound") => {
    let path = "";
    for (const point of points) {
      const value = point[pick];
      if (value == null) continue;
      const at = `${x(point.seconds).toFixed(1)}`;
      path += path ? `H${at}V${y(value).toFixed(1)}` : `M${at} ${y(value).toFixed(1)}`;
    }
    return path && `${path}H${x(last.seconds).toFixed(1)}`;
  };
  const best = last.total;
  const bound = last.bound;
  const gap = best && bound != null ? gapOf(best, bound) : null;
  return (
    <figure className="progress">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        <path className="axis" d={`M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${WIDTH - RIGHT}`} />
        {[low, high].map((value) => (
          <text key={value} x={LEFT - 6} y={y(value) + 4} textAnchor="end">
            {number(value)}
          </text>
        ))}
        <text x={LEFT} y={HEIGHT - 6}>
          0
        </text>
        <text x={WIDTH - RIGHT} y={HEIGHT - 6} textAnchor="end">
          {t("plan.s", { n: Math.round(end) })}
        </text>
        <path className="bound" d={steps("bound")} />
        <path className="best" d={steps("total")} />
        {best != null && <circle className="best" cx={x(last.seconds)} cy={y(best)} r="4" />}
      </svg>
      <figcaption>
        <span className="key best">{t("plan.best", { total: best ?? "–" })}</span>
        {bound != null && <span className="key bound">{t("plan.bound", { bound })}</span>}
        {gap !== null && <span>{t("plan.gap", { gap })}</span>}
      </figcaption>
    </figure>
  );
}
