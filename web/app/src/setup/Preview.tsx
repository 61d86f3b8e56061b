// The days as a picture, while they are typed: bands, slots, each room's fixed sessions and hours,
// each desk's hours.
import { minuteOf } from "../parts/time";
import { useSpeech } from "../words";
import type { Setup } from "./draft";
import { later } from "./draft";

const HOUR = 92;
const ROW = 28;
const HEAD = 190;
const TOP = 26;

/** As much of a text as fits into a width; a letter of Latin script takes half of a kanji. */
function fitting(text: string, width: number): string {
  let room = width;
  let fits = "";
  for (const letter of text) {
    room -= letter.charCodeAt(0) < 0x250 ? 7.2 : 12.4;
    if (room < 0) return fits.slice(0, -1) && `${fits.slice(0, -1)}…`;
    fits += letter;
  }
  return fits;
}

type Bar = { start: string; end: string; text: string; look: string };
type Line = { name: string; bars: Bar[] };

export function Preview({ setup }: { setup: Setup }) {
  return setup.days.map((day) => <DayPicture key={day} day={day} setup={setup} />);
}

function DayPicture({ day, setup }: { day: string; setup: Setup }) {
  const { t, of, day: dated } = useSpeech();
  const name = (text: { ja: string; en: string }) => of(text) || text.ja || text.en;
  const lines: Line[] = [
    { name: t("setup.bands"), bars: setup.bands.map((b) => ({ ...b, text: "", look: "band" })) },
    { name: t("setup.slots"), bars: setup.slots.map((b) => ({ ...b, text: "", look: "slot" })) },
    ...setup.rooms.map((room) => ({
      name: name(room.name) || room.id,
      bars: [
        ...setup.room_hours
          .filter((h) => h.room === room.id)
          .map((h) => ({ ...h, text: t("setup.open"), look: "open" })),
        ...setup.sessions.flatMap((s) =>
          s.fixed?.room === room.id
            ? [
                {
                  start: s.fixed.start,
                  end: later(s.fixed.start, s.minutes),
                  text: name(s.title),
                  look: "session",
                },
              ]
            : [],
        ),
      ],
    })),
    ...setup.desks.map((desk) => ({
      name: name(desk.name) || desk.id,
      bars: setup.desk_hours
        .filter((h) => h.desk === desk.id)
        .map((h) => ({ ...h, text: t("setup.minutes", { n: desk.minutes }), look: "desk" })),
    })),
  ].map((line) => ({ ...line, bars: line.bars.filter((bar) => bar.start.startsWith(day)) }));
  const bars = lines.flatMap((line) => line.bars);
  const start = Math.floor(Math.min(9 * 60, ...bars.map((b) => minuteOf(b.start))) / 60);
  const end = Math.ceil(Math.max(17 * 60, ...bars.map((b) => minuteOf(b.end))) / 60);
  const x = (at: string) => HEAD + ((minuteOf(at) - start * 60) / 60) * HOUR;
  const width = HEAD + (end - start) * HOUR + 40;
  const height = TOP + lines.length * ROW + 4;
  const hours = Array.from({ length: end - start + 1 }, (_, i) => start + i);
  return (
    <figure className="day-picture">
      <figcaption>{dated(day)}</figcaption>
      <div className="scroller" tabIndex={0} role="region" aria-label={dated(day)}>
        <svg
          viewBox={`0 0 ${width} ${height}`}
          style={{ minWidth: width }}
          role="img"
          aria-label={t("setup.picture")}
        >
          {hours.map((hour) => (
            <g key={hour}>
              <line
                x1={HEAD + (hour - start) * HOUR}
                x2={HEAD + (hour - start) * HOUR}
                y1={TOP - 6}
                y2={height}
              />
              <text x={HEAD + (hour - start) * HOUR + 3} y={14}>
                {hour}:00
              </text>
            </g>
          ))}
          {lines.map((line, y) => (
            <g key={y}>
              <text x={6} y={TOP + y * ROW + 19}>
                {fitting(line.name, HEAD - 14)}
              </text>
              {line.bars.map((bar, i) => {
                const w = Math.max(2, x(bar.end) - x(bar.start) - 1);
                return (
                  <g key={i} className={bar.look}>
                    <rect x={x(bar.start)} y={TOP + y * ROW + 3} width={w} height={ROW - 6} rx="3">
                      <title>{bar.text}</title>
                    </rect>
                    <text x={x(bar.start) + 5} y={TOP + y * ROW + 19}>
                      {fitting(bar.text, w - 8)}
                    </text>
                  </g>
                );
              })}
            </g>
          ))}
        </svg>
      </div>
    </figure>
  );
}
