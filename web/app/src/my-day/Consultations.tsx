// What I want to talk about with a coordinator.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Form } from "react-aria-components/Form";
import { Label, TextArea, TextField } from "react-aria-components/TextField";
import { answered, api } from "../api/client";
import { askConsultations, askVenue } from "../api/asks";
import { ActButton } from "../parts/ActButton";
import { useDraft } from "../parts/draft";
import { Empty, Failed, Loading } from "../parts/states";
import { useSpeech } from "../words";

export function Consultations({ workshop }: { workshop: string }) {
  const { t, of, list, lang, named } = useSpeech();
  const client = useQueryClient();
  const venue = useQuery(askVenue(workshop));
  const mine = useQuery(askConsultations(workshop));
  const [topic, setTopic] = useDraft<string>(`${workshop} consultation`);
  const [desk, setDesk] = useState("");
  const desks = venue.data?.desks ?? [];
  const changed = () => client.invalidateQueries({ queryKey: [workshop, "consultations"] });
  const ask = useMutation({
    mutationFn: () =>
      answered(
        api.POST("/api/workshops/{workshop}/consultations", {
          params: { path: { workshop } },
          body: {
            topic: topic ?? "",
            lang,
            rank: 1,
            concepts: desks.find((one) => one.id === desk)?.expertise.slice(0, 20) ?? [],
          },
        }),
      ),
    onSuccess: () => {
      setTopic(null);
      return changed();
    },
  });
  const takeBack = useMutation({
    mutationFn: (consultation: string) =>
      answered(
        api.DELETE("/api/workshops/{workshop}/consultations/{consultation}", {
          params: { path: { workshop, consultation } },
        }),
      ),
    onSuccess: changed,
  });
  if (mine.error) return <Failed error={mine.error} again={() => mine.refetch()} />;
  if (!mine.data || !venue.data) return <Loading />;
  return (
    <>
      <p className="lead">{t("consult.lead")}</p>
      {mine.data.length === 0 && <Empty>{t("consult.none")}</Empty>}
      <ul className="list">
        {mine.data.map((one) => (
          <li key={one.id} className="item beside">
            <p lang={one.lang} className="prose">
              {one.topic}
            </p>
            <ActButton
              className="button second"
              isPending={takeBack.isPending && takeBack.variables === one.id}
              onPress={() => takeBack.mutate(one.id)}
            >
              {t("request.withdraw")}
            </ActButton>
          </li>
        ))}
      </ul>
      {takeBack.error && <Failed error={takeBack.error} />}
      <Form
        className="part-of-form"
        onSubmit={(event) => {
          event.preventDefault();
          ask.mutate();
        }}
      >
        <h2>{t("consult.ask")}</h2>
        <TextField isRequired value={topic ?? ""} onChange={setTopic} maxLength={2000}>
          <Label>{t("consult.topic")}</Label>
          <TextArea rows={4} />
        </TextField>
        <label className="field">
          {t("consult.with")}
          <select value={desk} onChange={(event) => setDesk(event.target.value)}>
            <option value="">{t("consult.anyone")}</option>
            {desks
              .filter((one) => one.expertise.length > 0)
              .map((one) => (
                <option key={one.id} value={one.id}>
                  {t("consult.expert", {
                    name: one.coordinator ? named(one.coordinator.name) : of(one.name),
                    about: list(one.expertise_labels.map(of)),
                  })}
                </option>
              ))}
          </select>
        </label>
        <ActButton type="submit" className="button" isPending={ask.isPending}>
          {t("consult.send")}
        </ActButton>
        {ask.error && <Failed error={ask.error} />}
      </Form>
    </>
  );
}
