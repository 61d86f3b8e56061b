// What I want to talk about with a coordinator.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Label, TextArea, TextField } from "react-aria-components/TextField";
import { answered, api } from "../api/client";
import { askConsultations, askVenue } from "../api/asks";
import { useDraft } from "../parts/draft";
import { Failed, Loading } from "../parts/states";
import { WhenToAsk } from "../parts/WhenToAsk";
import { useSpeech } from "../words";
import { OwnList } from "./OwnList";

export function Consultations({ workshop }: { workshop: string }) {
  const { t, of, list, lang, named } = useSpeech();
  const client = useQueryClient();
  const venue = useQuery(askVenue(workshop));
  const mine = useQuery(askConsultations(workshop));
  const [topic, setTopic] = useDraft<string>(`${workshop} consultation`);
  const [desk, setDesk] = useState("");
  const desks = venue.data?.desks ?? [];
  const changed = () => client.invalidateQueries({ queryKey: [workshop, "consultations"] });
  if (mine.error) return <Failed error={mine.error} again={() => mine.refetch()} />;
  if (!mine.data || !venue.data) return <Loading />;
  return (
    <>
      <WhenToAsk workshop={workshop} />
      <OwnList
        lead={t("consult.lead")}
        none={t("consult.none")}
        items={mine.data}
        show={(one) => (
          <p lang={one.lang} className="prose">
            {one.topic}
          </p>
        )}
        takeBack={t("request.withdraw")}
        remove={async (consultation) => {
          await answered(
            api.DELETE("/api/workshops/{workshop}/consultations/{consultation}", {
              params: { path: { workshop, consultation } },
            }),
          );
          await changed();
        }}
        title={t("consult.ask")}
        yes={t("consult.send")}
        add={async () => {
          await answered(
            api.POST("/api/workshops/{workshop}/consultations", {
              params: { path: { workshop } },
              body: {
                topic: topic ?? "",
                lang,
                rank: 1,
                concepts: desks.find((one) => one.id === desk)?.expertise.slice(0, 20) ?? [],
              },
            }),
          );
          setTopic(null);
          await changed();
        }}
      >
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
      </OwnList>
    </>
  );
}
