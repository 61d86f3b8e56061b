// The reception list: everyone in kana order, with a box to tick, made to be printed.
import { useQuery } from "@tanstack/react-query";
import { Button } from "react-aria-components/Button";
import type { ScreenProps } from "../App";
import { askEveryone } from "../api/asks";
import { Empty, Failed, Loading } from "../parts/states";
import { useSpeech } from "../words";
import "../people/people.css";

export default function ReceptionList({ workshop }: ScreenProps) {
  const { t, of, facts, number } = useSpeech();
  const people = useQuery(askEveryone(workshop));
  if (people.error) return <Failed error={people.error} again={() => people.refetch()} />;
  if (!people.data) return <Loading />;
  const all = people.data;
  return (
    <>
      <h1>{t("screen.reception-list")}</h1>
      <p>{t("reception-list.count", { count: number(all.length) })}</p>
      <div className="row tools">
        <Button className="button second" onPress={() => window.print()}>
          {t("reception-list.print")}
        </Button>
      </div>
      {all.length === 0 && <Empty>{t("people.none")}</Empty>}
      {all.length > 0 && (
        <div className="scroller" role="region" tabIndex={0} aria-label={t("screen.reception-list")}>
          <table className="people reception-list">
            <thead>
              <tr>
                <th scope="col">{t("reception-list.here")}</th>
                <th scope="col">{t("reception-list.reading")}</th>
                <th scope="col">{t("people.name")}</th>
                <th scope="col">{t("people.organisation")}</th>
                <th scope="col">{t("people.position")}</th>
              </tr>
            </thead>
            <tbody>
              {all.map((person) => (
                <tr key={person.id}>
                  <td>
                    <span className="tick" aria-hidden="true" />
                  </td>
                  <td>{person.kana}</td>
                  <th scope="row">{of(person.name)}</th>
                  <td>{of(person.organisation.name)}</td>
                  <td>{facts(person.department, person.position)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
