// My day in the calendar I use anyway.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { Input, Label, TextField } from "react-aria-components/TextField";
import { answered, api } from "../api/client";
import { askFeeds } from "../api/asks";
import { useSpeech } from "../words";
import { ActButton } from "./ActButton";
import { Ask } from "./Ask";
import { Failed } from "./states";

export function CalendarFeeds({ workshop }: { workshop: string }) {
  const { t, lang, moment } = useSpeech();
  const client = useQueryClient();
  const feeds = useQuery(askFeeds(workshop));
  const [copied, setCopied] = useState(false);
  const changed = () => client.invalidateQueries({ queryKey: [workshop, "feeds"] });
  const add = useMutation({
    mutationFn: () =>
      answered(
        api.POST("/api/workshops/{workshop}/calendar-feeds", {
          params: { path: { workshop } },
          body: { lang },
        }),
      ),
    onSuccess: changed,
  });
  const made = add.data?.path;
  const address = made && new URL(made, location.href).href;
  return (
    <section aria-labelledby="calendar">
      <h2 id="calendar">{t("calendar.title")}</h2>
      <p>{t("calendar.note")}</p>
      {address ? (
        <div className="notice good">
          <p>{t("calendar.once")}</p>
          <TextField isReadOnly value={address}>
            <Label>{t("calendar.address")}</Label>
            <Input onFocus={(event) => event.currentTarget.select()} />
          </TextField>
          <div className="row">
            <Button
              className="button"
              onPress={() => navigator.clipboard.writeText(address).then(() => setCopied(true))}
            >
              {t("calendar.copy")}
            </Button>
            <a className="button second" href={address.replace(/^http/, "webcal")}>
              {t("calendar.open")}
            </a>
          </div>
          <p role="status">{copied && t("calendar.copied")}</p>
        </div>
      ) : (
        <ActButton className="button second" isPending={add.isPending} onPress={() => add.mutate()}>
          {t("calendar.add")}
        </ActButton>
      )}
      {add.error && <Failed error={add.error} />}
      {feeds.error && <Failed error={feeds.error} again={() => feeds.refetch()} />}
      {feeds.data && feeds.data.length > 0 && (
        <ul className="plain">
          {feeds.data.map((feed) => (
            <li key={feed.id} className="row between-ends">
              <span>{t("calendar.made", { at: moment(feed.created_at) })}</span>
              <Ask
                open={t("calendar.revoke")}
                look="button second"
                title={t("calendar.revoke")}
                yes={t("calendar.revoke")}
                act={async () => {
                  await answered(
                    api.DELETE("/api/workshops/{workshop}/calendar-feeds/{feed}", {
                      params: { path: { workshop, feed: feed.id } },
                    }),
                  );
                  add.reset();
                  await changed();
                }}
              >
                <p>{t("calendar.revoke-note")}</p>
              </Ask>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
