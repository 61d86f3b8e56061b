// The whole published day: rooms, desks and tables down, time across.
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../api/client";
import { askPlan, askPublications, askVenue } from "../api/asks";
import { type Cell, daysOf, type Row, STEP } from "../board/rows";
import { Empty, Failed, Loading } from "../parts/states";
import { useSpeech } from "../words";
import { Head } from "./Head";

const NO_VERSION = 0;

export function Timetable({ workshop }: { workshop: string }) {
  const { t, day, moment } = useSpeech();
  const publications = useQuery(askPublications(workshop));
  const now = publications.data?.[0];
  const plan = useQuery({
    ...askPlan(workshop, now?.version ?? NO_VERSION),
    enabled: now !== undefined,
  });
  const venue = useQuery(askVenue(workshop));
  const error = publications.error ?? plan.error ?? venue.error;
  if (error) return <Failed error={error} again={() => (publications.refetch(), plan.refetch())} />;
  if (publications.data && !now) return <Empty>{t("print.not-published")}</Empty>;
  if (!now || !plan.data || !venue.data) return <Loading />;
  return daysOf(plan.data.placements, venue.data, []).map((one) => (
    <article key={one.day} className="paper timetable">
      <Head workshop={workshop} title={t("print.timetable", { day: day(one.day) })}>
        {t("day.version", { number: now.number, at: moment(now.published_at) })}
      </Head>
      <Day venue={venue.data} {...one} />
    </article>
  ));
}

type DayProps = {
  venue: Schemas["VenueView"];
  start: number;
  end: number;
  rows: Row[];
};

function Day({ venue, start, end, rows }: DayProps) {
  const { t } = useSpeech();
  const hours = Array.from({ length: Math.ceil((end - start) / 60) }, (_, i) => start + 60 * i);
  return (
    <table className="day-on-paper">
      <colgroup>
        <col className="places" />
        {Array.from({ length: (end - start) / STEP }, (_, i) => (
          <col key={i} />
        ))}
      </colgroup>
      <thead>
        <tr>
          <th scope="col">{t("setup.room")}</th>
          {hours.map((minute) => (
            <th key={minute} scope="col" colSpan={(Math.min(end, minute + 60) - minute) / STEP}>
              {minute / 60}:00
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, i) => (
          <tr key={i} className={rows[i - 1]?.room === row.room ? undefined : "room-first"}>
            <Place row={row} venue={venue} />
            {row.cells.map((cell) => (
              <What key={cell.from} cell={cell} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Place({ row, venue }: { row: Row; venue: Schemas["VenueView"] }) {
  const { t, of } = useSpeech();
  const desk = venue.desks.find((one) => one.id === row.desk);
  return (
    <th scope="row">
      {desk ? of(desk.name) : of(row.room.name)}
      {row.table != null && ` ${t("day.table", { table: row.table })}`}
    </th>
  );
}

function What({ cell }: { cell: Cell }) {
  const { of } = useSpeech();
  const { placement } = cell;
  const columns = (cell.to - cell.from) / STEP;
  if (!placement) return <td colSpan={columns} />;
  const together = placement.kind === "meeting" || placement.kind === "consultation";
  return (
    <td colSpan={columns} className={`taken kind-${placement.kind}`}>
      {together
        ? placement.people.map((p) => (
            <span key={p.id} className="one">
              {of(p.name)}
            </span>
          ))
        : of(placement.title)}
    </td>
  );
}
