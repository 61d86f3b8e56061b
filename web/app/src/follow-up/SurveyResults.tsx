// What people said of the day, as bars with their numbers; not who said it.
import { useQuery } from "@tanstack/react-query";
import { Button } from "react-aria-components/Button";
import { askSurveyResults } from "../api/asks";
import { Empty, Failed, Loading } from "../parts/states";
import { saveSheet } from "../parts/sheet";
import { useSpeech } from "../words";
import { QUESTIONS } from "./Survey";

type Question = (typeof QUESTIONS)[number];

export function SurveyResults({ workshop }: { workshop: string }) {
  const { t, number } = useSpeech();
  const results = useQuery(askSurveyResults(workshop));
  if (results.error) return <Failed error={results.error} again={() => results.refetch()} />;
  if (!results.data) return <Loading />;
  const { people, answered, questions, again, comments } = results.data;
  const save = () =>
    saveSheet("survey", [
      [t("survey.question"), ...[1, 2, 3, 4, 5]],
      ...questions.map((one) => [t(`survey.${one.question as Question}`), ...one.counts]),
      [t("survey.again"), again],
      ...comments.map((comment) => [t("survey.comment"), comment]),
    ]);
  return (
    <section aria-labelledby="survey-results">
      <div className="row between-ends">
        <h2 id="survey-results">{t("survey.results")}</h2>
        {answered > 0 && (
          <Button className="button second" onPress={save}>
            {t("results.save")}
          </Button>
        )}
      </div>
      <p className="quiet-text">{t("survey.answered", { answered, people, again })}</p>
      {answered === 0 && <Empty>{t("survey.none")}</Empty>}
      {answered > 0 && (
        <div className="columns">
          {questions.map(({ question, counts }) => {
            const sum = counts.reduce((total, n, i) => total + n * (i + 1), 0);
            return (
              <table key={question} className="numbers">
                <caption>
                  {t(`survey.${question as Question}`)} {t("survey.mean", { mean: (sum / answered).toFixed(1) })}
                </caption>
                <tbody>
                  {[5, 4, 3, 2, 1].map((grade) => (
                    <tr key={grade}>
                      <th scope="row">{t(`survey.grade-${grade as 1 | 2 | 3 | 4 | 5}`)}</th>
                      <td className="number">{number(counts[grade - 1] ?? 0)}</td>
                      <td>
                        <svg className="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
                          <rect width={(100 * (counts[grade - 1] ?? 0)) / answered} height="6" />
                        </svg>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            );
          })}
        </div>
      )}
      {comments.length > 0 && (
        <details>
          <summary>{t("survey.comments", { count: comments.length })}</summary>
          <ul className="plain">
            {comments.map((comment, i) => (
              <li key={i}>
                <blockquote>{comment}</blockquote>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
