// Something is being moved: whether it may go where the cursor is, and why not; and the same places
// as a list, for those who would rather choose than drag.
import { Button } from "react-aria-components/Button";
import type { Schemas } from "../api/client";
import { Failed, Loading } from "../parts/states";
import { clock, dayOf, span } from "../parts/time";
import { useSpeech } from "../words";
import { signed } from "./DayGrid";
import type { Place } from "./rows";

type MovingProps = {
  found: Schemas["PlacesView"] | undefined;
  error: Error | null;
  venue: Schemas["VenueView"];
  aimed: Place | null;
  put: (place: Place) => void;
  leave: () => void;
};

export function Moving({ found, error, venue, aimed, put, leave }: MovingProps) {
  const { t, of } = useSpeech();
  const where = useWhere(venue);
  if (error) return <Failed error={error} />;
  if (!found) return <Loading />;
  const open = found.places.filter((place) => place.faults.length === 0);
  return (
    <div className="told chosen moving-now">
      <h2>{t("move.title", { title: of(found.title) })}</h2>
      <div aria-live="polite" className="aimed">
        {aimed === null ? (
          <p className="quiet-text">{t("move.hint")}</p>
        ) : (
          <>
            <p>
              <strong>
                {span(aimed)} {where(aimed)}
              </strong>
            </p>
            <Verdict place={aimed} />
          </>
        )}
      </div>
      <div className="row">
        {aimed && aimed.faults.length === 0 && (
          <Button className="button" onPress={() => put(aimed)}>
            {t("move.put")}
          </Button>
        )}
        <Button className="button second" onPress={leave}>
          {t("action.back")}
        </Button>
      </div>
      <details>
        <summary>{t("move.list", { count: open.length })}</summary>
        {open.length === 0 && <p>{t("move.none")}</p>}
        <ul className="places">
          {open.map((place) => (
            <li key={`${place.start} ${place.room} ${place.desk} ${place.table}`}>
              <Button className="quiet" onPress={() => put(place)}>
                {span(place)} {where(place)} {place.gain ? t("move.points", { gain: signed(place.gain) }) : ""}
              </Button>
            </li>
          ))}
        </ul>
      </details>
      <details>
        <summary>{t("move.closed", { count: found.places.length - open.length })}</summary>
        <Why places={found.places} />
      </details>
    </div>
  );
}

function Verdict({ place }: { place: Place }) {
  const { t, of } = useSpeech();
  if (place.faults.length === 0) {
    return (
      <p className="may">
        {place.gain ? t("move.open-gain", { gain: signed(place.gain) }) : t("move.open")}
      </p>
    );
  }
  return (
    <>
      <p className="may-not">{t("move.not")}</p>
      <ul className="reasons">
        {place.faults.map((fault) => (
          <li key={fault.en}>{of(fault)}</li>
        ))}
      </ul>
    </>
  );
}

/** Why the other places are closed: by time, each reason once. */
function Why({ places }: { places: Place[] }) {
  const { of, day } = useSpeech();
  const times = [...new Set(places.map((p) => p.start))];
  const days = new Set(places.map((p) => dayOf(p.start)));
  return (
    <dl className="why-closed">
      {times.map((start) => {
        const closed = places.filter((p) => p.start === start && p.faults.length > 0);
        const reasons = new Set(closed.flatMap((p) => p.faults.map(of)));
        return (
          reasons.size > 0 && (
            <div key={start}>
              <dt>
                {days.size > 1 && day(dayOf(start))} {clock(start)}
              </dt>
              {[...reasons].map((reason) => (
                <dd key={reason}>{reason}</dd>
              ))}
            </div>
          )
        );
      })}
    </dl>
  );
}

/** The room, with the desk or the table. */
export function useWhere(venue: Schemas["VenueView"]) {
  const { t, of } = useSpeech();
  return (place: { room: string; desk?: string | null; table?: number | null }) => {
    const room = venue.rooms.find((one) => one.id === place.room);
    const desk = venue.desks.find((one) => one.id === place.desk);
    const table = place.table != null ? t("day.table", { table: place.table }) : "";
    return [room ? of(room.name) : place.room, desk ? of(desk.name) : table].filter(Boolean).join(" ");
  };
}
