// One sheet for each participant: the day as published, in kana order; or of one organisation alone.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Schemas } from "../api/client";
import { askDays } from "../api/asks";
import { dayOf, span } from "../parts/time";
import { Empty, Failed, Loading } from "../parts/states";
import { useSpeech, type Word } from "../words";
import { Head } from "./Head";

const PARTS: Record<string, Word> = {
  meeting: "part.meeting",
  consultation: "part.consultation",
  duty: "part.duty",
  talk: "part.talk",
};

export function PersonalSheets({ workshop }: { workshop: string }) {
  const { t, of } = useSpeech();
  const days = useQuery(askDays(workshop));
  const [only, setOnly] = useState("");
  if (days.error) return <Failed error={days.error} again={() => days.refetch()} />;
  if (!days.data) return <Loading />;
  const busy = days.data.filter((one) => one.items.length > 0);
  if (busy.length === 0) return <Empty>{t("print.not-published")}</Empty>;
  const names = new Map(busy.map((one) => [one.person.organisation.id, of(one.person.organisation.name)]));
  return (
    <>
      <label className="field tools">
        {t("people.organisation")}
        <select value={only} onChange={(event) => setOnly(event.target.value)}>
          <option value="">{t("print.everybody", { count: busy.length })}</option>
          {[...names].map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {busy
        .filter((one) => only === "" || one.person.organisation.id === only)
        .map((one) => (
          <Sheet key={one.person.id} workshop={workshop} one={one} />
        ))}
    </>
  );
}

function Sheet({ workshop, one }: { workshop: string; one: Schemas["MyDay"] }) {
  const { t, of, named, list, facts, day, moment } = useSpeech();
  const days = [...new Set(one.items.map((item) => dayOf(item.start)))];
  const whom = (item: Schemas["DayItem"]) =>
    list(item.others.map((p) => facts(named(p.name), of(p.organisation.name))));
  return (
    <article className="paper">
      <Head workshop={workshop} title={named(one.person.name)}>
        {of(one.person.organisation.name)}
      </Head>
      {days.map((date) => (
        <section key={date}>
          {days.length > 1 && <h3>{day(date)}</h3>}
          <table className="lines">
            <thead>
              <tr>
                <th scope="col">{t("print.time")}</th>
                <th scope="col">{t("print.what-is")}</th>
                <th scope="col">{t("print.where")}</th>
              </tr>
            </thead>
            <tbody>
              {one.items
                .filter((item) => dayOf(item.start) === date)
                .map((item) => (
                  <tr key={`${item.item} ${item.start}`}>
                    <td className="at">{span(item)}</td>
                    <th scope="row">
                      <span className="kind">{t(PARTS[item.part] ?? "part.other")}</span>
                      {item.part === "meeting" && item.others.length > 0
                        ? whom(item)
                        : of(item.title)}
                    </th>
                    <td className="place">
                      {facts(
                        of(item.room_name),
                        item.table != null && t("day.table", { table: item.table }),
                      )}
                    </td>
                  </tr>
                ))}
            </tbody>
          </table>
        </section>
      ))}
      {one.publication && one.published_at && (
        <p className="of-what">
          {t("day.version", { number: one.publication, at: moment(one.published_at) })}
        </p>
      )}
    </article>
  );
}
