// Who or what may stand twice, side by side. The organizer chooses what stays, and then both are one.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api, type Schemas } from "../api/client";
import { askDuplicates } from "../api/asks";
import { Ask } from "../parts/Ask";
import { useSpeech } from "../words";

const FIELDS = [
  "family",
  "given",
  "family_kana",
  "given_kana",
  "family_romaji",
  "given_romaji",
  "department",
  "position",
] as const;
type Field = (typeof FIELDS)[number];

export function Duplicates({ workshop }: { workshop: string }) {
  const { t } = useSpeech();
  const found = useQuery(askDuplicates(workshop));
  const { people = [], organisations = [] } = found.data ?? {};
  const count = people.length + organisations.length;
  if (count === 0) return null;
  return (
    <details className="notice warm">
      <summary>{t("duplicates.open", { count })}</summary>
      <p>{t("duplicates.note")}</p>
      <ul className="list">
        {organisations.map((pair) => (
          <li key={pair.second.organisation.id} className="item">
            <Organisations workshop={workshop} pair={pair} />
          </li>
        ))}
        {people.map((pair) => (
          <li key={`${pair.first.person.id} ${pair.second.person.id}`} className="item">
            <People workshop={workshop} pair={pair} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function useMerged(workshop: string) {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: [workshop] });
}

function Organisations({ workshop, pair }: { workshop: string; pair: Schemas["OrganisationPair"] }) {
  const { t, of, facts } = useSpeech();
  const merged = useMerged(workshop);
  const [swapped, swap] = useState(false);
  const [stays, goes] = swapped ? [pair.second, pair.first] : [pair.first, pair.second];
  const about = (one: Schemas["MergeableOrganisation"]) =>
    facts(
      of(one.organisation.name),
      one.organisation.region,
      t("duplicates.people", { count: one.people }),
      t("duplicates.profiles", { count: one.profiles }),
    );
  return (
    <>
      <p className="item-title">
        {facts(t("duplicates.organisation"), of(pair.first.organisation.name), of(pair.second.organisation.name))}
      </p>
      <Ask
        open={t("duplicates.compare")}
        look="button second"
        title={t("duplicates.title-organisation")}
        yes={t("duplicates.merge")}
        act={async () => {
          const path = { workshop, organisation: stays.organisation.id };
          await answered(
            api.POST("/api/workshops/{workshop}/organisations/{organisation}/merge", {
              params: { path },
              body: { other: goes.organisation.id },
            }),
          );
          await merged();
        }}
      >
        <fieldset className="choices">
          <legend>{t("duplicates.which-stays")}</legend>
          {[pair.first, pair.second].map((one) => (
            <label key={one.organisation.id} className="check">
              <input
                type="radio"
                name={`stays ${pair.second.organisation.id}`}
                checked={one === stays}
                onChange={() => swap(one === pair.second)}
              />
              {about(one)}
            </label>
          ))}
        </fieldset>
        <p>{t("duplicates.what-organisation")}</p>
        <p>
          <strong>{t("duplicates.no-way-back")}</strong>
        </p>
      </Ask>
    </>
  );
}

function People({ workshop, pair }: { workshop: string; pair: Schemas["PeoplePair"] }) {
  const { t, of, facts } = useSpeech();
  const merged = useMerged(workshop);
  const both = [pair.first, pair.second] as const;
  const [staying, stay] = useState(0);
  const [taken, take] = useState<Partial<Record<Field, number>>>({});
  const keep = both[staying]!;
  const other = both[1 - staying]!;
  const valueOf = (i: number, field: Field) => both[i]!.person[field];
  /** Whose value counts: the one chosen, else that of the one who stays unless it is empty. */
  const from = (field: Field) =>
    taken[field] ?? (valueOf(staying, field) || !valueOf(1 - staying, field) ? staying : 1 - staying);
  const differ = FIELDS.filter((field) => valueOf(0, field) !== valueOf(1, field));
  const group = `${pair.first.person.id} ${pair.second.person.id}`;
  const belongs = both.map(({ person }) => of(person.organisation.name));
  return (
    <>
      <p className="item-title">{of(pair.first.person.name)}</p>
      <p className="quiet-text">{facts(...new Set(belongs))}</p>
      <Ask
        open={t("duplicates.compare")}
        look="button second"
        title={t("duplicates.title")}
        yes={t("duplicates.merge")}
        act={async () => {
          const change = Object.fromEntries(differ.map((field) => [field, valueOf(from(field), field)]));
          await answered(
            api.POST("/api/workshops/{workshop}/people/{person}/merge", {
              params: { path: { workshop, person: keep.person.id } },
              body: { other: other.person.id, change },
            }),
          );
          await merged();
        }}
      >
        <div className="scroller" tabIndex={0}>
          <table className="side-by-side">
            <thead>
              <tr>
                <td />
                {both.map((one, i) => (
                  <th key={one.person.id} scope="col">
                    <label className="check">
                      <input
                        type="radio"
                        name={`stays ${group}`}
                        checked={i === staying}
                        onChange={() => stay(i)}
                      />
                      <span>
                        {t("duplicates.stays")}
                        <span className="kana">{one.person.id}</span>
                      </span>
                    </label>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {FIELDS.map((field) => (
                <tr key={field}>
                  <th scope="row">{t(`person.${field}`)}</th>
                  {differ.includes(field) ? (
                    both.map((one, i) => (
                      <td key={one.person.id}>
                        <label className="check">
                          <input
                            type="radio"
                            name={`${field} ${group}`}
                            checked={from(field) === i}
                            onChange={() => take({ ...taken, [field]: i })}
                          />
                          {one.person[field] || t("profile.empty")}
                        </label>
                      </td>
                    ))
                  ) : (
                    <td colSpan={2}>{pair.first.person[field] || t("profile.empty")}</td>
                  )}
                </tr>
              ))}
              <tr>
                <th scope="row">{t("person.organisation")}</th>
                {both.map((one) => (
                  <td key={one.person.id}>{of(one.person.organisation.name)}</td>
                ))}
              </tr>
              <tr>
                <th scope="row">{t("duplicates.requests")}</th>
                {both.map((one) => (
                  <td key={one.person.id}>
                    {t("duplicates.requests-of", { count: one.requests, agreed: one.agreed })}
                  </td>
                ))}
              </tr>
              <tr>
                <th scope="row">{t("duplicates.profile-count")}</th>
                {both.map((one) => (
                  <td key={one.person.id}>{t("duplicates.profiles", { count: one.person.profiles.length })}</td>
                ))}
              </tr>
              <tr>
                <th scope="row">{t("duplicates.accounts")}</th>
                {both.map((one) => (
                  <td key={one.person.id}>{one.accounts.join(" ") || t("duplicates.none")}</td>
                ))}
              </tr>
            </tbody>
          </table>
        </div>
        <p>{t("duplicates.what")}</p>
        <p>
          <strong>{t("duplicates.no-way-back")}</strong>
        </p>
      </Ask>
    </>
  );
}
