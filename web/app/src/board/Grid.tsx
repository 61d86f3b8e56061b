// Rooms and tables × times. Arrow keys go from placement to placement; what is under the cursor is
// told in full beside the grid.
import { type KeyboardEvent, memo, useMemo, useRef, useState } from "react";
import { Input, Label, SearchField } from "react-aria-components/SearchField";
import type { Schemas } from "../api/client";
import { span } from "../parts/time";
import { type Lang, useSpeech } from "../words";
import { type Day, daysOf, type Placement, type Row, STEP } from "./rows";

type GridProps = { plan: Schemas["PlanView"]; venue: Schemas["VenueView"] };

export function Grid({ plan, venue }: GridProps) {
  const { t, of, facts, day } = useSpeech();
  const days = useMemo(() => daysOf(plan.placements, venue), [plan, venue]);
  const [chosen, setChosen] = useState<Placement | null>(null);
  const [typed, setTyped] = useState("");
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
  return (
    <section aria-label={t("board.grid")}>
      <div className="row tools">
        <SearchField value={typed} onChange={setTyped} className="field">
          <Label>{t("board.find")}</Label>
          <Input />
        </SearchField>
        <ul className="legend" aria-label={t("board.legend")}>
          {(["session", "meeting", "group", "consultation"] as const).map((kind) => (
            <li key={kind} className={`kind-${kind}`}>
              {t(`kind.${kind}`)}
            </li>
          ))}
        </ul>
        <p role="status" className="quiet-text">
          {found && t("board.found", { count: found.size })}
        </p>
      </div>
      {days.map((one) => (
        <DayGrid
          key={one.day}
          title={day(one.day)}
          day={one}
          found={found}
          chosen={chosen}
          choose={setChosen}
        />
      ))}
      <div className={chosen ? "told chosen" : "told"} aria-live="polite">
        {chosen ? (
          <>
            <h2>{of(chosen.title)}</h2>
            <p>
              {facts(
                span(chosen),
                of(chosen.room_name),
                chosen.table != null && t("day.table", { table: chosen.table }),
                chosen.locked && t("board.locked"),
              )}
            </p>
            <ul>
              {chosen.people.map((person) => (
                <li key={person.id}>
                  {of(person.name)} <span className="quiet-text">{of(person.organisation.name)}</span>
                </li>
              ))}
            </ul>
          </>
        ) : (
          <p className="quiet-text">{t("board.hint")}</p>
        )}
      </div>
    </section>
  );
}

type DayGridProps = {
  title: string;
  day: Day;
  found: Set<Placement> | null;
  chosen: Placement | null;
  choose: (placement: Placement) => void;
};

/** The nearest placement of another row, in time. */
function nearest(row: Row, minute: number): Placement | null {
  const placed = row.cells.filter((cell) => cell.placement);
  const far = (cell: (typeof placed)[number]) =>
    Math.max(0, cell.from - minute, minute - (cell.to - STEP));
  return placed.toSorted((a, b) => far(a) - far(b))[0]?.placement ?? null;
}

