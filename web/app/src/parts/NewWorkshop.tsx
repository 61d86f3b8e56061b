// Making a workshop: empty, or with the set-up of another one.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ChangeEvent, FormEvent } from "react";
import { answered, api } from "../api/client";
import { addressOf, go } from "../route";
import { useSpeech } from "../words";
import { ActButton } from "./ActButton";
import { useDraft } from "./draft";
import { Failed } from "./states";

const EMPTY = { id: "", ja: "", en: "", day: "", from: "" };

type NewWorkshopProps = {
  /** Workshops whose set-up can be taken over. */
  others: { id: string; name: { ja: string; en: string } }[];
};

export function NewWorkshop({ others }: NewWorkshopProps) {
  const { t, of } = useSpeech();
  const client = useQueryClient();
  const [kept, write] = useDraft<typeof EMPTY>("new workshop");
  const draft = kept ?? EMPTY;
  const { id, ja, en, day, from } = draft;
  const set = (field: keyof typeof EMPTY) => (event: ChangeEvent<HTMLInputElement | HTMLSelectElement>) =>
    write({ ...draft, [field]: event.target.value });
  const make = useMutation({
    mutationFn: () =>
      answered(
        api.POST("/api/new-workshop", {
          body: { id, name: { ja, en }, first_day: day, copy_of: from || null },
        }),
      ),
    onSuccess: async (made) => {
      write(null);
      await client.invalidateQueries();
      go(addressOf(made.id, "setup"));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  return (
    <form onSubmit={submit} className="narrow">
      <label className="field">
        {t("new.name-ja")}
        <input required maxLength={200} value={ja} onChange={set("ja")} />
      </label>
      <label className="field">
        {t("new.name-en")}
        <input maxLength={200} value={en} onChange={set("en")} />
      </label>
      <label className="field">
        {t("new.id")}
        <input
          required
          maxLength={64}
          pattern="[A-Za-z0-9_.\-]+"
          placeholder="workshop-2027"
          value={id}
          onChange={set("id")}
        />
      </label>
      <label className="field">
        {t("new.first-day")}
        <input required type="date" value={day} onChange={set("day")} />
      </label>
      {others.length > 0 && (
        <label className="field">
          {t("new.copy")}
          <select value={from} onChange={set("from")}>
            <option value="">{t("new.empty")}</option>
            {others.map((one) => (
              <option key={one.id} value={one.id}>
                {of(one.name)}
              </option>
            ))}
          </select>
        </label>
      )}
      {make.error && <Failed error={make.error} />}
      <ActButton type="submit" className="button" isPending={make.isPending}>
        {t("new.make")}
      </ActButton>
    </form>
  );
}
