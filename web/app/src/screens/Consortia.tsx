// Consortia with me in them: drafts of mine and of those who asked me, and the best groups found.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "react-aria-components/Button";
import type { ScreenProps } from "../App";
import { answered, api, type Schemas } from "../api/client";
import { askConsortia, askDrafts, askProfile, askSchemes, askWorkshop } from "../api/asks";
import { Builder } from "../consortia/Builder";
import { SchemeChoice } from "../consortia/SchemeChoice";
import { begunFrom, type Draft, opened } from "../consortia/draft";
import { ActButton } from "../parts/ActButton";
import { Ask } from "../parts/Ask";
import { useDraft } from "../parts/draft";
import { ProfileChoice } from "../parts/ProfileChoice";
import { Empty, Failed, Loading } from "../parts/states";
import { useSpeech } from "../words";

export default function Consortia({ workshop }: ScreenProps) {
  const { t, of } = useSpeech();
  const about = useQuery(askWorkshop(workshop));
  const schemes = useQuery(askSchemes);
  const [chosen, setChosen] = useState<string | null>(null);
  const [asked, setAsked] = useState<string | null>(null);
  const [draft, setDraft] = useDraft<Draft>(`${workshop} consortium`);
  const profiles = about.data?.profiles ?? [];
  const profile = chosen ?? profiles[0];
  const mine = useQuery({ ...askProfile(workshop, profile ?? ""), enabled: profile !== undefined });
  const chosenScheme = schemes.data?.find((one) => one.id === asked) ?? schemes.data?.[0];
  const scheme = chosenScheme?.id;
  const own = new Set(mine.data ? [mine.data.organisation.id] : []);
  const error = about.error ?? schemes.error;
  if (error) return <Failed error={error} again={() => (about.refetch(), schemes.refetch())} />;
  if (!about.data || !schemes.data || !chosenScheme || !scheme) return <Loading />;
  if (draft) {
    return (
      <>
        <h1>{t("screen.consortia")}</h1>
        <Builder
          workshop={workshop}
          draft={draft}
          own={own}
          change={setDraft}
          close={() => setDraft(null)}
        />
      </>
    );
  }
  const begin = () => {
    if (!mine.data) return;
    const { organisation, id, title } = mine.data;
    setDraft({
      kept: null,
      name: t("consortia.new-name"),
      scheme,
      members: [{ organisation, profiles: [{ id, title }], roles: [] }],
      agency: [],
      brought: [],
      start: null,
    });
  };
  return (
    <>
      <h1>{t("screen.consortia")}</h1>
      <p className="lead">{t("consortia.lead")}</p>
      {!profile && <Empty>{t("partners.no-profile")}</Empty>}
      <Drafts workshop={workshop} open={(view) => setDraft(opened(view, scheme))} />
      {profile && (
        <div>
          <Button className="button" isDisabled={!mine.data} onPress={begin}>
            {t("consortia.begin")}
          </Button>
        </div>
      )}
      <div className="row tools">
        <ProfileChoice workshop={workshop} profiles={profiles} chosen={profile} choose={setChosen} />
        <SchemeChoice schemes={schemes.data} chosen={scheme} choose={setAsked} />
      </div>
      <p className="quiet-text">{of(chosenScheme.status_sentence)}</p>
      {profile && (
        <Found
          workshop={workshop}
          scheme={scheme}
          profile={profile}
          open={(found) => setDraft(begunFrom(found, scheme, t("consortia.new-name")))}
        />
      )}
    </>
  );
}

type DraftsProps = { workshop: string; open: (view: Schemas["DraftView"]) => void };

