// Suggested partners, best first, each with the words of both profiles that met.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Input, Label, SearchField } from "react-aria-components/SearchField";
import { ToggleButton } from "react-aria-components/ToggleButton";
import { ToggleButtonGroup } from "react-aria-components/ToggleButtonGroup";
import type { ScreenProps } from "../App";
import type { Schemas } from "../api/client";
import { askProfile, askRequests, askSuggestions, askWorkshop, type Lens } from "../api/asks";
import { Empty, Failed, Loading } from "../parts/states";
import { Suggestion } from "../parts/Suggestion";
import { useSpeech } from "../words";

const LENSES: Lens[] = ["whole", "likeness", "complement"];

export default function Partners({ workshop }: ScreenProps) {
  const { t } = useSpeech();
  const about = useQuery(askWorkshop(workshop));
  const [chosen, setChosen] = useState<string | null>(null);
  const profiles = about.data?.profiles ?? [];
  const profile = chosen ?? profiles[0];
  return (
    <>
      <h1>{t("screen.partners")}</h1>
      {about.isPending && <Loading />}
      {about.error && <Failed error={about.error} again={() => about.refetch()} />}
      {about.data && !profile && <Empty>{t("partners.no-profile")}</Empty>}
      {profiles.length > 1 && (
        <label className="field">
          {t("partners.profile")}
          <select value={profile} onChange={(event) => setChosen(event.target.value)}>
            {profiles.map((id) => (
              <ProfileOption key={id} workshop={workshop} id={id} />
            ))}
          </select>
        </label>
      )}
      {profile && <Ranking key={profile} workshop={workshop} profile={profile} />}
    </>
  );
}

function ProfileOption({ workshop, id }: { workshop: string; id: string }) {
  const profile = useQuery(askProfile(workshop, id));
  return <option value={id}>{profile.data?.title ?? id}</option>;
}

/** Whether a suggestion holds every word that was typed, wherever it stands. */
function holds(suggestion: Schemas["SuggestionView"], typed: string): boolean {
  const { profile, people } = suggestion;
  const both = (text: Schemas["Text"]) => `${text.ja} ${text.en}`;
  const all = [
    profile.title,
    both(profile.organisation.name),
    profile.organisation.region,
    ...profile.tags.map((tag) => both(tag.label)),
    ...people.map((person) => both(person.name)),
  ].join(" ");
  const plain = (text: string) => text.normalize("NFKC").toLowerCase();
  return plain(typed)
    .split(/\s+/)
    .every((word) => plain(all).includes(word));
}

function Ranking({ workshop, profile }: { workshop: string; profile: string }) {
  const { t } = useSpeech();
  const [lens, setLens] = useState<Lens>("whole");
  const [typed, setTyped] = useState("");
  const mine = useQuery(askProfile(workshop, profile));
  const ranking = useQuery(askSuggestions(workshop, profile, lens));
  const received = useQuery(askRequests(workshop, "in"));
  const shown = ranking.data?.filter((suggestion) => holds(suggestion, typed)) ?? [];
  const best = ranking.data?.[0]?.score ?? 1;
  return (
    <>
      <p className="lead">{t("partners.lead", { title: mine.data?.title ?? "…" })}</p>
      <div className="row tools">
        <ToggleButtonGroup
          aria-label={t("partners.lens")}
          className="segments"
          disallowEmptySelection
          selectedKeys={[lens]}
          onSelectionChange={(keys) => setLens([...keys][0] as Lens)}
        >
          {LENSES.map((one) => (
            <ToggleButton key={one} id={one}>
              {t(`lens.${one}`)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        <SearchField value={typed} onChange={setTyped} className="field">
          <Label>{t("partners.filter")}</Label>
          <Input />
        </SearchField>
      </div>
      {ranking.isPending && <Loading />}
      {ranking.error && <Failed error={ranking.error} again={() => ranking.refetch()} />}
      {ranking.data && (
        <p role="status" className="quiet-text">
          {t("partners.count", { shown: shown.length, all: ranking.data.length })}
        </p>
      )}
      {ranking.data && shown.length === 0 && <Empty>{t("partners.none")}</Empty>}
      <ol className="list">
        {shown.map((suggestion) => (
          <li key={suggestion.profile.id} className="item">
            <Suggestion
              workshop={workshop}
              suggestion={suggestion}
              best={best}
              asked={received.data?.items.find(
                (r) => r.state === "sent" && suggestion.people.some((p) => p.id === r.from.id),
              )}
            />
          </li>
        ))}
      </ol>
    </>
  );
}
