// Who comes in my place, where I cannot: named here, asked by mail, let in by the organizer.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Form } from "react-aria-components/Form";
import { Input, Label, TextField } from "react-aria-components/TextField";
import { answered, api } from "../api/client";
import { askSubstitutes } from "../api/asks";
import { ActButton } from "../parts/ActButton";
import { Ask } from "../parts/Ask";
import { useDraft } from "../parts/draft";
import { Failed, Loading } from "../parts/states";
import { useSpeech } from "../words";

const FIELDS = ["family", "given", "family_kana", "given_kana", "department", "position"] as const;
const NOBODY = {
  family: "",
  given: "",
  family_kana: "",
  given_kana: "",
  department: "",
  position: "",
  email: "",
};

export function MySubstitute({ workshop, person }: { workshop: string; person: string }) {
  const { t, named, moment } = useSpeech();
  const client = useQueryClient();
  const all = useQuery(askSubstitutes(workshop));
  const mine = all.data?.find((one) => one.person.id === person);
  const name = mine ? `${mine.who.family} ${mine.who.given}`.trim() : "";
  return (
    <section className="sheet" aria-labelledby="substitute">
      <h2 id="substitute">{t("substitute.title")}</h2>
      <p className="lead">{t("substitute.lead")}</p>
      {all.isPending && <Loading />}
      {all.error && <Failed error={all.error} again={() => all.refetch()} />}
      {mine && (
        <>
          <p>
            <strong>{named({ ja: name, en: name })}</strong>{" "}
            <span className="quiet-text">{mine.who.email}</span>
          </p>
          <p role="status">
            {mine.agreed_at
              ? t("substitute.agreed", { at: moment(mine.agreed_at) })
              : t("substitute.asked")}
          </p>
          <div>
            <Ask
              open={t("substitute.withdraw")}
              look="button second"
              title={t("substitute.withdraw-title", { name: named({ ja: name, en: name }) })}
              yes={t("substitute.withdraw")}
              act={async () => {
                const params = { path: { workshop, person } };
                await answered(
                  api.DELETE("/api/workshops/{workshop}/substitutes/{person}", { params }),
                );
                await client.invalidateQueries({ queryKey: [workshop, "substitutes"] });
              }}
            />
          </div>
        </>
      )}
      {all.data && !mine && <Name workshop={workshop} />}
    </section>
  );
}

function Name({ workshop }: { workshop: string }) {
  const { t, lang } = useSpeech();
  const client = useQueryClient();
  const [kept, write] = useDraft<typeof NOBODY>(`${workshop} substitute`);
  const who = kept ?? NOBODY;
  const [open, setOpen] = useState(kept !== null);
  const send = useMutation({
    mutationFn: () =>
      answered(
        api.POST("/api/workshops/{workshop}/substitutes", {
          params: { path: { workshop } },
          body: { ...who, lang },
        }),
      ),
    onSuccess: async () => {
      write(null);
      await client.invalidateQueries({ queryKey: [workshop, "substitutes"] });
    },
  });
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("substitute.open")}</summary>
      {open && (
        <Form
          onSubmit={(event) => {
            event.preventDefault();
            send.mutate();
          }}
        >
          <div className="fields">
            {FIELDS.map((field) => (
              <TextField
                key={field}
                isRequired={field === "family"}
                value={who[field]}
                onChange={(text) => write({ ...who, [field]: text })}
                maxLength={200}
              >
                <Label>{t(`person.${field}`)}</Label>
                <Input />
              </TextField>
            ))}
            <TextField
              type="email"
              isRequired
              value={who.email}
              onChange={(email) => write({ ...who, email })}
              maxLength={320}
            >
              <Label>{t("entry.email")}</Label>
              <Input />
            </TextField>
          </div>
          <div>
            <ActButton type="submit" className="button" isPending={send.isPending}>
              {t("substitute.ask")}
            </ActButton>
          </div>
          {send.error && <Failed error={send.error} />}
        </Form>
      )}
    </details>
  );
}
