// A profile read in full, over the page.
import { useQuery } from "@tanstack/react-query";
import { Button } from "react-aria-components/Button";
import { Dialog, DialogTrigger, Heading } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { askProfile } from "../api/asks";
import { useSpeech } from "../words";
import { ProfileSheet } from "./ProfileSheet";
import { Failed, Loading } from "./states";

type ReadProfileProps = { workshop: string; id: string; title: string };

export function ReadProfile({ workshop, id, title }: ReadProfileProps) {
  const { t } = useSpeech();
  return (
    <DialogTrigger>
      <Button className="quiet">
        {t("profile.read")}
        <span className="visually-hidden"> {title}</span>
      </Button>
      <ModalOverlay className="overlay" isDismissable>
        <Modal className="modal">
          <Dialog>
            {({ close }) => (
              <>
                <Heading slot="title">{t("profile.read-title")}</Heading>
                <Whole workshop={workshop} id={id} />
                <div className="row end">
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

function Whole({ workshop, id }: { workshop: string; id: string }) {
  const profile = useQuery(askProfile(workshop, id));
  if (profile.isPending) return <Loading />;
  if (profile.error) return <Failed error={profile.error} again={() => profile.refetch()} />;
  return <ProfileSheet workshop={workshop} profile={profile.data} />;
}
