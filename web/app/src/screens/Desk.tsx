// Who comes to which desk, in order.
import { useQuery } from "@tanstack/react-query";
import type { ScreenProps } from "../App";
import { askDesks } from "../api/asks";
import { Empty, Failed, Loading } from "../parts/states";
import { clock, span } from "../parts/time";
import { useSpeech } from "../words";

export default function Desk({ workshop }: ScreenProps) {
  const { t, of, list, facts } = useSpeech();
  const desks = useQuery(askDesks(workshop));
  if (desks.isPending) return <Loading />;
  if (desks.error) return <Failed error={desks.error} again={() => desks.refetch()} />;
  // One's own desk first.
  const shown = desks.data.toSorted((a, b) => Number(b.mine) - Number(a.mine));
  return (
    <>
      <h1>{t("screen.desk")}</h1>
      {shown.length === 0 && <Empty>{t("desk.none")}</Empty>}
      {shown.map((desk) => (
        <section key={desk.desk} aria-labelledby={desk.desk}>
          <h2 id={desk.desk}>
            {of(desk.name)} {desk.mine && <span className="badge agreed">{t("desk.mine")}</span>}
          </h2>
          <p className="quiet-text">
            {facts(desk.coordinator && of(desk.coordinator.name), list(desk.hours.map(span)))}
          </p>
          {desk.visits.length === 0 && <Empty>{t("desk.nobody")}</Empty>}
          <ol className="day">
            {desk.visits.map((visit) => (
              <li key={visit.consultation} className="slot consultation">
                <p className="slot-time">
                  <time dateTime={visit.start}>{clock(visit.start)}</time>
                  <span className="slot-end">–{clock(visit.end)}</span>
                </p>
                <div>
                  <h3 className="item-title">{of(visit.person.name)}</h3>
                  <p className="quiet-text">{of(visit.person.organisation.name)}</p>
                  <p lang={visit.lang}>{visit.topic}</p>
                </div>
              </li>
            ))}
          </ol>
        </section>
      ))}
    </>
  );
}
