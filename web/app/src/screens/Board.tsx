// The timetable of the day as a grid: how a plan of it is made, steered by hand, and published.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useCallback, useState } from "react";
import { Button } from "react-aria-components/Button";
import type { ScreenProps } from "../App";
import type { Schemas } from "../api/client";
import { askPlaces, askPlan, askPlans, askVenue } from "../api/asks";
import { Changes, Notices } from "../board/Changes";
import { Compare } from "../board/Compare";
import { headsOf, type PlanRef, redoOf, undoOf, useEdit, useVersionName } from "../board/edits";
import { gapOf } from "../board/gap";
import { Grid } from "../board/Grid";
import { Moving, useWhere } from "../board/Moving";
import { PlanPanel } from "../board/PlanPanel";
import { Answers, Propose } from "../board/Proposals";
import { Publish } from "../board/Publish";
import type { Place, Placement } from "../board/rows";
import { Told } from "../board/Told";
import { Unplaced } from "../board/Unplaced";
import { WhatIf } from "../board/WhatIf";
import { Empty, Failed, Loading } from "../parts/states";
import { clock } from "../parts/time";
import { LEAST } from "../route";
import { useSpeech } from "../words";
import "../board/board.css";

export default function Board({ workshop }: ScreenProps) {
  const { t } = useSpeech();
  const plans = useQuery(askPlans(workshop));
  const [chosen, setChosen] = useState<number | null>(null);
  const list = plans.data ?? [];
  // The day as everybody knows it is what is planned again with the fewest changes.
  const first = location.hash === LEAST ? list.find((p) => p.published) : undefined;
  const plan = list.find((p) => p.version === chosen) ?? first ?? list[0];
  return (
    <>
      <h1>{t("screen.board")}</h1>
      <PlanPanel workshop={workshop} shown={plan} onDone={setChosen} />
      {plans.isPending && <Loading />}
      {plans.error && <Failed error={plans.error} again={() => plans.refetch()} />}
      {plans.data && !plan && <Empty>{t("board.no-plan")}</Empty>}
      {plan && <Shown workshop={workshop} plan={plan} list={list} show={setChosen} />}
    </>
  );
}

type ShownProps = {
  workshop: string;
  plan: PlanRef;
  list: PlanRef[];
  show: (version: number) => void;
};

