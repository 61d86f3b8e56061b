// No-shows and late people whom meetings wait for in vain: what a plan with the fewest changes would free.
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { askAway } from "../api/asks";
import { useSpeech } from "../words";
import { clock } from "./time";

export function Away({ workshop, children }: { workshop: string; children?: ReactNode }) {
  const { t, of, list } = useSpeech();
  const { data } = useQuery(askAway(workshop));
  if (!data || data.people.length === 0) return null;
  const meetings = data.people.reduce((sum, one) => sum + one.meetings, 0);
  const byHand = data.people.reduce((sum, one) => sum + one.booked_by_hand, 0);
  return (
    <div className="notice warm" role="status">
      <p>
        <strong>{t("away-now.title", { people: data.people.length, meetings: meetings + byHand })}</strong>
      </p>
      {byHand > 0 && <p>{t("away-now.by-hand", { count: byHand })}</p>}
      <details>
        <summary>{t("overview.who")}</summary>
        <p>
          {list(
            data.people.map(({ person, comes_at }) => {
              const name = t("person.name", { name: of(person.name) });
              return comes_at ? t("away-now.until", { name, at: clock(comes_at) }) : name;
            }),
          )}
        </p>
      </details>
      {children}
    </div>
  );
}
