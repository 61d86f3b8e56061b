// A version held against another one.
import { useState } from "react";
import type { Schemas } from "../api/client";
import { useSpeech } from "../words";
import { Changes } from "./Changes";
import { useVersionName } from "./edits";

type CompareProps = {
  workshop: string;
  plan: Schemas["PlanRef"];
  list: Schemas["PlanRef"][];
  venue: Schemas["VenueView"];
};

export function Compare({ workshop, plan, list, venue }: CompareProps) {
  const { t, number } = useSpeech();
  const nameOf = useVersionName();
  const others = list.filter((one) => one.version !== plan.version);
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState<number | null>(null);
  const first = others.find((one) => one.version === plan.made_from) ?? others[0];
  const other = others.find((one) => one.version === asked) ?? first;
  if (!other) return null;
  const gain = plan.total - other.total;
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("compare.open")}</summary>
      {open && (
        <section className="compare">
          <label className="field">
            {t("compare.with")}
            <select value={other.version} onChange={(event) => setAsked(Number(event.target.value))}>
              {others.map((one) => (
                <option key={one.version} value={one.version}>
                  {nameOf(one)}
                </option>
              ))}
            </select>
          </label>
          <p>
            {t("compare.points", {
              version: plan.version,
              total: plan.total,
              other: other.version,
              before: other.total,
              gain: `${gain === 0 ? "±" : gain < 0 ? "−" : "+"}${number(Math.abs(gain))}`,
            })}
          </p>
          <Changes workshop={workshop} version={plan.version} from={other.version} venue={venue} />
        </section>
      )}
    </details>
  );
}
