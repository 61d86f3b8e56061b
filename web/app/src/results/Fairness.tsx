// The price of fairness: plans from the one of most value to the one whose worst-off receive most.
// One of them is picked, and becomes a version as any other.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Button } from "react-aria-components/Button";
import { answered, api, type Schemas } from "../api/client";
import { askJobs } from "../api/asks";
import { HowLong } from "../board/HowLong";
import { useWatchedJob } from "../board/watch";
import { ActButton } from "../parts/ActButton";
import { Empty, Failed } from "../parts/states";
import { addressOf, Link } from "../route";
import { useSpeech } from "../words";
import { Curve } from "./Curve";
import "./fairness.css";

type Job = Schemas["JobView"];
type Point = Schemas["CurvePointView"];

/** Of each plan; a curve takes a dozen. */
const SECONDS = [5, 10, 30, 60, 300] as const;
const POINTS = 6;

const isOpen = (job: Job) => job.state === "queued" || job.state === "running";

export function Fairness({ workshop, version }: { workshop: string; version: number }) {
  const { t } = useSpeech();
  const client = useQueryClient();
  const jobs = useQuery(askJobs(workshop));
  const [seconds, setSeconds] = useState<number>(10);
  const [started, setStarted] = useState<string | null>(null);
  const last = jobs.data?.find((job) => job.kind === "fairness" && (isOpen(job) || job.curve));
  const id = started ?? last?.id ?? null;
  const { job, lost, again } = useWatchedJob(workshop, id);
  const busy = job !== null && job.id === id && isOpen(job);

  const ask = useMutation({
    mutationFn: () =>
      answered(
        api.POST("/api/workshops/{workshop}/fairness", {
          params: { path: { workshop } },
          body: { points: POINTS, max_loss_percent: 100, seconds, threads: 2, seed: 1, start: version },
        }),
      ),
    onSuccess: (made) => setStarted(made.id),
  });
  const cancel = useMutation({
    mutationFn: (running: string) =>
      answered(
        api.POST("/api/workshops/{workshop}/jobs/{job}/cancel", {
          params: { path: { workshop, job: running } },
        }),
      ),
  });
  const over = job?.finished_at != null;
  useEffect(() => {
    if (over) client.invalidateQueries({ queryKey: [workshop, "jobs"] });
  }, [over, client, workshop]);

  return (
    <section className="fairness" aria-labelledby="fairness">
      <h2 id="fairness">{t("fairness.title")}</h2>
      <p className="lead">{t("fairness.lead")}</p>
      <div className="row tools">
        <HowLong label={t("fairness.seconds")} choices={SECONDS} seconds={seconds} choose={setSeconds} />
        {busy ? (
          <Button
            className="button second"
            isDisabled={job.stopping || cancel.isPending}
            onPress={() => cancel.mutate(job.id)}
          >
            {t(job.stopping || cancel.isPending ? "plan.stopping" : "fairness.stop")}
          </Button>
        ) : (
          <ActButton className="button second" isPending={ask.isPending} onPress={() => ask.mutate()}>
            {t(job?.curve ? "fairness.again" : "fairness.ask")}
          </ActButton>
        )}
      </div>
      {ask.error && <Failed error={ask.error} />}
      {cancel.error && <Failed error={cancel.error} />}
      {lost && <Failed error={lost} again={again} />}
      <div role="status">
        {busy && <Making job={job} />}
        {over && job.curve && <p className="visually-hidden">{t("fairness.done")}</p>}
      </div>
      {over && !job.curve && <p className="notice bad">{job.problem ?? t("plan.cancelled")}</p>}
      {job?.curve && <Shown key={job.id} workshop={workshop} job={job.id} curve={job.curve} />}
    </section>
  );
}

function Making({ job }: { job: Job }) {
  const { t } = useSpeech();
  if (job.state === "queued") return <p>{t("plan.queued")}</p>;
  const { total, seconds = 0 } = job.progress ?? {};
  return (
    <p>
      {t("fairness.making", { seconds: Math.round(seconds) })}
      {total != null && ` ${t("fairness.making-best", { total })}`}
    </p>
  );
}

type ShownProps = { workshop: string; job: string; curve: Schemas["CurveView"] };

