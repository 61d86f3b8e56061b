// A slip for everyone whose day changed with the newest publication: what was, what is now.
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../api/client";
import { askChanges, askPublications, askVenue } from "../api/asks";
import { useWhere } from "../board/Moving";
import { Empty, Failed, Loading } from "../parts/states";
import { span } from "../parts/time";
import { useSpeech } from "../words";
import { Head } from "./Head";

export function Slips({ workshop }: { workshop: string }) {
  const { t } = useSpeech();
  const publications = useQuery(askPublications(workshop));
  const venue = useQuery(askVenue(workshop));
  const error = publications.error ?? venue.error;
  if (error) return <Failed error={error} again={() => (publications.refetch(), venue.refetch())} />;
  if (!publications.data || !venue.data) return <Loading />;
  const [now, before] = publications.data;
  if (!now || !before) return <Empty>{t("print.no-slips")}</Empty>;
  return <Changed workshop={workshop} now={now} before={before} venue={venue.data} />;
}

type ChangedProps = {
  workshop: string;
  now: Schemas["PublicationView"];
  before: Schemas["PublicationView"];
  venue: Schemas["VenueView"];
};

function Changed({ workshop, now, before, venue }: ChangedProps) {
  const { t, of, named, moment } = useSpeech();
  const where = useWhere(venue);
  const changes = useQuery(askChanges(workshop, now.version, before.version));
  if (changes.error) return <Failed error={changes.error} again={() => changes.refetch()} />;
  if (!changes.data) return <Loading />;
  const { affected, changes: all } = changes.data;
  if (affected.length === 0) return <Empty>{t("print.no-slips")}</Empty>;
  const at = (one: Schemas["PlacementView"] | null | undefined) =>
    one ? `${span(one)} ${where(one)}` : t("print.none");
  const concerns = (person: string, one: Schemas["ChangeView"]) =>
    [one.before, one.after].some((place) => place?.people.some((p) => p.id === person));
  return affected.map((person) => (
    <article key={person.id} className="paper slip">
      <Head workshop={workshop} title={t("print.slip", { name: named(person.name) })}>
        {of(person.organisation.name)}
      </Head>
      <table className="lines">
        <thead>
          <tr>
            <th scope="col">{t("print.what-is")}</th>
            <th scope="col">{t("print.before")}</th>
            <th scope="col">{t("print.now")}</th>
          </tr>
        </thead>
        <tbody>
          {all
            .filter((one) => concerns(person.id, one))
            .map((one, i) => (
              <tr key={i}>
                <th scope="row">{of((one.after ?? one.before)!.title)}</th>
                <td>{at(one.before)}</td>
                <td>
                  <strong>{at(one.after)}</strong>
                </td>
              </tr>
            ))}
        </tbody>
      </table>
      <p className="of-what">
        {t("day.version", { number: now.number, at: moment(now.published_at) })}
      </p>
    </article>
  ));
}
