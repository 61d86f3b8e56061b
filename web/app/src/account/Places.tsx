// Places in which I am asked to come: agreed to, together with the use of my data, or not.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api, type Schemas } from "../api/client";
import { askOffers } from "../api/asks";
import { ActButton } from "../parts/ActButton";
import { Failed } from "../parts/states";
import { useSpeech } from "../words";

export function Places() {
  const { t } = useSpeech();
  const all = useQuery(askOffers);
  if (all.error) return <Failed error={all.error} again={() => all.refetch()} />;
  if (!all.data?.length) return null;
  return (
    <section className="narrow" aria-labelledby="places">
      <h2 id="places">{t("place.title")}</h2>
      {all.data.map((one) => (
        <Place key={`${one.workshop} ${one.person.id}`} one={one} />
      ))}
    </section>
  );
}

function Place({ one }: { one: Schemas["OfferedPlace"] }) {
  const { t, of, named } = useSpeech();
  const client = useQueryClient();
  const [consents, consent] = useState(false);
  const say = useMutation({
    mutationFn: (agrees: boolean) =>
      answered(
        api.POST("/api/me/places/{workshop}/{person}", {
          params: { path: { workshop: one.workshop, person: one.person.id } },
          body: { agrees },
        }),
      ),
    // Who says no may have no account any more.
    onSuccess: () => client.invalidateQueries(),
  });
  return (
    <div className="notice">
      <p>
        <strong>
          {t("place.asked", {
            person: named(one.person.name),
            organisation: of(one.person.organisation.name),
            workshop: of(one.workshop_name),
          })}
        </strong>
      </p>
      {one.agreed && <p role="status">{t("place.agreed")}</p>}
      {!one.agreed && (
        <>
          <p>{t("place.data")}</p>
          {of(one.notice) && <p>{of(one.notice)}</p>}
          <label className="check">
            <input
              type="checkbox"
              checked={consents}
              onChange={(event) => consent(event.target.checked)}
            />
            {t("place.consent")}
          </label>
        </>
      )}
      <div className="row">
        {!one.agreed && (
          <ActButton
            className="button"
            isDisabled={!consents}
            isPending={say.isPending && say.variables}
            onPress={() => say.mutate(true)}
          >
            {t("place.come")}
          </ActButton>
        )}
        <ActButton
          className="button second"
          isPending={say.isPending && !say.variables}
          onPress={() => say.mutate(false)}
        >
          {t("place.decline")}
        </ActButton>
      </div>
      {say.error && <Failed error={say.error} />}
    </div>
  );
}
