// How long a solve may take.
import { useSpeech } from "../words";

export function HowLong({
  label,
  choices,
  seconds,
  choose,
}: {
  label: string;
  /** Seconds; from a minute on, whole minutes. */
  choices: readonly number[];
  seconds: number;
  choose: (seconds: number) => void;
}) {
  const { t } = useSpeech();
  return (
    <label className="field">
      {label}
      <select value={seconds} onChange={(event) => choose(Number(event.target.value))}>
        {choices.map((one) => (
          <option key={one} value={one}>
            {one < 60 ? t("plan.s", { n: one }) : t("plan.min", { n: one / 60 })}
          </option>
        ))}
      </select>
    </label>
  );
}
