// Coordinators' desks and their hours.
import { useSpeech } from "../words";
import { newId } from "./draft";
import { Editor } from "./Editor";
import { Choice, NumberInput, TimeInput, WordsInput } from "./inputs";
import { PeopleInput } from "./PeopleInput";
import type { PartProps } from "./part";

export function Desks({ setup, change, faults, people }: PartProps) {
  const { t, of } = useSpeech();
  const { desks, desk_hours: hours, rooms, days } = setup;
  const day = days[0] ?? "";
  const called = (one: { id: string; name: { ja: string; en: string } }): [string, string] => [
    one.id,
    of(one.name) || one.name.ja || one.id,
  ];
  return (
    <>
      <Editor
        title={t("setup.desks")}
        sheet="desks"
        rows={desks}
        faults={faults}
        change={(next) => {
          const left = new Set(next.map((desk) => desk.id));
          change({ desks: next, desk_hours: hours.filter((h) => left.has(h.desk)) });
        }}
        add={t("setup.add-desk")}
        make={() => ({
          id: newId("desk", desks),
          room: rooms[0]?.id ?? "",
          name: { ja: "", en: "" },
          coordinator: null,
          minutes: 20,
          expertise: [],
          languages: [],
          synthetic: false,
        })}
        columns={[
          {
            name: t("setup.name-ja"),
            cell: ({ name }, put, label) => (
              <WordsInput label={label} value={name.ja} change={(ja) => put({ name: { ...name, ja } })} />
            ),
          },
          {
            name: t("setup.name-en"),
            cell: ({ name }, put, label) => (
              <WordsInput label={label} value={name.en} change={(en) => put({ name: { ...name, en } })} />
            ),
          },
          {
            name: t("setup.room"),
            cell: ({ room }, put, label) => (
              <Choice
                label={label}
                value={room}
                options={rooms.map(called)}
                change={(id) => put({ room: id })}
              />
            ),
          },
          {
            name: t("setup.coordinator"),
            cell: ({ coordinator }, put, label) => (
              <PeopleInput
                label={label}
                value={coordinator ? [coordinator] : []}
                people={people}
                change={(ids) => put({ coordinator: ids.at(-1) ?? null })}
              />
            ),
          },
          {
            name: t("setup.consultation-length"),
            cell: ({ minutes }, put, label) => (
              <NumberInput label={label} value={minutes} change={(n) => put({ minutes: n ?? 0 })} />
            ),
          },
        ]}
      />
      {desks.length > 0 && (
        <Editor
          title={t("setup.desk-hours")}
          sheet="desk_hours"
          rows={hours}
          faults={faults}
          change={(next) => change({ desk_hours: next })}
          add={t("setup.add-hours")}
          make={() => ({
            desk: desks[0]!.id,
            start: `${day}T10:00:00`,
            end: `${day}T12:00:00`,
          })}
          columns={[
            {
              name: t("setup.desk"),
              cell: ({ desk }, put, label) => (
                <Choice
                  label={label}
                  value={desk}
                  options={desks.map(called)}
                  change={(id) => put({ desk: id })}
                />
              ),
            },
            {
              name: t("setup.start"),
              cell: ({ start }, put, label) => (
                <TimeInput label={label} value={start} days={days} change={(at) => put({ start: at })} />
              ),
            },
            {
              name: t("setup.end"),
              cell: ({ end }, put, label) => (
                <TimeInput label={label} value={end} days={days} change={(at) => put({ end: at })} />
              ),
            },
          ]}
        />
      )}
    </>
  );
}
