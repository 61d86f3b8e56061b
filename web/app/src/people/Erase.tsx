// Erasing a person at their wish. There is no way back, so it is asked before and said in full.
import { useQueryClient } from "@tanstack/react-query";
import { answered, api, type Schemas } from "../api/client";
import { Ask } from "../parts/Ask";
import { useSpeech } from "../words";

type EraseProps = { workshop: string; person: Schemas["PersonRef"]; done: () => void };

export function Erase({ workshop, person, done }: EraseProps) {
  const { t, named } = useSpeech();
  const client = useQueryClient();
  const name = named(person.name);
  return (
    <Ask
      open={t("erase.open")}
      look="button second"
      title={t("erase.title", { name })}
      yes={t("erase.yes")}
      act={async () => {
        const params = { path: { workshop, person: person.id } };
        await answered(api.DELETE("/api/workshops/{workshop}/people/{person}", { params }));
        done();
        await client.invalidateQueries({ queryKey: [workshop] });
      }}
    >
      <p>{t("erase.what")}</p>
      <p>
        <strong>{t("erase.no-way-back")}</strong>
      </p>
    </Ask>
  );
}
