// Rooms on their floors, with tables, and when the tables are open.
import { useSpeech } from "../words";
import { newId } from "./draft";
import { NumberInput } from "./inputs";
import type { PartProps } from "./part";
import { Places } from "./Places";

export function Rooms({ setup, change, faults }: PartProps) {
  const { t } = useSpeech();
  const { rooms, room_hours: hours, days } = setup;
  const day = days[0] ?? "";
  return (
    <Places
      places={{
        sheet: "rooms",
        title: t("setup.rooms"),
        add: t("setup.add-room"),
        rows: rooms,
        make: () => ({
          id: newId("room", rooms),
          name: { ja: "", en: "" },
          floor: 1,
          seats: null,
          tables: 0,
          features: [],
          synthetic: false,
        }),
      }}
      columns={[
        {
          name: t("setup.floor"),
          cell: ({ floor }, put, label) => (
            <NumberInput label={label} value={floor} min={-9} change={(n) => put({ floor: n })} />
          ),
        },
        {
          name: t("setup.seats"),
          cell: ({ seats }, put, label) => (
            <NumberInput label={label} value={seats} change={(n) => put({ seats: n })} />
          ),
        },
        {
          name: t("setup.tables"),
          cell: ({ tables }, put, label) => (
            <NumberInput label={label} value={tables} change={(n) => put({ tables: n ?? 0 })} />
          ),
        },
      ]}
      hours={{
        sheet: "room_hours",
        title: t("setup.room-hours"),
        add: t("setup.add-hours"),
        rows: hours,
        make: () => ({
          room: rooms.find((room) => room.tables > 0)?.id ?? rooms[0]!.id,
          start: `${day}T09:00:00`,
          end: `${day}T17:00:00`,
        }),
      }}
      keyOf="room"
      place={t("setup.room")}
      days={days}
      faults={faults}
      change={(next, open) => change({ rooms: next, room_hours: open })}
    >
      <p className="quiet-text">{t("setup.room-hours-note")}</p>
    </Places>
  );
}
