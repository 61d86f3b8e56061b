// My desk today: who comes next, with their question and profile, what I note, how late I run.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "react-aria-components/Button";
import { Label, TextArea, TextField } from "react-aria-components/TextField";
import type { ScreenProps } from "../App";
import { answered, api, type Schemas } from "../api/client";
import { askDesks } from "../api/asks";
import { ActButton } from "../parts/ActButton";
import { useDraft } from "../parts/draft";
import { ReadProfile } from "../parts/ReadProfile";
import { Empty, Failed, Loading } from "../parts/states";
import { Theirs } from "../parts/Theirs";
import { clock, span } from "../parts/time";
import { useSpeech } from "../words";

/** Minutes by which one press changes how late a desk runs. */
const STEP = 5;
const MOST = 600;

export default function Desk({ workshop }: ScreenProps) {
  const { t } = useSpeech();
  const desks = useQuery(askDesks(workshop));
  if (desks.isPending) return <Loading />;
  if (desks.error) return <Failed error={desks.error} again={() => desks.refetch()} />;
  // One's own desk first.
  const shown = desks.data.toSorted((a, b) => Number(b.mine) - Number(a.mine));
  return (
    <>
      <h1>{t("screen.desk")}</h1>
      {shown.length === 0 && <Empty>{t("desk.none")}</Empty>}
      {shown.map((desk) => (
        <One key={desk.desk} workshop={workshop} desk={desk} />
      ))}
    </>
  );
}

function useDesksChanged(workshop: string) {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: [workshop, "desks"] });
}

function One({ workshop, desk }: { workshop: string; desk: Schemas["DeskDay"] }) {
  const { t, of, list, facts, named } = useSpeech();
  const changed = useDesksChanged(workshop);
  const late = useMutation({
    mutationFn: (minutes: number) =>
      answered(
        api.PUT("/api/workshops/{workshop}/desks/{desk}/delay", {
          params: {
            path: { workshop, desk: desk.desk },
            header: { "If-Match": desk.delay_etag },
          },
          body: { minutes },
        }),
      ),
    onSuccess: changed,
  });
  const minutes = desk.delay_minutes;
  return (
    <section aria-labelledby={desk.desk}>
      <h2 id={desk.desk}>
        {of(desk.name)} {desk.mine && <span className="badge agreed">{t("desk.mine")}</span>}
      </h2>
      <p className="quiet-text">
        {facts(
          desk.coordinator && named(desk.coordinator.name),
          list(desk.hours.map(span)),
          list(desk.expertise.map(of)),
        )}
      </p>
      <div className="row">
        <p role="status">
          <strong className={minutes > 0 ? "bad-text" : undefined}>
            {minutes > 0 ? t("desk.late", { minutes }) : t("desk.on-time")}
          </strong>
        </p>
        {desk.mine && (
          <>
            <ActButton
              className="button second"
              isPending={late.isPending}
              isDisabled={minutes + STEP > MOST}
              onPress={() => late.mutate(minutes + STEP)}
            >
              {t("desk.later", { minutes: STEP })}
            </ActButton>
            {minutes > 0 && (
              <Button className="button second" onPress={() => late.mutate(Math.max(0, minutes - STEP))}>
                {t("desk.earlier", { minutes: STEP })}
              </Button>
            )}
          </>
        )}
      </div>
      {late.error && <Failed error={late.error} />}
      {desk.visits.length === 0 && <Empty>{t("desk.nobody")}</Empty>}
      <ol className="day">
        {desk.visits.map((visit) => (
          <li key={visit.consultation} className="slot consultation">
            <p className="slot-time">
              <time dateTime={visit.start}>{clock(visit.start)}</time>
              <span className="slot-end">–{clock(visit.end)}</span>
            </p>
            <div className="stack">
              <div>
                <h3 className="item-title">{named(visit.person.name)}</h3>
                <p className="quiet-text">
                  {facts(
                    of(visit.person.organisation.name),
                    t(`arrival.${visit.arrival}`),
                    visit.comes_at && t("reception.until", { at: clock(visit.comes_at) }),
                  )}
                </p>
              </div>
              <p lang={visit.lang} className="prose">
                {visit.topic}
              </p>
              {visit.profiles.map((id) => (
                <div key={id} className="read">
                  <ReadProfile workshop={workshop} id={id} title={of(visit.person.name)} />
                </div>
              ))}
              <Note workshop={workshop} visit={visit} />
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Note({ workshop, visit }: { workshop: string; visit: Schemas["Visit"] }) {
  const { t } = useSpeech();
  const changed = useDesksChanged(workshop);
  const [draft, setDraft] = useDraft<string>(`${workshop} note ${visit.consultation}`);
  const save = useMutation({
    mutationFn: (text: string) =>
      answered(
        api.PUT("/api/workshops/{workshop}/consultations/{consultation}/note", {
          params: {
            path: { workshop, consultation: visit.consultation },
            header: { "If-Match": visit.note_etag },
          },
          body: { text },
        }),
      ),
    onSuccess: async () => {
      await changed();
      setDraft(null);
    },
  });
  const text = draft ?? visit.note;
  return (
    <div className="stack">
      <TextField value={text} onChange={setDraft} maxLength={20_000}>
        <Label>{t("desk.note")}</Label>
        <TextArea rows={2} />
      </TextField>
      <Theirs error={save.error} mine={text} theirs={visit.note} />
      {draft !== null && draft !== visit.note && (
        <div>
          <ActButton
            className="button second"
            isPending={save.isPending}
            onPress={() => save.mutate(text)}
          >
            {t("profile.save")}
          </ActButton>
        </div>
      )}
      {save.error && <Failed error={save.error} />}
    </div>
  );
}