const DayGrid = memo(function DayGrid({ title, day, found, chosen, choose }: DayGridProps) {
  const { t, of } = useSpeech();
  const table = useRef<HTMLTableElement>(null);
  const hours = Array.from({ length: Math.ceil((day.end - day.start) / 60) }, (_, i) => i);
  const first = day.rows.flatMap((row) => row.cells).find((cell) => cell.placement)?.placement;
  const current = chosen ?? first;

  function move(event: KeyboardEvent) {
    const y = day.rows.findIndex((row) => row.cells.some((c) => c.placement === current));
    const row = day.rows[y];
    if (!row) return;
    const placed = row.cells.filter((cell) => cell.placement);
    const x = placed.findIndex((cell) => cell.placement === current);
    const other = (by: number) => {
      for (let i = y + by; day.rows[i]; i += by) {
        const there = nearest(day.rows[i]!, placed[x]!.from);
        if (there) return there;
      }
      return null;
    };
    const targets: Record<string, () => Placement | null | undefined> = {
      ArrowRight: () => placed[x + 1]?.placement,
      ArrowLeft: () => placed[x - 1]?.placement,
      ArrowDown: () => other(1),
      ArrowUp: () => other(-1),
      Home: () => placed[0]?.placement,
      End: () => placed.at(-1)?.placement,
    };
    const target = targets[event.key]?.();
    if (!targets[event.key]) return;
    event.preventDefault();
    if (!target) return;
    choose(target);
    const selector = `[data-place="${CSS.escape(placeKey(target))}"]`;
    table.current?.querySelector<HTMLElement>(selector)?.focus();
  }

  return (
    <div className="scroller" role="region" aria-label={title}>
      <table className="board" role="grid" ref={table} onKeyDown={move}>
        <caption>{title}</caption>
        <colgroup>
          <col className="head-column" />
          <col span={(day.end - day.start) / STEP} className="time-column" />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{t("board.room")}</th>
            {hours.map((hour) => (
              <th
                key={hour}
                scope="col"
                colSpan={Math.min(60, day.end - day.start - hour * 60) / STEP}
              >
                {day.start / 60 + hour}:00
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {day.rows.map((row, y) => {
            const again = day.rows[y - 1]?.room === row.room;
            return (
              <tr key={y} className={again ? undefined : "room-first"}>
                <th scope="row">
                  <span className={again ? "visually-hidden" : undefined}>{of(row.room.name)}</span>
                  {row.table != null && (
                    <span className="table-number">{t("day.table", { table: row.table })}</span>
                  )}
                </th>
                {row.cells.map((cell) =>
                  cell.placement ? (
                    <PlacedCell
                      key={cell.from}
                      columns={(cell.to - cell.from) / STEP}
                      placement={cell.placement}
                      look={found ? (found.has(cell.placement) ? "found" : "dim") : ""}
                      chosen={cell.placement === chosen}
                      reachable={cell.placement === current}
                      choose={choose}
                    />
                  ) : (
                    <td key={cell.from} colSpan={(cell.to - cell.from) / STEP} />
                  ),
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
});

const placeKey = (placement: Placement) => `${placement.item} ${placement.start}`;

/** What a narrow cell says instead of a title: the family names of those who meet. */
function namesIn({ kind, people }: Placement, lang: Lang): string[] {
  const family = ({ name }: Schemas["PersonRef"]) =>
    (lang === "ja" ? name.ja.split(/\s/)[0] : name.en.split(/\s/).at(-1)) ?? name[lang];
  // At a desk, the one who comes stands first.
  if (kind === "consultation") return people.slice(0, 1).map(family);
  return kind === "meeting" ? people.map(family) : [];
}

type PlacedCellProps = {
  columns: number;
  placement: Placement;
  look: string;
  chosen: boolean;
  reachable: boolean;
  choose: (placement: Placement) => void;
};

const PlacedCell = memo(function PlacedCell(props: PlacedCellProps) {
  const { columns, placement, look, chosen, reachable, choose } = props;
  const { t, of, lang } = useSpeech();
  const names = namesIn(placement, lang);
  const kind = placement.kind as "session" | "meeting" | "group" | "consultation";
  return (
    <td
      colSpan={columns}
      className={`kind-${kind} ${look}`}
      aria-selected={chosen}
      tabIndex={reachable ? 0 : -1}
      data-place={placeKey(placement)}
      onClick={() => choose(placement)}
      onFocus={() => choose(placement)}
    >
      <span className="visually-hidden">
        {t(`kind.${kind}`)} {span(placement)} {of(placement.title)}
      </span>
      <span aria-hidden="true">
        {names.map((name, i) => (
          <span key={i} className="name">
            {name}
          </span>
        ))}
        {names.length === 0 && <span className="placed">{of(placement.title)}</span>}
      </span>
    </td>
  );
});
