// A version asked of those whose day it would change, before it is published.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { answered, api, type Schemas } from "../api/client";
import { askChanges, askProposals } from "../api/asks";
import { Ask } from "../parts/Ask";
import { Failed } from "../parts/states";
import { useSpeech } from "../words";
import { Changes } from "./Changes";

type ProposeProps = {
  workshop: string;
  version: number;
  published: number;
  venue: Schemas["VenueView"];
};

/** The question, with whom the version would disturb said before. */
export function Propose({ workshop, version, published, venue }: ProposeProps) {
  const { t } = useSpeech();
  const client = useQueryClient();
  // Asked for by what the question shows.
  const changes = useQuery({ ...askChanges(workshop, version, published), enabled: false });
  return (
    <Ask
      open={t("proposals.open")}
      look="button second"
      title={t("proposals.ask", { version })}
      yes={t("proposals.yes")}
      unseen={!changes.isSuccess}
      act={async () => {
        await answered(
          api.POST("/api/workshops/{workshop}/plans/{version}/proposals", {
            params: { path: { workshop, version } },
          }),
        );
        await client.invalidateQueries({ queryKey: [workshop] });
      }}
    >
      <Changes workshop={workshop} version={version} from={published} venue={venue} />
      <p className="quiet-text">{t("proposals.note")}</p>
    </Ask>
  );
}

const STATES = ["declined", "asked", "accepted"] as const;

/** What those who were asked have said. */
export function Answers({ workshop, version }: { workshop: string; version: number }) {
  const { t, of, named } = useSpeech();
  const asked = useQuery(askProposals(workshop, version));
  if (asked.error) return <Failed error={asked.error} again={() => asked.refetch()} />;
  const all = asked.data ?? [];
  if (all.length === 0) return null;
  return (
    <section className="notice" aria-labelledby="proposals">
      <h2 id="proposals">{t("proposals.title")}</h2>
      <ul className="plain" aria-live="polite">
        {STATES.map((state) => {
          const those = all.filter((one) => one.state === state);
          if (those.length === 0) return null;
          return (
            <li key={state}>
              <details open={state === "declined"}>
                <summary>{t(`proposals.${state}`, { count: those.length })}</summary>
                <ul>
                  {those.map((one) => (
                    <li key={one.person.id}>
                      {named(one.person.name)}
                      <span className="quiet-text"> {of(one.person.organisation.name)}</span>
                      {one.reason && <blockquote>{one.reason}</blockquote>}
                    </li>
                  ))}
                </ul>
              </details>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
