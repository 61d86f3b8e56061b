// Who received how much, the worst-off first; all of it as a sheet.
import { Button } from "react-aria-components/Button";
import type { Schemas } from "../api/client";
import { PAGE } from "../api/asks";
import { Pages, useSlices } from "../parts/pages";
import { saveSheet } from "../parts/sheet";
import { useSpeech } from "../words";

type Sector = "industry" | "academia" | "other";
type Props = { people: Schemas["PersonResult"][]; version: number };

export function PersonByPerson({ people, version }: Props) {
  const { t, of } = useSpeech();
  const seen = useSlices(String(version), people, PAGE);
  const save = () =>
    saveSheet(t("results.file", { version }), [
      [
        t("people.name"),
        t("people.organisation"),
        t("people.side"),
        t("results.region"),
        t("results.meetings-wished"),
        t("results.meetings-held"),
        t("results.talks-wished"),
        t("results.talks-heard"),
      ],
      ...people.map((one) => [
        of(one.person.name),
        of(one.person.organisation.name),
        t(`sector.${one.sector as Sector}`),
        one.person.organisation.region,
        one.meetings_wished,
        one.meetings_held,
        one.talks_wished,
        one.talks_heard,
      ]),
    ]);
  return (
    <section aria-labelledby="each">
      <div className="row between-ends">
        <h2 id="each">{t("results.people")}</h2>
        <Button className="button second" onPress={save}>
          {t("results.save")}
        </Button>
      </div>
      <Pages seen={seen} label={t("results.people")}>
        <div className="scroller" tabIndex={0}>
          <table className="people stacked" aria-rowcount={people.length + 1}>
            <thead>
              <tr aria-rowindex={1}>
                <th scope="col">{t("people.name")}</th>
                <th scope="col">{t("people.organisation")}</th>
                <th scope="col">{t("people.side")}</th>
                <th scope="col">{t("results.meetings")}</th>
                <th scope="col">{t("results.talks")}</th>
              </tr>
            </thead>
            <tbody>
              {seen.items.map((one, i) => (
                <tr key={one.person.id} aria-rowindex={seen.before + i + 2}>
                  <th scope="row">{of(one.person.name)}</th>
                  <td>{of(one.person.organisation.name)}</td>
                  <td>{t(`sector.${one.sector as Sector}`)}</td>
                  <td data-label={t("results.meetings")}>
                    {t("results.of", { fulfilled: one.meetings_held, wished: one.meetings_wished })}
                  </td>
                  <td data-label={t("results.talks")}>
                    {t("results.of", { fulfilled: one.talks_heard, wished: one.talks_wished })}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Pages>
    </section>
  );
}
