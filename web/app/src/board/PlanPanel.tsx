// Asks for a plan and shows how it comes closer to the best, until it is done or stopped.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Button } from "react-aria-components/Button";
import { answered, api, type Schemas } from "../api/client";
import { askJobs, askPlans } from "../api/asks";
import { ActButton } from "../parts/ActButton";
import { Away } from "../parts/Away";
import { Failed } from "../parts/states";
import { LEAST } from "../route";
import { useSpeech } from "../words";
import { HowLong } from "./HowLong";
import { Progress } from "./Progress";
import { useWatchedJob } from "./watch";

const SECONDS = [10, 30, 60, 300, 900] as const;

/** Jobs that make no version by themselves. */
const NO_PLAN = ["what-if", "fairness"];

/** What a plan starts from: nothing, the version shown with its locks, or as little change of it. */
const WAYS = ["fresh", "around", "least"] as const;
type Way = (typeof WAYS)[number];

/** So many people more than the fewest may notice a change. */
const MORE = [0, 1, 2, 5, 10, 20] as const;

type PlanPanelProps = {
  workshop: string;
  shown: Schemas["PlanRef"] | undefined;
  onDone: (version: number) => void;
};

export function PlanPanel({ workshop, shown, onDone }: PlanPanelProps) {
  const { t } = useSpeech();
  const client = useQueryClient();
  const jobs = useQuery(askJobs(workshop));
  const [seconds, setSeconds] = useState<number>(30);
  const [asked, setAsked] = useState<Way>(location.hash === LEAST ? "least" : "fresh");
  const [more, setMore] = useState(0);
  const way = shown ? asked : "fresh";
  const [started, setStarted] = useState<string | null>(null);
  const running = jobs.data?.find(
    (job) => !NO_PLAN.includes(job.kind) && (job.state === "running" || job.state === "queued"),
  );
  const watched = useWatchedJob(workshop, started ?? running?.id ?? null);
  const job = watched.job;
  const over = job !== null && job.state !== "queued" && job.state !== "running";

  const start = useMutation({
    mutationFn: () =>
      answered(
        api.POST("/api/workshops/{workshop}/jobs", {
          params: { path: { workshop } },
          body: {
            name: t(`plan.name-${way}`, { version: shown?.version ?? 0 }),
            seconds,
            threads: 2,
            seed: 1,
            repair: way === "least",
            more_people: way === "least" ? more : 0,
            start: way === "fresh" ? null : shown!.version,
          },
        }),
      ),
    onSuccess: (made) => setStarted(made.id),
  });
  const cancel = useMutation({
    mutationFn: (id: string) =>
      answered(
        api.POST("/api/workshops/{workshop}/jobs/{job}/cancel", {
          params: { path: { workshop, job: id } },
        }),
      ),
  });

  const version = over ? (job.version ?? null) : null;
  useEffect(() => {
    if (!over) return;
    for (const what of ["jobs", "plans", "overview"]) {
      client.invalidateQueries({ queryKey: [workshop, what] });
    }
    if (version !== null) onDone(version);
  }, [over, version, client, workshop, onDone]);

  const busy = job !== null && !over;
  return (
    <section className="plan-panel" aria-labelledby="plan">
      <div className="row tools">
        <h2 id="plan">{t("plan.title")}</h2>
        {shown && (
          <label className="field">
            {t("plan.way")}
            <select value={way} onChange={(event) => setAsked(event.target.value as Way)}>
              {WAYS.map((one) => (
                <option key={one} value={one}>
                  {t(`plan.way-${one}`, { version: shown.version })}
                </option>
              ))}
            </select>
          </label>
        )}
        {way === "least" && (
          <label className="field">
            {t("plan.more")}
            <select value={more} onChange={(event) => setMore(Number(event.target.value))}>
              {MORE.map((n) => (
                <option key={n} value={n}>
                  {t(n === 0 ? "plan.more-none" : "plan.more-n", { n })}
                </option>
              ))}
            </select>
          </label>
        )}
        <HowLong label={t("plan.seconds")} choices={SECONDS} seconds={seconds} choose={setSeconds} />
        {busy ? (
          <Button
            className="button second"
            isDisabled={job.stopping || cancel.isPending}
            onPress={() => cancel.mutate(job.id)}
          >
            {t(job.stopping || cancel.isPending ? "plan.stopping" : "plan.stop")}
          </Button>
        ) : (
          <ActButton className="button" isPending={start.isPending} onPress={() => start.mutate()}>
            {t("plan.start")}
          </ActButton>
        )}
      </div>
      {way === "least" && (
        <>
          <p className="quiet-text">{t("plan.more-note")}</p>
          <Away workshop={workshop} />
        </>
      )}
      {start.error && <Failed error={start.error} />}
      {cancel.error && <Failed error={cancel.error} />}
      {watched.lost && <Failed error={watched.lost} again={watched.again} />}
      {job && <Now workshop={workshop} job={job} points={watched.points} />}
    </section>
  );
}

type NowProps = { workshop: string; job: Schemas["JobView"]; points: Schemas["ProgressView"][] };

function Now({ workshop, job, points }: NowProps) {
  const { t } = useSpeech();
  const plans = useQuery(askPlans(workshop)).data ?? [];
  const last = points.at(-1);
  // What was found and proved last is told with the plan, after the last word of the solve.
  const made = plans.find((plan) => plan.version === job.version);
  // A repair's plan has no bound in points.
  const bound = made?.bound != null && made.status === "optimal" ? made.total : made?.bound;
  const end = last && made && bound != null && { seconds: last.seconds, total: made.total, bound };
  const known = end ? [...points, end] : points;
  const said = {
    queued: t("plan.queued"),
    // A repair counts changes before it counts points.
    running: t(last?.total ? "plan.running" : "plan.looking", {
      total: last?.total ?? 0,
      seconds: Math.round(last?.seconds ?? 0),
    }),
    done: t("plan.done", { version: job.version ?? 0 }),
    failed: t("plan.failed"),
    cancelled: t("plan.cancelled"),
  }[job.state];
  return (
    <>
      <p role="status">{said}</p>
      {job.problem && <p className="notice bad">{job.problem}</p>}
      {known.length > 1 && <Progress points={known} limit={job.limit_seconds} />}
    </>
  );
}
