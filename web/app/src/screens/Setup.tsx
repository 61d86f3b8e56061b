// What the organizer sets up: typed in tables, seen as a picture of the day at once, checked as a
// whole, kept only where it agrees with itself.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Button } from "react-aria-components/Button";
import type { ScreenProps } from "../App";
import { ApiError, answered, api } from "../api/client";
import { askEveryone, askSetup } from "../api/asks";
import { ActButton } from "../parts/ActButton";
import { Failed, Loading } from "../parts/states";
import { Basics } from "../setup/Basics";
import type { Setup } from "../setup/draft";
import { Desks } from "../setup/Desks";
import { Hours } from "../setup/Hours";
import { Preview } from "../setup/Preview";
import { Rooms } from "../setup/Rooms";
import { Sessions } from "../setup/Sessions";
import { useSpeech } from "../words";
import "../setup/setup.css";

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
      <Draft
        key={read.data.tag}
        workshop={workshop}
        kept={read.data.setup}
        tag={read.data.tag}
        people={people.data}
      />
    </>
  );
}

type DraftProps = {
  workshop: string;
  kept: Setup;
  tag: string;
  people: { id: string; name: { ja: string; en: string } }[];
};

function Draft({ workshop, kept, tag, people }: DraftProps) {
  const { t } = useSpeech();
  const client = useQueryClient();
  const [setup, setSetup] = useState(kept);
  const dirty = JSON.stringify(setup) !== JSON.stringify(kept);
  const send = (dry: boolean) =>
    answered(
      api.PUT("/api/workshops/{workshop}/setup", {
        params: { path: { workshop }, header: { "If-Match": tag }, query: { dry_run: dry } },
        body: setup,
      }),
    );
  const check = useMutation({ mutationFn: () => send(true) });
  const { mutate: look, reset } = check;
  // While one types, the whole is checked after each pause.
  useEffect(() => {
    if (!dirty) return reset();
    const pause = setTimeout(() => look(), 600);
    return () => clearTimeout(pause);
  }, [setup, dirty, look, reset]);
  const save = useMutation({
    mutationFn: () => send(false),
    onSuccess: () => client.invalidateQueries({ queryKey: [workshop] }),
  });
  const error = save.error ?? check.error;
  const faults = error instanceof ApiError ? error.faults : [];
  const change = (part: Partial<Setup>) => {
    save.reset();
    setSetup({ ...setup, ...part });
  };
  const parts = { setup, change, faults, people };
  return (
    <div className="setup">
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
              setSetup(kept);
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
