// What became of each meeting: the consortium, the application, the adoption.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { Input, Label, TextField } from "react-aria-components/TextField";
import { answered, api, type Schemas } from "../api/client";
import { askOutcomes, askSchemes, PAGE } from "../api/asks";
import { putAnswer } from "../api/put";
import { ActButton } from "../parts/ActButton";
import { Pages, placeOf, useSlices } from "../parts/pages";
import { Empty, Failed, Loading } from "../parts/states";
import { saveSheet } from "../parts/sheet";
import { useDraft } from "../parts/draft";
import { useSpeech } from "../words";

const STAGES = ["talking", "consortium", "application", "adopted", "ended"] as const;
type Stage = (typeof STAGES)[number];
type Met = Schemas["HeldMeeting"];
const isOutOf = (stage: Stage) => stage !== "ended" && stage !== "talking";
/** The fiscal year of a day in it. */
const fiscalYearOf = (day: string) => Number(day.slice(0, 4)) - (Number(day.slice(5, 7)) < 4 ? 1 : 0);

type OutcomesProps = { workshop: string; me: string | null };

export function Outcomes({ workshop, me }: OutcomesProps) {
  const { t, of, list, fiscalYear } = useSpeech();
  const met = useQuery(askOutcomes(workshop));
  const schemes = useQuery(askSchemes);
  const [only, setOnly] = useState<Stage | "unsaid" | "all">("all");
  const all = met.data ?? [];
  const those = all.filter((one) => only === "all" || (one.outcome?.stage ?? "unsaid") === only);
  const seen = useSlices(only, those, PAGE);
  if (met.error) return <Failed error={met.error} again={() => met.refetch()} />;
  if (!met.data) return <Loading />;
  const count = (stage: Stage | "unsaid") =>
    met.data.filter((one) => (one.outcome?.stage ?? "unsaid") === stage).length;
  const schemeName = (id: string | null | undefined) => {
    const scheme = schemes.data?.find((one) => one.id === id);
    return scheme ? of(scheme.name) : "";
  };
  const save = () =>
    saveSheet("outcomes", [
      [
        t("outcome.first"),
        t("person.organisation"),
        t("outcome.second"),
        t("person.organisation"),
        t("outcome.stage"),
        t("outcome.consortium-name"),
        t("outcome.scheme"),
        t("outcome.year"),
      ],
      ...met.data.map(({ first, second, outcome }) => [
        of(first.name),
        of(first.organisation.name),
        of(second.name),
        of(second.organisation.name),
        t(`outcome.${outcome?.stage ?? "unsaid"}`),
        outcome?.consortium ?? "",
        schemeName(outcome?.scheme),
        outcome?.fiscal_year ?? "",
      ]),
    ]);
  const years = new Map<number, number>();
  for (const { outcome } of met.data) {
    if (outcome?.fiscal_year) years.set(outcome.fiscal_year, (years.get(outcome.fiscal_year) ?? 0) + 1);
  }
  return (
    <section aria-labelledby="outcomes">
      <div className="row between-ends">
        <h2 id="outcomes">{t("outcome.title")}</h2>
        {me === null && met.data.length > 0 && (
          <Button className="button second" onPress={save}>
            {t("results.save")}
          </Button>
        )}
      </div>
      <p className="lead">{t(me === null ? "outcome.lead-all" : "outcome.lead")}</p>
      {met.data.length === 0 && <Empty>{t("outcome.none")}</Empty>}
      {me === null && met.data.length > 0 && (
        <>
          <dl className="facts">
            {STAGES.filter((stage) => stage !== "ended").map((stage) => (
              <div key={stage}>
                <dt>{t(`outcome.${stage}`)}</dt>
                <dd>{count(stage)}</dd>
              </div>
            ))}
          </dl>
          {years.size > 0 && (
            <p className="quiet-text">
              {list(
                [...years].toSorted(([a], [b]) => a - b).map(([year, n]) =>
                  t("outcome.per-year", { year: fiscalYear(year), count: n }),
                ),
              )}
            </p>
          )}
          <label className="field narrow">
            {t("outbox.show")}
            <select value={only} onChange={(event) => setOnly(event.target.value as typeof only)}>
              {(["all", "unsaid", ...STAGES] as const).map((one) => (
                <option key={one} value={one}>
                  {t(`outcome.${one}`)}
                </option>
              ))}
            </select>
          </label>
        </>
      )}
      <Pages seen={seen} label={t("outcome.title")}>
        <ul className="list">
          {seen.items.map((one, i) => (
            <li
              key={`${one.first.id} ${one.second.id}`}
              className="item outcome"
              {...placeOf(seen, i)}
            >
              <One
                workshop={workshop}
                met={one}
                me={me}
                schemes={schemes.data ?? []}
              />
            </li>
          ))}
        </ul>
      </Pages>
    </section>
  );
}

