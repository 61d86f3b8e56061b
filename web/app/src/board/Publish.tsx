// Publishing a version, with what it would change for whom said before.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { answered, api, type Schemas } from "../api/client";
import { askChanges } from "../api/asks";
import { Ask } from "../parts/Ask";
import { Failed, Loading } from "../parts/states";
import { useSpeech } from "../words";

type PublishProps = {
  workshop: string;
  plan: Schemas["PlanRef"];
  published?: Schemas["PlanRef"];
};

export function Publish({ workshop, plan, published }: PublishProps) {
  const { t } = useSpeech();
  const client = useQueryClient();
  if (plan.published) return <p className="badge agreed">{t("publish.is")}</p>;
  return (
    <Ask
      open={t("publish.open")}
      title={t("publish.title", { version: plan.version })}
      yes={t("publish.yes")}
      act={async () => {
        await answered(
          api.POST("/api/workshops/{workshop}/plans/{version}/publish", {
            params: { path: { workshop, version: plan.version } },
          }),
        );
        await client.invalidateQueries({ queryKey: [workshop] });
      }}
    >
      {published ? (
        <Changes workshop={workshop} version={plan.version} from={published.version} />
      ) : (
        <p>{t("publish.first")}</p>
      )}
    </Ask>
  );
}

type ChangesProps = { workshop: string; version: number; from: number };

function Changes({ workshop, version, from }: ChangesProps) {
  const { t, of, list } = useSpeech();
  const changes = useQuery(askChanges(workshop, version, from));
  if (changes.isPending) return <Loading />;
  if (changes.error) return <Failed error={changes.error} again={() => changes.refetch()} />;
  const { changes: all, affected } = changes.data;
  return (
    <>
      <p>{t("publish.changes", { count: all.length, people: affected.length, from })}</p>
      {affected.length > 0 && (
        <details>
          <summary>{t("overview.who")}</summary>
          <p className="affected">{list(affected.map((person) => of(person.name)))}</p>
        </details>
      )}
    </>
  );
}
