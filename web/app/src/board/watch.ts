// A job as the server tells of it, event by event.
import { useEffect, useState } from "react";
import { ApiError, type Schemas } from "../api/client";

type Job = Schemas["JobView"];
type Point = Schemas["ProgressView"];
type Watched = { job: Job | null; points: Point[] };

const NOTHING: Watched = { job: null, points: [] };

function seen(before: Watched, job: Job): Watched {
  const points = before.job?.id === job.id ? before.points : [];
  const now = job.progress;
  const news = now && (now.total != null || now.bound != null) && now.seconds !== points.at(-1)?.seconds;
  return { job, points: news ? [...points, now] : points };
}

export function useWatchedJob(workshop: string, id: string | null) {
  const [watched, setWatched] = useState(NOTHING);
  const [lost, setLost] = useState<ApiError | null>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (!id) return;
    setLost(null);
    const path = `/api/workshops/${encodeURIComponent(workshop)}/jobs/${id}/events`;
    const source = new EventSource(path);
    source.addEventListener("job", (event) => {
      const job = JSON.parse(event.data) as Job;
      setWatched((before) => seen(before, job));
    });
    source.addEventListener("end", (event) => {
      source.close();
      if ((JSON.parse(event.data) as { again: boolean }).again) setTries((n) => n + 1);
    });
    source.onerror = () => {
      // While it reconnects by itself nothing is lost.
      if (source.readyState === EventSource.CLOSED) setLost(new ApiError(0, {}));
    };
    return () => source.close();
  }, [workshop, id, tries]);
  return { ...watched, lost, again: () => setTries((n) => n + 1) };
}
