// Coordinators' desks and their hours.
import { useSpeech } from "../words";
import { newId } from "./draft";
import { Choice, NumberInput } from "./inputs";
import type { PartProps } from "./part";
import { PeopleInput } from "./PeopleInput";
import { Places } from "./Places";

export function Desks({ setup, change, faults, people }: PartProps) {
  const { t, of } = useSpeech();
  const { desks, desk_hours: hours, rooms, days } = setup;
  const day = days[0] ?? "";
  return (
    <Places
      places={{
        sheet: "desks",
        title: t("setup.desks"),
        add: t("setup.add-desk"),
        rows: desks,
        make: () => ({
          id: newId("desk", desks),
          room: rooms[0]?.id ?? "",
          name: { ja: "", en: "" },
          coordinator: null,
          minutes: 20,
          expertise: [],
          languages: [],
          synthetic: false,
        }),
      }}
      columns={[
        {
          name: t("setup.room"),
          cell: ({ room }, put, label) => (
            <Choice
              label={label}
              value={room}
              options={rooms.map((one) => [one.id, of(one.name) || one.name.ja || one.id])}
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
      hours={{
        sheet: "desk_hours",
        title: t("setup.desk-hours"),
        add: t("setup.add-hours"),
        rows: hours,
        make: () => ({
          desk: desks[0]!.id,
          start: `${day}T10:00:00`,
          end: `${day}T12:00:00`,
        }),
      }}
      keyOf="desk"
      place={t("setup.desk")}
      days={days}
      faults={faults}
      change={(next, open) => change({ desks: next, desk_hours: open })}
    />
  );
}
