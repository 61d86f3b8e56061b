// Rooms on their floors, with tables, and when the tables are open.
import { useSpeech } from "../words";
import { newId } from "./draft";
import { Editor } from "./Editor";
import { Choice, NumberInput, TimeInput, WordsInput } from "./inputs";
import type { PartProps } from "./part";

export function Rooms({ setup, change, faults }: PartProps) {
  const { t, of } = useSpeech();
  const { rooms, room_hours: hours, days } = setup;
  const day = days[0] ?? "";
  const names: [string, string][] = rooms.map((room) => [
    room.id,
    of(room.name) || room.name.ja || room.id,
  ]);
  return (
    <>
      <Editor
        title={t("setup.rooms")}
        sheet="rooms"
        rows={rooms}
        faults={faults}
        change={(next) => {
          const left = new Set(next.map((room) => room.id));
          change({ rooms: next, room_hours: hours.filter((h) => left.has(h.room)) });
        }}
        add={t("setup.add-room")}
        make={() => ({
          id: newId("room", rooms),
          name: { ja: "", en: "" },
          floor: 1,
          seats: null,
          tables: 0,
          features: [],
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
      />
      {rooms.length > 0 && (
        <Editor
          title={t("setup.room-hours")}
          sheet="room_hours"
          rows={hours}
          faults={faults}
          change={(next) => change({ room_hours: next })}
          add={t("setup.add-hours")}
          make={() => ({
            room: rooms.find((room) => room.tables > 0)?.id ?? rooms[0]!.id,
            start: `${day}T09:00:00`,
            end: `${day}T17:00:00`,
          })}
          columns={[
            {
              name: t("setup.room"),
              cell: ({ room }, put, label) => (
                <Choice label={label} value={room} options={names} change={(id) => put({ room: id })} />
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
        >
          <p className="quiet-text">{t("setup.room-hours-note")}</p>
        </Editor>
      )}
    </>
  );
}
