// What a change of the day would bring to the version shown, without touching anything.
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api, type Schemas } from "../api/client";
import { ActButton } from "../parts/ActButton";
import { Failed } from "../parts/states";
import { useSpeech } from "../words";
import { signed } from "./DayGrid";
import { useWatchedJob } from "./watch";

const KINDS = ["table", "room_closed", "later_start", "cap"] as const;
type Kind = (typeof KINDS)[number];

type WhatIfProps = { workshop: string; version: number; venue: Schemas["VenueView"]; day: string };

export function WhatIf({ workshop, version, venue, day }: WhatIfProps) {
  const { t, of } = useSpeech();
  const [kind, setKind] = useState<Kind>("table");
  const withTables = venue.rooms.filter((room) => room.tables > 0);
  const rooms = kind === "table" ? withTables : venue.rooms;
  const [wanted, setWanted] = useState("");
  const room = rooms.find((one) => one.id === wanted)?.id ?? withTables[0]?.id ?? rooms[0]?.id ?? "";
  const [start, setStart] = useState("10:00");
  const [cap, setCap] = useState((venue.rules.meetings_per_person ?? 6) + 1);
  const ask = useMutation({
    mutationFn: () => {
      const asked = {
        table: { change: "table", room },
        room_closed: { change: "room_closed", room },
        later_start: { change: "later_start", start: `${day}T${start}:00` },
        cap: { change: "cap", to: cap },
      } as const satisfies Record<Kind, Schemas["WhatIfAsked"]>;
      return answered(
        api.POST("/api/workshops/{workshop}/what-if", {
          params: { path: { workshop } },
          body: { what_if: asked[kind], start: version, seconds: 60 },
        }),
      );
    },
  });
  const { job, lost, again } = useWatchedJob(workshop, ask.data?.id ?? null);
  const current = job?.id === ask.data?.id ? job : null;
  const over = current?.finished_at != null;
  const busy = ask.isPending || (ask.data !== undefined && !over && !lost);
  return (
    <details>
      <summary>{t("what-if.open")}</summary>
      <section className="compare">
        <p className="quiet-text">{t("what-if.note")}</p>
        <div className="row tools">
          <label className="field">
            {t("what-if.kind")}
            <select
              value={kind}
              onChange={(event) => {
                ask.reset();
                setKind(event.target.value as Kind);
              }}
            >
              {KINDS.map((one) => (
                <option key={one} value={one}>
                  {t(`what-if.${one}`)}
                </option>
              ))}
            </select>
          </label>
          {(kind === "table" || kind === "room_closed") && (
            <label className="field">
              {t("setup.room")}
              <select value={room} onChange={(event) => setWanted(event.target.value)}>
                {rooms.map((one) => (
                  <option key={one.id} value={one.id}>
                    {of(one.name)}
                  </option>
                ))}
              </select>
            </label>
          )}
          {kind === "later_start" && (
            <label className="field">
              {t("setup.start")}
              <input type="time" value={start} onChange={(event) => setStart(event.target.value)} />
            </label>
          )}
          {kind === "cap" && (
            <label className="field">
              {t("what-if.to")}
              <input
                type="number"
                min={1}
                value={cap}
                onChange={(event) => setCap(Math.max(1, Number(event.target.value)))}
              />
            </label>
          )}
          <ActButton className="button second" isPending={busy} onPress={() => ask.mutate()}>
            {t("what-if.ask")}
          </ActButton>
        </div>
        {ask.error && <Failed error={ask.error} />}
        {lost && <Failed error={lost} again={again} />}
        <div role="status">
          {busy && <p>{t("what-if.asking")}</p>}
          {over && current?.gain && <Answered gain={current.gain} />}
          {over && !current?.gain && <p className="may-not">{t("what-if.none")}</p>}
        </div>
      </section>
    </details>
  );
}

function Answered({ gain }: { gain: Schemas["GainView"] }) {
  const { t } = useSpeech();
  const { more_placed: placed, more_points: points, for_people: people } = gain;
  const word = placed < 0 ? "what-if.lost" : placed > 0 ? "what-if.gained" : "what-if.same";
  return (
    <div className="notice">
      <p>
        <strong>{t(word, { count: Math.abs(placed), points: signed(points) })}</strong>
      </p>
      <p>{t("what-if.people", { count: people.length })}</p>
      <p className="quiet-text">{t(gain.proved ? (placed < 0 ? "what-if.proved-lost" : "what-if.proved") : "what-if.unproved")}</p>
    </div>
  );
}
