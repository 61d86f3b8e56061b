// The timetable of the day as a grid, and how a plan of it is made and published.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ScreenProps } from "../App";
import type { Schemas } from "../api/client";
import { askPlan, askPlans, askUnplaced, askVenue } from "../api/asks";
import { gapOf } from "../board/gap";
import { Grid } from "../board/Grid";
import { PlanPanel } from "../board/PlanPanel";
import { Publish } from "../board/Publish";
import { Empty, Failed, Loading } from "../parts/states";
import { useSpeech } from "../words";
import "../board/board.css";

export default function Board({ workshop }: ScreenProps) {
  const { t } = useSpeech();
  const plans = useQuery(askPlans(workshop));
  const [chosen, setChosen] = useState<number | null>(null);
  const list = plans.data ?? [];
  const plan = list.find((p) => p.version === chosen) ?? list[0];
  const published = list.find((p) => p.published);
  return (
    <>
      <h1>{t("screen.board")}</h1>
      <PlanPanel workshop={workshop} onDone={setChosen} />
      {plans.isPending && <Loading />}
      {plans.error && <Failed error={plans.error} again={() => plans.refetch()} />}
      {plans.data && !plan && <Empty>{t("board.no-plan")}</Empty>}
      {plan && (
        <>
          <div className="row tools">
            <label className="field">
              {t("board.version")}
              <select
                value={plan.version}
                onChange={(event) => setChosen(Number(event.target.value))}
              >
                {list.map((p) => (
                  <option key={p.version} value={p.version}>
                    {t(p.published ? "board.version-published" : "board.version-of", {
                      version: p.version,
                      name: p.name,
                    })}
                  </option>
                ))}
              </select>
            </label>
            <Worth plan={plan} />
            <Publish workshop={workshop} plan={plan} published={published} />
          </div>
          <Shown key={plan.version} workshop={workshop} version={plan.version} />
        </>
      )}
    </>
  );
}

/** What a plan is worth, and how much better the best could be at most. */
function Worth({ plan }: { plan: Schemas["PlanRef"] }) {
  const { t } = useSpeech();
  const { total, bound } = plan;
  const said =
    plan.status === "optimal"
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

function Shown({ workshop, version }: { workshop: string; version: number }) {
  const { t } = useSpeech();
  const plan = useQuery(askPlan(workshop, version));
  const venue = useQuery(askVenue(workshop));
  const error = plan.error ?? venue.error;
  if (error) return <Failed error={error} again={() => (plan.refetch(), venue.refetch())} />;
  if (!plan.data || !venue.data) return <Loading />;
  const faults = plan.data.faults.length;
  return (
    <>
      {faults > 0 && <p className="notice bad">{t("board.faults", { count: faults })}</p>}
      <Grid plan={plan.data} venue={venue.data} />
      <Unplaced workshop={workshop} version={version} count={plan.data.unplaced} />
    </>
  );
}

type UnplacedProps = { workshop: string; version: number; count: number };

/** Wishes without a place: opened on demand, for the reasons take a moment to find. */
function Unplaced({ workshop, version, count }: UnplacedProps) {
  const { t, of } = useSpeech();
  const [open, setOpen] = useState(false);
  const unplaced = useQuery({ ...askUnplaced(workshop, version), enabled: open });
  return (
    <details className="unplaced" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("board.unplaced", { count })}</summary>
      {open && unplaced.isPending && <Loading />}
      {unplaced.error && <Failed error={unplaced.error} again={() => unplaced.refetch()} />}
      <ul className="list">
        {unplaced.data?.map((one) => (
          <li key={one.item} className="item">
            <p>
              <strong>{of(one.title)}</strong>
            </p>
            <p>{of(one.reason)}</p>
            <p className="tags">
              {one.causes.map((cause) => (
                <span key={cause.label.en} className="tag">
                  {of(cause.label)} {cause.options}
                </span>
              ))}
            </p>
            {one.repair && (
              <p>
                <span className="quiet-text">{t("board.repair")}</span>{" "}
                {one.repair.steps.map(of).join(" → ")}
              </p>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
