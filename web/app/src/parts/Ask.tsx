// A question that is answered before something is done.
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Button } from "react-aria-components/Button";
import { Dialog, DialogTrigger, Heading } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { Label, TextArea, TextField } from "react-aria-components/TextField";
import { useSpeech } from "../words";
import { ActButton } from "./ActButton";
import { useDraft } from "./draft";
import { Failed } from "./states";

type AskProps = {
  /** The words on the button that opens the question. */
  open: string;
  title: string;
  /** The words on the button that says yes. */
  yes: string;
  look?: "button" | "button second" | "quiet";
  disabled?: boolean;
  /** What is asked about is still on its way: nobody says yes to what they have not seen. */
  unseen?: boolean;
  /** A text to be written along: its label, and the name under which it is kept until it is sent. */
  text?: { label: string; draft: string };
  children?: ReactNode;
  act: (text: string) => Promise<unknown>;
};

export function Ask(props: AskProps) {
  return props.text ? <Writing {...props} text={props.text} /> : <Plain {...props} />;
}

type Written = { label: string; value: string; write: (text: string) => void; sent: () => void };

function Writing({ text, ...props }: AskProps & { text: NonNullable<AskProps["text"]> }) {
  const [kept, keep] = useDraft<string>(text.draft);
  return (
    <Plain
      {...props}
      written={{ label: text.label, value: kept ?? "", write: keep, sent: () => keep(null) }}
    />
  );
}

function Plain({ open, title, yes, look = "button", disabled, unseen, written, children, act }: Omit<AskProps, "text"> & { written?: Written }) {
  const { t } = useSpeech();
  const run = useMutation({
    mutationFn: async (close: () => void) => {
      await act(written?.value ?? "");
      written?.sent();
      close();
    },
  });
  return (
    <DialogTrigger>
      <Button className={look} isDisabled={disabled}>
        {open}
        {written?.value && <span className="writing">{t("ask.writing")}</span>}
      </Button>
      <ModalOverlay className="overlay" isDismissable>
        <Modal className="modal">
          <Dialog>
            {({ close }) => (
              <>
                <Heading slot="title">{title}</Heading>
                {children}
                {written && (
                  <TextField value={written.value} onChange={written.write} maxLength={2000}>
                    <Label>{written.label}</Label>
                    <TextArea rows={4} />
                  </TextField>
                )}
                {run.error && <Failed error={run.error} />}
                <div className="row end">
                  <Button className="button second" onPress={close}>
                    {t("action.back")}
                  </Button>
                  <ActButton className="button" isDisabled={unseen} isPending={run.isPending} onPress={() => run.mutate(close)}>
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
