// Colleagues of my organisation who may act for me, and those for whom I may act.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { answered, api, type Schemas } from "../api/client";
import { askStandIns } from "../api/asks";
import { putAnswer } from "../api/put";
import { ActButton } from "../parts/ActButton";
import { useActFor } from "../parts/ActingBar";
import { Ask } from "../parts/Ask";
import { Failed, Loading } from "../parts/states";
import { useSpeech } from "../words";

type Person = Schemas["PersonRef"];

export function StandIns({ workshop }: { workshop: string }) {
  const { t } = useSpeech();
  const all = useQuery(askStandIns(workshop));
  return (
    <section className="narrow" aria-labelledby="stand-ins">
      <h2 id="stand-ins">{t("stand-in.title")}</h2>
      <p>{t("stand-in.lead")}</p>
      {all.isPending && <Loading />}
      {all.error && <Failed error={all.error} again={() => all.refetch()} />}
      {all.data && (
        <>
          <ForMe workshop={workshop} all={all.data} />
          {all.data.i_for.length > 0 && <IFor workshop={workshop} all={all.data} />}
        </>
      )}
    </section>
  );
}

type PartProps = { workshop: string; all: Schemas["StandIns"] };

function ForMe({ workshop, all }: PartProps) {
  const { t, named } = useSpeech();
  const client = useQueryClient();
  const [chosen, choose] = useState("");
  const letIn = useMutation({
    mutationFn: (person: string) =>
      answered(
        api.POST("/api/workshops/{workshop}/stand-ins", {
          params: { path: { workshop } },
          body: { person },
        }),
      ),
    onSuccess: async (next) => {
      await putAnswer(client, askStandIns(workshop).queryKey, next);
      choose("");
    },
  });
  return (
    <>
      {all.for_me.length === 0 && <p className="quiet-text">{t("stand-in.nobody")}</p>}
      <ul className="plain">
        {all.for_me.map((deputy) => (
          <li key={deputy.id} className="row between-ends">
            <span>{t("stand-in.for-me", { name: named(deputy.name) })}</span>
            <End workshop={workshop} person={all.me} deputy={deputy} />
          </li>
        ))}
      </ul>
      {all.colleagues.length === 0 && <p className="quiet-text">{t("stand-in.no-colleague")}</p>}
      {all.colleagues.length > 0 && (
        <form
          className="row tools"
          onSubmit={(event) => {
            event.preventDefault();
            if (chosen) letIn.mutate(chosen);
          }}
        >
          <label className="field">
            {t("stand-in.choose")}
            <select value={chosen} onChange={(event) => choose(event.target.value)}>
              <option value="">{t("stand-in.none-chosen")}</option>
              {all.colleagues.map((one) => (
                <option key={one.id} value={one.id}>
                  {named(one.name)}
                </option>
              ))}
            </select>
          </label>
          <ActButton
            type="submit"
            className="button second"
            isDisabled={!chosen}
            isPending={letIn.isPending}
          >
            {t("stand-in.let-in")}
          </ActButton>
        </form>
      )}
      {letIn.error && <Failed error={letIn.error} />}
    </>
  );
}

function IFor({ workshop, all }: PartProps) {
  const { t, named } = useSpeech();
  const act = useActFor(workshop);
  return (
    <>
      <h3>{t("stand-in.i-for")}</h3>
      <p className="quiet-text">{t("stand-in.i-for-note")}</p>
      <ul className="plain">
        {all.i_for.map((person) => (
          <li key={person.id} className="row between-ends">
            <span>{named(person.name)}</span>
            <span className="row">
              <Button
                className="button second"
                onPress={() => act({ workshop, person, standIn: true })}
              >
                {t("people.act", { name: named(person.name) })}
              </Button>
              <End workshop={workshop} person={person} deputy={all.me} />
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

type EndProps = { workshop: string; person: Person; deputy: Person };

function End({ workshop, person, deputy }: EndProps) {
  const { t, named } = useSpeech();
  const client = useQueryClient();
  return (
    <Ask
      open={t("stand-in.end")}
      look="button second"
      title={t("stand-in.end-title", { person: named(person.name), deputy: named(deputy.name) })}
      yes={t("stand-in.end")}
      act={async () => {
        const params = { path: { workshop, person: person.id, deputy: deputy.id } };
        await answered(
          api.DELETE("/api/workshops/{workshop}/stand-ins/{person}/{deputy}", { params }),
        );
        await client.invalidateQueries({ queryKey: [workshop, "stand-ins"] });
      }}
    />
  );
}
