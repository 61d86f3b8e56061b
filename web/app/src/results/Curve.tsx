// What plans are worth in all against what the worst-off receive, drawn; the table beside it says the same.
import type { Schemas } from "../api/client";
import { useSpeech } from "../words";

type Point = Schemas["CurvePointView"];

const WIDTH = 480;
const HEIGHT = 240;
const LEFT = 60;
const RIGHT = 24;
const TOP = 32;
const BOTTOM = 46;

type CurveProps = {
  curve: Schemas["CurveView"];
  chosen: Point;
  choose: (point: Point) => void;
};

export function Curve({ curve, chosen, choose }: CurveProps) {
  const { t, number } = useSpeech();
  const { points, impossible_percent: impossible } = curve;
  const values = points.flatMap((p) => [p.total, p.bound ?? p.total]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const pad = Math.max(1, (high - low) * 0.1);
  const shares = points.map((p) => p.least_percent);
  // A little of what is impossible is shown beyond the last plan.
  const last = Math.max(...shares, impossible <= 100 ? impossible : 0);
  const end = Math.min(100, Math.ceil((last + 5) / 10) * 10);
  const x = (percent: number) => LEFT + (percent / end) * (WIDTH - LEFT - RIGHT);
  const y = (value: number) =>
    TOP + ((high + pad - value) / (high - low + 2 * pad)) * (HEIGHT - TOP - BOTTOM);
  const line = points.map((p, i) => `${i ? "L" : "M"}${x(p.least_percent)} ${y(p.total)}`).join("");
  const ground = HEIGHT - BOTTOM;
  return (
    <figure className="curve">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        {impossible < end && (
          <rect
            className="impossible"
            x={x(impossible)}
            y={TOP}
            width={x(end) - x(impossible)}
            height={ground - TOP}
          />
        )}
        <path className="axis" d={`M${LEFT} ${TOP}V${ground}H${WIDTH - RIGHT}`} />
        <text x="4" y="16">
          {t("fairness.total")}
        </text>
        {[...new Set([low, high])].map((value) => (
          <text key={value} x={LEFT - 8} y={y(value) + 4} textAnchor="end">
            {number(value)}
          </text>
        ))}
        {Array.from({ length: end / 10 + 1 }, (_, i) => i * 10)
          .filter((percent) => end <= 60 || percent % 20 === 0)
          .map((percent) => (
            <text key={percent} x={x(percent)} y={ground + 18} textAnchor="middle">
              {t("results.percent", { n: percent })}
            </text>
          ))}
        <text x={(LEFT + WIDTH - RIGHT) / 2} y={HEIGHT - 6} textAnchor="middle">
          {t("fairness.axis-least")}
        </text>
        <path className="line" d={line} />
        {points.map((p) => (
          <g key={p.floor_percent} className="point" onClick={() => choose(p)}>
            {!p.proved && p.bound != null && (
              <path
                className="open"
                d={`M${x(p.least_percent)} ${y(p.total)}V${y(p.bound)}m-6 0h12`}
              />
            )}
            {p === chosen && (
              <circle className="chosen" cx={x(p.least_percent)} cy={y(p.total)} r="12" />
            )}
            <circle
              className={p.proved ? "proved" : "unproved"}
              cx={x(p.least_percent)}
              cy={y(p.total)}
              r="6"
            />
            <circle className="press" cx={x(p.least_percent)} cy={y(p.total)} r="22" />
          </g>
        ))}
      </svg>
      <figcaption>
        <span className="dot proved">{t("fairness.key-proved")}</span>
        <span className="dot unproved">{t("fairness.key-unproved")}</span>
        {impossible < end && <span className="dot impossible">{t("fairness.key-impossible")}</span>}
      </figcaption>
    </figure>
  );
}
