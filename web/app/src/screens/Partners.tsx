// Suggested partners, best first, each with the words of both profiles that met.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Input, Label, SearchField } from "react-aria-components/SearchField";
import { ToggleButton } from "react-aria-components/ToggleButton";
import { ToggleButtonGroup } from "react-aria-components/ToggleButtonGroup";
import type { ScreenProps } from "../App";
import {
  askProfile,
  askRequests,
  askSuggestionFacets,
  askSuggestions,
  askWorkshop,
  type Lens,
  type Narrowed,
} from "../api/asks";
import { ActButton } from "../parts/ActButton";
import { useLater } from "../parts/later";
import { ProfileChoice } from "../parts/ProfileChoice";
import { Empty, Failed, Loading } from "../parts/states";
import { Suggestion } from "../parts/Suggestion";
import { Facets } from "../partners/Facets";
import { WhenToAsk } from "../parts/WhenToAsk";
import { useSpeech } from "../words";

const LENSES: Lens[] = ["whole", "likeness", "complement"];
/** Partners that are shown at first, and more at each press; the service lists at most 200. */
const STEP = 20;
const MOST = 200;

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
      <ProfileChoice
        workshop={workshop}
        profiles={profiles}
        chosen={profile}
        choose={setChosen}
      />
      {profile && <Ranking key={profile} workshop={workshop} profile={profile} />}
    </>
  );
}

function Ranking({ workshop, profile }: { workshop: string; profile: string }) {
  const { t } = useSpeech();
  const [narrowed, setNarrowed] = useState<Narrowed>({ lens: "whole" });
  const [typed, setTyped] = useState("");
  const [limit, setLimit] = useState(STEP);
  const q = useLater(typed.trim(), 300) || undefined;
  const asked = { ...narrowed, q };
  const narrow = (next: Narrowed) => {
    setNarrowed(next);
    setLimit(STEP);
  };
  const mine = useQuery(askProfile(workshop, profile));
  const ranking = useQuery(askSuggestions(workshop, profile, asked, limit));
  const facets = useQuery(askSuggestionFacets(workshop, profile, asked));
  const received = useQuery(askRequests(workshop, "in"));
  const shown = ranking.data ?? [];
  const all = facets.data?.total ?? shown.length;
  const best = shown[0]?.score ?? 1;
  return (
    <>
      <p className="lead">{t("partners.lead", { title: mine.data?.title ?? "…" })}</p>
      <WhenToAsk workshop={workshop} />
      <div className="row tools">
        <SearchField value={typed} onChange={setTyped} className="field search">
          <Label>{t("partners.filter")}</Label>
          <Input />
        </SearchField>
        <ToggleButtonGroup
          aria-label={t("partners.lens")}
          className="segments"
          disallowEmptySelection
          selectedKeys={[narrowed.lens]}
          onSelectionChange={(keys) => narrow({ ...narrowed, lens: [...keys][0] as Lens })}
        >
          {LENSES.map((one) => (
            <ToggleButton key={one} id={one}>
              {t(`lens.${one}`)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      </div>
      <div className="browse">
        <Facets workshop={workshop} profile={profile} narrowed={asked} narrow={narrow} />
        <div className="stack" aria-busy={ranking.isPlaceholderData}>
          {ranking.isPending && <Loading />}
          {ranking.error && <Failed error={ranking.error} again={() => ranking.refetch()} />}
          {ranking.data && (
            <p role="status" className="quiet-text">
              {t("partners.count", { shown: shown.length, all })}
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
                  asked={received.data?.find(
                    (r) => r.state === "sent" && suggestion.people.some((p) => p.id === r.from.id),
                  )}
                />
              </li>
            ))}
          </ol>
          {shown.length < Math.min(all, MOST) && shown.length > 0 && (
            <ActButton
              className="button second"
              isPending={ranking.isPlaceholderData}
              onPress={() => setLimit(Math.min(limit + STEP, MOST))}
            >
              {t("partners.more")}
            </ActButton>
          )}
        </div>
      </div>
    </>
  );
}
