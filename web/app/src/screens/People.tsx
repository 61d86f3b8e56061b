// Everyone who takes part: found by name, reading or organisation; more of them taken in from a file.
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { Input, Label, SearchField } from "react-aria-components/SearchField";
import type { ScreenProps } from "../App";
import { askEveryone, askPeople } from "../api/asks";
import { Duplicates } from "../people/Duplicates";
import { PersonDialog } from "../people/PersonDialog";
import { PeopleImport } from "../people/PeopleImport";
import { Empty, Failed, Loading } from "../parts/states";
import { useSpeech } from "../words";
import "../people/people.css";

export default function People({ workshop }: ScreenProps) {
  const { t, of, number, facts } = useSpeech();
  const [typed, setTyped] = useState("");
  const people = useInfiniteQuery({
    ...askPeople(workshop, typed.normalize("NFKC").trim()),
    placeholderData: keepPreviousData,
  });
  const everyone = useQuery(askEveryone(workshop));
  const known = new Map(everyone.data?.map(({ organisation }) => [organisation.id, organisation]));
  const organisations = [...known.values()].toSorted((a, b) => a.name.ja.localeCompare(b.name.ja, "ja"));
  const pages = people.data?.pages ?? [];
  const all = pages.flatMap((page) => page.items);
  return (
    <>
      <h1>{t("screen.people")}</h1>
      <PeopleImport workshop={workshop} />
      <Duplicates workshop={workshop} />
      <section aria-label={t("people.list")}>
        <div className="row tools">
          <SearchField value={typed} onChange={setTyped} className="field">
            <Label>{t("people.find")}</Label>
            <Input />
          </SearchField>
          <p role="status" className="quiet-text">
            {pages[0] && t("people.count", { count: number(pages[0].total) })}
          </p>
        </div>
        {people.isPending && <Loading />}
        {people.error && <Failed error={people.error} again={() => people.refetch()} />}
        {pages[0]?.total === 0 && <Empty>{t(typed ? "people.none-found" : "people.none")}</Empty>}
        {all.length > 0 && (
          <div className="scroller" tabIndex={0}>
            <table className="people stacked">
              <thead>
                <tr>
                  <th scope="col">{t("people.name")}</th>
                  <th scope="col">{t("people.organisation")}</th>
                  <th scope="col">{t("people.position")}</th>
                  <th scope="col">{t("people.side")}</th>
                  <th scope="col">{t("people.profiles")}</th>
                </tr>
              </thead>
              <tbody>
                {all.map((person) => (
                  <tr key={person.id}>
                    <th scope="row">
                      <PersonDialog
                        workshop={workshop}
                        person={person}
                        organisations={organisations}
                      />
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
        {people.hasNextPage && (
          <div>
            <Button
              className="button second"
              isDisabled={people.isFetchingNextPage}
              onPress={() => people.fetchNextPage()}
            >
              {t("people.more")}
            </Button>
          </div>
        )}
      </section>
    </>
  );
}
