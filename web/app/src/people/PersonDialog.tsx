// One person, for the organizer: corrected, or acted for.
import { useQuery } from "@tanstack/react-query";
import { Button } from "react-aria-components/Button";
import { Dialog, DialogTrigger, Heading } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import type { Schemas } from "../api/client";
import { askEveryone } from "../api/asks";
import { useActFor } from "../parts/ActingBar";
import { useSpeech } from "../words";
import { Erase } from "./Erase";
import { PersonForm } from "./PersonForm";

type PersonDialogProps = { workshop: string; person: Schemas["PersonView"] };

export function PersonDialog({ workshop, person }: PersonDialogProps) {
  const { t, of, named } = useSpeech();
  const act = useActFor(workshop);
  return (
    <DialogTrigger>
      <Button className="as-name">
        {of(person.name)}
        <span className="visually-hidden"> {t("people.open")}</span>
      </Button>
      <ModalOverlay className="overlay" isDismissable>
        <Modal className="modal roomy">
          <Dialog>
            {({ close }) => (
              <>
                <Heading slot="title">{named(person.name)}</Heading>
                <Details workshop={workshop} id={person.id} />
                <div className="notice">
                  <p>{t("people.act-note")}</p>
                  <Button
                    className="button second"
                    onPress={() => act({ workshop, person })}
                  >
                    {t("people.act", { name: named(person.name) })}
                  </Button>
                </div>
                <div className="row between-ends">
                  <Erase workshop={workshop} person={person} done={close} />
                  <Button className="button second" onPress={close}>
                    {t("action.close")}
                  </Button>
                </div>
              </>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}

function Details({ workshop, id }: { workshop: string; id: string }) {
  const everyone = useQuery(askEveryone(workshop));
  const known = new Map(everyone.data?.map(({ organisation }) => [organisation.id, organisation]));
  const organisations = [...known.values()].toSorted((a, b) => a.name.ja.localeCompare(b.name.ja, "ja"));
  return <PersonForm workshop={workshop} id={id} organisations={organisations} />;
}
