// What is under the cursor, told in full, with what can be done with it.
import { Button } from "react-aria-components/Button";
import type { Schemas } from "../api/client";
import { ActButton } from "../parts/ActButton";
import { span } from "../parts/time";
import { useSpeech } from "../words";
import type { Placement } from "./rows";

type ToldProps = {
  chosen: Placement | null;
  busy: boolean;
  take: (item: string) => void;
  lock: (placement: Placement) => void;
  remove: (placement: Placement) => void;
};

export function Told({ chosen, busy, take, lock, remove }: ToldProps) {
  const { t, of } = useSpeech();
  if (!chosen) return <p className="told quiet-text">{t("board.hint")}</p>;
  return (
    <div className="told chosen">
      <div aria-live="polite">
        <h2>{of(chosen.title)}</h2>
        <Facts placement={chosen} />
        <ul>
          {chosen.people.map((person) => (
            <li key={person.id}>
              <Who person={person} />
            </li>
          ))}
        </ul>
      </div>
      <div className="row">
        <Button className="button" onPress={() => take(chosen.item)}>
          {t("move.take")}
        </Button>
        <ActButton className="button second" isPending={busy} onPress={() => lock(chosen)}>
          {t(chosen.locked ? "edit.unlock" : "edit.lock")}
        </ActButton>
        {chosen.kind !== "session" && (
          <ActButton className="button second" isPending={busy} onPress={() => remove(chosen)}>
            {t("edit.remove")}
          </ActButton>
        )}
      </div>
    </div>
  );
}

function Facts({ placement }: { placement: Placement }) {
  const { t, of, facts } = useSpeech();
  return (
    <p>
      {facts(
        span(placement),
        of(placement.room_name),
        placement.table != null && t("day.table", { table: placement.table }),
        placement.locked && t("board.locked"),
      )}
    </p>
  );
}

/** The name as it is spoken to, the organisation beside. */
export function Who({ person }: { person: Schemas["PersonRef"] }) {
  const { t, of } = useSpeech();
  return (
    <>
      {t("person.name", { name: of(person.name) })}{" "}
      <span className="quiet-text">{of(person.organisation.name)}</span>
    </>
  );
}
