// The name, the days, and the rules that hold for everyone.
import { Button } from "react-aria-components/Button";
import { useSpeech } from "../words";
import { NumberInput, WordsInput } from "./inputs";
import type { PartProps } from "./part";

const LUNCH = { from: "12:00:00", to: "13:30:00", minutes: 45 };

export function Basics({ setup, change, faults }: PartProps) {
  const { t, lang } = useSpeech();
  const { name, days, rules } = setup;
  const { lunch } = rules;
  const rule = (part: Partial<typeof rules>) => change({ rules: { ...rules, ...part } });
  const meal = (part: Partial<typeof LUNCH>) =>
    lunch && rule({ lunch: { ...lunch, ...part } });
  const own = faults.filter((fault) => fault.sheet === "workshop");
  return (
    <section aria-labelledby="setup-workshop">
      <h2 id="setup-workshop">{t("setup.basics")}</h2>
      {own.map((fault) => (
        <p key={fault.message} className="may-not">
          {lang === "ja" ? fault.what_ja : fault.what}
        </p>
      ))}
      <div className="fields">
        <label className="field">
          {t("setup.name-ja")}
          <WordsInput
            long
            label={t("setup.name-ja")}
            value={name.ja}
            change={(ja) => change({ name: { ...name, ja } })}
          />
        </label>
        <label className="field">
          {t("setup.name-en")}
          <WordsInput
            long
            label={t("setup.name-en")}
            value={name.en}
            change={(en) => change({ name: { ...name, en } })}
          />
        </label>
      </div>
      <div className="fields">
        {days.map((day, i) => (
          <span key={i} className="row">
            <label className="field">
              {t("setup.day", { n: i + 1 })}
              <input
                type="date"
                value={day}
                onChange={(event) =>
                  event.target.value &&
                  change({ days: days.map((one, at) => (at === i ? event.target.value : one)) })
                }
              />
            </label>
            {days.length > 1 && (
              <Button
                className="quiet"
                onPress={() => change({ days: days.filter((_, at) => at !== i) })}
              >
                {t("setup.remove")}
              </Button>
            )}
          </span>
        ))}
        <Button
          className="button second"
          onPress={() => {
            const next = new Date(`${days.at(-1) ?? new Date().toISOString().slice(0, 10)}T00:00:00Z`);
            next.setUTCDate(next.getUTCDate() + 1);
            change({ days: [...days, next.toISOString().slice(0, 10)] });
          }}
        >
          {t("setup.add-day")}
        </Button>
      </div>
      <div className="fields">
        {(
          [
            ["setup.buffer", "buffer"],
            ["setup.walk-same-floor", "walk_same_floor"],
            ["setup.walk-per-floor", "walk_per_floor"],
          ] as const
        ).map(([word, key]) => (
          <label key={key} className="field">
            {t(word)}
            <NumberInput
              label={t(word)}
              value={rules[key]}
              change={(n) => rule({ [key]: n ?? 0 })}
            />
          </label>
        ))}
        <label className="field">
          {t("setup.cap")}
          <NumberInput
            label={t("setup.cap")}
            value={rules.meetings_per_person}
            min={1}
            change={(n) => rule({ meetings_per_person: n })}
          />
        </label>
      </div>
      <div className="fields">
        <label className="check">
          <input
            type="checkbox"
            checked={lunch != null}
            onChange={(event) => rule({ lunch: event.target.checked ? LUNCH : null })}
          />
          {t("setup.lunch")}
        </label>
        {lunch &&
          (["from", "to"] as const).map((side) => (
            <label key={side} className="field">
              {t(`setup.lunch-${side}`)}
              <input
                type="time"
                value={lunch[side].slice(0, 5)}
                onChange={(event) => event.target.value && meal({ [side]: `${event.target.value}:00` })}
              />
            </label>
          ))}
        {lunch && (
          <label className="field">
            {t("setup.lunch-minutes")}
            <NumberInput
              label={t("setup.lunch-minutes")}
              value={lunch.minutes}
              change={(n) => meal({ minutes: n ?? 0 })}
            />
          </label>
        )}
      </div>
    </section>
  );
}
