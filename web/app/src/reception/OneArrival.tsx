// One person at the reception: how they stand, by one press; when they come, where they are late.
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { ToggleButton } from "react-aria-components/ToggleButton";
import { ToggleButtonGroup } from "react-aria-components/ToggleButtonGroup";
import { answered, api, type Schemas } from "../api/client";
import { Failed } from "../parts/states";
import type { placeOf } from "../parts/pages";
import { clock } from "../parts/time";
import { TimeInput } from "../setup/inputs";
import { useSpeech } from "../words";

type Arrival = Schemas["ArrivalView"];
export const STATES = ["expected", "here", "late", "no_show"] as const;

type OneProps = {
  workshop: string;
  one: Arrival;
  days: string[];
  place: ReturnType<typeof placeOf>;
  changed: () => Promise<void>;
};

export function OneArrival({ workshop, one, days, place, changed }: OneProps) {
  const { t, of, named, facts, moment } = useSpeech();
  const note = useMutation({
    mutationFn: (body: Schemas["Arrival"]) =>
      answered(
        api.PUT("/api/workshops/{workshop}/reception/{person}", {
          params: { path: { workshop, person: one.id }, header: { "If-Match": one.etag } },
          body,
        }),
      ),
    onSuccess: changed,
  });
  const state = note.isPending ? note.variables.state : one.state;
  return (
    <li className={state} {...place}>
      <div>
        <p className="quiet-text">{one.kana}</p>
        <h2 className="item-title">
          {named(one.name)}
          {one.walk_in && <span className="badge">{t("reception.walk-in")}</span>}
        </h2>
        <p className="quiet-text">
          {facts(of(one.organisation.name), one.department, one.position)}
          {one.changed_at && ` · ${moment(one.changed_at)}`}
        </p>
      </div>
      <div className="stack">
        <ToggleButtonGroup
          aria-label={t("reception.state", { name: named(one.name) })}
          className="segments"
          disallowEmptySelection
          selectedKeys={[state]}
          onSelectionChange={(keys) => note.mutate({ state: [...keys][0] as Arrival["state"] })}
        >
          {STATES.map((each) => (
            <ToggleButton key={each} id={each}>
              {t(`arrival.${each}`)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        {state === "late" && (
          <ComesAt
            key={one.comes_at}
            one={one}
            days={days}
            busy={note.isPending}
            save={(comes_at) => note.mutate({ state: "late", comes_at })}
          />
        )}
      </div>
      {note.error && <Failed error={note.error} />}
    </li>
  );
}

type ComesAtProps = { one: Arrival; days: string[]; busy: boolean; save: (at: string) => void };

/** When somebody late is said to come: until then the day can be planned around them. */
function ComesAt({ one, days, busy, save }: ComesAtProps) {
  const { t, named } = useSpeech();
  const known = one.comes_at ?? "";
  const [typed, setTyped] = useState(known);
  const label = t("reception.comes-at", { name: named(one.name) });
  return (
    <div className="row tools">
      <label className="field">
        {t("reception.comes-at-short")}
        <TimeInput label={label} value={typed || `${days[0] ?? ""}T`} days={days} change={setTyped} />
      </label>
      {typed !== known && (
        <Button className="button second" isDisabled={busy} onPress={() => save(typed)}>
          {t("reception.note-time")}
        </Button>
      )}
      {known && typed === known && (
        <span role="status" className="quiet-text">
          {t("reception.until", { at: clock(known) })}
        </span>
      )}
    </div>
  );
}
