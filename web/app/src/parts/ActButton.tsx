// A button whose work takes a moment: it keeps the focus, and says that it is at work.
import type { ReactNode } from "react";
import { Button, type ButtonProps } from "react-aria-components/Button";
import { ProgressBar } from "react-aria-components/ProgressBar";
import { useSpeech } from "../words";

type ActButtonProps = Omit<ButtonProps, "children"> & { children: ReactNode };

export function ActButton({ children, ...props }: ActButtonProps) {
  const { t } = useSpeech();
  return (
    <Button {...props}>
      {children}
      {props.isPending && (
        <ProgressBar aria-label={t("state.busy")} isIndeterminate className="visually-hidden" />
      )}
    </Button>
  );
}
