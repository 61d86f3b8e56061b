// Where the workshop stands, and what to do next.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ScreenProps } from "../App";
import { answered, api, type Schemas } from "../api/client";
import { askOverview, askSubstitutes, askVenue, askWorkshops } from "../api/asks";
import { Ask } from "../parts/Ask";
import { NewWorkshop } from "../parts/NewWorkshop";
import { Empty, Failed, Loading } from "../parts/states";
import { addressOf, Link } from "../route";
import { useSpeech } from "../words";

const PHASES = [
  "registration",
  "requests",
  "scheduling",
  "published",
  "day",
  "follow_up",
] as const satisfies Schemas["PhaseName"][];

const REQUESTS = ["accepted", "sent", "declined", "withdrawn", "expired"] as const;

export default function Overview({ workshop, me }: ScreenProps) {
  const { t, number } = useSpeech();
  const overview = useQuery(askOverview(workshop));
  const substitutes = useQuery(askSubstitutes(workshop));
  const agreed = substitutes.data?.filter((one) => one.agreed_at).length ?? 0;
  if (overview.isPending) return <Loading />;
  if (overview.error) return <Failed error={overview.error} again={() => overview.refetch()} />;
  const o = overview.data;
  const facts = [
    [t("overview.people"), o.people],
    [t("overview.profiles"), o.profiles],
    [t("overview.talk-wishes"), o.talk_wishes],
    [t("overview.consultations"), o.consultations],
    [t("overview.unplaced"), o.unplaced],
  ] as const;
  return (
    <>
      <h1>{t("screen.overview")}</h1>
      <ol className="phases" aria-label={t("overview.phases")}>
        {PHASES.map((phase) => (
          <li key={phase} aria-current={phase === o.phase ? "step" : undefined}>
            {t(`workshop-phase.${phase}`)}
          </li>
        ))}
      </ol>
      <PhaseChoice workshop={workshop} phase={o.phase} etag={o.phase_etag} />
      <Next workshop={workshop} overview={o} />
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{number(value)}</dd>
          </div>
        ))}
      </dl>
      <div className="columns">
        <section aria-labelledby="requests">
          <h2 id="requests">{t("overview.requests")}</h2>
          <Requests counts={o.requests} />
        </section>
        <section aria-labelledby="loads">
          <h2 id="loads">{t("overview.loads")}</h2>
          {o.loads.length === 0 ? <Empty>{t("overview.no-plan")}</Empty> : <Loads loads={o.loads} />}
        </section>
      </div>
      <section aria-labelledby="warnings">
        <h2 id="warnings">{t("overview.warnings")}</h2>
        {o.warnings.length + agreed === 0 && <Empty>{t("overview.no-warnings")}</Empty>}
        <ul className="list">
          {agreed > 0 && (
            <li className="item">
              <p>
                <strong>{t("substitute.waiting", { count: agreed })}</strong>
              </p>
              <p>
                <Link to={addressOf(workshop, "registrations")}>
                  {t("overview.see-to", { screen: t("screen.registrations") })}
                </Link>
              </p>
            </li>
          )}
          {o.warnings.map((warning) => (
            <WarningItem key={warning.kind} workshop={workshop} warning={warning} />
          ))}
        </ul>
      </section>
      <Another me={me} />
    </>
  );
}

/** Opens another phase of the workshop. */
type PhaseProps = { workshop: string; phase: Schemas["PhaseName"]; etag: string };

