// One suggested partner: who, why, and what to do about it.
import { Button } from "react-aria-components/Button";
import { Disclosure, DisclosurePanel, Heading } from "react-aria-components/Disclosure";
import { answered, api, type Schemas } from "../api/client";
import { useSpeech } from "../words";
import { Answer, useRequestsChanged } from "./Answer";
import { Ask } from "./Ask";
import { useAvoidedChanged } from "./avoided";
import { ReadProfile } from "./ReadProfile";

type SuggestionProps = {
  workshop: string;
  suggestion: Schemas["SuggestionView"];
  /** The score of the first, for the length of the bars. */
  best: number;
  /** Their request that waits for our answer. */
  asked?: Schemas["RequestView"];
};

export function Suggestion({ workshop, suggestion, best, asked }: SuggestionProps) {
  const { t, of, facts, named } = useSpeech();
  const { profile, people, relation } = suggestion;
  const person = people[0];
  return (
    <article>
      <div className="item-head">
        <div>
          <p className="rank">{t("partners.rank", { rank: suggestion.rank })}</p>
          <h2 className="item-title">{profile.title}</h2>
          <p>{facts(of(profile.organisation.name), person && named(person.name))}</p>
        </div>
        {relation !== "none" && (
          <span className={`badge ${relation}`}>{t(`relation.${relation}`)}</span>
        )}
      </div>
      <p className="tags">
        {profile.phase && <span className="tag strong">{t(`phase.${profile.phase}`)}</span>}
        {profile.tags.map((tag) => (
          <span key={tag.concept} className="tag">
            {of(tag.label)}
          </span>
        ))}
      </p>
      <Met parts={suggestion.parts} />
      <Disclosure className="why">
        <Heading>
          <Button slot="trigger" className="quiet">
            {t("partners.why")}
          </Button>
        </Heading>
        <DisclosurePanel>
          <Score suggestion={suggestion} best={best} />
          <ul>
            {suggestion.reasons.map((reason) => (
              <li key={reason.en}>{of(reason)}</li>
            ))}
          </ul>
          {suggestion.counterfactual && <p>{of(suggestion.counterfactual.sentence)}</p>}
        </DisclosurePanel>
      </Disclosure>
      <div className="read">
        <ReadProfile workshop={workshop} id={profile.id} title={profile.title} />
      </div>
      {relation === "none" && person && <Wish workshop={workshop} profile={profile} to={person} />}
      {relation === "asked_me" && asked && <Answer workshop={workshop} request={asked} />}
    </article>
  );
}

/** The weightiest words of both sides that met. */
function Met({ parts }: { parts: Schemas["PartView"][] }) {
  const { t, of, facts } = useSpeech();
  const words = (list: string[], label: string) => facts(...new Set(list)) || label;
  const met = new Map<string, { mine: string; theirs: string }>();
  for (const one of parts
    .flatMap((part) => part.met)
    .toSorted((a, b) => b.points - a.points)) {
    const mine = words(one.mine_words, of(one.mine));
    const theirs = words(one.theirs_words, of(one.theirs));
    met.set(`${mine} ${theirs}`, { mine, theirs });
  }
  if (met.size === 0) return null;
  return (
    <table className="met">
      <caption className="visually-hidden">{t("partners.met")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("partners.mine")}</th>
          <th scope="col">{t("partners.theirs")}</th>
        </tr>
      </thead>
      <tbody>
        {[...met].slice(0, 3).map(([key, one]) => (
          <tr key={key}>
            <td>
              <mark>{one.mine}</mark>
            </td>
            <td>
              <mark>{one.theirs}</mark>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What the score is made of; the parts add up. */
function Score({ suggestion, best }: { suggestion: Schemas["SuggestionView"]; best: number }) {
  const { t, of, number } = useSpeech();
  const points = (thousandths: number) => number(Math.round(thousandths / 100) / 10);
  const parts = suggestion.parts.filter((part) => part.points !== 0);
  return (
    <table className="score">
      <caption>{t("partners.score", { points: points(suggestion.score) })}</caption>
      <tbody>
        {parts.map((part) => (
          <tr key={part.kind}>
            <th scope="row">{of(part.label)}</th>
            <td className="number">{points(part.points)}</td>
            <td aria-hidden="true">
              <svg className="bar" viewBox="0 0 100 6" preserveAspectRatio="none">
                <rect width={Math.max(0, (100 * part.points) / best)} height="6" />
              </svg>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type WishProps = {
  workshop: string;
  profile: Schemas["ProfileRef"];
  to: Schemas["PersonRef"];
};

function Wish({ workshop, profile, to }: WishProps) {
  const { t, of } = useSpeech();
  const changed = useRequestsChanged(workshop);
  const avoids = useAvoidedChanged(workshop);
  const { organisation } = profile;
  const send = (rank: number) => async (message: string) => {
    await answered(
      api.POST("/api/workshops/{workshop}/requests", {
        params: { path: { workshop } },
        body: { to: to.id, rank, about: profile.id, message },
      }),
    );
    await changed();
  };
  const title = t("request.title", { name: of(to.name) });
  const text = { label: t("request.message"), draft: `${workshop} ask ${profile.id}` };
  return (
    <div className="row">
      <Ask
        open={t("request.must-meet")}
        title={title}
        text={text}
        yes={t("request.send")}
        act={send(1)}
      />
      <Ask
        open={t("request.would-like")}
        look="button second"
        title={title}
        text={text}
        yes={t("request.send")}
        act={send(2)}
      />
      <Ask
        open={t("request.no-thanks")}
        look="quiet"
        title={t("request.no-thanks-title", { organisation: of(organisation.name) })}
        yes={t("request.no-thanks")}
        act={async () => {
          await answered(
            api.POST("/api/workshops/{workshop}/avoided", {
              params: { path: { workshop } },
              body: { organisation: organisation.id },
            }),
          );
          await avoids();
        }}
      >
        <p>{t("request.no-thanks-note")}</p>
      </Ask>
    </div>
  );
}
