// Which call: each with whether one can apply today.
import type { Schemas } from "../api/client";
import { useSpeech } from "../words";

type SchemeChoiceProps = {
  /** In the order of use. */
  schemes: Schemas["SchemeView"][];
  chosen: string;
  choose: (id: string) => void;
};

export function SchemeChoice({ schemes, chosen, choose }: SchemeChoiceProps) {
  const { t, of } = useSpeech();
  return (
    <label className="field">
      {t("consortia.scheme")}
      <select value={chosen} onChange={(event) => choose(event.target.value)}>
        {schemes.map((one) => (
          <option key={one.id} value={one.id}>
            {t("consortia.scheme-option", {
              name: of(one.name),
              status: t(`scheme-status.${one.status as "open" | "not_yet" | "closed" | "unknown"}`),
            })}
          </option>
        ))}
      </select>
    </label>
  );
}
