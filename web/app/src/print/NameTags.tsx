// Name tags to be cut out, ten on a sheet of A4 (91 × 55 mm), in kana order.
import { useQuery } from "@tanstack/react-query";
import { askEveryone } from "../api/asks";
import { Empty, Failed, Loading } from "../parts/states";
import { isLonger } from "../parts/letters";
import { useSpeech } from "../words";

const ON_A_SHEET = 10;

export function NameTags({ workshop }: { workshop: string }) {
  const { t, of } = useSpeech();
  const people = useQuery(askEveryone(workshop));
  if (people.error) return <Failed error={people.error} again={() => people.refetch()} />;
  if (!people.data) return <Loading />;
  const all = people.data;
  if (all.length === 0) return <Empty>{t("print.nobody")}</Empty>;
  const sheets = Array.from({ length: Math.ceil(all.length / ON_A_SHEET) }, (_, i) =>
    all.slice(i * ON_A_SHEET, (i + 1) * ON_A_SHEET),
  );
  return sheets.map((sheet) => (
    <ul key={sheet[0]!.id} className="paper name-tags">
      {sheet.map((person) => (
        <li key={person.id}>
          <p className={isLonger(of(person.organisation.name), 42) ? "from small" : "from"}>{of(person.organisation.name)}</p>
          <p className="reading">{person.kana}</p>
          <p className={isLonger(of(person.name), 20) ? "called small" : "called"}>{of(person.name)}</p>
          <p className="romaji" lang="en">
            {person.name.en !== person.name.ja && person.name.en}
          </p>
        </li>
      ))}
    </ul>
  ));
}
