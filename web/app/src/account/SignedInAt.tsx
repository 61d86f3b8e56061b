// Where I am signed in, and the access tokens of my scripts; each can be ended.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { answered, api } from "../api/client";
import { askCredentials } from "../api/asks";
import { Ask } from "../parts/Ask";
import { Failed, Loading } from "../parts/states";
import { useSpeech } from "../words";
import { device } from "./device";

export function SignedInAt() {
  const { t, moment } = useSpeech();
  const client = useQueryClient();
  const all = useQuery(askCredentials);
  const called = (one: { kind: string; label: string }) => {
    const known = one.kind === "token" ? null : device(one.label);
    return known ? t("account.device", known) : one.label;
  };
  return (
    <section className="narrow" aria-labelledby="signed-in">
      <h2 id="signed-in">{t("account.signed-in")}</h2>
      {all.isPending && <Loading />}
      {all.error && <Failed error={all.error} again={() => all.refetch()} />}
      <ul className="plain">
        {all.data?.map((one) => (
          <li key={one.id} className="row between-ends">
            <span>
              {one.kind === "token" && <strong>{t("account.token")} </strong>}
              {called(one)}
              <br />
              <span className="quiet-text">
                {t("account.since", { at: moment(one.created_at), until: moment(one.expires_at) })}
              </span>
            </span>
            {one.current ? (
              <span>{t("account.this")}</span>
            ) : (
              <Ask
                open={t("account.end")}
                look="button second"
                title={t("account.end")}
                yes={t("account.end")}
                act={async () => {
                  await answered(
                    api.DELETE("/api/me/credentials/{id}", { params: { path: { id: one.id } } }),
                  );
                  await client.invalidateQueries({ queryKey: ["credentials"] });
                }}
              >
                <p>{called(one)}</p>
              </Ask>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
