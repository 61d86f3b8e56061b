// Bands, in which talks can be, and slots, in which meetings at tables are held.
import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { useSpeech } from "../words";
import { newId, series, type Setup } from "./draft";
import { Editor } from "./Editor";
import { NumberInput, TimeInput } from "./inputs";
import type { PartProps } from "./part";

type Span = Setup["slots"][number];

export function Hours({ setup, change, faults }: PartProps) {
  const { t } = useSpeech();
  return (
    <>
      {(
        [
          ["bands", "band", 50],
          ["slots", "slot", 20],
        ] as const
      ).map(([key, kind, minutes]) => (
        <Editor
          key={key}
          title={t(`setup.${key}`)}
          sheet={key}
          rows={setup[key]}
          faults={faults}
          change={(next) => change({ [key]: next })}
          add={t(`setup.add-${kind}`)}
          make={() => {
            const last = setup[key].at(-1)?.end ?? `${setup.days[0]}T10:00:00`;
            return { id: newId(kind, setup[key]), ...series(last, 1, minutes, 0)[0]! };
          }}
          columns={(["start", "end"] as const).map((side) => ({
            name: t(`setup.${side}`),
            cell: (row: Span, put: (part: Partial<Span>) => void, label: string) => (
              <TimeInput
                label={label}
                value={row[side]}
                days={setup.days}
                change={(at) => put({ [side]: at })}
              />
            ),
          }))}
        >
          <p className="quiet-text">{t(`setup.${key}-note`)}</p>
          <Series
            days={setup.days}
            minutes={minutes}
            add={(spans) => {
              const all = [...setup[key]];
              for (const span of spans) all.push({ id: newId(kind, all), ...span });
              change({ [key]: all.toSorted((a, b) => a.start.localeCompare(b.start)) });
            }}
          />
        </Editor>
      ))}
    </>
  );
}

type SeriesProps = {
  days: string[];
  minutes: number;
  add: (spans: { start: string; end: string }[]) => void;
};

/** Several times in one go. */
function Series({ days, minutes, add }: SeriesProps) {
  const { t } = useSpeech();
  const [start, setStart] = useState(`${days[0]}T10:00:00`);
  const [count, setCount] = useState(6);
  const [length, setLength] = useState(minutes);
  const [gap, setGap] = useState(10);
  const numbers = [
    ["setup.series-count", count, setCount],
    ["setup.series-minutes", length, setLength],
    ["setup.series-gap", gap, setGap],
  ] as const;
  return (
    <details>
      <summary>{t("setup.series")}</summary>
      <div className="fields">
        <label className="field">
          {t("setup.start")}
          <TimeInput label={t("setup.start")} value={start} days={days} change={setStart} />
        </label>
        {numbers.map(([word, value, set]) => (
          <label key={word} className="field">
            {t(word)}
            <NumberInput label={t(word)} value={value} change={(n) => set(n ?? 0)} />
          </label>
        ))}
        <Button
          className="button second"
          isDisabled={count < 1 || count > 100 || length < 1}
          onPress={() => add(series(start, count, length, gap))}
        >
          {t("setup.series-add")}
        </Button>
      </div>
    </details>
  );
}
