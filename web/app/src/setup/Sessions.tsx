// Talks, lectures, poster sessions and plenaries; fixed ones stay where they are put.
import { useSpeech } from "../words";
import { newId } from "./draft";
import { Editor } from "./Editor";
import { Choice, NumberInput, TimeInput, WordsInput } from "./inputs";
import { PeopleInput } from "./PeopleInput";
import type { PartProps } from "./part";

const KINDS = ["talk", "lecture", "posters", "plenary"] as const;
const AUDIENCES = ["all", "industry", "academia"] as const;

export function Sessions({ setup, change, faults, people }: PartProps) {
  const { t, of } = useSpeech();
  const { sessions, rooms, days } = setup;
  const start = setup.bands[0]?.start ?? `${days[0]}T10:00:00`;
  const places: [string, string][] = [
    ["", t("setup.free-to-move")],
    ...rooms.map((room): [string, string] => [room.id, of(room.name) || room.name.ja || room.id]),
  ];
  return (
    <Editor
      title={t("setup.sessions")}
      sheet="sessions"
      rows={sessions}
      faults={faults}
      change={(next) => change({ sessions: next })}
      add={t("setup.add-session")}
      make={() => ({
        id: newId("session", sessions),
        kind: "talk",
        title: { ja: "", en: "" },
        speakers: [],
        audience: "all",
        minutes: 50,
        rooms: [],
        needs: [],
        after: [],
      })}
      columns={[
        {
          name: t("setup.kind"),
          cell: ({ kind }, put, label) => (
            <Choice
              label={label}
              value={kind}
              options={KINDS.map((one) => [one, t(`session.${one}`)])}
              change={(one) => put({ kind: one })}
            />
          ),
        },
        {
          name: t("setup.title-ja"),
          cell: ({ title }, put, label) => (
            <WordsInput
              long
              label={label}
              value={title.ja}
              change={(ja) => put({ title: { ...title, ja } })}
            />
          ),
        },
        {
          name: t("setup.title-en"),
          cell: ({ title }, put, label) => (
            <WordsInput
              long
              label={label}
              value={title.en}
              change={(en) => put({ title: { ...title, en } })}
            />
          ),
        },
        {
          name: t("setup.length"),
          cell: ({ minutes }, put, label) => (
            <NumberInput label={label} value={minutes} change={(n) => put({ minutes: n ?? 0 })} />
          ),
        },
        {
          name: t("setup.speakers"),
          cell: ({ speakers }, put, label) => (
            <PeopleInput
              label={label}
              value={speakers}
              people={people}
              change={(ids) => put({ speakers: ids })}
            />
          ),
        },
        {
          name: t("setup.place"),
          cell: ({ fixed }, put, label) => (
            <Choice
              label={label}
              value={fixed?.room ?? ""}
              options={places}
              change={(room) => put({ fixed: room ? { start: fixed?.start ?? start, room } : null })}
            />
          ),
        },
        {
          name: t("setup.start"),
          cell: ({ fixed }, put, label) =>
            fixed && (
              <TimeInput
                label={label}
                value={fixed.start}
                days={days}
                change={(at) => put({ fixed: { ...fixed, start: at } })}
              />
            ),
        },
        {
          name: t("setup.audience"),
          cell: ({ audience }, put, label) => (
            <Choice
              label={label}
              value={audience}
              options={AUDIENCES.map((one) => [one, t(`audience.${one}`)])}
              change={(one) => put({ audience: one })}
            />
          ),
        },
      ]}
    >
      <p className="quiet-text">{t("setup.sessions-note")}</p>
    </Editor>
  );
}
