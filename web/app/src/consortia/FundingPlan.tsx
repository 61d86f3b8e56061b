// The plan of money year by year, drawn and as a table.
import type { Schemas } from "../api/client";
import { useSpeech } from "../words";

const WIDTH = 90;
const HEIGHT = 120;
/** Room for an amount over the highest bar, and for the years under all. */
const OVER = 18;
const UNDER = 24;
const BAR = 30;
const BARS = [
  ["agency", 12],
  ["resources", 12 + BAR + 4],
] as const;

export function FundingPlan({ assessment }: { assessment: Schemas["AssessmentView"] }) {
  const { t, of, number, fiscalYear } = useSpeech();
  const { years } = assessment;
  if (years.length === 0) return null;
  const most = Math.max(1, ...years.flatMap((y) => [y.agency_yen ?? 0, y.resources_yen ?? 0]));
  const tall = (yen: number | null | undefined) => ((yen ?? 0) / most) * HEIGHT;
  const named = (year: Schemas["PlanYearView"]) =>
    year.fiscal_year ? fiscalYear(year.fiscal_year) : t("consortia.year", { n: year.year });
  const shown = (yen: number | null | undefined) => (yen == null ? "–" : number(yen / 1_000_000));
  return (
    <section aria-labelledby="funding">
      <h2 id="funding">{t("consortia.plan")}</h2>
      <svg
        className="funding"
        viewBox={`0 ${-OVER} ${years.length * WIDTH} ${OVER + HEIGHT + UNDER}`}
        role="img"
        aria-label={t("consortia.plan-drawn")}
      >
        {years.map((year, i) => (
          <g key={year.year} transform={`translate(${i * WIDTH} 0)`}>
            {BARS.map(([kind, x]) => {
              const yen = year[`${kind}_yen`];
              return (
                <g key={kind}>
                  <rect className={kind} x={x} y={HEIGHT - tall(yen)} width={BAR} height={tall(yen)} />
                  <text x={x + BAR / 2} y={HEIGHT - tall(yen) - 5} textAnchor="middle">
                    {shown(yen)}
                  </text>
                </g>
              );
            })}
            {year.gate && <line className="gate" x1={WIDTH} x2={WIDTH} y1="0" y2={HEIGHT} />}
            <text x={12 + BAR} y={HEIGHT + 18} textAnchor="middle">
              {t("consortia.year", { n: year.year })}
            </text>
          </g>
        ))}
        <line className="ground" x1="0" x2={years.length * WIDTH} y1={HEIGHT} y2={HEIGHT} />
      </svg>
      <p className="legend">
        <span className="agency">{t("consortia.agency")}</span>
        <span className="resources">{t("consortia.resources")}</span>
        {years.some((year) => year.gate) && <span className="gate">{t("consortia.gate")}</span>}
      </p>
      <div className="sideways" tabIndex={0}>
        <table className="numbers by-year">
          <caption>{t("consortia.plan-unit")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("consortia.year-head")}</th>
              <th scope="col" className="number">{t("consortia.agency")}</th>
              <th scope="col" className="number">{t("consortia.resources")}</th>
              <th scope="col" className="number">{t("consortia.short")}</th>
              <th scope="col" className="number">{t("consortia.companies")}</th>
            </tr>
          </thead>
          <tbody>
            {years.map((year) => (
              <tr key={year.year}>
                <th scope="row">
                  {named(year)}
                  {year.gate && <span className="badge">{t("consortia.gate")}</span>}
                </th>
                <td className="number">{shown(year.agency_yen)}</td>
                <td className="number">{shown(year.resources_yen)}</td>
                <td className={year.short_yen > 0 ? "number bad-text" : "number"}>
                  {year.short_yen > 0 ? shown(year.short_yen) : "–"}
                </td>
                <td className="number">{year.companies}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {assessment.notes.map((note) => (
        <p key={note.en} className="quiet-text">
          {of(note)}
        </p>
      ))}
    </section>
  );
}
