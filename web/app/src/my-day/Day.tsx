// Everything that waits for me on the day, in order, with the ways between.
import { useQuery } from "@tanstack/react-query";
import { useActing } from "../acting";
import type { Schemas } from "../api/client";
import { askDay, askRequests, askVenue, askWorkshop } from "../api/asks";
import { CalendarFeeds } from "../parts/CalendarFeeds";
import { Empty, Failed, Loading } from "../parts/states";
import { clock, dayOf } from "../parts/time";
import { ownTime } from "../parts/zone";
import { addressOf, Link } from "../route";
import { Floors } from "./Floors";
import { Proposed } from "./Proposed";
import { useSpeech, type Word } from "../words";

const PARTS: Record<string, Word> = {
  meeting: "part.meeting",
  consultation: "part.consultation",
  duty: "part.duty",
  talk: "part.talk",
};

export function Day({ workshop, seeks }: { workshop: string; seeks: boolean }) {
  const { t, of, list, day, moment, named } = useSpeech();
  const acting = useActing(workshop);
  const mine = useQuery(askDay(workshop));
  const about = useQuery(askWorkshop(workshop));
  const sent = useQuery({ ...askRequests(workshop, "out"), enabled: seeks && mine.data?.publication != null });
  const unanswered = sent.data?.filter((r) => r.state === "sent").length ?? 0;
  if (mine.isPending) return <Loading />;
  if (mine.error) return <Failed error={mine.error} again={() => mine.refetch()} />;
  const { person, items, publication, published_at, missed_talks, unplaced } = mine.data;
  const days = [...new Set(items.map((item) => dayOf(item.start)))];
  return (
    <>
      <p className="lead">
        {t("day.of", { name: of(person.name), organisation: of(person.organisation.name) })}
      </p>
      {publication != null && <Proposed workshop={workshop} me={person.id} />}
      {publication === null || publication === undefined ? (
        <Empty>{t("day.not-published")}</Empty>
      ) : (
        items.length === 0 && <Empty>{t("day.nothing")}</Empty>
      )}
      {about.data && items[0] && ownTime(items[0].start, about.data.zone) && (
        <p className="notice">{t("day.zone", { zone: about.data.zone })}</p>
      )}
      {days.map((one) => (
        <section key={one} aria-label={day(one)}>
          <h2>{day(one)}</h2>
          <ol className="day">
            {items
              .filter((item) => dayOf(item.start) === one)
              .map((item) => (
                <Item
                  key={`${item.item} ${item.start}`}
                  workshop={workshop}
                  item={item}
                  own={about.data ? ownTime(item.start, about.data.zone) : null}
                />
              ))}
          </ol>
        </section>
      ))}
      {publication && published_at && (
        <p className="quiet-text">
          {t("day.version", { number: publication, at: moment(published_at) })}{" "}
          <a href={`/programme/${encodeURIComponent(workshop)}`}>{t("entry.programme")}</a>
        </p>
      )}
      {items.length > 0 && <Floors workshop={workshop} items={items} />}
      {publication && !acting?.standIn ? <CalendarFeeds workshop={workshop} /> : null}
      {unplaced.length > 0 && (
        <section aria-labelledby="unplaced">
          <h2 id="unplaced">{t("day.unplaced")}</h2>
          <p>{t("day.unplaced-note")}</p>
          <ul className="list">
            {unplaced.map((one) => (
              <li key={one.item} className="item">
                <h3 className="item-title">
                  {list(one.with.map((p) => named(p.name))) || of(one.title)}
                </h3>
                <p className="quiet-text">
                  {list(one.with.map((p) => of(p.organisation.name)))}
                </p>
                <p>{of(one.reason)}</p>
                {one.own_causes.length > 0 && (
                  <p className="tags">
                    {one.own_causes.map((cause) => (
                      <span key={cause.en} className="tag">
                        {of(cause)}
                      </span>
                    ))}
                  </p>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      {unanswered > 0 && (
        <p className="quiet-text">
          {t("day.unanswered", { count: unanswered })}{" "}
          <Link to={addressOf(workshop, "requests")}>{t("screen.requests")}</Link>
        </p>
      )}
      {missed_talks.length > 0 && (
        <section aria-labelledby="missed">
          <h2 id="missed">{t("day.missed")}</h2>
          <ul>
            {missed_talks.map((talk) => (
              <li key={talk.session}>{of(talk.title)}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

type ItemProps = {
  workshop: string;
  item: Schemas["DayItem"];
  /** What the reader's own clock says, where it says something else. */
  own: string | null;
};

function Item({ workshop, item, own }: ItemProps) {
  const { t, of, list, facts, named, day } = useSpeech();
  const venue = useQuery(askVenue(workshop));
  const floor = venue.data?.rooms.find((room) => room.id === item.room)?.floor;
  const part = PARTS[item.part];
  const between = item.minutes_between ?? 0;
  const walk = item.walk_minutes ?? 0;
  return (
    <>
      {(walk > 0 || between >= 30) && (
        <li className="between">
          {walk > 0 && <span>{t("day.walk", { minutes: walk })}</span>}
          <span>{t("day.free", { minutes: between - walk })}</span>
        </li>
      )}
      <li className={`slot ${item.part}`}>
        <p className="slot-time">
          <time dateTime={item.start}>{clock(item.start)}</time>
          <span className="slot-end">–{clock(item.end)}</span>
          {own && (
            <span className="slot-own">
              {t("day.own-time", {
                time: dayOf(own) === dayOf(item.start) ? clock(own) : `${day(dayOf(own))} ${clock(own)}`,
              })}
            </span>
          )}
        </p>
        <div>
          <p className="slot-kind">{part ? t(part) : t("part.other")}</p>
          <h3 className="item-title">
            {item.part === "meeting" && item.others.length > 0
              ? list(item.others.map((p) => named(p.name)))
              : of(item.title)}
          </h3>
          {item.part === "meeting" && (
            <p className="quiet-text">
              {list(item.others.map((p) => of(p.organisation.name)))}
            </p>
          )}
          {item.kind === "group" && <p>{of(item.title)}</p>}
          <p className="slot-place">
            {facts(
              of(item.room_name),
              item.table != null && t("day.table", { table: item.table }),
              floor != null && t("day.floor", { floor }),
            )}
          </p>
        </div>
      </li>
    </>
  );
}