function PhaseChoice({ workshop, phase, etag }: PhaseProps) {
  const { t } = useSpeech();
  const client = useQueryClient();
  const [wanted, setWanted] = useState<Schemas["PhaseName"]>(phase);
  return (
    <div className="row tools">
      <label className="field">
        {t("phase.choose")}
        <select
          value={wanted}
          onChange={(event) => setWanted(event.target.value as Schemas["PhaseName"])}
        >
          {PHASES.map((one) => (
            <option key={one} value={one}>
              {t(`workshop-phase.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <Ask
        open={t("phase.open")}
        look="button second"
        disabled={wanted === phase}
        title={t("phase.title", { phase: t(`workshop-phase.${wanted}`) })}
        yes={t("phase.yes")}
        act={async () => {
          await answered(
            api.PUT("/api/workshops/{workshop}/phase", {
              params: { path: { workshop }, header: { "If-Match": etag } },
              body: { phase: wanted },
            }),
          );
          await client.invalidateQueries({ queryKey: [workshop] });
        }}
      >
        <p>{t("phase.note")}</p>
      </Ask>
    </div>
  );
}

/** Where what is warned of is seen to. */
const PLACES: Record<string, "board" | "people"> = { people_without_meeting: "board" };

/** For administrators: another workshop, empty or after this one. */
function Another({ me }: { me: Schemas["Me"] }) {
  const { t } = useSpeech();
  const workshops = useQuery(askWorkshops);
  if (!me.administrator || !workshops.data) return null;
  return (
    <details>
      <summary>{t("new.title")}</summary>
      <NewWorkshop
        others={workshops.data.filter((one) => one.roles.includes("organizer"))}
      />
    </details>
  );
}

/** The first thing that is still to be done, and where. */
function Next({ workshop, overview }: { workshop: string; overview: Schemas["Overview"] }) {
  const { t } = useSpeech();
  const venue = useQuery(askVenue(workshop));
  const { newest_version: newest, published_version: published } = overview;
  const asked = REQUESTS.reduce((sum, state) => sum + overview.requests[state], 0);
  const wishes = asked + overview.talk_wishes + overview.consultations;
  const isBare = venue.data && venue.data.slots.length + venue.data.sessions.length + venue.data.desks.length === 0;
  const [said, place] = newest
    ? ([
        published === newest
          ? t("overview.next-published", { version: newest })
          : published
            ? t("overview.next-replace", { version: newest, published })
            : t("overview.next-publish", { version: newest }),
        "board",
      ] as const)
    : isBare
      ? ([t("overview.next-setup"), "setup"] as const)
      : overview.people === 0
        ? ([t("overview.next-people"), "people"] as const)
        : wishes === 0
          ? ([t("overview.next-wishes"), "people"] as const)
          : ([t("overview.next-plan"), "board"] as const);
  return (
    <div className="notice">
      <p>
        <strong>{t("overview.next")}</strong> {said}
      </p>
      <p>
        <Link className="button" to={addressOf(workshop, place)}>
          {place === "board" ? t("overview.to-board") : t("overview.see-to", { screen: t(`screen.${place}`) })}
        </Link>
      </p>
    </div>
  );
}

function Bar({ value, of }: { value: number; of: number }) {
  return (
    <svg className="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
      <rect width={of > 0 ? (100 * value) / of : 0} height="6" />
    </svg>
  );
}

function Requests({ counts }: { counts: Schemas["RequestCounts"] }) {
  const { t, number } = useSpeech();
  const all = REQUESTS.reduce((sum, state) => sum + counts[state], 0);
  return (
    <table className="numbers">
      <tbody>
        {REQUESTS.map((state) => (
          <tr key={state}>
            <th scope="row">{t(`request.state-${state}`)}</th>
            <td className="number">{number(counts[state])}</td>
            <td>
              <Bar value={counts[state]} of={all} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Loads({ loads }: { loads: Schemas["LoadView"][] }) {
  const { t, of, number } = useSpeech();
  return (
    <table className="numbers">
      <tbody>
        {loads.map((load) => (
          <tr key={load.id}>
            <th scope="row">{of(load.name)}</th>
            <td className="number">
              {t("overview.load", { used: number(load.used), places: number(load.places) })}
            </td>
            <td>
              <Bar value={load.used} of={load.places} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function WarningItem({ workshop, warning }: { workshop: string; warning: Schemas["Warning"] }) {
  const { t, of, list } = useSpeech();
  const more = warning.count - warning.people.length;
  const place = PLACES[warning.kind] ?? "people";
  return (
    <li className="item">
      <p>
        <strong>{of(warning.sentence)}</strong>
      </p>
      {warning.people.length > 0 && (
        <details>
          <summary>{t("overview.who")}</summary>
          <p>
            {list(
              warning.people.map(
                (person) =>
                  `${t("person.name", { name: of(person.name) })} (${of(person.organisation.name)})`,
              ),
            )}
            {more > 0 && ` ${t("overview.more", { count: more })}`}
          </p>
        </details>
      )}
      <p>
        <Link to={addressOf(workshop, place)}>
          {t("overview.see-to", { screen: t(`screen.${place}`) })}
        </Link>
      </p>
    </li>
  );
}
