// One day of the board.
import { type KeyboardEvent, memo, useEffect, useRef } from "react";
import type { Schemas } from "../api/client";
import { span } from "../parts/time";
import { type Lang, useSpeech } from "../words";
import { type Cell, type Day, type Place, type Placement, type Row, STEP } from "./rows";

type DayGridProps = {
  title: string;
  day: Day;
  found: Set<Placement> | null;
  desks: Schemas["DeskView"][];
  moving: boolean;
  chosen: string | null;
  choose: (item: string) => void;
  aimed: Place | null;
  aim: (place: Place | null) => void;
  take: (item: string) => void;
  put: (place: Place) => void;
  leave: () => void;
};

/** The nearest of the cells that the cursor visits, in time. */
function nearest(row: Row, visits: (cell: Cell) => boolean, minute: number): Cell | null {
  const far = (cell: Cell) => Math.max(0, cell.from - minute, minute - (cell.to - STEP));
  return row.cells.filter(visits).toSorted((a, b) => far(a) - far(b))[0] ?? null;
}

export const DayGrid = memo(function DayGrid(props: DayGridProps) {
  const { title, day, found, desks, moving, chosen, choose, aimed, aim, take, put, leave } = props;
  const { t, of } = useSpeech();
  const table = useRef<HTMLTableElement>(null);
  const hours = Array.from({ length: Math.ceil((day.end - day.start) / 60) }, (_, i) => i);
  const visits = (cell: Cell) => (moving ? cell.place !== null : cell.placement !== null);
  const isCurrent = (cell: Cell) =>
    moving ? aimed !== null && cell.place === aimed : cell.placement?.item === chosen;
  const cells = day.rows.flatMap((row) => row.cells);
  const current = cells.find((c) => visits(c) && isCurrent(c)) ?? cells.find(visits) ?? null;

  // Whoever takes something up by a key goes on with the keys among the places, and where it was
  // put: the cell that had the focus may be gone.
  const held = useRef(false);
  useEffect(() => {
    const here = table.current?.contains(document.activeElement);
    const lost = held.current && document.activeElement === document.body;
    if (lost || (moving && here)) {
      table.current?.querySelector<HTMLElement>('td[tabindex="0"]')?.focus();
    }
  }, [moving, day]);

  function go(cell: Cell) {
    if (moving) aim(cell.place);
    else if (cell.placement) choose(cell.placement.item);
    const selector = `[data-cell="${CSS.escape(cellKey(cell))}"]`;
    table.current?.querySelector<HTMLElement>(selector)?.focus();
  }

  function onKey(event: KeyboardEvent) {
    const y = day.rows.findIndex((row) => row.cells.includes(current!));
    const row = day.rows[y];
    if (!row || !current) return;
    const visited = row.cells.filter(visits);
    const x = visited.indexOf(current);
    const other = (by: number) => {
      for (let i = y + by; day.rows[i]; i += by) {
        const there = nearest(day.rows[i]!, visits, current.from);
        if (there) return there;
      }
      return null;
    };
    const acts: Record<string, () => unknown> = moving
      ? {
          Enter: () => current.place && put(current.place),
          " ": () => current.place && put(current.place),
          Escape: leave,
        }
      : {
          m: () => current.placement && take(current.placement.item),
          Enter: () => current.placement && take(current.placement.item),
        };
    const targets: Record<string, () => Cell | null | undefined> = {
      ArrowRight: () => visited[x + 1],
      ArrowLeft: () => visited[x - 1],
      ArrowDown: () => other(1),
      ArrowUp: () => other(-1),
      Home: () => visited[0],
      End: () => visited.at(-1),
    };
    const act = acts[event.key];
    const target = targets[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey || !(act || target)) return;
    event.preventDefault();
    act?.();
    const cell = target?.();
    if (cell) go(cell);
  }

  return (
    <div className="scroller" role="region" aria-label={title}>
      <table
        className={moving ? "board moving" : "board"}
        role="grid"
        aria-label={title}
        ref={table}
        onKeyDown={onKey}
        onFocus={() => {
          held.current = true;
        }}
        onBlur={(event) => {
          held.current = !event.target.isConnected;
        }}
      >
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
            const desk = desks.find((one) => one.id === row.desk);
            return (
              <tr
                key={`${row.room.id} ${row.desk} ${row.table} ${y}`}
                className={again ? undefined : "room-first"}
              >
                <th scope="row">
                  <span className={again ? "visually-hidden" : undefined}>{of(row.room.name)}</span>
                  {row.table != null && (
                    <span className="table-number">{t("day.table", { table: row.table })}</span>
                  )}
                  {desk && <span className="table-number">{of(desk.name)}</span>}
                </th>
                {row.cells.map((cell) =>
                  cell.placement ? (
                    <PlacedCell
                      key={cell.from}
                      cell={cell}
                      placement={cell.placement}
                      look={found ? (found.has(cell.placement) ? "found" : "dim") : ""}
                      moving={moving}
                      chosen={cell.placement.item === chosen}
                      current={cell === current}
                      choose={choose}
                      aim={aim}
                      take={take}
                      leave={leave}
                    />
                  ) : cell.place ? (
                    <FreeCell
                      key={cell.from}
                      cell={cell}
                      place={cell.place}
                      aimed={cell.place === aimed}
                      current={cell === current}
                      aim={aim}
                      put={put}
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

const cellKey = (cell: Cell) =>
  cell.placement
    ? `${cell.placement.item} ${cell.placement.start}`
    : `${cell.place?.room} ${cell.place?.desk} ${cell.place?.table} ${cell.place?.start}`;

/** What a narrow cell says instead of a title: the family names of those who meet. */
function namesIn({ kind, people }: Placement, lang: Lang): string[] {
  const family = ({ name }: Schemas["PersonRef"]) =>
    (lang === "ja" ? name.ja.split(/\s/)[0] : name.en.split(/\s/).at(-1)) ?? name[lang];
  // At a desk, the one who comes stands first.
  if (kind === "consultation") return people.slice(0, 1).map(family);
  return kind === "meeting" ? people.map(family) : [];
}

type PlacedCellProps = {
  cell: Cell;
  placement: Placement;
  look: string;
  moving: boolean;
  chosen: boolean;
  current: boolean;
  choose: (item: string) => void;
  aim: (place: Place | null) => void;
  take: (item: string) => void;
  leave: () => void;
};

const PlacedCell = memo(function PlacedCell(props: PlacedCellProps) {
  const { cell, placement, look, moving, chosen, current, choose, aim, take, leave } = props;
  const { t, of, lang } = useSpeech();
  const names = namesIn(placement, lang);
  const kind = placement.kind as "session" | "meeting" | "group" | "consultation";
  const here = () => (moving ? cell.place && aim(cell.place) : choose(placement.item));
  const taken = moving && !chosen ? "taken" : "";
  return (
    <td
      colSpan={(cell.to - cell.from) / STEP}
      className={`kind-${kind} ${look} ${taken} ${placement.locked ? "locked" : ""}`}
      aria-selected={chosen}
      tabIndex={current ? 0 : -1}
      data-cell={cellKey(cell)}
      data-place={placement.item}
      draggable={!moving}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", of(placement.title));
        // The page may only change once the browser has its picture of what is dragged.
        setTimeout(() => take(placement.item));
      }}
      onDragEnd={leave}
      onDragEnter={() => moving && aim(cell.place)}
      onClick={here}
      onFocus={here}
    >
      <span className="visually-hidden">
        {t(`kind.${kind}`)} {span(placement)} {of(placement.title)}
        {placement.locked && ` ${t("board.locked")}`}
        {moving && cell.place && ` ${cell.place.faults.map(of).join(" ")}`}
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

type FreeCellProps = {
  cell: Cell;
  place: Place;
  aimed: boolean;
  current: boolean;
  aim: (place: Place | null) => void;
  put: (place: Place) => void;
};

/** A place that what is being moved could take, or must not. */
const FreeCell = memo(function FreeCell({ cell, place, aimed, current, aim, put }: FreeCellProps) {
  const { t, of } = useSpeech();
  const open = place.faults.length === 0;
  return (
    <td
      colSpan={(cell.to - cell.from) / STEP}
      className={open ? "free open" : "free closed"}
      aria-selected={aimed}
      aria-disabled={!open}
      tabIndex={current ? 0 : -1}
      data-cell={cellKey(cell)}
      onClick={() => (aimed || open ? put(place) : aim(place))}
      onFocus={() => aim(place)}
      onMouseEnter={() => aim(place)}
      onDragEnter={() => aim(place)}
      onDragOver={(event) => open && event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        put(place);
      }}
    >
      <span className="visually-hidden">
        {span(place)} {open ? t("move.open") : place.faults.map(of).join(" ")}
      </span>
      <span aria-hidden="true">{open ? (place.gain ? signed(place.gain) : "○") : "×"}</span>
    </td>
  );
});

/** +3 or −2. */
export const signed = (n: number) => (n < 0 ? `−${-n}` : `+${n}`);
