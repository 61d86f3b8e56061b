// The inputs of a set-up's tables. Each bears the name of its column and row for those who hear it.
import { useSpeech } from "../words";

type Labelled = { label: string };

type WordsProps = Labelled & { value: string; change: (value: string) => void; long?: boolean };

export function WordsInput({ label, value, change, long }: WordsProps) {
  return (
    <input
      aria-label={label}
      className={long ? "long" : undefined}
      value={value}
      maxLength={500}
      onChange={(event) => change(event.target.value)}
    />
  );
}

type NumberProps = Labelled & { value: number | null | undefined; change: (value: number | null) => void; min?: number };

export function NumberInput({ label, value, change, min = 0 }: NumberProps) {
  return (
    <input
      aria-label={label}
      className="number"
      type="number"
      min={min}
      value={value ?? ""}
      onChange={(event) => change(event.target.value === "" ? null : Math.trunc(Number(event.target.value)))}
    />
  );
}

type TimeProps = Labelled & { value: string; days: string[]; change: (value: string) => void };

/** A time of one of the days; the day is only asked where there are several. */
export function TimeInput({ label, value, days, change }: TimeProps) {
  const { day } = useSpeech();
  const date = value.slice(0, 10);
  const all = days.includes(date) ? days : [date, ...days];
  return (
    <span className="time-input">
      {all.length > 1 && (
        <select
          aria-label={label}
          value={date}
          onChange={(event) => change(event.target.value + value.slice(10))}
        >
          {all.map((one) => (
            <option key={one} value={one}>
              {day(one)}
            </option>
          ))}
        </select>
      )}
      <input
        aria-label={label}
        type="time"
        value={value.slice(11, 16)}
        onChange={(event) => event.target.value && change(`${date}T${event.target.value}:00`)}
      />
    </span>
  );
}

type ChoiceProps = Labelled & {
  value: string;
  options: [string, string][];
  change: (value: string) => void;
};

export function Choice({ label, value, options, change }: ChoiceProps) {
  const known = options.some(([one]) => one === value);
  return (
    <select aria-label={label} value={value} onChange={(event) => change(event.target.value)}>
      {!known && <option value={value}>{value}</option>}
      {options.map(([one, name]) => (
        <option key={one} value={one}>
          {name}
        </option>
      ))}
    </select>
  );
}
