// A card for each desk: whose it is, when it is open, who comes.
import { useQuery } from "@tanstack/react-query";
import { askDesks, askVenue } from "../api/asks";
import { Empty, Failed, Loading } from "../parts/states";
import { span } from "../parts/time";
import { useSpeech } from "../words";
import { Head } from "./Head";

export function DeskCards({ workshop }: { workshop: string }) {
  const { t, of, named, list, facts } = useSpeech();
  const desks = useQuery(askDesks(workshop));
  const venue = useQuery(askVenue(workshop));
  const error = desks.error ?? venue.error;
  if (error) return <Failed error={error} again={() => (desks.refetch(), venue.refetch())} />;
  if (!desks.data || !venue.data) return <Loading />;
  if (desks.data.length === 0) return <Empty>{t("desk.none")}</Empty>;
  return desks.data.map((desk) => {
    const room = venue.data.rooms.find((one) => one.id === desk.room);
    return (
      <article key={desk.desk} className="paper desk-card">
        <Head workshop={workshop} title={of(desk.name)}>
          {facts(room && of(room.name), room?.floor != null && t("day.floor", { floor: room.floor }), list(desk.hours.map(span)))}
        </Head>
        {desk.coordinator && <p className="called">{named(desk.coordinator.name)}</p>}
        {desk.expertise.length > 0 && <p>{list(desk.expertise.map(of))}</p>}
        {desk.visits.length === 0 && <p>{t("desk.nobody")}</p>}
        {desk.visits.length > 0 && (
          <table className="lines">
            <thead>
              <tr>
                <th scope="col">{t("print.time")}</th>
                <th scope="col">{t("people.name")}</th>
                <th scope="col">{t("people.organisation")}</th>
                <th scope="col">{t("consult.topic")}</th>
              </tr>
            </thead>
            <tbody>
              {desk.visits.map((visit) => (
                <tr key={visit.consultation}>
                  <td className="at">{span(visit)}</td>
                  <th scope="row">{named(visit.person.name)}</th>
                  <td>{of(visit.person.organisation.name)}</td>
                  <td lang={visit.lang}>{visit.topic}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </article>
    );
  });
}
