// What I need or offer, in my words: written, corrected, tagged as I type.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { Label, TextArea, TextField } from "react-aria-components/TextField";
import { ToggleButton } from "react-aria-components/ToggleButton";
import { ToggleButtonGroup } from "react-aria-components/ToggleButtonGroup";
import type { ScreenProps } from "../App";
import { ApiError, answered, api, type Schemas } from "../api/client";
import { askProfile, askTags, askWorkshop } from "../api/asks";
import { putAnswer } from "../api/put";
import { ActButton } from "../parts/ActButton";
import { useDraft } from "../parts/draft";
import { useLater } from "../parts/later";
import { Poster } from "../parts/Poster";
import { ProfileChoice } from "../parts/ProfileChoice";
import { ProfileSheet } from "../parts/ProfileSheet";
import { Empty, Failed, Loading } from "../parts/states";
import { TagEditor } from "../parts/TagEditor";
import {
  begun,
  type Draft,
  type Field,
  type Fields,
  PHASES,
  rebased,
  tagsOf,
  toSend,
} from "../profile/draft";
import { useSpeech } from "../words";

export default function Profile({ workshop }: ScreenProps) {
  const { t } = useSpeech();
  const about = useQuery(askWorkshop(workshop));
  const [chosen, setChosen] = useState<string | null>(null);
  const profiles = about.data?.profiles ?? [];
  const id = chosen ?? profiles[0];
  return (
    <>
      <h1>{t("screen.profile")}</h1>
      {about.isPending && <Loading />}
      {about.error && <Failed error={about.error} again={() => about.refetch()} />}
      {about.data && !id && <Empty>{t("partners.no-profile")}</Empty>}
      <ProfileChoice workshop={workshop} profiles={profiles} chosen={id} choose={setChosen} />
      {id && <Loaded key={id} workshop={workshop} id={id} />}
    </>
  );
}

function Loaded({ workshop, id }: { workshop: string; id: string }) {
  const profile = useQuery(askProfile(workshop, id));
  if (profile.isPending) return <Loading />;
  if (profile.error && !profile.data) {
    return <Failed error={profile.error} again={() => profile.refetch()} />;
  }
  return <Editor workshop={workshop} profile={profile.data} />;
}

type EditorProps = { workshop: string; profile: Schemas["ProfileView"] };

