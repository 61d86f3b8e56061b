// Making a workshop: empty, or with the set-up of another one.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { answered, api } from "../api/client";
import { addressOf, go } from "../route";
import { useSpeech } from "../words";
import { ActButton } from "./ActButton";
import { Failed } from "./states";

type NewWorkshopProps = {
  /** Workshops whose set-up can be taken over. */
  others: { id: string; name: { ja: string; en: string } }[];
};

export function NewWorkshop({ others }: NewWorkshopProps) {
  const { t, of } = useSpeech();
  const client = useQueryClient();
  const [id, setId] = useState("");
  const [ja, setJa] = useState("");
  const [en, setEn] = useState("");
  const [day, setDay] = useState("");
  const [from, setFrom] = useState("");
  const make = useMutation({
    mutationFn: () =>
      answered(
        api.POST("/api/new-workshop", {
          body: { id, name: { ja, en }, first_day: day, copy_of: from || null },
        }),
      ),
    onSuccess: async (made) => {
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
        <input required maxLength={200} value={ja} onChange={(event) => setJa(event.target.value)} />
      </label>
      <label className="field">
        {t("new.name-en")}
        <input maxLength={200} value={en} onChange={(event) => setEn(event.target.value)} />
      </label>
      <label className="field">
        {t("new.id")}
        <input
          required
          maxLength={64}
          pattern="[A-Za-z0-9_.\-]+"
          placeholder="workshop-2027"
          value={id}
          onChange={(event) => setId(event.target.value)}
        />
      </label>
      <label className="field">
        {t("new.first-day")}
        <input required type="date" value={day} onChange={(event) => setDay(event.target.value)} />
      </label>
      {others.length > 0 && (
        <label className="field">
          {t("new.copy")}
          <select value={from} onChange={(event) => setFrom(event.target.value)}>
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
