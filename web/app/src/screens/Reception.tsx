// The reception: everyone in kana order, found by how a name sounds, checked in by one press.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Input, Label, SearchField } from "react-aria-components/SearchField";
import type { ScreenProps } from "../App";
import type { Schemas } from "../api/client";
import { askReception, askWorkshop, PAGE } from "../api/asks";
import { Away } from "../parts/Away";
import { useKept } from "../kept/day";
import { useLater } from "../parts/later";
import { Pages, placeOf, useSlices } from "../parts/pages";
import { Empty, Failed, Loading } from "../parts/states";
import { CloseRoom } from "../reception/CloseRoom";
import { OneArrival, STATES } from "../reception/OneArrival";
import { WalkIn } from "../reception/WalkIn";
import { addressOf, LEAST, Link } from "../route";
import { useSpeech } from "../words";

type Arrival = Schemas["ArrivalView"];

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
  const days = useQuery(askWorkshop(workshop)).data?.days ?? [];
  const changed = async () => {
    client.invalidateQueries({ queryKey: [workshop, "away"] });
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
      <Away workshop={workshop}>
        {plans && (
          <Link className="button second" to={`${addressOf(workshop, "board")}${LEAST}`}>
            {t("away-now.to-board")}
          </Link>
        )}
      </Away>
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
            <OneArrival
              key={one.id}
              workshop={workshop}
              one={one}
              days={days}
              place={placeOf(seen, i)}
              changed={changed}
            />
          ))}
        </ul>
      </Pages>
      <WalkIn workshop={workshop} acts={plans} changed={changed} />
      {plans && <CloseRoom workshop={workshop} />}
    </>
  );
}
