// Publishing a version, with what it would change for whom said before.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { askChanges } from "../api/asks";
import { answered, api, type Schemas } from "../api/client";
import { Ask } from "../parts/Ask";
import { useSpeech } from "../words";
import { Changes, Notices } from "./Changes";

type PublishProps = {
  workshop: string;
  plan: Schemas["PlanRef"];
  published?: Schemas["PlanRef"];
  faults: Schemas["Text"][];
  venue: Schemas["VenueView"];
};

export function Publish({ workshop, plan, published, faults, venue }: PublishProps) {
  const { t, of } = useSpeech();
  const client = useQueryClient();
  // Asked for by what the question shows.
  const changes = useQuery({
    ...askChanges(workshop, plan.version, published?.version ?? 0),
    enabled: false,
  });
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
      unseen={published !== undefined && !changes.isSuccess}
    >
      {faults.length > 0 && (
        <div className="notice bad">
          <p>{t("board.faults", { count: faults.length })}</p>
          <ul className="reasons">
            {faults.map((fault, i) => (
              <li key={i}>{of(fault)}</li>
            ))}
          </ul>
        </div>
      )}
      {published ? (
        <Changes workshop={workshop} version={plan.version} from={published.version} venue={venue} />
      ) : (
        <p>{t("publish.first")}</p>
      )}
      <Notices workshop={workshop} version={plan.version} />
      <p className="quiet-text">{t("publish.outbox")}</p>
    </Ask>
  );
}