type OneProps = { workshop: string; met: Met; me: string | null; schemes: Schemas["SchemeView"][] };

function One({ workshop, met, me, schemes }: OneProps) {
  const { t, of, facts, named, fiscalYear } = useSpeech();
  const client = useQueryClient();
  const { first, second, outcome } = met;
  // What is written here stays where others save meanwhile; null within it: nothing is said.
  const [written, setWritten] = useDraft<{ outcome: Schemas["Outcome"] | null }>(
    `${workshop} outcome ${first.id} ${second.id}`,
  );
  const draft = written ? written.outcome : (outcome ?? null);
  const write = (next: Schemas["Outcome"] | null) => setWritten({ outcome: next });
  const others = me === null ? [first, second] : [first.id === me ? second : first];
  const dirty = JSON.stringify(draft) !== JSON.stringify(outcome ?? null);
  const save = useMutation({
    mutationFn: () =>
      answered(
        api.PUT("/api/workshops/{workshop}/outcomes/{first}/{second}", {
          params: {
            path: { workshop, first: first.id, second: second.id },
            header: { "If-Match": met.etag },
          },
          body: draft as Schemas["Outcome"],
        }),
      ),
    onSuccess: async (list) => {
      await putAnswer(client, [workshop, "outcomes"], list);
      setWritten(null);
    },
  });
  const usual = fiscalYearOf(met.start);
  const stage = draft?.stage as Stage | undefined;
  return (
    <>
      <div>
        <h3 className="item-title">{others.map((one) => named(one.name)).join(" × ")}</h3>
        <p className="quiet-text">{facts(...others.map((one) => of(one.organisation.name)))}</p>
      </div>
      <div className="fields">
        <label className="field">
          {t("outcome.stage")}
          <select
            value={stage ?? "unsaid"}
            onChange={(event) => {
              const next = event.target.value as Stage | "unsaid";
              write(next === "unsaid" ? null : { consortium: "", ...draft, stage: next });
            }}
          >
            {(["unsaid", ...STAGES] as const).map((one) => (
              <option key={one} value={one}>
                {t(`outcome.${one}`)}
              </option>
            ))}
          </select>
        </label>
        {draft && stage && isOutOf(stage) && (
          <TextField
            value={draft.consortium ?? ""}
            onChange={(consortium) => write({ ...draft, consortium })}
            maxLength={200}
          >
            <Label>{t("outcome.consortium-name")}</Label>
            <Input />
          </TextField>
        )}
        {draft && (stage === "application" || stage === "adopted") && (
          <>
            <label className="field">
              {t("outcome.scheme")}
              <select
                value={draft.scheme ?? ""}
                onChange={(event) => write({ ...draft, scheme: event.target.value || null })}
              >
                <option value="">{t("outcome.scheme-other")}</option>
                {schemes.map((one) => (
                  <option key={one.id} value={one.id}>
                    {of(one.name)}
                  </option>
                ))}
              </select>
            </label>
            <label className="field">
              {t("outcome.year")}
              <select
                value={draft.fiscal_year ?? ""}
                onChange={(event) =>
                  write({ ...draft, fiscal_year: Number(event.target.value) || null })
                }
              >
                <option value="">–</option>
                {Array.from({ length: 8 }, (_, i) => usual + i).map((year) => (
                  <option key={year} value={year}>
                    {fiscalYear(year)}
                  </option>
                ))}
              </select>
            </label>
          </>
        )}
      </div>
      {(dirty || save.isPending) && (
        <div>
          <ActButton className="button" isPending={save.isPending} onPress={() => save.mutate()}>
            {t("profile.save")}
          </ActButton>
        </div>
      )}
      {save.error && <Failed error={save.error} />}
    </>
  );
}
