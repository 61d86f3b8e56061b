// What differs between two versions, whom it disturbs, and which mails it would send.
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../api/client";
import { askChanges, askNotices } from "../api/asks";
import { Failed, Loading } from "../parts/states";
import { span } from "../parts/time";
import { useSpeech } from "../words";
import { useWhere } from "./Moving";

type ChangesProps = {
  workshop: string;
  version: number;
  from: number;
  venue: Schemas["VenueView"];
};

export function Changes({ workshop, version, from, venue }: ChangesProps) {
  const { t, of, list } = useSpeech();
  const where = useWhere(venue);
  const changes = useQuery(askChanges(workshop, version, from));
  if (changes.isPending) return <Loading />;
  if (changes.error) return <Failed error={changes.error} again={() => changes.refetch()} />;
  const { changes: all, affected } = changes.data;
  const at = (one: Schemas["PlacementView"] | null | undefined) =>
    one ? `${span(one)} ${where(one)}` : "–";
  if (all.length === 0) return <p>{t("changes.none", { from })}</p>;
  return (
    <>
      <p>{t("changes.count", { count: all.length, people: affected.length, from })}</p>
      {affected.length > 0 && (
        <details>
          <summary>{t("overview.who")}</summary>
          <p className="affected">
            {list(affected.map((person) => t("person.name", { name: of(person.name) })))}
          </p>
        </details>
      )}
      <details>
        <summary>{t("changes.each")}</summary>
        <div className="scroller short" tabIndex={0} role="region" aria-label={t("changes.each")}>
          <table className="changes">
            <thead>
              <tr>
                <th scope="col">{t("changes.what")}</th>
                <th scope="col">{t("changes.before", { version: from })}</th>
                <th scope="col">{t("changes.after", { version })}</th>
              </tr>
            </thead>
            <tbody>
              {all.map((one, i) => (
                <tr key={i}>
                  <th scope="row">
                    <span className={`tag change-${one.kind}`}>
                      {t(`change.${one.kind as "added" | "removed" | "moved"}`)}
                    </span>{" "}
                    {of((one.after ?? one.before)!.title)}
                  </th>
                  <td>{at(one.before)}</td>
                  <td>{at(one.after)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </>
  );
}

/** The mails that publishing a version would put into the outbox. */
export function Notices({ workshop, version }: { workshop: string; version: number }) {
  const { t, of } = useSpeech();
  const notices = useQuery(askNotices(workshop, version));
  if (notices.isPending) return <Loading />;
  if (notices.error) return <Failed error={notices.error} again={() => notices.refetch()} />;
  if (notices.data.length === 0) return <p>{t("notices.none")}</p>;
  return (
    <details>
      <summary>{t("notices.count", { count: notices.data.length })}</summary>
      <ul className="plain affected">
        {notices.data.map((notice) => (
          <li key={notice.to.id}>
            <details>
              <summary>{t("person.name", { name: of(notice.to.name) })}</summary>
              <p>
                <strong>{notice.subject}</strong>
              </p>
              <blockquote>{notice.body}</blockquote>
            </details>
          </li>
        ))}
      </ul>
    </details>
  );
}
