// The money of a draft: what the agency gives, what members bring, year by year, in millions of yen.
import { Button } from "react-aria-components/Button";
import { useSpeech } from "../words";
import { type Draft, inYears, KINDS } from "./draft";

const MILLION = 1_000_000;
const MOST_YEARS = 10;

type MoneyProps = { draft: Draft; change: (next: Draft) => void };

export function Money({ draft, change }: MoneyProps) {
  const { t, of } = useSpeech();
  const years = draft.agency.length;
  const companies = draft.members.filter((m) => m.organisation.kind !== "academia");
  const first = companies[0];
  return (
    <fieldset className="part-of-form">
      <legend>{t("money.title")}</legend>
      <p className="quiet-text">{t("money.note")}</p>
      <div className="row tools">
        <label className="field">
          {t("money.years")}
          <select value={years} onChange={(e) => change(inYears(draft, Number(e.target.value)))}>
            <option value={0}>{t("money.assumed")}</option>
            {Array.from({ length: MOST_YEARS }, (_, i) => (
              <option key={i} value={i + 1}>
                {t("money.n-years", { n: i + 1 })}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          {t("money.start")}
          <input
            type="number"
            min={2000}
            max={2100}
            value={draft.start ?? ""}
            onChange={(e) => change({ ...draft, start: e.target.value ? Number(e.target.value) : null })}
          />
        </label>
      </div>
      {years > 0 && (
        <>
          <Row
            label={t("consortia.agency")}
            yen={draft.agency}
            change={(agency) => change({ ...draft, agency })}
          />
          {draft.brought.map((one, i) => {
            const replace = (next: typeof one) =>
              change({ ...draft, brought: draft.brought.map((b, j) => (j === i ? next : b)) });
            return (
              <div key={`${one.organisation} ${one.kind} ${i}`} className="brought">
                <div className="row tools">
                  <label className="field">
                    {t("money.by")}
                    <select
                      value={one.organisation}
                      onChange={(e) => replace({ ...one, organisation: e.target.value })}
                    >
                      {companies.map((m) => (
                        <option key={m.organisation.id} value={m.organisation.id}>
                          {of(m.organisation.name)}
                        </option>
                      ))}
                    </select>
                  </label>
                  <label className="field">
                    {t("money.kind")}
                    <select value={one.kind} onChange={(e) => replace({ ...one, kind: e.target.value })}>
                      {KINDS.map((kind) => (
                        <option key={kind} value={kind}>
                          {t(`resource.${kind}`)}
                        </option>
                      ))}
                    </select>
                  </label>
                  <Button
                    className="quiet"
                    onPress={() =>
                      change({ ...draft, brought: draft.brought.filter((_, j) => j !== i) })
                    }
                  >
                    {t("money.remove")}
                  </Button>
                </div>
                <Row
                  label={t("consortia.resources")}
                  yen={one.yen}
                  change={(yen) => replace({ ...one, yen })}
                />
              </div>
            );
          })}
          {first && (
            <Button
              className="button second"
              onPress={() =>
                change({
                  ...draft,
                  brought: [
                    ...draft.brought,
                    { organisation: first.organisation.id, kind: "cash", yen: Array(years).fill(0) },
                  ],
                })
              }
            >
              {t("money.add")}
            </Button>
          )}
        </>
      )}
    </fieldset>
  );
}

type RowProps = { label: string; yen: number[]; change: (yen: number[]) => void };

function Row({ label, yen, change }: RowProps) {
  const { t } = useSpeech();
  return (
    <fieldset className="years">
      <legend>{t("money.per-year", { label })}</legend>
      {yen.map((amount, i) => (
        <label key={i}>
          <span>{t("consortia.year", { n: i + 1 })}</span>
          <input
            type="number"
            min={0}
            step="any"
            inputMode="decimal"
            value={amount / MILLION}
            onChange={(e) =>
              change(yen.map((old, j) => (j === i ? Math.round(Number(e.target.value) * MILLION) : old)))
            }
          />
        </label>
      ))}
    </fieldset>
  );
}
