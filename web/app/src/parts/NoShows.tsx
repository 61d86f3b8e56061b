// People marked as no-shows whom meetings still wait for: what a plan with the fewest changes would free.
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { askNoShows } from "../api/asks";
import { useSpeech } from "../words";

export function NoShows({ workshop, children }: { workshop: string; children?: ReactNode }) {
  const { t, of, list } = useSpeech();
  const { data } = useQuery(askNoShows(workshop));
  if (!data || data.people.length === 0) return null;
  const meetings = data.people.reduce((sum, one) => sum + one.meetings, 0);
  const byHand = data.people.reduce((sum, one) => sum + one.booked_by_hand, 0);
  return (
    <div className="notice warm" role="status">
      <p>
        <strong>{t("no-shows.title", { people: data.people.length, meetings: meetings + byHand })}</strong>
      </p>
      {byHand > 0 && <p>{t("no-shows.by-hand", { count: byHand })}</p>}
      <details>
        <summary>{t("overview.who")}</summary>
        <p>{list(data.people.map(({ person }) => t("person.name", { name: of(person.name) })))}</p>
      </details>
      {children}
    </div>
  );
}
