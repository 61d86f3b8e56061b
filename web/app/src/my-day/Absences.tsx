// When I cannot be met.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Form } from "react-aria-components/Form";
import { Input, Label, TextField } from "react-aria-components/TextField";
import { answered, api } from "../api/client";
import { askAbsences, askWorkshop } from "../api/asks";
import { ActButton } from "../parts/ActButton";
import { Empty, Failed, Loading } from "../parts/states";
import { dayOf, span } from "../parts/time";
import { useSpeech } from "../words";

export function Absences({ workshop }: { workshop: string }) {
  const { t, day } = useSpeech();
  const client = useQueryClient();
  const about = useQuery(askWorkshop(workshop));
  const absences = useQuery(askAbsences(workshop));
  const days = about.data?.days ?? [];
  const [date, setDate] = useState<string | null>(null);
  const [from, setFrom] = useState("13:00");
  const [to, setTo] = useState("14:00");
  const [reason, setReason] = useState("");
  const on = date ?? days[0] ?? "";
  const changed = () => client.invalidateQueries({ queryKey: [workshop, "absences"] });
  const add = useMutation({
    mutationFn: () =>
      answered(
        api.POST("/api/workshops/{workshop}/absences", {
          params: { path: { workshop } },
          body: { start: `${on}T${from}:00`, end: `${on}T${to}:00`, reason },
        }),
      ),
    onSuccess: () => {
      setReason("");
      return changed();
    },
  });
  const takeBack = useMutation({
    mutationFn: (absence: string) =>
      answered(
        api.DELETE("/api/workshops/{workshop}/absences/{absence}", {
          params: { path: { workshop, absence } },
        }),
      ),
    onSuccess: changed,
  });
  if (absences.error) return <Failed error={absences.error} again={() => absences.refetch()} />;
  if (!absences.data) return <Loading />;
  return (
    <>
      <p className="lead">{t("away.lead")}</p>
      {absences.data.length === 0 && <Empty>{t("away.none")}</Empty>}
      <ul className="list">
        {absences.data.map((absence) => (
          <li key={absence.id} className="item beside">
            <div>
              <p>
                <strong>
                  {day(dayOf(absence.start))} {span(absence)}
                </strong>
              </p>
              {absence.reason && <p className="quiet-text">{absence.reason}</p>}
            </div>
            <ActButton
              className="button second"
              isPending={takeBack.isPending && takeBack.variables === absence.id}
              onPress={() => takeBack.mutate(absence.id)}
            >
              {t("away.take-back")}
            </ActButton>
          </li>
        ))}
      </ul>
      {takeBack.error && <Failed error={takeBack.error} />}
      <Form
        className="part-of-form"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <h2>{t("away.add")}</h2>
        <div className="row tools">
          {days.length > 1 && (
            <label className="field">
              {t("away.day")}
              <select value={on} onChange={(event) => setDate(event.target.value)}>
                {days.map((one) => (
                  <option key={one} value={one}>
                    {day(one)}
                  </option>
                ))}
              </select>
            </label>
          )}
          <TextField type="time" isRequired value={from} onChange={setFrom}>
            <Label>{t("away.from")}</Label>
            <Input step={300} />
          </TextField>
          <TextField type="time" isRequired value={to} onChange={setTo}>
            <Label>{t("away.to")}</Label>
            <Input step={300} />
          </TextField>
        </div>
        <TextField value={reason} onChange={setReason} maxLength={2000}>
          <Label>{t("away.reason")}</Label>
          <Input />
        </TextField>
        {from >= to && <p role="alert">{t("away.order")}</p>}
        <ActButton type="submit" className="button" isDisabled={from >= to} isPending={add.isPending}>
          {t("away.save")}
        </ActButton>
        {add.error && <Failed error={add.error} />}
      </Form>
    </>
  );
}
