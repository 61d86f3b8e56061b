// Whether kinds, sizes and regions of organisations are served alike: of the meetings that each group
// agreed to, the share that is held, as a picture with its table.
import { useState } from "react";
import type { Schemas } from "../api/client";
import { useSpeech } from "../words";

type Person = Schemas["PersonResult"];
type Group = { name: string; people: number; wished: number; held: number };

const BY = ["side", "kind", "size", "region"] as const;
type By = (typeof BY)[number];

/** Groups of few say little of their kind: regions with fewer people stand together. */
const FEWEST = 3;

export function Groups({ people }: { people: Person[] }) {
  const { t, number } = useSpeech();
  const [by, setBy] = useState<By>("side");
  const nameOf = ({ sector, person: { organisation } }: Person): string => {
    if (by === "side") return t(`sector.${sector as "industry" | "academia" | "other"}`);
    if (by === "kind") return t(`organisation-kind.${organisation.kind as "academia" | "company" | "startup" | "other"}`);
    if (by === "size") return t(`organisation-size.${(organisation.size ?? "unknown") as "small" | "medium" | "large" | "unknown"}`);
    return organisation.region || t("organisation-size.unknown");
  };
  const all = new Map<string, Group>();
  for (const person of people.filter((one) => one.meetings_wished > 0)) {
    const name = nameOf(person);
    const group = all.get(name) ?? { name, people: 0, wished: 0, held: 0 };
    group.people += 1;
    group.wished += person.meetings_wished;
    group.held += person.meetings_held;
    all.set(name, group);
  }
  const few = by === "region" ? [...all.values()].filter((one) => one.people < FEWEST) : [];
  const sum = (pick: "people" | "wished" | "held") => few.reduce((n, one) => n + one[pick], 0);
  const shown = [...all.values()].filter((one) => !few.includes(one));
  const share = (one: Group) => one.held / one.wished;
  shown.sort((a, b) => share(a) - share(b));
  if (few.length > 0) {
    shown.push({
      name: t("results.regions-few", { count: few.length }),
      people: sum("people"),
      wished: sum("wished"),
      held: sum("held"),
    });
  }
  return (
    <section aria-labelledby="groups">
      <h2 id="groups">{t("results.groups")}</h2>
      <label className="field">
        {t("results.by")}
        <select value={by} onChange={(event) => setBy(event.target.value as By)}>
          {BY.map((one) => (
            <option key={one} value={one}>
              {t(`results.by-${one}`)}
            </option>
          ))}
        </select>
      </label>
      <div className="scroller" tabIndex={0}>
        <table className="numbers groups stacked">
          <thead>
            <tr>
              <th scope="col">{t(`results.by-${by}`)}</th>
              <th scope="col" className="number">{t("results.heads")}</th>
              <th scope="col" className="number">{t("results.mean")}</th>
              <th scope="col" className="number">{t("results.share")}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => (
              <tr key={one.name}>
                <th scope="row">{one.name}</th>
                <td className="number" data-label={t("results.heads")}>
                  {number(one.people)}
                </td>
                <td className="number" data-label={t("results.mean")}>
                  {number(Math.round((10 * one.held) / one.people) / 10)}
                </td>
                <td className="number" data-label={t("results.share")}>
                  {t("results.percent", { n: Math.round(100 * share(one)) })}
                </td>
                <td>
                  <svg className="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
                    <rect width={100 * share(one)} height="6" />
                  </svg>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
