// Answering a request: yes, or no with a reason that the other side never sees.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { answered, api, type Schemas } from "../api/client";
import { useSpeech } from "../words";
import { ActButton } from "./ActButton";
import { Ask } from "./Ask";
import { Failed } from "./states";

/** Everything that a request may change is asked anew. */
export function useRequestsChanged(workshop: string) {
  const client = useQueryClient();
  return () =>
    Promise.all(
      ["requests", "suggestions"].map((what) =>
        client.invalidateQueries({ queryKey: [workshop, what] }),
      ),
    );
}

type AnswerProps = { workshop: string; request: Schemas["RequestView"] };

export function Answer({ workshop, request }: AnswerProps) {
  const { t, of } = useSpeech();
  const changed = useRequestsChanged(workshop);
  const params = { path: { workshop, request: request.id } };
  const accept = useMutation({
    mutationFn: () =>
      answered(api.POST("/api/workshops/{workshop}/requests/{request}/accept", { params })),
    onSuccess: changed,
  });
  return (
    <>
      <div className="row">
        <ActButton className="button" isPending={accept.isPending} onPress={() => accept.mutate()}>
          {t("request.accept")}
        </ActButton>
        <Ask
          open={t("request.decline")}
          look="button second"
          title={t("request.decline-title", { name: of(request.from.name) })}
          text={{ label: t("request.reason"), draft: `${workshop} reason ${request.id}` }}
          yes={t("request.decline")}
          act={async (reason) => {
            await answered(
              api.POST("/api/workshops/{workshop}/requests/{request}/decline", {
                params,
                body: { reason },
              }),
            );
            await changed();
          }}
        >
          <p>{t("request.decline-note")}</p>
        </Ask>
      </div>
      {accept.error && <Failed error={accept.error} />}
    </>
  );
}
