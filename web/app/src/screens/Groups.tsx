// For the organizer: the groups that would fit a call best, drawn and as tables, what each scheme says
// of them, and whom suggestions reach.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ScreenProps } from "../App";
import { ApiError, type Schemas } from "../api/client";
import { askConsortia, askSchemes } from "../api/asks";
import { Exposure } from "../consortia/Exposure";
import { Graph } from "../consortia/Graph";
import { SchemeChoice } from "../consortia/SchemeChoice";
import { Verdicts } from "../consortia/Verdicts";
import { Empty, Failed, Loading } from "../parts/states";
import { useSpeech } from "../words";
import "../consortia/groups.css";
import "../people/people.css";

type Group = Schemas["ConsortiumView"];

export default function Groups({ workshop }: ScreenProps) {
  const { t, of } = useSpeech();
  const schemes = useQuery(askSchemes);
  const [asked, setAsked] = useState<string | null>(null);
  const scheme = schemes.data?.find((one) => one.id === asked) ?? schemes.data?.[0];
  if (schemes.error) return <Failed error={schemes.error} again={() => schemes.refetch()} />;
  if (!scheme || !schemes.data) return <Loading />;
  return (
    <>
      <h1>{t("screen.consortia")}</h1>
      <p className="lead">{t("groups.lead")}</p>
      <SchemeChoice schemes={schemes.data} chosen={scheme.id} choose={setAsked} />
      <p className="quiet-text">{of(scheme.status_sentence)}</p>
      <Found key={scheme.id} workshop={workshop} scheme={scheme.id} />
      <Exposure workshop={workshop} />
    </>
  );
}

/** That nobody can fill a place is nothing that went wrong. */
const isTooFew = (error: unknown): error is ApiError => error instanceof ApiError && error.status === 400;

function Found({ workshop, scheme }: { workshop: string; scheme: string }) {
  const { t, of, list } = useSpeech();
  const found = useQuery(askConsortia(workshop, scheme));
  const [asked, setAsked] = useState<string | null>(null);
  const groups = found.data?.found ?? [];
  const chosen = groups.find((one) => one.id === asked) ?? groups[0];
  return (
    <section aria-labelledby="found">
      <h2 id="found">{t("groups.found")}</h2>
      {found.isPending && <Loading />}
      {found.error &&
        (isTooFew(found.error) ? (
          <Empty>{of(found.error.detail)}</Empty>
        ) : (
          <Failed error={found.error} again={() => found.refetch()} />
        ))}
      {found.data && groups.length === 0 && <Empty>{t("groups.none")}</Empty>}
      {found.data?.exact && groups.length > 0 && (
        <p className="quiet-text">{t("consortia.exact")}</p>
      )}
      {groups.length > 0 && (
        <div className="scroller" tabIndex={0}>
          <table className="people stacked">
            <thead>
              <tr>
                <th scope="col">{t("groups.group")}</th>
                <th scope="col">{t("consortia.members")}</th>
                <th scope="col">{t("groups.standing")}</th>
              </tr>
            </thead>
            <tbody>
              {groups.map((group, i) => (
                <tr key={group.id}>
                  <th scope="row">
                    <label className="check">
                      <input
                        type="radio"
                        name="group"
                        checked={group === chosen}
                        onChange={() => setAsked(group.id)}
                      />
                      {t("groups.n", { n: i + 1 })}
                    </label>
                  </th>
                  <td>{list(group.members.map((one) => of(one.organisation.name)))}</td>
                  <td>{group.assessments[0] && <Standing assessment={group.assessments[0]} />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {chosen && <Shown key={chosen.id} group={chosen} n={groups.indexOf(chosen) + 1} />}
    </section>
  );
}

function Standing({ assessment }: { assessment: Schemas["AssessmentView"] }) {
  const { of } = useSpeech();
  const { code, label } = assessment.standing;
  return <span className={`badge standing-${code}`}>{of(label)}</span>;
}

function Shown({ group, n }: { group: Group; n: number }) {
  const { t, of, list, number } = useSpeech();
  const place = (organisation: string) =>
    group.members.findIndex((one) => one.organisation.id === organisation) + 1;
  return (
    <>
      <h3>{t("groups.n", { n })}</h3>
      <div className="columns">
        <Graph group={group} />
        <table className="numbers members-table">
          <caption>{t("consortia.members")}</caption>
          <tbody>
            {group.members.map((member, i) => (
              <tr key={member.organisation.id}>
                <td className="number">{i + 1}</td>
                <th scope="row">
                  <strong>{of(member.organisation.name)}</strong>
                  <span className="kana">{list(member.role_labels.map(of))}</span>
                  <span className="quiet-text">{list(member.profiles.map((one) => one.title))}</span>
                </th>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <table className="numbers ties">
        <caption>
          {t("groups.ties")}
          <span className="quiet-text">{t("groups.seen-from")}</span>
        </caption>
        <thead>
          <tr>
            <th scope="col">{t("groups.between")}</th>
            <th scope="col">{t("groups.reason")}</th>
            <th scope="col" className="number">{t("groups.points")}</th>
          </tr>
        </thead>
        <tbody>
          {group.ties.toSorted((a, b) => b.points - a.points).map((tie) => (
            <tr key={`${tie.one} ${tie.other}`}>
              <th scope="row">{t("groups.pair", { one: place(tie.one), other: place(tie.other) })}</th>
              <td>{of(tie.reason)}</td>
              <td className="number">{number(Math.round(tie.points / 100) / 10)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <table className="numbers by-scheme">
        <caption>{t("groups.by-scheme")}</caption>
        <tbody>
          {group.assessments.map((one) => (
            <tr key={one.scheme}>
              <th scope="row">
                {of(one.scheme_name)}
                {one.needs.length > 0 && (
                  <span className="kana">
                    {t("groups.missing", { what: list(one.needs.map(of)) })}
                  </span>
                )}
              </th>
              <td>
                <Standing assessment={one} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {group.assessments[0] && (
        <details>
          <summary>
            {t("groups.rules", { scheme: of(group.assessments[0].scheme_name) })}
          </summary>
          <Verdicts assessment={group.assessments[0]} />
        </details>
      )}
    </>
  );
}
