// Changes of my day that I am asked about: yes, or no with a reason for the organizer.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answered, api, type Schemas } from "../api/client";
import { askMyProposals } from "../api/asks";
import { ActButton } from "../parts/ActButton";
import { Ask } from "../parts/Ask";
import { Failed } from "../parts/states";
import { dayOf, span } from "../parts/time";
import { useSpeech } from "../words";

/** `me` is whose day it is: a meeting is called by whom I meet. */
export function Proposed({ workshop, me }: { workshop: string; me: string }) {
  const { t } = useSpeech();
  const asked = useQuery(askMyProposals(workshop));
  if (!asked.data || asked.data.length === 0) return null;
  return (
    <section aria-labelledby="proposed">
      <h2 id="proposed">{t("proposed.title")}</h2>
      <ul className="list">
        {asked.data.map((one) => (
          <li key={one.version} className="item">
            <One workshop={workshop} me={me} proposal={one} />
          </li>
        ))}
      </ul>
    </section>
  );
}

type OneProps = { workshop: string; me: string; proposal: Schemas["MyProposal"] };

function One({ workshop, me, proposal }: OneProps) {
  const { t, of, facts, day, list, named } = useSpeech();
  const client = useQueryClient();
  const say = async (accepted: boolean, reason = "") => {
    const path = { workshop, version: proposal.version };
    await answered(
      api.PUT("/api/workshops/{workshop}/proposals/{version}", {
        params: { path, header: { "If-Match": proposal.etag } },
        body: { accepted, reason },
      }),
    );
    await client.invalidateQueries({ queryKey: [workshop, "my-proposals"] });
  };
  const accept = useMutation({ mutationFn: () => say(true) });
  const state = proposal.state as "asked" | "accepted" | "declined";
  const days = new Set(
    proposal.changes.flatMap(({ before, after }) => [before, after].map((one) => one && dayOf(one.start))),
  );
  days.delete(null);
  days.delete(undefined);
  const title = (one: Schemas["PlacementView"]) => {
    const others = one.people.filter((person) => person.id !== me);
    return one.kind === "meeting" ? list(others.map((person) => named(person.name))) : of(one.title);
  };
  const at = (one: Schemas["PlacementView"]) =>
    facts(
      days.size > 1 ? `${day(dayOf(one.start))} ${span(one)}` : span(one),
      of(one.room_name),
      one.table != null && t("day.table", { table: one.table }),
    );
  return (
    <>
      <div className="item-head">
        <p className="quiet-text">{t("proposed.note")}</p>
        <span className={`badge ${state === "asked" ? "sent" : state}`}>{t(`proposed.${state}`)}</span>
      </div>
      <dl className="changes-of-mine">
        {proposal.changes.map((change, i) => (
          <div key={i}>
            <dt>{title((change.after ?? change.before)!)}</dt>
            {change.before && (
              <dd>
                <s>
                  <span className="visually-hidden">{t("proposed.before")} </span>
                  {at(change.before)}
                </s>
              </dd>
            )}
            <dd>
              {change.after ? (
                <strong>
                  <span aria-hidden="true">→ </span>
                  <span className="visually-hidden">{t("proposed.after")} </span>
                  {at(change.after)}
                </strong>
              ) : (
                <strong>→ {t("proposed.removed")}</strong>
              )}
            </dd>
          </div>
        ))}
      </dl>
      <div className="row">
        <ActButton
          className={state === "accepted" ? "button second" : "button"}
          isDisabled={state === "accepted"}
          isPending={accept.isPending}
          onPress={() => accept.mutate()}
        >
          {t("proposed.accept")}
        </ActButton>
        <Ask
          open={t("proposed.decline")}
          look="button second"
          title={t("proposed.decline-title")}
          text={{ label: t("proposed.reason"), draft: `${workshop} proposal ${proposal.version}` }}
          yes={t("proposed.decline-yes")}
          disabled={state === "declined"}
          act={(reason) => say(false, reason)}
        >
          <p>{t("proposed.decline-note")}</p>
        </Ask>
      </div>
      {accept.error && <Failed error={accept.error} />}
    </>
  );
}
