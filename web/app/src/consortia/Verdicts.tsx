// What a scheme says of a draft: each rule with its sign, its finding and where it is written.
import type { Schemas } from "../api/client";
import { useSpeech } from "../words";

/** Colour never speaks alone: each outcome has a sign. */
const SIGNS: Record<string, string> = {
  met: "✓",
  applies: "✓",
  met_until: "△",
  not_met: "✗",
  cannot_be_known: "?",
  not_printed: "–",
};

const ORDER = ["not_met", "met_until", "cannot_be_known", "met", "applies", "not_printed"];

/** How many rules are met, of those that can be. */
export function metOf(assessment: Schemas["AssessmentView"]) {
  const codes = assessment.verdicts.map((v) => v.outcome.code);
  return {
    met: codes.filter((code) => code === "met").length,
    rules: codes.filter((code) => code !== "applies" && code !== "not_printed").length,
  };
}

export function Verdicts({ assessment }: { assessment: Schemas["AssessmentView"] }) {
  const { t, of } = useSpeech();
  const { met, rules } = metOf(assessment);
  const verdicts = assessment.verdicts.toSorted(
    (a, b) => ORDER.indexOf(a.outcome.code) - ORDER.indexOf(b.outcome.code),
  );
  return (
    <section aria-labelledby="verdicts">
      <h2 id="verdicts">{t("consortia.rules")}</h2>
      <p className={`standing ${assessment.standing.code}`} role="status">
        <strong>{of(assessment.standing.label)}</strong>
        <span>{t("consortia.met", { met, rules })}</span>
      </p>
      <svg className="meter" viewBox={`0 0 ${Math.max(1, rules)} 1`} preserveAspectRatio="none" aria-hidden="true">
        <rect width={met} height="1" />
      </svg>
      <p className="quiet-text">{of(assessment.status_sentence)}</p>
      {assessment.assumed && <p className="quiet-text">{t("consortia.assumed")}</p>}
      {assessment.needs.length > 0 && (
        <div className="notice warm">
          <p>
            <strong>{t("consortia.missing")}</strong>
          </p>
          <ul className="bullets">
            {assessment.needs.map((need) => (
              <li key={need.en}>{of(need)}</li>
            ))}
          </ul>
        </div>
      )}
      <ul className="verdicts">
        {verdicts.map((v) => (
          <li key={v.rule} className={v.outcome.code}>
            <details>
              <summary>
                <span className="sign" aria-hidden="true">
                  {SIGNS[v.outcome.code] ?? "·"}
                </span>
                <span>
                  <span className="visually-hidden">{of(v.outcome.label)}: </span>
                  {of(v.title)}
                </span>
              </summary>
              <p>{of(v.sentence)}</p>
              <p className="quiet-text">{of(v.rule_sentence)}</p>
              {of(v.note) && <p className="quiet-text">{of(v.note)}</p>}
              <p className="quiet-text">
                {t("consortia.source", { source: v.source, clause: v.clause || "–" })}
              </p>
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}
