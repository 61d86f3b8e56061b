// When I cannot be met.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Input, Label, TextField } from "react-aria-components/TextField";
import { answered, api } from "../api/client";
import { askAbsences, askWorkshop } from "../api/asks";
import { useDraft } from "../parts/draft";
import { Failed, Loading } from "../parts/states";
import { dayOf, span } from "../parts/time";
import { useSpeech } from "../words";
import { OwnList } from "./OwnList";

const USUAL = { day: "", from: "13:00", to: "14:00", reason: "" };

export function Absences({ workshop }: { workshop: string }) {
  const { t, day } = useSpeech();
  const client = useQueryClient();
  const about = useQuery(askWorkshop(workshop));
  const absences = useQuery(askAbsences(workshop));
  const [draft, keep] = useDraft<typeof USUAL>(`${workshop} absence`);
  const days = about.data?.days ?? [];
  const { from, to, reason, ...rest } = draft ?? USUAL;
  const on = rest.day || (days[0] ?? "");
  const write = (part: Partial<typeof USUAL>) => keep({ ...(draft ?? USUAL), ...part });
  const changed = () => client.invalidateQueries({ queryKey: [workshop, "absences"] });
  if (absences.error) return <Failed error={absences.error} again={() => absences.refetch()} />;
  if (!absences.data) return <Loading />;
  return (
    <OwnList
      lead={t("away.lead")}
      none={t("away.none")}
      items={absences.data}
      show={(absence) => (
        <div>
          <p>
            <strong>
              {day(dayOf(absence.start))} {span(absence)}
            </strong>
          </p>
          {absence.reason && <p className="quiet-text">{absence.reason}</p>}
        </div>
      )}
      takeBack={t("away.take-back")}
      remove={async (absence) => {
        const params = { path: { workshop, absence } };
        await answered(api.DELETE("/api/workshops/{workshop}/absences/{absence}", { params }));
        await changed();
      }}
      title={t("away.add")}
      yes={t("away.save")}
      disabled={from >= to}
      add={async () => {
        await answered(
          api.POST("/api/workshops/{workshop}/absences", {
            params: { path: { workshop } },
            body: { start: `${on}T${from}:00`, end: `${on}T${to}:00`, reason },
          }),
        );
        keep(null);
        await changed();
      }}
    >
      <div className="row tools">
        {days.length > 1 && (
          <label className="field">
            {t("away.day")}
            <select value={on} onChange={(event) => write({ day: event.target.value })}>
              {days.map((one) => (
                <option key={one} value={one}>
                  {day(one)}
                </option>
              ))}
            </select>
          </label>
        )}
        {(["from", "to"] as const).map((side) => (
          <TextField
            key={side}
            type="time"
            isRequired
            value={side === "from" ? from : to}
            onChange={(time) => write({ [side]: time })}
          >
            <Label>{t(`away.${side}`)}</Label>
            <Input step={300} />
          </TextField>
        ))}
      </div>
      <TextField value={reason} onChange={(text) => write({ reason: text })} maxLength={2000}>
        <Label>{t("away.reason")}</Label>
        <Input />
      </TextField>
      {from >= to && <p role="alert">{t("away.order")}</p>}
    </OwnList>
  );
}
