// Everyone in kana order, with a box to tick.
import { useQuery } from "@tanstack/react-query";
import { askEveryone } from "../api/asks";
import { Empty, Failed, Loading } from "../parts/states";
import { useSpeech } from "../words";
import { Head } from "./Head";

export function ReceptionList({ workshop }: { workshop: string }) {
  const { t, of, facts, number } = useSpeech();
  const people = useQuery(askEveryone(workshop));
  if (people.error) return <Failed error={people.error} again={() => people.refetch()} />;
  if (!people.data) return <Loading />;
  if (people.data.length === 0) return <Empty>{t("print.nobody")}</Empty>;
  return (
    <article className="paper">
      <Head workshop={workshop} title={t("print.of-reception")}>
        {t("print.count", { count: number(people.data.length) })}
      </Head>
      <table className="lines reception-list">
        <thead>
          <tr>
            <th scope="col">{t("print.here")}</th>
            <th scope="col">{t("print.reading")}</th>
            <th scope="col">{t("people.name")}</th>
            <th scope="col">{t("people.organisation")}</th>
            <th scope="col">{t("people.position")}</th>
          </tr>
        </thead>
        <tbody>
          {people.data.map((person) => (
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
    </article>
  );
}
