// What becomes of the workshop's data: given out as a whole, kept so long, then erased.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Form } from "react-aria-components/Form";
import { Input, Label, TextField } from "react-aria-components/TextField";
import type { ScreenProps } from "../App";
import { answered, api } from "../api/client";
import { askRetention } from "../api/asks";
import { ActButton } from "../parts/ActButton";
import { Failed, Loading } from "../parts/states";
import { Theirs } from "../parts/Theirs";
import { useSpeech } from "../words";

const FORMS = ["xlsx", "json"] as const;
/** A year, five years, ten: what agencies keep records for. */
const USUAL_DAYS = [365, 1826, 3652];
const MAX_DAYS = 36_500;

export default function Data({ workshop }: ScreenProps) {
  const { t } = useSpeech();
  const retention = useQuery(askRetention(workshop));
  return (
    <>
      <h1>{t("screen.data")}</h1>
      <section className="sheet" aria-labelledby="give-out">
        <h2 id="give-out">{t("data.export")}</h2>
        <p className="lead">{t("data.export-note")}</p>
        <div className="row">
          {FORMS.map((form) => (
            <a
              key={form}
              className={form === "xlsx" ? "button" : "button second"}
              href={`/api/workshops/${workshop}/export?form=${form}`}
              download
            >
              {t(`data.export-${form}`)}
            </a>
          ))}
        </div>
      </section>
      <section className="sheet" aria-labelledby="keep">
        <h2 id="keep">{t("data.retention")}</h2>
        <p className="lead">{t("data.retention-note")}</p>
        {retention.error && <Failed error={retention.error} again={() => retention.refetch()} />}
        {retention.isPending && <Loading />}
        {retention.data && (
          <Retention workshop={workshop} kept={retention.data.days ?? null} etag={retention.data.etag} />
        )}
      </section>
      <section className="sheet" aria-labelledby="one">
        <h2 id="one">{t("data.one")}</h2>
        <p className="lead">{t("data.one-note")}</p>
      </section>
    </>
  );
}

type RetentionProps = { workshop: string; kept: number | null; etag: string };

function Retention({ workshop, kept, etag }: RetentionProps) {
  const { t } = useSpeech();
  const client = useQueryClient();
  const [ends, setEnds] = useState(kept !== null);
  const [typed, setTyped] = useState(String(kept ?? USUAL_DAYS[0]));
  const plain = typed.normalize("NFKC").trim();
  const days = /^\d+$/.test(plain) ? Number(plain) : NaN;
  const wanted = ends ? days : null;
  const sound = wanted === null || (wanted >= 0 && wanted <= MAX_DAYS);
  const said = (one: number | null) => (one === null ? t("data.retention-never") : String(one));
  const save = useMutation({
    mutationFn: () =>
      answered(
        api.PUT("/api/workshops/{workshop}/retention", {
          params: { path: { workshop }, header: { "If-Match": etag } },
          body: { days: wanted },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: [workshop, "retention"] }),
  });
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        if (sound) save.mutate();
      }}
    >
      <fieldset className="choices">
        <legend className="visually-hidden">{t("data.retention")}</legend>
        <label className="check">
          <input type="radio" name="ends" checked={!ends} onChange={() => setEnds(false)} />
          {t("data.retention-never")}
        </label>
        <label className="check">
          <input type="radio" name="ends" checked={ends} onChange={() => setEnds(true)} />
          {t("data.retention-after")}
        </label>
      </fieldset>
      {ends && (
        <>
          <TextField className="field narrow" value={typed} onChange={setTyped} isInvalid={!sound}>
            <Label>{t("data.retention-days")}</Label>
            <Input inputMode="numeric" />
          </TextField>
          {!sound && (
            <p role="alert" className="may-not">
              {t("data.retention-wrong", { max: MAX_DAYS })}
            </p>
          )}
          <div className="row">
            {USUAL_DAYS.map((usual, i) => (
              <button
                key={usual}
                type="button"
                className="choose"
                data-selected={usual === days || undefined}
                aria-pressed={usual === days}
                onClick={() => setTyped(String(usual))}
              >
                {t("data.years", { count: [1, 5, 10][i]! })}
              </button>
            ))}
          </div>
        </>
      )}
      <Theirs error={save.error} mine={said(wanted)} theirs={said(kept)} />
      <div className="row">
        <ActButton
          type="submit"
          className="button"
          isDisabled={!sound || wanted === kept}
          isPending={save.isPending}
        >
          {t("data.retention-keep")}
        </ActButton>
        <span role="status" className="quiet-text">
          {wanted === kept ? t("data.retention-kept") : t("profile.unsaved")}
        </span>
      </div>
      {save.error && <Failed error={save.error} />}
    </Form>
  );
}
