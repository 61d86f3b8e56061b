// What the organizer sets up: typed in tables, seen as a picture of the day at once, checked as a
// whole, kept only where it agrees with itself.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Button } from "react-aria-components/Button";
import type { ScreenProps } from "../App";
import { ApiError, answered, api } from "../api/client";
import { askEveryone, askSetup } from "../api/asks";
import { ActButton } from "../parts/ActButton";
import { useDraft } from "../parts/draft";
import { Failed, Loading } from "../parts/states";
import { Basics } from "../setup/Basics";
import { isChanged, rebased, type Setup, type Writing } from "../setup/draft";
import { Desks } from "../setup/Desks";
import { Hours } from "../setup/Hours";
import { PeopleNames } from "../setup/PeopleInput";
import { Preview } from "../setup/Preview";
import { RequestDates } from "../setup/RequestDates";
import { Rooms } from "../setup/Rooms";
import { Sessions } from "../setup/Sessions";
import { useSpeech, type Word } from "../words";
import "../setup/setup.css";

const PART_NAMES: Record<keyof Setup, Word> = {
  name: "setup.basics",
  days: "setup.basics",
  rules: "setup.basics",
  rooms: "setup.rooms",
  room_hours: "setup.room-hours",
  bands: "setup.bands",
  slots: "setup.slots",
  sessions: "setup.sessions",
  desks: "setup.desks",
  desk_hours: "setup.desk-hours",
};

export default function SetupScreen({ workshop }: ScreenProps) {
  const { t } = useSpeech();
  const read = useQuery({ ...askSetup(workshop), staleTime: Infinity, refetchOnWindowFocus: false });
  const people = useQuery(askEveryone(workshop));
  if (read.error) return <Failed error={read.error} again={() => read.refetch()} />;
  if (!read.data || !people.data) return <Loading />;
  return (
    <>
      <h1>{t("screen.setup")}</h1>
      <p className="lead">{t("setup.lead")}</p>
      <RequestDates workshop={workshop} />
      <Draft workshop={workshop} kept={read.data} people={people.data} />
    </>
  );
}

type DraftProps = {
  workshop: string;
  /** As it is kept, with the tag of its version. */
  kept: { setup: Setup; tag: string };
  people: { id: string; name: { ja: string; en: string } }[];
};

function Draft({ workshop, kept, people }: DraftProps) {
  const { t } = useSpeech();
  const client = useQueryClient();
  const [written, write] = useDraft<Writing>(`${workshop} setup`);
  const [restored] = useState(written !== null);
  const fresh: Writing = { base: kept.setup, tag: kept.tag, mine: kept.setup, clash: [] };
  const writing = written ?? fresh;
  const { mine: setup, tag } = writing;
  const dirty = isChanged(writing);
  const send = (dry: boolean) =>
    answered(
      api.PUT("/api/workshops/{workshop}/setup", {
        params: { path: { workshop }, header: { "If-Match": tag }, query: { dry_run: dry } },
        body: setup,
      }),
    );
  /** Somebody else saved: theirs is fetched, and what was typed here is put on top of it. */
  const onError = async (problem: Error) => {
    if (!(problem instanceof ApiError && problem.status === 412)) return;
    const theirs = await client.fetchQuery({ ...askSetup(workshop), staleTime: 0 });
    write(rebased(writing, theirs.setup, theirs.tag));
  };
  const check = useMutation({ mutationFn: () => send(true), onError });
  const { mutate: look, reset } = check;
  // While one types, the whole is checked after each pause.
  useEffect(() => {
    if (!dirty) return reset();
    const pause = setTimeout(() => look(), 600);
    return () => clearTimeout(pause);
  }, [setup, dirty, look, reset]);
  const save = useMutation({
    mutationFn: () => send(false),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [workshop] });
      write(null);
    },
    onError,
  });
  const error = save.error ?? check.error;
  const faults = error instanceof ApiError ? error.faults : [];
  const change = (part: Partial<Setup>) => {
    save.reset();
    const clash = writing.clash.filter((key) => !(key in part));
    write({ ...writing, mine: { ...setup, ...part }, clash });
  };
  const parts = { setup, change, faults, people };
  return (
    <div className="setup">
      {restored && dirty && (
        <p role="status" className="notice">
          {t("profile.restored")}
        </p>
      )}
      {writing.clash.length > 0 && (
        <div role="alert" className="notice warm">
          <p>
            <strong>{t("profile.changed")}</strong>
          </p>
          <p>{t("setup.clash-note")}</p>
          <ul className="plain">
            {writing.clash.map((key) => (
              <li key={key} className="row">
                {t(PART_NAMES[key])}
                <Button className="quiet" onPress={() => change({ [key]: writing.base[key] })}>
                  {t("profile.take-theirs")}
                </Button>
              </li>
            ))}
          </ul>
        </div>
      )}
      <PeopleNames people={people} />
      <Preview setup={setup} />
      <Basics {...parts} />
      <Rooms {...parts} />
      <Hours {...parts} />
      <Sessions {...parts} />
      <Desks {...parts} />
      <div className="save-bar">
        <p role="status">
          {error
            ? faults.length > 0
              ? t("setup.faults", { count: faults.length })
              : ""
            : dirty
              ? t(check.isSuccess ? "setup.fine" : "setup.changed")
              : t("setup.kept")}
        </p>
        {error && faults.length === 0 && <Failed error={error} />}
        <div className="row">
          <Button
            className="button second"
            isDisabled={!dirty}
            onPress={() => {
              save.reset();
              write(null);
            }}
          >
            {t("setup.discard")}
          </Button>
          <ActButton
            className="button"
            isDisabled={!dirty}
            isPending={save.isPending}
            onPress={() => save.mutate()}
          >
            {t("setup.save")}
          </ActButton>
        </div>
      </div>
    </div>
  );
}
