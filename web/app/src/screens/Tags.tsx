// The tags that were read from profiles, looked through one profile after the other: the words that
// gave them marked in the text, all confirmed by one press.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { Input, Label, SearchField } from "react-aria-components/SearchField";
import type { ScreenProps } from "../App";
import { answered, api, type Schemas } from "../api/client";
import { askProfile, askProfilePage, PROFILES } from "../api/asks";
import { putAnswer } from "../api/put";
import { ActButton } from "../parts/ActButton";
import { useLater } from "../parts/later";
import { Pages, placeOf, Reading, usePages } from "../parts/pages";
import { ProfileSheet } from "../parts/ProfileSheet";
import { Empty, Failed, Loading } from "../parts/states";
import { TagRow } from "../parts/TagRow";
import { useSpeech } from "../words";

export default function Tags({ workshop }: ScreenProps) {
  const { t, number } = useSpeech();
  const [typed, setTyped] = useState("");
  const q = useLater(typed.trim(), 300);
  const { read, seen } = usePages(q, (cursor?: string) => askProfilePage(workshop, q, cursor), PROFILES);
  return (
    <>
      <h1>{t("screen.tags")}</h1>
      <p className="lead">{t("review.lead")}</p>
      <div className="row tools">
        <SearchField value={typed} onChange={setTyped} className="field search">
          <Label>{t("review.find")}</Label>
          <Input />
        </SearchField>
        <p role="status" className="quiet-text">
          {seen.total !== undefined && t("review.count", { count: number(seen.total) })}
        </p>
      </div>
      <Reading read={read} />
      {seen.total === 0 && <Empty>{t("review.none")}</Empty>}
      <Pages seen={seen} label={t("screen.tags")}>
        <ol className="list">
          {seen.items.map((one, i) => (
            <li key={one.id} {...placeOf(seen, i)}>
              <Loaded workshop={workshop} id={one.id} />
            </li>
          ))}
        </ol>
      </Pages>
    </>
  );
}

function Loaded({ workshop, id }: { workshop: string; id: string }) {
  const profile = useQuery(askProfile(workshop, id));
  if (profile.error) return <Failed error={profile.error} again={() => profile.refetch()} />;
  if (!profile.data) return <Loading />;
  return <One workshop={workshop} profile={profile.data} />;
}

function One({ workshop, profile }: { workshop: string; profile: Schemas["ProfileView"] }) {
  const { t } = useSpeech();
  const client = useQueryClient();
  const key = askProfile(workshop, profile.id).queryKey;
  const decide = useMutation({
    mutationFn: (tags: Schemas["ProfileChange"]["tags"]) =>
      answered(
        api.PATCH("/api/workshops/{workshop}/profiles/{profile}", {
          params: {
            path: { workshop, profile: profile.id },
            header: { "If-Match": `"${profile.revision}"` },
          },
          body: { tags },
        }),
      ),
    onSuccess: (next) => putAnswer(client, key, next),
    // Somebody else decided meanwhile: theirs is shown, and one decides again.
    onError: () => client.invalidateQueries({ queryKey: key }),
  });
  const shown = profile.tags.filter((tag) => tag.state !== "removed");
  const removed = profile.tags.filter((tag) => tag.state === "removed");
  const open = shown.filter((tag) => tag.state === "suggested");
  return (
    <article className="review" aria-busy={decide.isPending}>
      <ProfileSheet level={2} workshop={workshop} profile={{ ...profile, confidential: null }} />
      <div className="stack">
        <ul className="tag-list">
          {shown.map((tag) => (
            <TagRow
              key={tag.concept}
              tag={tag}
              decide={(keep) => decide.mutate([{ concept: tag.concept, keep }])}
            />
          ))}
        </ul>
        {open.length > 0 && (
          <ActButton
            className="button second"
            isPending={decide.isPending}
            onPress={() => decide.mutate(open.map(({ concept }) => ({ concept, keep: true })))}
          >
            {t("review.all", { count: open.length })}
          </ActButton>
        )}
        {shown.length > 0 && open.length === 0 && (
          <p role="status" className="may">
            {t("review.done")}
          </p>
        )}
        <Removed removed={removed} restore={(concept) => decide.mutate([{ concept, keep: true }])} />
        {decide.error && <Failed error={decide.error} />}
      </div>
    </article>
  );
}

type RemovedProps = { removed: Schemas["TagView"][]; restore: (concept: string) => void };

function Removed({ removed, restore }: RemovedProps) {
  const { t, of } = useSpeech();
  if (removed.length === 0) return null;
  return (
    <div>
      <p className="quiet-text">{t("tags.removed")}</p>
      <p className="tags">
        {removed.map((tag) => (
          <Button key={tag.concept} className="tag" onPress={() => restore(tag.concept)}>
            {t("tags.restore", { label: of(tag.label) })}
          </Button>
        ))}
      </p>
    </div>
  );
}