function Drafts({ workshop, open }: DraftsProps) {
  const { t, list, of, named, moment } = useSpeech();
  const client = useQueryClient();
  const drafts = useQuery(askDrafts(workshop));
  const changed = () => client.invalidateQueries({ queryKey: [workshop, "drafts"] });
  const answer = useMutation({
    mutationFn: ({ draft, join }: { draft: string; join: boolean }) =>
      answered(
        api.POST("/api/workshops/{workshop}/consortium-drafts/{draft}/answer", {
          params: { path: { workshop, draft } },
          body: { join },
        }),
      ),
    onSuccess: changed,
  });
  if (drafts.isPending) return <Loading />;
  if (drafts.error) return <Failed error={drafts.error} again={() => drafts.refetch()} />;
  if (drafts.data.length === 0) return null;
  return (
    <section aria-labelledby="drafts">
      <h2 id="drafts">{t("consortia.drafts")}</h2>
      {answer.error && <Failed error={answer.error} />}
      <ul className="list">
        {drafts.data.map((one) => (
          <li key={one.id} className="item">
            <div className="item-head">
              <div>
                <h3 className="item-title">{one.name}</h3>
                <p className="quiet-text">
                  {one.mine ? t("consortia.mine") : t("consortia.by", { name: named(one.by.name) })}
                  {" · "}
                  {moment(one.changed_at)}
                </p>
              </div>
              {one.asks_me && <span className="badge asked_me">{t("consortia.asks-me")}</span>}
            </div>
            <p>{list(one.members.map((m) => of(m.organisation.name)))}</p>
            <div className="row">
              {one.asks_me ? (
                <>
                  <ActButton
                    className="button"
                    isPending={answer.isPending}
                    onPress={() => answer.mutate({ draft: one.id, join: true })}
                  >
                    {t("consortia.join")}
                  </ActButton>
                  <Ask
                    open={t("request.decline")}
                    look="button second"
                    title={t("consortia.decline-title")}
                    yes={t("request.decline")}
                    act={async () => {
                      await answer.mutateAsync({ draft: one.id, join: false });
                    }}
                  >
                    <p>{t("consortia.decline-note")}</p>
                  </Ask>
                </>
              ) : (
                <Button className="button second" onPress={() => open(one)}>
                  {t("consortia.open")}
                </Button>
              )}
              {one.mine && (
                <Ask
                  open={t("consortia.remove")}
                  look="button second"
                  title={t("consortia.remove-title", { name: one.name })}
                  yes={t("consortia.remove")}
                  act={async () => {
                    await answered(
                      api.DELETE("/api/workshops/{workshop}/consortium-drafts/{draft}", {
                        params: { path: { workshop, draft: one.id } },
                      }),
                    );
                    await changed();
                  }}
                />
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

type FoundProps = {
  workshop: string;
  scheme: string;
  profile: string;
  open: (found: Schemas["ConsortiumView"]) => void;
};

/** The exact best groups with my profile in them. */
function Found({ workshop, scheme, profile, open }: FoundProps) {
  const { t, of, list } = useSpeech();
  const found = useQuery(askConsortia(workshop, scheme, profile));
  return (
    <section aria-labelledby="found">
      <h2 id="found">{t("consortia.found")}</h2>
      {found.isPending && <Loading />}
      {found.error && <Failed error={found.error} again={() => found.refetch()} />}
      {found.data?.exact && found.data.found.length > 0 && (
        <p className="quiet-text">{t("consortia.exact")}</p>
      )}
      {found.data && !found.data.exact && found.data.unseen != null && found.data.found[0] && (
        <p className="quiet-text">
          {t("consortia.left-open", {
            percent: Math.ceil((100 * found.data.unseen) / found.data.found[0].worth - 100),
          })}
        </p>
      )}
      {found.data?.found.length === 0 && <Empty>{t("consortia.none")}</Empty>}
      <ol className="list">
        {found.data?.found.map((group) => {
          const assessment = group.assessments[0];
          return (
            <li key={group.id} className="item">
              <div className="item-head">
                <ul className="members-short">
                  {group.members.map((m) => (
                    <li key={m.organisation.id}>
                      <strong>{of(m.organisation.name)}</strong>{" "}
                      <span className="quiet-text">{list(m.role_labels.map(of))}</span>
                    </li>
                  ))}
                </ul>
                {assessment && (
                  <span className={`badge standing-${assessment.standing.code}`}>
                    {of(assessment.standing.label)}
                  </span>
                )}
              </div>
              {assessment && assessment.needs.length > 0 && (
                <div>
                  <p className="quiet-text">{t("consortia.missing")}</p>
                  <ul className="bullets">
                    {assessment.needs.map((need) => (
                      <li key={need.en}>{of(need)}</li>
                    ))}
                  </ul>
                </div>
              )}
              {group.ties[0] && <p className="quiet-text">{of(group.ties[0].reason)}</p>}
              <div>
                <Button className="button second" onPress={() => open(group)}>
                  {t("consortia.from-this")}
                </Button>
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