function Editor({ workshop, profile }: EditorProps) {
  const { t } = useSpeech();
  const client = useQueryClient();
  const [kept, keep] = useDraft<Draft>(`${workshop} profile ${profile.id}`);
  const [restored] = useState(kept !== null);
  const draft = kept ?? begun(profile);
  const { mine } = draft;
  const texts = useLater(mine, 400);
  const read = useQuery({
    ...askTags(workshop, {
      title: texts.title,
      text: texts.text,
      seeks: texts.seeks,
      offers: texts.offers,
    }),
    enabled: kept !== null,
  });
  const tags = tagsOf(draft, kept ? read.data : undefined);
  const write = (field: Field) => (text: string) => {
    const { [field]: _, ...clash } = draft.clash;
    keep({ ...draft, mine: { ...mine, [field]: text }, clash });
  };
  const save = useMutation({
    mutationFn: () =>
      answered(
        api.PATCH("/api/workshops/{workshop}/profiles/{profile}", {
          params: {
            path: { workshop, profile: profile.id },
            header: { "If-Match": `"${draft.base.revision}"` },
          },
          body: toSend(draft),
        }),
      ),
    onSuccess: async (saved) => {
      await putAnswer(client, askProfile(workshop, profile.id).queryKey, saved);
      keep(null);
      await client.invalidateQueries({ queryKey: [workshop, "suggestions"] });
    },
    onError: async (error) => {
      if (!(error instanceof ApiError && error.status === 412)) return;
      const theirs = await client.fetchQuery({ ...askProfile(workshop, profile.id), staleTime: 0 });
      keep(rebased(draft, theirs));
    },
  });
  const changed = save.error instanceof ApiError && save.error.status === 412;
  return (
    <div className="write">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {restored && kept && (
          <p role="status" className="notice">
            {t("profile.restored")}
          </p>
        )}
        {changed && (
          <div role="alert" className="notice warm">
            <p>
              <strong>{t("profile.changed")}</strong>
            </p>
            <p>{t("profile.changed-note")}</p>
          </div>
        )}
        <fieldset className="part-of-form">
          <legend>{t("profile.public")}</legend>
          <p className="quiet-text">{t("profile.public-note")}</p>
          <Text field="title" draft={draft} write={write} rows={2} />
          <label className="field">
            {t("profile.phase")}
            <select
              value={mine.phase ?? ""}
              onChange={(event) =>
                keep({ ...draft, mine: { ...mine, phase: event.target.value as Fields["phase"] } })
              }
            >
              {mine.phase === null && <option value="">{t("profile.no-phase")}</option>}
              {PHASES.map((phase) => (
                <option key={phase} value={phase}>
                  {t(`phase.${phase}`)}
                </option>
              ))}
            </select>
          </label>
          <Text field="text" draft={draft} write={write} rows={8} />
          <Text field="seeks" draft={draft} write={write} rows={4} />
          <Text field="offers" draft={draft} write={write} rows={4} />
        </fieldset>
        <fieldset className="part-of-form private">
          <legend>{t("profile.confidential")}</legend>
          <p className="quiet-text">{t("profile.confidential-note")}</p>
          <Text field="confidential" draft={draft} write={write} rows={4} />
        </fieldset>
        <div className="save row">
          <ActButton type="submit" className="button" isDisabled={!kept} isPending={save.isPending}>
            {t("profile.save")}
          </ActButton>
          {kept && (
            <Button
              className="button second"
              onPress={() => {
                save.reset();
                keep(null);
              }}
            >
              {t("profile.discard")}
            </Button>
          )}
          <span role="status" className="quiet-text">
            {t(kept ? "profile.unsaved" : save.isSuccess ? "profile.saved" : "profile.as-saved")}
          </span>
        </div>
        {save.error && !changed && <Failed error={save.error} />}
      </form>
      <aside>
        <TagEditor
          tags={tags}
          decide={({ concept, label, facet, facet_label }, keeping) => {
            const decision = { concept, label, facet, facet_label, keep: keeping };
            keep({ ...draft, decided: { ...draft.decided, [concept]: decision } });
          }}
        />
        <Preview workshop={workshop} profile={{ ...draft.base, ...mine, tags, poster: profile.poster }} />
        <Poster workshop={workshop} profile={profile} />
      </aside>
    </div>
  );
}

type TextProps = {
  field: Field;
  draft: Draft;
  write: (field: Field) => (text: string) => void;
  rows: number;
};

/** One text of the form; where somebody else wrote another meanwhile, theirs stands beneath it. */
function Text({ field, draft, write, rows }: TextProps) {
  const { t } = useSpeech();
  const theirs = draft.clash[field];
  return (
    <>
      <TextField
        value={draft.mine[field]}
        onChange={write(field)}
        isRequired={field === "title"}
        maxLength={field === "title" ? 2_000 : 20_000}
      >
        <Label className={field === "confidential" ? "visually-hidden" : undefined}>
          {t(`profile.${field}`)}
        </Label>
        <TextArea rows={rows} />
      </TextField>
      {theirs !== undefined && (
        <div className="clash">
          <p>{t("profile.theirs")}</p>
          <blockquote>{theirs || t("profile.empty")}</blockquote>
          <Button className="quiet" onPress={() => write(field)(theirs)}>
            {t("profile.take-theirs")}
          </Button>
        </div>
      )}
    </>
  );
}

const EYES = ["anyone", "agreed"] as const;

/** The profile as the other side sees it, before and after both have agreed to meet. */
function Preview({ workshop, profile }: EditorProps) {
  const { t } = useSpeech();
  const [eyes, setEyes] = useState<(typeof EYES)[number]>("anyone");
  const confidential = eyes === "agreed" ? profile.confidential : null;
  return (
    <section aria-labelledby="preview">
      <h2 id="preview">{t("profile.preview")}</h2>
      <ToggleButtonGroup
        aria-label={t("profile.preview")}
        className="segments"
        disallowEmptySelection
        selectedKeys={[eyes]}
        onSelectionChange={(keys) => setEyes([...keys][0] as (typeof EYES)[number])}
      >
        {EYES.map((one) => (
          <ToggleButton key={one} id={one}>
            {t(`profile.eyes-${one}`)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <ProfileSheet
        workshop={workshop}
        profile={{ ...profile, confidential, poster: eyes === "agreed" ? profile.poster : null }}
      />
      <p className="quiet-text">{t("profile.marks")}</p>
    </section>
  );
}
