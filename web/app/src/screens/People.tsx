// Everyone who takes part: found by name, reading or organisation; more of them taken in from a file.
import { useState } from "react";
import { Input, Label, SearchField } from "react-aria-components/SearchField";
import type { ScreenProps } from "../App";
import { askPeople, PAGE } from "../api/asks";
import { Duplicates } from "../people/Duplicates";
import { PersonDialog } from "../people/PersonDialog";
import { Invite } from "../people/Invite";
import { PeopleImport } from "../people/PeopleImport";
import { useLater } from "../parts/later";
import { Pages, Reading, usePages } from "../parts/pages";
import { Empty } from "../parts/states";
import { useSpeech } from "../words";
import "../people/people.css";

export default function People({ workshop }: ScreenProps) {
  const { t, of, number, facts } = useSpeech();
  const [typed, setTyped] = useState("");
  const q = useLater(typed.normalize("NFKC").trim(), 200);
  const { read, seen } = usePages(q, (cursor?: string) => askPeople(workshop, q, cursor), PAGE);
  return (
    <>
      <h1>{t("screen.people")}</h1>
      <PeopleImport workshop={workshop} />
      <Invite workshop={workshop} />
      <Duplicates workshop={workshop} />
      <section aria-label={t("people.list")}>
        <div className="row tools">
          <SearchField value={typed} onChange={setTyped} className="field">
            <Label>{t("people.find")}</Label>
            <Input />
          </SearchField>
          <p role="status" className="quiet-text">
            {seen.total !== undefined && t("people.count", { count: number(seen.total) })}
          </p>
        </div>
        <Reading read={read} />
        {seen.total === 0 && <Empty>{t(typed ? "people.none-found" : "people.none")}</Empty>}
        <Pages seen={seen} label={t("people.list")}>
          {seen.items.length > 0 && (
            <div className="scroller" tabIndex={0}>
              <table className="people stacked" aria-rowcount={(seen.total ?? 0) + 1}>
                <thead>
                  <tr aria-rowindex={1}>
                    <th scope="col">{t("people.name")}</th>
                    <th scope="col">{t("people.organisation")}</th>
                    <th scope="col">{t("people.position")}</th>
                    <th scope="col">{t("people.side")}</th>
                    <th scope="col">{t("people.profiles")}</th>
                  </tr>
                </thead>
                <tbody>
                  {seen.items.map((person, i) => (
                    <tr key={person.id} aria-rowindex={seen.before + i + 2}>
                      <th scope="row">
                        <PersonDialog workshop={workshop} person={person} />
                        <span className="kana">{person.kana}</span>
                      </th>
                      <td>{of(person.organisation.name)}</td>
                      <td>{facts(person.department, person.position)}</td>
                      <td>{t(`sector.${person.sector as "industry" | "academia" | "other"}`)}</td>
                      <td className="number" data-label={t("people.profiles")}>
                        {number(person.profiles.length)}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </Pages>
      </section>
    </>
  );
}