function Shown({ workshop, job, curve }: ShownProps) {
  const { t, number } = useSpeech();
  const [floor, setFloor] = useState<number | null>(null);
  const { points, reached_percent: reached, impossible_percent: impossible } = curve;
  if (points.length === 0 || curve.people === 0) return <Empty>{t("fairness.nobody")}</Empty>;
  const chosen = points.find((p) => p.floor_percent === floor) ?? points[0]!;
  const percent = (n: number) => t("results.percent", { n });
  const side = (point: Point, value: string) =>
    point.groups.find((one) => one.by === "sector" && one.value === value);
  return (
    <>
      <p>
        <strong>
          {impossible <= 100
            ? t("fairness.reached-proved", { reached, impossible })
            : t(reached >= 100 ? "fairness.reached-all" : "fairness.reached", { reached })}
        </strong>
      </p>
      <Curve curve={curve} chosen={chosen} choose={(point) => setFloor(point.floor_percent)} />
      <div className="scroller" tabIndex={0}>
        <table className="numbers points stacked">
          <caption>{t("fairness.table", { people: curve.people })}</caption>
          <thead>
            <tr>
              <th scope="col">{t("fairness.pick")}</th>
              <th scope="col" className="number">{t("fairness.total")}</th>
              <th scope="col" className="number">{t("fairness.loss")}</th>
              <th scope="col">{t("fairness.proof")}</th>
              <th scope="col" className="number">{t("results.meetings")}</th>
              <th scope="col" className="number">{t("fairness.industry")}</th>
              <th scope="col" className="number">{t("fairness.academia")}</th>
            </tr>
          </thead>
          <tbody>
            {points.map((point) => (
              <tr key={point.floor_percent}>
                <th scope="row">
                  <label className="check">
                    <input
                      type="radio"
                      name="fairness-point"
                      checked={point === chosen}
                      onChange={() => setFloor(point.floor_percent)}
                    />
                    {t("fairness.least", { n: point.least_percent })}
                  </label>
                </th>
                <td className="number" data-label={t("fairness.total")}>
                  {number(point.total)}
                </td>
                <td className="number" data-label={t("fairness.loss")}>
                  {percent(Math.round(point.loss_percent * 100) / 100)}
                </td>
                <td data-label={t("fairness.proof")}>
                  {point.proved
                    ? t("fairness.proved")
                    : point.bound == null
                      ? t("fairness.no-bound")
                      : t("fairness.bound", { bound: point.bound })}
                </td>
                <td className="number" data-label={t("results.meetings")}>
                  {number(point.meetings)}
                </td>
                {(["industry", "academia"] as const).map((value) => {
                  const share = side(point, value);
                  return (
                    <td key={value} className="number" data-label={t(`fairness.${value}`)}>
                      {share ? percent(Math.round(share.mean_percent)) : "–"}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Pick workshop={workshop} job={job} point={chosen} key={chosen.floor_percent} />
    </>
  );
}

/** Makes a version of the plan that is chosen on the curve. */
function Pick({ workshop, job, point }: { workshop: string; job: string; point: Point }) {
  const { t } = useSpeech();
  const client = useQueryClient();
  const name = t("fairness.name", { n: point.least_percent });
  const pick = useMutation({
    mutationFn: () =>
      answered(
        api.POST("/api/workshops/{workshop}/jobs/{job}/versions", {
          params: { path: { workshop, job } },
          body: { floor_percent: point.floor_percent, name },
        }),
      ),
    onSuccess: () => {
      for (const what of ["plans", "overview", "history"]) {
        client.invalidateQueries({ queryKey: [workshop, what] });
      }
    },
  });
  return (
    <div className="row tools">
      <ActButton
        className="button"
        isDisabled={pick.isSuccess}
        isPending={pick.isPending}
        onPress={() => pick.mutate()}
      >
        {t("fairness.make", { n: point.least_percent })}
      </ActButton>
      {pick.error && <Failed error={pick.error} />}
      <p role="status">
        {pick.data && (
          <>
            {t("fairness.made", { version: pick.data.version })}{" "}
            <Link to={addressOf(workshop, "board")}>{t("fairness.to-board")}</Link>
          </>
        )}
      </p>
    </div>
  );
}
