// Somebody who comes unannounced.
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { Form } from "react-aria-components/Form";
import { Input, Label, TextField } from "react-aria-components/TextField";
import { answered, api } from "../api/client";
import { useActFor } from "../parts/ActingBar";
import { ActButton } from "../parts/ActButton";
import { useDraft } from "../parts/draft";
import { Failed } from "../parts/states";
import { useSpeech } from "../words";

const FIELDS = ["family", "given", "family_kana", "given_kana", "organisation"] as const;
const NOBODY = { family: "", given: "", family_kana: "", given_kana: "", organisation: "" };

type WalkInProps = {
  workshop: string;
  /** Whether the reader may act for others. */
  acts: boolean;
  changed: () => Promise<void>;
};

export function WalkIn({ workshop, acts, changed }: WalkInProps) {
  const { t, named } = useSpeech();
  const act = useActFor(workshop);
  const [draft, setDraft] = useDraft<typeof NOBODY>(`${workshop} walk-in`);
  const fields = draft ?? NOBODY;
  const [company, setCompany] = useState(true);
  const add = useMutation({
    mutationFn: () =>
      answered(
        api.POST("/api/workshops/{workshop}/reception", {
          params: { path: { workshop } },
          body: { ...fields, company },
        }),
      ),
    onSuccess: () => {
      setDraft(null);
      return changed();
    },
  });
  return (
    <Form
      className="part-of-form"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <h2>{t("reception.add")}</h2>
      <div className="fields">
        {FIELDS.map((field) => (
          <TextField
            key={field}
            isRequired={field === "family" || field === "organisation"}
            value={fields[field]}
            onChange={(text) => setDraft({ ...fields, [field]: text })}
            maxLength={200}
          >
            <Label>{t(`person.${field}`)}</Label>
            <Input />
          </TextField>
        ))}
        <label className="field">
          {t("person.side")}
          <select
            value={company ? "company" : "academic"}
            onChange={(event) => setCompany(event.target.value === "company")}
          >
            <option value="company">{t("role.company")}</option>
            <option value="academic">{t("role.academic")}</option>
          </select>
        </label>
      </div>
      <ActButton type="submit" className="button" isPending={add.isPending}>
        {t("reception.take-in")}
      </ActButton>
      <div role="status">
        {add.data && (
          <>
            <p>{t("reception.taken-in")}</p>
            {acts && (
              <Button className="button second" onPress={() => act({ workshop, person: add.data })}>
                {t("people.act", { name: named(add.data.name) })}
              </Button>
            )}
          </>
        )}
      </div>
      {add.error && <Failed error={add.error} />}
    </Form>
  );
}
