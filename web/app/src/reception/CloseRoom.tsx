// A room that fails on the day: closed from a moment on, after which the day is planned again around it.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api } from "../api/client";
import { askAway, askSetup } from "../api/asks";
import { ActButton } from "../parts/ActButton";
import { Failed, Loading } from "../parts/states";
import { clock } from "../parts/time";
import { addressOf, LEAST, Link } from "../route";
import { TimeInput } from "../setup/inputs";
import { useSpeech } from "../words";
import { closed, fixedAfter } from "./close";

export function CloseRoom({ workshop }: { workshop: string }) {
  const { t } = useSpeech();
  const [open, setOpen] = useState(false);
  return (
    <details className="part-of-form" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("close-room.title")}</summary>
      {open && <Close workshop={workshop} />}
    </details>
  );
}

function Close({ workshop }: { workshop: string }) {
  const { t, of, list } = useSpeech();
  const client = useQueryClient();
  const read = useQuery(askSetup(workshop));
  const away = useQuery(askAway(workshop));
  const [wanted, setWanted] = useState("");
  const [typed, setTyped] = useState("");
  const close = useMutation({
    mutationFn: ({ room, at }: { room: string; at: string }) =>
      answered(
        api.PUT("/api/workshops/{workshop}/setup", {
          params: { path: { workshop }, header: { "If-Match": read.data!.tag } },
          body: closed(read.data!.setup, room, at),
        }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: [workshop] }),
  });
  const error = read.error ?? away.error;
  if (error) return <Failed error={error} again={() => (read.refetch(), away.refetch())} />;
  if (!read.data || !away.data) return <Loading />;
  const { setup } = read.data;
  const room = setup.rooms.find((one) => one.id === wanted) ?? setup.rooms.find((one) => one.tables > 0) ?? setup.rooms[0];
  if (!room) return <p>{t("close-room.none")}</p>;
  // Now, or on other days than the workshop's the first slot.
  const now = away.data.from ?? setup.slots[0]?.start ?? `${setup.days[0]}T09:00:00`;
  const at = typed || `${now.slice(0, 16)}:00`;
  const fixed = fixedAfter(setup, room.id, at);
  const done = close.isSuccess && close.variables.room === room.id && close.variables.at === at;
  return (
    <>
      <p className="quiet-text">{t("close-room.note")}</p>
      <div className="row tools">
        <label className="field">
          {t("setup.room")}
          <select value={room.id} onChange={(event) => setWanted(event.target.value)}>
            {setup.rooms.map((one) => (
              <option key={one.id} value={one.id}>
                {of(one.name)}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          {t("close-room.from")}
          <TimeInput label={t("close-room.from")} value={at} days={setup.days} change={setTyped} />
        </label>
        <ActButton
          className="button second"
          isPending={close.isPending}
          isDisabled={done}
          onPress={() => close.mutate({ room: room.id, at })}
        >
          {t("close-room.close")}
        </ActButton>
      </div>
      {close.error && <Failed error={close.error} />}
      <div role="status" className="stack">
        {done && (
          <div className="notice warm">
            <p>
              <strong>{t("close-room.done", { room: of(room.name), at: clock(at) })}</strong>
            </p>
            {fixed.length > 0 && (
              <p>{t("close-room.fixed", { sessions: list(fixed.map((one) => of(one.title))) })}</p>
            )}
            <p className="quiet-text">{t("close-room.undo")}</p>
            <Link className="button second" to={`${addressOf(workshop, "board")}${LEAST}`}>
              {t("away-now.to-board")}
            </Link>
          </div>
        )}
      </div>
    </>
  );
}
