// How far a version fulfils what people wished: by rank, by side, and person by person.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ScreenProps } from "../App";
import type { Schemas } from "../api/client";
import { askPlans, askResults } from "../api/asks";
import { useVersionName } from "../board/edits";
import { addressOf, Link } from "../route";
import { Empty, Failed, Loading } from "../parts/states";
import { useSpeech } from "../words";
import { Fairness } from "../results/Fairness";
import { Groups } from "../results/Groups";
import { PersonByPerson } from "../results/PersonByPerson";
import "../people/people.css";

/** Between two looks for a new plan. */
const SECONDS = 5;

export default function Results({ workshop }: ScreenProps) {
  const { t } = useSpeech();
  const nameOf = useVersionName();
  // A plan may be made or published elsewhere meanwhile.
  const plans = useQuery({ ...askPlans(workshop), refetchInterval: SECONDS * 1000 });
  const [asked, setAsked] = useState<number | null>(null);
  if (plans.error) return <Failed error={plans.error} again={() => plans.refetch()} />;
  if (!plans.data) return <Loading />;
  const plan =
    plans.data.find((one) => one.version === asked) ??
    plans.data.find((one) => one.published) ??
    plans.data[0];
  return (
    <>
      <h1>{t("screen.results")}</h1>
      {!plan && (
        <Empty>
          {t("results.none")} <Link to={addressOf(workshop, "board")}>{t("overview.to-board")}</Link>
        </Empty>
      )}
      {plan && (
        <>
          <p className="lead">{t("results.lead", { version: plan.version })}</p>
          <label className="field">
            {t("board.version")}
            <select
              value={plan.version}
              onChange={(event) => setAsked(Number(event.target.value))}
            >
              {plans.data.map((one) => (
                <option key={one.version} value={one.version}>
                  {nameOf(one)}
                </option>
              ))}
            </select>
          </label>
          <Shown workshop={workshop} version={plan.version} />
        </>
      )}
    </>
  );
}

function Bar({ value, of }: { value: number; of: number }) {
  return (
    <svg className="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
      <rect width={of > 0 ? (100 * value) / of : 0} height="6" />
    </svg>
  );
}

function Shown({ workshop, version }: { workshop: string; version: number }) {
  const { t } = useSpeech();
  const results = useQuery(askResults(workshop, version));
  if (results.error) return <Failed error={results.error} again={() => results.refetch()} />;
  if (!results.data) return <Loading />;
  const { ranks, people } = results.data;
  return (
    <>
      <div className="columns">
        <section aria-labelledby="ranks">
          <h2 id="ranks">{t("results.ranks")}</h2>
          <table className="numbers">
            <thead>
              <tr>
                <th scope="col">{t("results.kind")}</th>
                <th scope="col">{t("results.rank")}</th>
                <th scope="col" className="number">
                  {t("results.fulfilled")}
                </th>
                <td />
              </tr>
            </thead>
            <tbody>
              {ranks.map(({ kind, rank, wished, fulfilled }) => (
                <tr key={`${kind} ${rank}`}>
                  <th scope="row">
                    {t(`results.kind-${kind as "meeting" | "consultation" | "talk"}`)}
                  </th>
                  <td>{t("results.rank-n", { rank })}</td>
                  <td className="number">{t("results.of", { fulfilled, wished })}</td>
                  <td>
                    <Bar value={fulfilled} of={wished} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
        <Spread people={people} />
      </div>
      <Groups people={people} />
      <Fairness workshop={workshop} version={version} />
      <PersonByPerson people={people} version={version} />
    </>
  );
}

type PeopleProps = { people: Schemas["PersonResult"][] };

/** How many people have how many meetings. */
function Spread({ people }: PeopleProps) {
  const { t } = useSpeech();
  const met = people.filter((one) => one.meetings_wished > 0);
  const most = Math.max(0, ...met.map((one) => one.meetings_held));
  const counts = Array.from(
    { length: most + 1 },
    (_, n) => met.filter((one) => one.meetings_held === n).length,
  );
  const highest = Math.max(...counts);
  return (
    <section aria-labelledby="spread">
      <h2 id="spread">{t("results.spread")}</h2>
      <table className="numbers">
        <tbody>
          {counts.map((count, n) => (
            <tr key={n}>
              <th scope="row">{t("results.n-meetings", { n })}</th>
              <td className="number">{t("people.count", { count })}</td>
              <td>
                <Bar value={count} of={highest} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
