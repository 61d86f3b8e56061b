// The reception: everyone in kana order, found by how a name sounds, checked in by one press.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Form } from "react-aria-components/Form";
import { Input, Label, SearchField } from "react-aria-components/SearchField";
import { TextField } from "react-aria-components/TextField";
import { ToggleButton } from "react-aria-components/ToggleButton";
import { ToggleButtonGroup } from "react-aria-components/ToggleButtonGroup";
import type { ScreenProps } from "../App";
import { answered, api, type Schemas } from "../api/client";
import { askReception, PAGE } from "../api/asks";
import { ActButton } from "../parts/ActButton";
import { useDraft } from "../parts/draft";
import { useKept } from "../kept/day";
import { useLater } from "../parts/later";
import { NoShows } from "../parts/NoShows";
import { Pages, placeOf, useSlices } from "../parts/pages";
import { Empty, Failed, Loading } from "../parts/states";
import { addressOf, LEAST, Link } from "../route";
import { useSpeech } from "../words";

type Arrival = Schemas["ArrivalView"];
const STATES = ["expected", "here", "late", "no_show"] as const;

/** How a name is compared without the server's help: small letters, full width, hiragana. */
const plain = (text: string) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .replace(/\s/g, "");

function isSought({ kana, name, organisation }: Arrival, sought: string) {
  const all = [kana, name.ja, name.en, organisation.name.ja, organisation.name.en];
  return all.some((one) => plain(one).includes(plain(sought)));
}

