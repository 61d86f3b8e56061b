// Who asks to take part: the form's dates and places, and the organizer's word on each.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Form } from "react-aria-components/Form";
import { Input, Label, TextArea, TextField } from "react-aria-components/TextField";
import type { ScreenProps } from "../App";
import { answered, api, type Schemas, versioned } from "../api/client";
import { askRegistrationForm, askRegistrations, askWorkshop, PAGE } from "../api/asks";
import { putAnswer } from "../api/put";
import { ActButton } from "../parts/ActButton";
import { useDraft } from "../parts/draft";
import { MomentInput } from "../parts/MomentInput";
import { Pages, placeOf, Reading, usePages } from "../parts/pages";
import { Empty, Failed, Loading } from "../parts/states";
import { Theirs } from "../parts/Theirs";
import { Substitutes } from "../people/Substitutes";
import { useSpeech } from "../words";

export default function Registrations({ workshop }: ScreenProps) {
  const { t } = useSpeech();
  const about = useQuery(askWorkshop(workshop));
  const form = useQuery(askRegistrationForm(workshop));
  const ask = (cursor?: string) => askRegistrations(workshop, cursor);
  const { read, seen } = usePages("", ask, PAGE);
  return (
    <>
      <h1>{t("screen.registrations")}</h1>
      <p className="lead">
        {t("registration.lead")}{" "}
        <a href={`/register/${encodeURIComponent(workshop)}`}>{t("registration.form")}</a>
      </p>
      <Substitutes workshop={workshop} />
      {form.isPending && <Loading />}
      {form.error && <Failed error={form.error} again={() => form.refetch()} />}
      {form.data && about.data && (
        <Settings workshop={workshop} zone={about.data.zone} form={form.data} />
      )}
      <section aria-labelledby="registered">
        <h2 id="registered">{t("registration.list")}</h2>
        <Reading read={read} />
        {seen.total === 0 && <Empty>{t("registration.none")}</Empty>}
        <Pages seen={seen} label={t("registration.list")}>
          <ul className="list">
            {seen.items.map((one, i) => (
              <li key={one.id} className="item" {...placeOf(seen, i)}>
                <One workshop={workshop} one={one} />
              </li>
            ))}
          </ul>
        </Pages>
      </section>
    </>
  );
}

/** The form with the tag of its version. */
type FormAsRead = Schemas["RegistrationFormView"] & { etag: string };

type SettingsProps = { workshop: string; zone: string; form: FormAsRead };

function Settings({ workshop, zone, form }: SettingsProps) {
  const { t } = useSpeech();
  const client = useQueryClient();
  const [kept, keep] = useDraft<FormAsRead>(`${workshop} registration`);
  const draft = kept ?? form;
  const save = useMutation({
    mutationFn: (offered: boolean) =>
      versioned(
        api.PUT("/api/workshops/{workshop}/registration-form", {
          params: { path: { workshop }, header: { "If-Match": form.etag } },
          body: {
            offered,
            opens_at: draft.opens_at,
            closes_at: draft.closes_at,
            capacity: draft.capacity,
            notice: draft.notice,
          },
        }),
      ),
    onSuccess: async (next) => {
      await putAnswer(client, askRegistrationForm(workshop).queryKey, next);
      keep(null);
    },
  });
  const { taken, open, offered } = form;
  return (
    <Form
      className="part-of-form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(true);
      }}
    >
      <h2>
        {t("registration.settings")}{" "}
        <span className={open ? "badge accepted" : "badge"}>
          {t(open ? "registration.open" : "registration.closed")}
        </span>
      </h2>
      <p className="quiet-text">
        {t(form.capacity == null ? "registration.taken" : "registration.taken-of", {
          taken,
          capacity: form.capacity ?? 0,
        })}
      </p>
      <div className="fields">
        <MomentInput
          label={t("registration.opens")}
          zone={zone}
          value={draft.opens_at}
          change={(opens_at) => keep({ ...draft, opens_at })}
        />
        <MomentInput
          label={t("registration.closes")}
          zone={zone}
          value={draft.closes_at}
          change={(closes_at) => keep({ ...draft, closes_at })}
        />
        <TextField
          type="number"
          value={draft.capacity == null ? "" : String(draft.capacity)}
          onChange={(text) => keep({ ...draft, capacity: text ? Number(text) : null })}
        >
          <Label>{t("registration.capacity")}</Label>
          <Input min={0} max={1_000_000} />
          <Theirs
            error={save.error}
            mine={String(draft.capacity ?? "")}
            theirs={String(form.capacity ?? "")}
          />
        </TextField>
      </div>
      {(["ja", "en"] as const).map((lang) => (
        <TextField
          key={lang}
          value={draft.notice[lang]}
          onChange={(text) => keep({ ...draft, notice: { ...draft.notice, [lang]: text } })}
          maxLength={2000}
        >
          <Label>{t(`registration.notice-${lang}`)}</Label>
          <TextArea rows={2} lang={lang} />
          <Theirs error={save.error} mine={draft.notice[lang]} theirs={form.notice[lang]} />
        </TextField>
      ))}
      <div className="row">
        <ActButton type="submit" className="button" isPending={save.isPending && save.variables}>
          {t(offered ? "profile.save" : "registration.offer")}
        </ActButton>
        {offered && (
          <ActButton
            className="button second"
            isPending={save.isPending && !save.variables}
            onPress={() => save.mutate(false)}
          >
            {t("registration.stop")}
          </ActButton>
        )}
        <span role="status">{save.isSuccess && t("profile.saved")}</span>
      </div>
      {save.error && <Failed error={save.error} />}
    </Form>
  );
}

const WORDS = ["approved", "waiting", "declined"] as const;

function One({ workshop, one }: { workshop: string; one: Schemas["RegistrationView"] }) {
  const { t, named, facts, moment: at } = useSpeech();
  const client = useQueryClient();
  const decide = useMutation({
    mutationFn: (state: (typeof WORDS)[number]) =>
      answered(
        api.PUT("/api/workshops/{workshop}/registrations/{registration}", {
          params: {
            path: { workshop, registration: one.id },
            header: { "If-Match": one.etag },
          },
          body: { state },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: [workshop] }),
  });
  const name = `${one.family} ${one.given}`;
  return (
    <>
      <div className="item-head">
        <div>
          <h3 className="item-title">{named({ ja: name, en: name })}</h3>
          <p className="quiet-text">{facts(one.organisation, one.department, one.position)}</p>
          <p className="quiet-text">{facts(one.email, at(one.consent_at))}</p>
        </div>
        <span className={`badge ${one.state === "approved" ? "accepted" : one.state}`}>
          {t(`registration.is-${one.state}`)}
        </span>
      </div>
      {one.wish && <blockquote>{one.wish}</blockquote>}
      {one.state !== "approved" && (
        <div className="row">
          {WORDS.filter((word) => word !== one.state).map((word) => (
            <ActButton
              key={word}
              className={word === "approved" ? "button" : "button second"}
              isPending={decide.isPending && decide.variables === word}
              onPress={() => decide.mutate(word)}
            >
              {t(`registration.do-${word}`)}
            </ActButton>
          ))}
        </div>
      )}
      {decide.error && <Failed error={decide.error} />}
    </>
  );
}
