// After both have agreed: how to reach each other, and short messages.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { Disclosure, DisclosurePanel, Heading } from "react-aria-components/Disclosure";
import { Form } from "react-aria-components/Form";
import { Label, TextArea, TextField } from "react-aria-components/TextField";
import { answered, api } from "../api/client";
import { askExchange } from "../api/asks";
import { putAnswer } from "../api/put";
import { useSpeech } from "../words";
import { ActButton } from "./ActButton";
import { useDraft } from "./draft";
import { Failed, Loading } from "./states";
import { Theirs } from "./Theirs";

type ExchangeProps = { workshop: string; request: string; name: string };

export function Exchange({ workshop, request, name }: ExchangeProps) {
  const { t } = useSpeech();
  const [open, setOpen] = useState(false);
  return (
    <Disclosure className="why" isExpanded={open} onExpandedChange={setOpen}>
      <Heading>
        <Button slot="trigger" className="quiet">
          {t("exchange.title")}
        </Button>
      </Heading>
      <DisclosurePanel>
        {open && <Told workshop={workshop} request={request} name={name} />}
      </DisclosurePanel>
    </Disclosure>
  );
}

function Told({ workshop, request, name }: ExchangeProps) {
  const { t, moment } = useSpeech();
  const client = useQueryClient();
  const told = useQuery(askExchange(workshop, request));
  const [message, setMessage] = useDraft<string>(`${workshop} message ${request}`);
  const [contact, setContact] = useDraft<string>(`${workshop} contact ${request}`);
  const params = { path: { workshop, request } };
  const keep = (next: NonNullable<typeof told.data>) =>
    putAnswer(client, askExchange(workshop, request).queryKey, next);
  const write = useMutation({
    mutationFn: () =>
      answered(
        api.POST("/api/workshops/{workshop}/requests/{request}/messages", {
          params,
          body: { text: message ?? "" },
        }),
      ),
    onSuccess: async (next) => {
      await keep(next);
      setMessage(null);
    },
  });
  const give = useMutation({
    mutationFn: (text: string) =>
      answered(
        api.PUT("/api/workshops/{workshop}/requests/{request}/contact", {
          params: { ...params, header: { "If-Match": told.data!.my_contact_etag } },
          body: { text },
        }),
      ),
    onSuccess: async (next) => {
      await keep(next);
      setContact(null);
    },
  });
  if (told.isPending) return <Loading />;
  if (told.error) return <Failed error={told.error} again={() => told.refetch()} />;
  const mine = contact ?? told.data.my_contact ?? "";
  return (
    <div className="stack">
      <div className="columns">
        <div className="stack">
          <h3>{t("exchange.theirs", { name })}</h3>
          {told.data.their_contact ? (
            <p className="prose">{told.data.their_contact}</p>
          ) : (
            <p className="quiet-text">{t("exchange.not-told")}</p>
          )}
        </div>
        <Form
          onSubmit={(event) => {
            event.preventDefault();
            give.mutate(mine);
          }}
        >
          <TextField value={mine} onChange={setContact} maxLength={2000}>
            <Label>{t("exchange.mine")}</Label>
            <TextArea rows={2} />
          </TextField>
          <Theirs error={give.error} mine={mine} theirs={told.data.my_contact ?? ""} />
          <ActButton
            type="submit"
            className="button second"
            isDisabled={mine === (told.data.my_contact ?? "")}
            isPending={give.isPending}
          >
            {t("exchange.give")}
          </ActButton>
        </Form>
      </div>
      <h3>{t("exchange.messages")}</h3>
      <ol className="messages" aria-live="polite">
        {told.data.messages.map((one, i) => (
          <li key={i} className={one.mine ? "mine" : "theirs"}>
            <p className="prose">{one.text}</p>
            <p className="quiet-text">
              {one.mine ? t("exchange.me") : name} · {moment(one.sent_at)}
            </p>
          </li>
        ))}
      </ol>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          write.mutate();
        }}
      >
        <TextField isRequired value={message ?? ""} onChange={setMessage} maxLength={2000}>
          <Label>{t("exchange.write")}</Label>
          <TextArea rows={2} />
        </TextField>
        <ActButton type="submit" className="button" isPending={write.isPending}>
          {t("exchange.send")}
        </ActButton>
      </Form>
      {(write.error ?? give.error) && <Failed error={write.error ?? give.error} />}
    </div>
  );
}
