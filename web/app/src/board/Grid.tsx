// Rooms and tables × times. Arrow keys go from placement to placement; what is under the cursor is
// told in full beside the grid. While something is moved they go from place to place, and each says
// before it is taken whether it may be, and why not.
import { useMemo, useState } from "react";
import { Input, Label, SearchField } from "react-aria-components/SearchField";
import type { Schemas } from "../api/client";
import { useSpeech } from "../words";
import { DayGrid } from "./DayGrid";
import { daysOf, type Place, type Placement } from "./rows";

const NO_PLACES: Place[] = [];

type GridProps = {
  plan: Schemas["PlanView"];
  venue: Schemas["VenueView"];
  /** Where what is being moved could go; null where nothing is. */
  places: Place[] | null;
  chosen: string | null;
  choose: (item: string) => void;
  aimed: Place | null;
  aim: (place: Place | null) => void;
  /** Takes an item up, to move it. */
  take: (item: string) => void;
  put: (place: Place) => void;
  leave: () => void;
};

export function Grid({ plan, venue, places, ...hand }: GridProps) {
  const { t, day } = useSpeech();
  const [typed, setTyped] = useState("");
  const [only, setOnly] = useState(false);
  const days = useMemo(
    () => daysOf(plan.placements, venue, places ?? NO_PLACES),
    [plan, venue, places],
  );
  const found = useMemo(() => {
    const plain = (text: string) => text.normalize("NFKC").toLowerCase().replace(/\s/g, "");
    const asked = plain(typed);
    if (!asked) return null;
    const all = (p: Placement) =>
      [p.title, ...p.people.flatMap((one) => [one.name, one.organisation.name])]
        .map((text) => text.ja + text.en)
        .concat(p.people.map((one) => one.kana))
        .join(" ");
    return new Set(plan.placements.filter((p) => plain(all(p)).includes(asked)));
  }, [plan, typed]);
  const names = useMemo(() => {
    const all = plan.placements.flatMap((p) => p.people);
    return [...new Set(all.flatMap((one) => [one.name.ja, one.organisation.name.ja]))].sort();
  }, [plan]);
  const shown = (one: (typeof days)[number]) =>
    found && only && !places
      ? {
          ...one,
          rows: one.rows.filter((row) => row.cells.some((c) => c.placement && found.has(c.placement))),
        }
      : one;
  return (
    <section aria-label={t("board.grid")}>
      <div className="row tools">
        <SearchField value={typed} onChange={setTyped} className="field">
          <Label>{t("board.find")}</Label>
          <Input list="board-names" />
        </SearchField>
        <datalist id="board-names">
          {names.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        {found && (
          <label className="check">
            <input
              type="checkbox"
              checked={only}
              onChange={(event) => setOnly(event.target.checked)}
            />
            {t("board.only-found")}
          </label>
        )}
        <p role="status" className="quiet-text">
          {found && t("board.found", { count: found.size })}
        </p>
        <ul className="legend" aria-label={t("board.legend")}>
          {(["session", "meeting", "group", "consultation"] as const).map((kind) => (
            <li key={kind} className={`kind-${kind}`}>
              {t(`kind.${kind}`)}
            </li>
          ))}
        </ul>
      </div>
      {days.map((one) => (
        <DayGrid
          key={one.day}
          title={day(one.day)}
          day={shown(one)}
          found={found}
          desks={venue.desks}
          moving={places !== null}
          {...hand}
        />
      ))}
    </section>
  );
}
