// What the list of partners can be narrowed down by, each with how many would be left.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { ToggleButton } from "react-aria-components/ToggleButton";
import type { Schemas } from "../api/client";
import { askSuggestionFacets, type Narrowed } from "../api/asks";
import { Failed } from "../parts/states";
import { useWide } from "../parts/wide";
import { useSpeech } from "../words";

/** Concepts of a facet that are shown at first. */
const FIRST = 5;

type FacetsProps = {
  workshop: string;
  profile: string;
  narrowed: Narrowed;
  narrow: (next: Narrowed) => void;
};

export const conceptsOf = (narrowed: Narrowed) => narrowed.concept?.split(",") ?? [];

export function Facets({ workshop, profile, narrowed, narrow }: FacetsProps) {
  const { t, of } = useSpeech();
  const wide = useWide();
  const facets = useQuery(askSuggestionFacets(workshop, profile, narrowed));
  const chosen = conceptsOf(narrowed);
  const choose = (concept: string, on: boolean) => {
    const next = on ? [...chosen, concept] : chosen.filter((one) => one !== concept);
    narrow({ ...narrowed, concept: next.length > 0 ? next.join(",") : undefined });
  };
  const active = chosen.length + (narrowed.region ? 1 : 0) + (narrowed.phase ? 1 : 0);
  return (
    <details className="facets" open={wide || undefined}>
      <summary>{t("facets.title", { count: active })}</summary>
      {facets.error && <Failed error={facets.error} again={() => facets.refetch()} />}
      {facets.data && (
        <div className="stack">
          {active > 0 && (
            <Button
              className="quiet"
              onPress={() => narrow({ lens: narrowed.lens, q: narrowed.q })}
            >
              {t("facets.clear")}
            </Button>
          )}
          <label className="field">
            {t("profile.phase")}
            <select
              value={narrowed.phase ?? ""}
              onChange={(event) =>
                narrow({
                  ...narrowed,
                  phase: (event.target.value || undefined) as Narrowed["phase"],
                })
              }
            >
              <option value="">{t("facets.any")}</option>
              {facets.data.phases.map(({ phase, profiles }) => (
                <option key={phase} value={phase}>
                  {t("facets.option", { label: t(`phase.${phase}`), count: profiles })}
                </option>
              ))}
            </select>
          </label>
          <label className="field">
            {t("facets.region")}
            <select
              value={narrowed.region ?? ""}
              onChange={(event) => narrow({ ...narrowed, region: event.target.value || undefined })}
            >
              <option value="">{t("facets.any")}</option>
              {facets.data.regions.map(({ region, profiles }) => (
                <option key={region} value={region}>
                  {t("facets.option", { label: region, count: profiles })}
                </option>
              ))}
            </select>
          </label>
          {facets.data.concepts.map((facet) => (
            <Group
              key={facet.facet}
              label={of(facet.label)}
              concepts={facet.concepts}
              chosen={chosen}
              choose={choose}
            />
          ))}
        </div>
      )}
    </details>
  );
}

type GroupProps = {
  label: string;
  concepts: Schemas["ConceptCount"][];
  chosen: string[];
  choose: (concept: string, on: boolean) => void;
};

function Group({ label, concepts, chosen, choose }: GroupProps) {
  const { t, of, number } = useSpeech();
  const [all, setAll] = useState(false);
  const shown = concepts.filter((one, i) => all || i < FIRST || chosen.includes(one.concept));
  return (
    <fieldset className="facet">
      <legend>{label}</legend>
      <ul>
        {shown.map((one) => (
          <li key={one.concept}>
            <ToggleButton
              className="facet-option"
              isSelected={chosen.includes(one.concept)}
              onChange={(on) => choose(one.concept, on)}
            >
              <span>{of(one.label)}</span> <span className="number">{number(one.profiles)}</span>
            </ToggleButton>
          </li>
        ))}
      </ul>
      {concepts.length > FIRST && (
        <Button className="quiet" onPress={() => setAll(!all)}>
          {t(all ? "facets.fewer" : "facets.more", { count: concepts.length })}
          <span className="visually-hidden"> {label}</span>
        </Button>
      )}
    </fieldset>
  );
}
