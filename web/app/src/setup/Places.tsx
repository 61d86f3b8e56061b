// Places of one kind, rooms or desks: a table of them, and beneath it the hours at which each is open.
import type { ReactNode } from "react";
import type { Schemas } from "../api/client";
import { useSpeech } from "../words";
import { type Column, Editor } from "./Editor";
import { Choice, TimeInput, WordsInput } from "./inputs";

type Named = { id: string; name: { ja: string; en: string } };
type Open = { start: string; end: string };

/** What a list's table needs; the places and their hours have one each. */
type List<T> = {
  sheet: string;
  title: string;
  /** The words on the button that adds a row. */
  add: string;
  rows: T[];
  make: () => T;
};

type PlacesProps<P extends Named, H extends Open> = {
  places: List<P>;
  /** The columns beside the names. */
  columns: Column<P>[];
  hours: List<H>;
  /** The key under which hours name their place, and the head of that column. */
  keyOf: keyof H & ("room" | "desk");
  place: string;
  days: string[];
  faults: Schemas["FaultOfFile"][];
  change: (places: P[], hours: H[]) => void;
  /** Above the hours. */
  children?: ReactNode;
};

export function Places<P extends Named, H extends Open>(props: PlacesProps<P, H>) {
  const { places, columns, hours, keyOf, place, days, faults, change, children } = props;
  const { t, of } = useSpeech();
  const placeOf = (row: H) => row[keyOf] as string;
  const names: [string, string][] = places.rows.map((one) => [
    one.id,
    of(one.name) || one.name.ja || one.id,
  ]);
  return (
    <>
      <Editor
        {...places}
        faults={faults}
        change={(next) => {
          const left = new Set(next.map((one) => one.id));
          change(
            next,
            hours.rows.filter((row) => left.has(placeOf(row))),
          );
        }}
        columns={[
          ...(["ja", "en"] as const).map((lang) => ({
            name: t(`setup.name-${lang}`),
            cell: ({ name }: P, put: (part: Partial<P>) => void, label: string) => (
              <WordsInput
                label={label}
                value={name[lang]}
                change={(text) => put({ name: { ...name, [lang]: text } } as Partial<P>)}
              />
            ),
          })),
          ...columns,
        ]}
      />
      {places.rows.length > 0 && (
        <Editor
          {...hours}
          faults={faults}
          change={(next) => change(places.rows, next)}
          columns={[
            {
              name: place,
              cell: (row, put, label) => (
                <Choice
                  label={label}
                  value={placeOf(row)}
                  options={names}
                  change={(id) => put({ [keyOf]: id } as Partial<H>)}
                />
              ),
            },
            ...(["start", "end"] as const).map((side) => ({
              name: t(`setup.${side}`),
              cell: (row: H, put: (part: Partial<H>) => void, label: string) => (
                <TimeInput
                  label={label}
                  value={row[side]}
                  days={days}
                  change={(at) => put({ [side]: at } as Partial<H>)}
                />
              ),
            })),
          ]}
        >
          {children}
        </Editor>
      )}
    </>
  );
}
