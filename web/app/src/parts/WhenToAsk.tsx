// When one may ask for meetings, talks and consultations, where the organizer has set that.
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../api/client";
import { askRequestDates } from "../api/asks";
import { useSpeech } from "../words";

export function isOpen({ opens_at, closes_at }: Schemas["AskingDates"]): boolean {
  const now = Date.now();
  return (!opens_at || Date.parse(opens_at) <= now) && (!closes_at || now < Date.parse(closes_at));
}

export function WhenToAsk({ workshop }: { workshop: string }) {
  const { t, moment } = useSpeech();
  const dates = useQuery(askRequestDates(workshop)).data;
  if (!dates || (!dates.opens_at && !dates.closes_at)) return null;
  const opens = dates.opens_at ? moment(dates.opens_at) : "";
  const closes = dates.closes_at ? moment(dates.closes_at) : "";
  const sides = opens && closes ? "between" : opens ? "from" : "until";
  return (
    <p className={isOpen(dates) ? "notice" : "notice warm"}>
      {t(`request-dates.${sides}`, { opens, closes })}
    </p>
  );
}
