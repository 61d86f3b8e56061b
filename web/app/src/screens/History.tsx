// Who did what when, and for whom.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ScreenProps } from "../App";
import { answered, api } from "../api/client";
import { askHistory, PAGE } from "../api/asks";
import { Ask } from "../parts/Ask";
import { Pages, placeOf, Reading, usePages } from "../parts/pages";
import { Empty } from "../parts/states";
import { useSpeech, type Word } from "../words";

/** What the server calls each kind of change, and the words for it. */
const VERBS: Record<string, Word> = {
  "make workshop": "verb.make",
  "import workshop": "verb.import",
  "import people": "verb.import-people",
  "set up": "verb.set-up",
  "set dates": "verb.dates",
  "set registration": "verb.registration-form",
  "decide registration": "verb.registration",
  "set retention": "verb.retention",
  "put poster": "verb.poster",
  erase: "verb.erase",
  propose: "verb.propose",
  "accept change": "verb.accept-change",
  "decline change": "verb.decline-change",
  "note outcome": "verb.outcome",
  "merge people": "verb.merge-people",
  "merge organisations": "verb.merge-organisations",
  "set phase workshop": "verb.phase",
  "start job": "verb.start",
  plan: "verb.plan",
  "edit plan": "verb.edit",
  repair: "verb.repair",
  publish: "verb.publish",
  "send mails": "verb.send",
  book: "verb.book",
  release: "verb.release",
  "change profile": "verb.profile",
  "change person": "verb.person",
  avoid: "verb.avoid",
  "stop avoiding": "verb.stop-avoiding",
  "note arrival": "verb.arrival",
  "take in": "verb.take-in",
  "send request": "verb.request",
  "accept request": "verb.accept",
  "decline request": "verb.decline",
  "withdraw request": "verb.withdraw",
  invite: "verb.invite",
  "let go": "verb.let-go",
  settle: "verb.settle",
  "add absence": "verb.add-absence",
  "remove absence": "verb.remove-absence",
  "wish to hear": "verb.wish-talk",
  "no more wish to hear": "verb.unwish-talk",
  "ask to consult": "verb.consult",
  "take back to consult": "verb.unconsult",
  "keep draft": "verb.keep-draft",
  "change draft": "verb.change-draft",
  "remove draft": "verb.remove-draft",
  "invite to draft": "verb.invite-draft",
  "join draft": "verb.join-draft",
  "decline draft": "verb.decline-draft",
  "write message": "verb.message",
  "give contact": "verb.contact",
  "note delay": "verb.delay",
  "note visit": "verb.visit",
  "make feed": "verb.make-feed",
  "revoke feed": "verb.revoke-feed",
  "change mail": "verb.mail",
  "stop job": "verb.stop-job",
  "remove poster": "verb.remove-poster",
  "let stand in": "verb.stand-in",
  "end stand-in": "verb.end-stand-in",
  "name substitute": "verb.name-substitute",
  "end substitute": "verb.end-substitute",
  "let substitute in": "verb.let-substitute-in",
  "answer place": "verb.answer-place",
};

export default function History({ workshop }: ScreenProps) {
  const { t, of, moment, facts } = useSpeech();
  const client = useQueryClient();
  const { read, seen } = usePages("", (cursor?: number) => askHistory(workshop, cursor), PAGE);
  // Changes are taken back newest first, whichever page is seen.
  const newest = useQuery(askHistory(workshop));
  const last = [...(newest.data?.items ?? []), ...seen.items].find(
    (entry) => entry.undoable,
  );
  const said = (verb: string, subject: string) => {
    const word = VERBS[`${verb} ${subject}`] ?? VERBS[verb];
    const version = /^plan (\d+)$/.exec(subject)?.[1];
    const what = version ? t("history.version", { version }) : "";
    return word ? facts(t(word), what) : `${verb} ${subject}`;
  };
  return (
    <>
      <h1>{t("screen.history")}</h1>
      <Reading read={read} />
      {read.data?.items.length === 0 && <Empty>{t("history.none")}</Empty>}
      <Pages seen={seen} label={t("screen.history")}>
        <ol className="list">
          {seen.items.map((entry, i) => (
            <li key={entry.id} className="item" {...placeOf(seen, i)}>
              <div className="item-head">
                <p className="item-title">{said(entry.verb, entry.subject)}</p>
                <p className="quiet-text">{moment(entry.at)}</p>
              </div>
              <p className="quiet-text">
                {facts(
                  t("history.by", { name: entry.by_name }),
                  entry.for_name && t("history.for", { name: of(entry.for_name) }),
                )}
              </p>
              {entry.id === last?.id && (
                <Ask
                  open={t("history.undo")}
                  look="button second"
                  title={t("history.undo-title", { what: said(entry.verb, entry.subject) })}
                  yes={t("history.undo-yes")}
                  act={async () => {
                    const params = { path: { workshop, entry: entry.id } };
                    await answered(
                      api.POST("/api/workshops/{workshop}/history/{entry}/undo", { params }),
                    );
                    await client.invalidateQueries({ queryKey: [workshop] });
                  }}
                >
                  <p>{t("history.undo-note")}</p>
                </Ask>
              )}
              {(entry.before != null || entry.after != null) && (
                <details>
                  <summary>{t("history.details")}</summary>
                  <pre className="history-details">
                    {JSON.stringify({ before: entry.before, after: entry.after }, null, 1)}
                  </pre>
                </details>
              )}
            </li>
          ))}
        </ol>
      </Pages>
    </>
  );
}