function Shown({ workshop, plan: ref, list, show }: ShownProps) {
  const { t } = useSpeech();
  const nameOf = useVersionName();
  const version = ref.version;
  const whole = useQuery({ ...askPlan(workshop, version), placeholderData: keepPreviousData });
  const venue = useQuery(askVenue(workshop));
  const hand = useHand(workshop, version, whole.data, venue.data, show);
  const [undo, redo] = [undoOf(ref), redoOf(ref, list)];
  const published = list.find((p) => p.published);

  function onKey(event: KeyboardEvent) {
    const typing = event.target instanceof HTMLInputElement;
    if (typing || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
    const to = event.shiftKey ? redo : undo;
    event.preventDefault();
    if (to !== null) show(to);
  }

  const error = whole.error ?? venue.error;
  if (error) return <Failed error={error} again={() => (whole.refetch(), venue.refetch())} />;
  if (!whole.data || !venue.data) return <Loading />;
  const plan = whole.data;
  const there = venue.data;
  return (
    <div className="steering" onKeyDown={onKey}>
      <div className="row tools">
        <label className="field">
          {t("board.version")}
          <select value={version} onChange={(event) => show(Number(event.target.value))}>
            {headsOf(list, ref).map((p) => (
              <option key={p.version} value={p.version}>
                {nameOf(p)}
              </option>
            ))}
          </select>
        </label>
        <Worth plan={ref} />
        <div className="row">
          <Button
            className="button second"
            isDisabled={undo === null}
            onPress={() => undo !== null && show(undo)}
          >
            {t("edit.undo")}
          </Button>
          <Button
            className="button second"
            isDisabled={redo === null}
            onPress={() => redo !== null && show(redo)}
          >
            {t("edit.redo")}
          </Button>
        </div>
        {published && !ref.published && (
          <Propose
            workshop={workshop}
            version={ref.version}
            published={published.version}
            venue={there}
          />
        )}
        <Publish
          workshop={workshop}
          plan={ref}
          published={published}
          faults={plan.faults}
          venue={there}
        />
      </div>
      {!ref.published && <Answers workshop={workshop} version={version} />}
      <Faults faults={plan.faults} />
      {ref.status !== "edited" && ref.made_from != null && (
        <section className="notice" aria-label={t("again.title")}>
          <h2>{t("again.title")}</h2>
          <Changes workshop={workshop} version={version} from={ref.made_from} venue={there} />
          {isFewest(ref) && <p>{t("again.fewest")}</p>}
          {!ref.published && <Notices workshop={workshop} version={version} />}
        </section>
      )}
      {hand.edit.error && <Failed error={hand.edit.error} />}
      <Grid plan={plan} venue={there} {...hand.grid} />
      {hand.taken ? (
        <Moving
          found={hand.places.data}
          error={hand.places.error}
          venue={there}
          aimed={hand.grid.aimed}
          put={hand.grid.put}
          leave={hand.grid.leave}
        />
      ) : (
        <Told
          chosen={hand.chosen}
          busy={hand.edit.isPending}
          take={hand.grid.take}
          lock={hand.lock}
          remove={hand.remove}
        />
      )}
      <Unplaced
        key={version}
        workshop={workshop}
        version={version}
        count={plan.unplaced}
        venue={there}
        take={hand.grid.take}
        onMade={show}
      />
      <WhatIf
        key={`what if ${version}`}
        workshop={workshop}
        version={version}
        venue={there}
        day={plan.placements[0]?.start.slice(0, 10) ?? ""}
      />
      <Compare key={`compare ${version}`} workshop={workshop} plan={ref} list={list} venue={there} />
    </div>
  );
}

/** A plan proved to change least says nothing of what is worth most. */
const isFewest = (plan: PlanRef) => plan.status === "optimal" && plan.bound == null;

/** What is chosen on the board, or taken up to be moved, and what is done with it. */
function useHand(
  workshop: string,
  version: number,
  plan: Schemas["PlanView"] | undefined,
  venue: Schemas["VenueView"] | undefined,
  show: (version: number) => void,
) {
  const { t, of } = useSpeech();
  const where = useWhere(venue ?? NO_VENUE);
  const edit = useEdit(workshop, version, show);
  const [item, setItem] = useState<string | null>(null);
  const [taken, setTaken] = useState<string | null>(null);
  const [aimed, setAimed] = useState<Place | null>(null);
  const places = useQuery({
    ...askPlaces(workshop, version, taken ?? ""),
    enabled: taken !== null,
  });
  const chosen = plan?.placements.find((p) => p.item === item) ?? null;
  const take = useCallback((one: string) => {
    setItem(one);
    setTaken(one);
    setAimed(null);
  }, []);
  const leave = useCallback(() => {
    setTaken(null);
    setAimed(null);
  }, []);
  const put = (place: Place) => {
    if (taken === null || place.faults.length > 0 || edit.isPending) return;
    const title = places.data ? of(places.data.title) : taken;
    const { room, desk, table, start } = place;
    const kind = plan?.placements.some((p) => p.item === taken) ? "move" : "place";
    edit.mutate(
      {
        name: t("edit.moved", { title, at: clock(start), where: where(place) }),
        edits: [{ edit: kind, item: taken, room, desk, table, start }],
      },
      { onSettled: leave },
    );
  };
  return {
    edit,
    chosen,
    taken,
    places,
    grid: {
      places: taken === null ? null : (places.data?.places ?? null),
      chosen: item,
      choose: setItem,
      aimed,
      aim: setAimed,
      take,
      put,
      leave,
    },
    lock: ({ item: which, title, locked }: Placement) =>
      edit.mutate({
        name: t(locked ? "edit.unlocked" : "edit.locked", { title: of(title) }),
        edits: [{ edit: "lock", item: which, locked: !locked }],
      }),
    remove: ({ item: which, title }: Placement) =>
      edit.mutate({
        name: t("edit.removed", { title: of(title) }),
        edits: [{ edit: "remove", item: which }],
      }),
  };
}

const NO_VENUE = { rooms: [], desks: [] } as unknown as Schemas["VenueView"];

/** What a plan is worth, and how much better the best could be at most. */
function Worth({ plan }: { plan: PlanRef }) {
  const { t } = useSpeech();
  const { total, bound } = plan;
  const said = isFewest(plan)
    ? t("board.fewest", { total })
    : plan.status === "optimal"
      ? t("board.optimal", { total })
      : bound == null
        ? t("board.total", { total })
        : t("board.total-bound", {
            total,
            bound,
            gap: gapOf(total, bound),
          });
  return <p className="worth">{said}</p>;
}

function Faults({ faults }: { faults: Schemas["Text"][] }) {
  const { t, of } = useSpeech();
  if (faults.length === 0) return null;
  return (
    <div className="notice bad">
      <p>{t("board.faults", { count: faults.length })}</p>
      <ul className="reasons">
        {faults.slice(0, 20).map((fault, i) => (
          <li key={i}>{of(fault)}</li>
        ))}
      </ul>
    </div>
  );
}