export default function Reception({ workshop, me }: ScreenProps) {
  const { t, moment } = useSpeech();
  const seenAt = useKept(workshop, "reception");
  const client = useQueryClient();
  const [typed, setTyped] = useState("");
  const [only, setOnly] = useState<Arrival["state"] | "all">("all");
  const sought = useLater(typed.trim(), 200);
  const list = useQuery(askReception(workshop, sought));
  const all = useQuery(askReception(workshop, ""));
  const changed = async () => {
    client.invalidateQueries({ queryKey: [workshop, "no-shows"] });
    await client.invalidateQueries({ queryKey: [workshop, "reception"] });
  };
  const plans = me.memberships.some((m) => m.workshop === workshop && m.role === "organizer");
  const count = (state: Arrival["state"]) =>
    all.data?.filter((one) => one.state === state).length ?? 0;
  // Without a connection the list that was seen last is searched here.
  const found = list.error ? all.data?.filter((one) => isSought(one, sought)) : list.data;
  const shown = found?.filter((one) => only === "all" || one.state === only) ?? [];
  const seen = useSlices(`${only} ${sought}`, shown, PAGE);
  return (
    <>
      <h1>{t("screen.reception")}</h1>
      {seenAt && (
        <p role="status" className="notice warm">
          {t("day.seen", { at: moment(seenAt) })}
        </p>
      )}
      <p>
        <Link to={addressOf(workshop, "prints")}>{t("reception.to-prints")}</Link>
      </p>
      <NoShows workshop={workshop}>
        {plans && (
          <Link className="button second" to={`${addressOf(workshop, "board")}${LEAST}`}>
            {t("no-shows.to-board")}
          </Link>
        )}
      </NoShows>
      <dl className="facts">
        {STATES.map((state) => (
          <div key={state}>
            <dt>{t(`arrival.${state}`)}</dt>
            <dd>{count(state)}</dd>
          </div>
        ))}
      </dl>
      <div className="row tools">
        <SearchField value={typed} onChange={setTyped} className="field search" autoFocus>
          <Label>{t("reception.find")}</Label>
          <Input />
        </SearchField>
        <label className="field">
          {t("reception.only")}
          <select value={only} onChange={(event) => setOnly(event.target.value as typeof only)}>
            <option value="all">{t("facets.any")}</option>
            {STATES.map((state) => (
              <option key={state} value={state}>
                {t(`arrival.${state}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      {list.isPending && <Loading />}
      {list.error && !found && <Failed error={list.error} again={() => list.refetch()} />}
      {found && (
        <p role="status" className="quiet-text">
          {t("board.found", { count: shown.length })}
        </p>
      )}
      {found && shown.length === 0 && <Empty>{t("reception.none")}</Empty>}
      <Pages seen={seen} label={t("screen.reception")}>
        <ul className="arrivals">
          {seen.items.map((one, i) => (
            <One key={one.id} workshop={workshop} one={one} place={placeOf(seen, i)} changed={changed} />
          ))}
        </ul>
      </Pages>
      <WalkIn workshop={workshop} changed={changed} />
    </>
  );
}

type OneProps = {
  workshop: string;
  one: Arrival;
  place: ReturnType<typeof placeOf>;
  changed: () => Promise<void>;
};

function One({ workshop, one, place, changed }: OneProps) {
  const { t, of, named, facts, moment } = useSpeech();
  const note = useMutation({
    mutationFn: (state: Arrival["state"]) =>
      answered(
        api.PUT("/api/workshops/{workshop}/reception/{person}", {
          params: { path: { workshop, person: one.id }, header: { "If-Match": one.etag } },
          body: { state },
        }),
      ),
    onSuccess: changed,
  });
  const state = note.isPending ? note.variables : one.state;
  return (
    <li className={state} {...place}>
      <div>
        <p className="quiet-text">{one.kana}</p>
        <h2 className="item-title">
          {named(one.name)}
          {one.walk_in && <span className="badge">{t("reception.walk-in")}</span>}
        </h2>
        <p className="quiet-text">
          {facts(of(one.organisation.name), one.department, one.position)}
          {one.changed_at && ` · ${moment(one.changed_at)}`}
        </p>
      </div>
      <ToggleButtonGroup
        aria-label={t("reception.state", { name: named(one.name) })}
        className="segments"
        disallowEmptySelection
        selectedKeys={[state]}
        onSelectionChange={(keys) => note.mutate([...keys][0] as Arrival["state"])}
      >
        {STATES.map((each) => (
          <ToggleButton key={each} id={each}>
            {t(`arrival.${each}`)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {note.error && <Failed error={note.error} />}
    </li>
  );
}

const FIELDS = ["family", "given", "family_kana", "given_kana", "organisation"] as const;
const NOBODY = { family: "", given: "", family_kana: "", given_kana: "", organisation: "" };

/** Somebody who comes unannounced. */
function WalkIn({ workshop, changed }: { workshop: string; changed: () => Promise<void> }) {
  const { t } = useSpeech();
  const [draft, setDraft] = useDraft<typeof NOBODY>(`${workshop} walk-in`);
  const fields = draft ?? NOBODY;
  const [company, setCompany] = useState(true);
  const add = useMutation({
    mutationFn: () =>
      answered(
        api.POST("/api/workshops/{workshop}/reception", {
          params: { path: { workshop } },
          body: { ...fields, company },
        }),
      ),
    onSuccess: () => {
      setDraft(null);
      return changed();
    },
  });
  return (
    <Form
      className="part-of-form"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <h2>{t("reception.add")}</h2>
      <div className="fields">
        {FIELDS.map((field) => (
          <TextField
            key={field}
            isRequired={field === "family" || field === "organisation"}
            value={fields[field]}
            onChange={(text) => setDraft({ ...fields, [field]: text })}
            maxLength={200}
          >
            <Label>{t(`person.${field}`)}</Label>
            <Input />
          </TextField>
        ))}
        <label className="field">
          {t("person.side")}
          <select
            value={company ? "company" : "academic"}
            onChange={(event) => setCompany(event.target.value === "company")}
          >
            <option value="company">{t("role.company")}</option>
            <option value="academic">{t("role.academic")}</option>
          </select>
        </label>
      </div>
      <ActButton type="submit" className="button" isPending={add.isPending}>
        {t("reception.take-in")}
      </ActButton>
      <p role="status">{add.isSuccess && t("reception.taken-in")}</p>
      {add.error && <Failed error={add.error} />}
    </Form>
  );
}
