// Says plainly for whom one acts, and ends it.
import { useQueryClient } from "@tanstack/react-query";
import { Button } from "react-aria-components/Button";
import { type Acting, actFor } from "../acting";
import { addressOf, go } from "../route";
import { useSpeech } from "../words";

/** What was asked for one person is nothing for another. */
export function useActFor(workshop: string, back: "people" | "account" = "people") {
  const client = useQueryClient();
  return (next: Acting | null) => {
    actFor(next);
    client.removeQueries({ queryKey: [workshop] });
    go(addressOf(workshop, next ? "my-day" : back));
  };
}

/** `ended`: whoever let me in does so no more. */
export function ActingBar({ acting, ended }: { acting: Acting; ended: boolean }) {
  const { t, of, named } = useSpeech();
  const act = useActFor(acting.workshop, acting.standIn ? "account" : "people");
  const { name, organisation } = acting.person;
  return (
    <div className="acting" role="region" aria-label={t("acting.label")}>
      <p>
        {ended ? (
          <strong>{t("acting.ended", { name: named(name) })}</strong>
        ) : (
          <>
            <strong>{t("acting.for", { name: named(name), organisation: of(organisation.name) })}</strong>{" "}
            {t("acting.note")}
          </>
        )}
      </p>
      <Button className="button second" onPress={() => act(null)}>
        {t("acting.end")}
      </Button>
    </div>
  );
}
