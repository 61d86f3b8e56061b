// Drafting a consortium: members and money on one side, the rules turning green on the other.
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "react-aria-components/Button";
import { Input, Label, TextField } from "react-aria-components/TextField";
import { ApiError, answered, api, type Schemas } from "../api/client";
import { askCheck, askDrafts, askSchemes } from "../api/asks";
import { ActButton } from "../parts/ActButton";
import { useLater } from "../parts/later";
import { Failed, Loading } from "../parts/states";
import { useSpeech } from "../words";
import { type Draft, opened, toSend, withMember } from "./draft";
import { FundingPlan } from "./FundingPlan";
import { Members } from "./Members";
import { Money } from "./Money";
import { SchemeChoice } from "./SchemeChoice";
import { metOf, Verdicts } from "./Verdicts";

type BuilderProps = {
  workshop: string;
  draft: Draft;
  own: Set<string>;
  change: (next: Draft) => void;
  close: () => void;
};

export function Builder({ workshop, draft, own, change, close }: BuilderProps) {
  const { t, of } = useSpeech();
  const client = useQueryClient();
  const schemes = useQuery(askSchemes);
  const asked = useLater(toSend(draft), 300);
  const checked = useQuery({
    ...askCheck(workshop, asked),
    enabled: asked.members.length > 0,
    placeholderData: keepPreviousData,
  });
  const path = { workshop };
  const body = { name: draft.name.trim(), draft: toSend(draft) };
  const keep = useMutation({
    mutationFn: (): Promise<Schemas["DraftView"]> =>
      draft.kept
        ? answered(
            api.PUT("/api/workshops/{workshop}/consortium-drafts/{draft}", {
              params: {
                path: { workshop, draft: draft.kept.id },
                header: { "If-Match": `"${draft.kept.revision}"` },
              },
              body,
            }),
          )
        : answered(
            api.POST("/api/workshops/{workshop}/consortium-drafts", { params: { path }, body }),
          ),
    onSuccess: async (kept) => {
      change({ ...draft, kept: { id: kept.id, revision: kept.revision } });
      await client.invalidateQueries({ queryKey: [workshop, "drafts"] });
    },
    onError: () => client.invalidateQueries({ queryKey: [workshop, "drafts"] }),
  });
  const drafts = useQuery(askDrafts(workshop));
  const changed = keep.error instanceof ApiError && keep.error.status === 412;
  const theirs = drafts.data?.find((one) => one.id === draft.kept?.id);
  const assessment = draft.members.length > 0 ? checked.data?.assessments[0] : undefined;
  const fillers = checked.data?.fillers.find((f) => f.scheme === draft.scheme)?.fillers ?? [];
  return (
    <div className="write builder">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          keep.mutate();
        }}
      >
        <div>
          <Button className="quiet" onPress={close}>
            {t("consortia.back")}
          </Button>
        </div>
        <div className="row tools">
          <TextField
            isRequired
            value={draft.name}
            onChange={(name) => change({ ...draft, name })}
            maxLength={200}
            className="react-aria-TextField search"
          >
            <Label>{t("consortia.name")}</Label>
            <Input />
          </TextField>
          <SchemeChoice
            schemes={schemes.data ?? []}
            chosen={draft.scheme}
            choose={(scheme) => change({ ...draft, scheme })}
          />
        </div>
        <Members workshop={workshop} draft={draft} own={own} change={change} />
        <Money draft={draft} change={change} />
        {changed && theirs && (
          <div role="alert" className="notice warm">
            <p>
              <strong>{t("profile.changed")}</strong>
            </p>
            <p>{t("consortia.changed-note", { count: theirs.members.length })}</p>
            <div className="row">
              <Button
                className="button second"
                onPress={() => {
                  keep.reset();
                  change(opened(theirs, draft.scheme));
                }}
              >
                {t("consortia.take-theirs")}
              </Button>
              <Button
                className="button second"
                onPress={() => {
                  keep.reset();
                  change({ ...draft, kept: { id: theirs.id, revision: theirs.revision } });
                }}
              >
                {t("consortia.keep-mine")}
              </Button>
            </div>
          </div>
        )}
        <div className="save row">
          <ActButton
            type="submit"
            className="button"
            isDisabled={draft.members.length === 0}
            isPending={keep.isPending}
          >
            {t("profile.save")}
          </ActButton>
          <span role="status" className="quiet-text">
            {keep.isSuccess && t("profile.saved")}
          </span>
          {assessment && (
            <a href="#verdicts" className={`standing ${assessment.standing.code}`}>
              {t("consortia.met", metOf(assessment))}
            </a>
          )}
        </div>
        {keep.error && !changed && <Failed error={keep.error} />}
      </form>
      <aside aria-busy={checked.isPlaceholderData}>
        {checked.error && <Failed error={checked.error} again={() => checked.refetch()} />}
        {draft.members.length > 0 && checked.isPending && <Loading />}
        {assessment && <Verdicts assessment={assessment} />}
        {fillers.length > 0 && (
          <section aria-labelledby="fillers">
            <h2 id="fillers">{t("consortia.fillers")}</h2>
            {fillers.map((filler) => (
              <div key={filler.need.en} className="stack">
                <p className="quiet-text">{of(filler.need)}</p>
                <ul className="offers">
                  {filler.profiles.slice(0, 4).map((one) => (
                    <li key={one.id}>
                      <Button className="offer" onPress={() => change(withMember(draft, one))}>
                        <strong>＋ {of(one.organisation.name)}</strong>
                        <span>{one.title}</span>
                      </Button>
                    </li>
                  ))}
                </ul>
              </div>
            ))}
          </section>
        )}
        {assessment && <FundingPlan assessment={assessment} />}
      </aside>
    </div>
  );
}
