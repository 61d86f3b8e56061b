// Mails that wait for the organizer's word: read, edited, held back, sent.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { Input, Label, TextArea, TextField } from "react-aria-components/TextField";
import type { ScreenProps } from "../App";
import { answered, api, type Schemas } from "../api/client";
import { askMails, PAGE } from "../api/asks";
import { ActButton } from "../parts/ActButton";
import { Ask } from "../parts/Ask";
import { Pages, placeOf, Reading, usePages } from "../parts/pages";
import { Empty, Failed } from "../parts/states";
import { Theirs } from "../parts/Theirs";
import { useDraft } from "../parts/draft";
import { useSpeech } from "../words";

type Mail = Schemas["MailView"];
const STATES = ["waiting", "held", "queued", "failed", "sent"] as const;

export default function Outbox({ workshop }: ScreenProps) {
  const { t } = useSpeech();
  const client = useQueryClient();
  const [state, setState] = useState<(typeof STATES)[number]>("waiting");
  const ask = (cursor?: string) => askMails(workshop, state, cursor);
  const { read, seen } = usePages(state, ask, PAGE);
  const total = seen.total ?? 0;
  const changed = () => client.invalidateQueries({ queryKey: [workshop, "mails"] });
  const send = async (ids?: string[]) => {
    const report = await answered(
      api.POST("/api/workshops/{workshop}/outbox", {
        params: { path: { workshop } },
        body: { mails: ids ?? null },
      }),
    );
    setTold(report.filter((one) => one.sent).length);
    await changed();
  };
  const [told, setTold] = useState<number | null>(null);
  return (
    <>
      <h1>{t("screen.outbox")}</h1>
      <p className="lead">{t("outbox.lead")}</p>
      <div className="row tools">
        <label className="field">
          {t("outbox.show")}
          <select
            value={state}
            onChange={(event) => setState(event.target.value as (typeof STATES)[number])}
          >
            {STATES.map((one) => (
              <option key={one} value={one}>
                {t(`mail.${one}`)}
              </option>
            ))}
          </select>
        </label>
        {state === "waiting" && total > 0 && (
          <Ask
            open={t("outbox.send-all", { count: total })}
            title={t("outbox.send-title", { count: total })}
            yes={t("outbox.send")}
            act={() => send()}
          >
            <p>{t("outbox.send-note")}</p>
          </Ask>
        )}
        <p role="status">{told !== null && t("outbox.sent", { count: told })}</p>
      </div>
      <Reading read={read} />
      {seen.total === 0 && <Empty>{t("outbox.none")}</Empty>}
      <Pages seen={seen} label={t("screen.outbox")}>
        <ul className="list">
          {seen.items.map((mail, i) => (
            <li key={mail.id} className="item" {...placeOf(seen, i)}>
              <OneMail workshop={workshop} mail={mail} send={() => send([mail.id])} changed={changed} />
            </li>
          ))}
        </ul>
      </Pages>
    </>
  );
}

type OneMailProps = {
  workshop: string;
  mail: Mail;
  send: () => Promise<void>;
  changed: () => Promise<void>;
};

function OneMail({ workshop, mail, send, changed }: OneMailProps) {
  const { t, moment } = useSpeech();
  const [draft, setDraft] = useDraft<{ subject: string; body: string }>(`${workshop} mail ${mail.id}`);
  const change = useMutation({
    mutationFn: (body: Schemas["MailChange"]) =>
      answered(
        api.PATCH("/api/workshops/{workshop}/outbox/{mail}", {
          params: { path: { workshop, mail: mail.id }, header: { "If-Match": mail.etag } },
          body,
        }),
      ),
    onSuccess: async () => {
      setDraft(null);
      await changed();
    },
  });
  const go = useMutation({ mutationFn: send });
  return (
    <>
      <div className="item-head">
        <div>
          <p className="item-title">{t("mail.to", { name: mail.to_name })}</p>
          <p className="quiet-text">{mail.to}</p>
        </div>
        <p className="quiet-text">{moment(mail.sent_at ?? mail.created_at)}</p>
      </div>
      {draft ? (
        <>
          <TextField
            value={draft.subject}
            onChange={(subject) => setDraft({ ...draft, subject })}
            maxLength={2000}
          >
            <Label>{t("mail.subject")}</Label>
            <Input />
          </TextField>
          <Theirs error={change.error} mine={draft.subject} theirs={mail.subject} />
          <TextField value={draft.body} onChange={(body) => setDraft({ ...draft, body })} maxLength={20000}>
            <Label>{t("mail.body")}</Label>
            <TextArea rows={12} />
          </TextField>
          <Theirs error={change.error} mine={draft.body} theirs={mail.body} />
          <div className="row">
            <ActButton
              className="button"
              isPending={change.isPending}
              onPress={() => change.mutate({ ...draft, held: null })}
            >
              {t("mail.keep")}
            </ActButton>
            <Button className="button second" onPress={() => setDraft(null)}>
              {t("action.back")}
            </Button>
          </div>
        </>
      ) : (
        <>
          <details>
            <summary>{mail.subject}</summary>
            <blockquote>{mail.body}</blockquote>
          </details>
          {mail.problem && <p className="quiet-text">{mail.problem}</p>}
          {mail.state !== "sent" && mail.state !== "queued" && (
            <div className="row">
              {mail.state === "waiting" && (
                <ActButton className="button" isPending={go.isPending} onPress={() => go.mutate()}>
                  {t("outbox.send")}
                </ActButton>
              )}
              <Button
                className="button second"
                onPress={() => setDraft({ subject: mail.subject, body: mail.body })}
              >
                {t("mail.edit")}
              </Button>
              <ActButton
                className="button second"
                isPending={change.isPending}
                onPress={() =>
                  change.mutate({ subject: null, body: null, held: mail.state === "waiting" })
                }
              >
                {t(mail.state === "waiting" ? "mail.hold" : "mail.let-go")}
              </ActButton>
            </div>
          )}
        </>
      )}
      {(change.error ?? go.error) && <Failed error={(change.error ?? go.error)!} />}
    </>
  );
}
