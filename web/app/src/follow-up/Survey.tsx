// What I say of the day: three grades, whether I would come again, a comment.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Form } from "react-aria-components/Form";
import { Label, TextArea, TextField } from "react-aria-components/TextField";
import { api, type Schemas, tagged } from "../api/client";
import { askSurvey } from "../api/asks";
import { putAnswer } from "../api/put";
import { ActButton } from "../parts/ActButton";
import { useDraft } from "../parts/draft";
import { Failed, Loading } from "../parts/states";
import { Theirs } from "../parts/Theirs";
import { useSpeech } from "../words";

export const QUESTIONS = ["overall", "partners", "timetable"] as const;
const GRADES = [5, 4, 3, 2, 1] as const;
type Answer = Schemas["SurveyAnswer"];

export function Survey({ workshop }: { workshop: string }) {
  const { t } = useSpeech();
  const client = useQueryClient();
  const kept = useQuery(askSurvey(workshop));
  const [draft, write] = useDraft<Partial<Answer>>(`${workshop} survey`);
  const answer: Partial<Answer> = { comment: "", ...kept.data?.data, ...draft };
  const whole = QUESTIONS.every((question) => answer[question]) && answer.again !== undefined;
  const save = useMutation({
    mutationFn: () =>
      tagged(
        api.PUT("/api/workshops/{workshop}/survey", {
          params: { path: { workshop }, header: { "If-Match": kept.data!.tag } },
          body: answer as Answer,
        }),
      ),
    onSuccess: async (said) => {
      await putAnswer(client, askSurvey(workshop).queryKey, said);
      write(null);
    },
  });
  if (kept.error) return <Failed error={kept.error} again={() => kept.refetch()} />;
  if (kept.isPending) return <Loading />;
  return (
    <section className="sheet" aria-labelledby="survey">
      <h2 id="survey">{t("survey.title")}</h2>
      <p className="lead">{t("survey.lead")}</p>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          if (whole) save.mutate();
        }}
      >
        {QUESTIONS.map((question) => (
          <fieldset key={question} className="choices">
            <legend>{t(`survey.${question}`)}</legend>
            <div className="row">
              {GRADES.map((grade) => (
                <label key={grade} className="check">
                  <input
                    type="radio"
                    name={question}
                    checked={answer[question] === grade}
                    onChange={() => write({ ...draft, [question]: grade })}
                  />
                  {t(`survey.grade-${grade}`)}
                </label>
              ))}
            </div>
          </fieldset>
        ))}
        <fieldset className="choices">
          <legend>{t("survey.again")}</legend>
          <div className="row">
            {([true, false] as const).map((again) => (
              <label key={String(again)} className="check">
                <input
                  type="radio"
                  name="again"
                  checked={answer.again === again}
                  onChange={() => write({ ...draft, again })}
                />
                {t(again ? "survey.yes" : "survey.no")}
              </label>
            ))}
          </div>
        </fieldset>
        <TextField
          value={answer.comment ?? ""}
          onChange={(comment) => write({ ...draft, comment })}
          maxLength={2000}
        >
          <Label>{t("survey.comment")}</Label>
          <TextArea rows={4} />
        </TextField>
        <Theirs
          error={save.error}
          mine={answer.comment ?? ""}
          theirs={kept.data.data?.comment ?? ""}
        />
        <div className="row">
          <ActButton
            type="submit"
            className="button"
            isDisabled={!whole || draft === null}
            isPending={save.isPending}
          >
            {t("survey.send")}
          </ActButton>
          <span role="status" className="quiet-text">
            {kept.data.data && draft === null ? t("survey.thanks") : whole ? "" : t("survey.missing")}
          </span>
        </div>
        {save.error && <Failed error={save.error} />}
      </Form>
    </section>
  );
}
