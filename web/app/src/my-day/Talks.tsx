// The talks that I want to hear.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Input, Label, SearchField } from "react-aria-components/SearchField";
import { ToggleButton } from "react-aria-components/ToggleButton";
import { answered, api, type Schemas } from "../api/client";
import { askTalkWishes, askVenue } from "../api/asks";
import { holds } from "../parts/search";
import { Empty, Failed, Loading } from "../parts/states";
import { WhenToAsk } from "../parts/WhenToAsk";
import { useSpeech } from "../words";

/** A wish without an order of its own. */
const RANK = 1;

export function Talks({ workshop }: { workshop: string }) {
  const { t, of, list, facts } = useSpeech();
  const client = useQueryClient();
  const venue = useQuery(askVenue(workshop));
  const wishes = useQuery(askTalkWishes(workshop));
  const [typed, setTyped] = useState("");
  const mark = useMutation({
    mutationFn: async ({ session, wanted }: { session: string; wanted: boolean }) => {
      const params = { path: { workshop, session } };
      const path = "/api/workshops/{workshop}/talk-wishes/{session}" as const;
      // It is marked where it is not yet.
      const header = { "If-None-Match": "*" };
      if (wanted)
        await answered(api.PUT(path, { params: { ...params, header }, body: { rank: RANK } }));
      else await answered(api.DELETE(path, { params }));
    },
    onSettled: () =>
      Promise.all(
        ["talk-wishes", "my-day"].map((what) =>
          client.invalidateQueries({ queryKey: [workshop, what] }),
        ),
      ),
  });
  const error = venue.error ?? wishes.error;
  if (error) return <Failed error={error} again={() => (venue.refetch(), wishes.refetch())} />;
  if (!venue.data || !wishes.data) return <Loading />;
  const wanted = new Set(wishes.data.map((wish) => wish.session));
  if (mark.isPending) {
    if (mark.variables.wanted) wanted.add(mark.variables.session);
    else wanted.delete(mark.variables.session);
  }
  const talks = venue.data.sessions.filter((s) => s.kind === "talk" || s.kind === "lecture");
  const words = (talk: Schemas["SessionView"]) =>
    [talk.title, ...talk.speakers.flatMap((p) => [p.name, p.organisation.name])].flatMap((text) => [
      text.ja,
      text.en,
    ]);
  const shown = talks.filter((talk) => holds(words(talk), typed));
  return (
    <>
      <p className="lead">{t("talks.lead")}</p>
      <WhenToAsk workshop={workshop} />
      <div className="row tools">
        <SearchField value={typed} onChange={setTyped} className="field">
          <Label>{t("talks.find")}</Label>
          <Input />
        </SearchField>
        <p role="status" className="quiet-text">
          {t("talks.count", { wanted: wanted.size, all: talks.length })}
        </p>
      </div>
      {mark.error && <Failed error={mark.error} />}
      {shown.length === 0 && <Empty>{t("talks.none")}</Empty>}
      <ul className="list">
        {shown.map((talk) => (
          <li key={talk.id} className="item beside">
            <div>
              <h2 className="item-title">{of(talk.title)}</h2>
              <p className="quiet-text">
                {facts(
                  list(talk.speakers.map((p) => of(p.name))),
                  list(talk.speakers.map((p) => of(p.organisation.name))),
                  t("talks.minutes", { minutes: talk.minutes }),
                )}
              </p>
            </div>
            <ToggleButton
              className="choose"
              isSelected={wanted.has(talk.id)}
              onChange={(chosen) => mark.mutate({ session: talk.id, wanted: chosen })}
            >
              {t(wanted.has(talk.id) ? "talks.wanted" : "talks.want")}
              <span className="visually-hidden">{of(talk.title)}</span>
            </ToggleButton>
          </li>
        ))}
      </ul>
    </>
  );
}
