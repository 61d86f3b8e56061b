// A question that is answered before something is done.
import { type ReactNode, useState } from "react";
import { Button } from "react-aria-components/Button";
import { Dialog, DialogTrigger, Heading } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { Label, TextArea, TextField } from "react-aria-components/TextField";
import { useSpeech } from "../words";
import { ActButton } from "./ActButton";
import { Failed } from "./states";

type AskProps = {
  /** The words on the button that opens the question. */
  open: string;
  title: string;
  /** The words on the button that says yes. */
  yes: string;
  look?: "button" | "button second";
  disabled?: boolean;
  /** The label of a text to be written along; none where left out. */
  text?: string;
  children?: ReactNode;
  act: (text: string) => Promise<unknown>;
};

export function Ask({ open, title, yes, look = "button", disabled, text, children, act }: AskProps) {
  const { t } = useSpeech();
  const [written, setWritten] = useState("");
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const run = async (close: () => void) => {
    setBusy(true);
    setError(null);
    try {
      await act(written);
      setWritten("");
      close();
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <DialogTrigger>
      <Button className={look} isDisabled={disabled}>
        {open}
      </Button>
      <ModalOverlay className="overlay" isDismissable>
        <Modal className="modal">
          <Dialog>
            {({ close }) => (
              <>
                <Heading slot="title">{title}</Heading>
                {children}
                {text && (
                  <TextField value={written} onChange={setWritten} maxLength={2000}>
                    <Label>{text}</Label>
                    <TextArea rows={4} />
                  </TextField>
                )}
                {error !== null && <Failed error={error} />}
                <div className="row end">
                  <Button className="button second" onPress={close}>
                    {t("action.back")}
                  </Button>
                  <ActButton className="button" isPending={busy} onPress={() => run(close)}>
                    {yes}
                  </ActButton>
                </div>
              </>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}
