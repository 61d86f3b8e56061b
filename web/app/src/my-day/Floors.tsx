// The rooms floor by floor, the upper floor above; those of my day are marked with when I am there.
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../api/client";
import { askVenue } from "../api/asks";
import { clock } from "../parts/time";
import { useSpeech } from "../words";

type FloorsProps = { workshop: string; items: Schemas["DayItem"][] };

export function Floors({ workshop, items }: FloorsProps) {
  const { t, of, list } = useSpeech();
  const venue = useQuery(askVenue(workshop));
  const rooms = venue.data?.rooms ?? [];
  const floors = [...new Set(rooms.map((room) => room.floor ?? null))]
    .filter((floor) => floor !== null)
    .sort((a, b) => b - a);
  if (floors.length === 0) return null;
  return (
    <section aria-labelledby="floors">
      <h2 id="floors">{t("floors.title")}</h2>
      <p className="quiet-text">{t("floors.note")}</p>
      <ol className="floors">
        {floors.map((floor) => (
          <li key={floor}>
            <h3>{t("day.floor", { floor })}</h3>
            <ul>
              {rooms
                .filter((room) => room.floor === floor)
                .map((room) => {
                  const mine = items.filter((item) => item.room === room.id);
                  return (
                    <li key={room.id} className={mine.length > 0 ? "mine" : undefined}>
                      <strong>{of(room.name)}</strong>
                      {mine.length > 0 && <span>{list(mine.map((item) => clock(item.start)))}</span>}
                    </li>
                  );
                })}
            </ul>
          </li>
        ))}
      </ol>
    </section>
  );
}
