// A screen that fails says so, and the menu stays: nobody is left with a white page.
import { Component, type ReactNode } from "react";
import { Button } from "react-aria-components/Button";
import { useSpeech } from "../words";

export class Boundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    return this.state.broken ? <Broken /> : this.props.children;
  }
}

function Broken() {
  const { t } = useSpeech();
  return (
    <div className="notice bad" role="alert">
      <h1>{t("error.broken")}</h1>
      <p>{t("error.broken-note")}</p>
      <Button className="button second" onPress={() => location.reload()}>
        {t("error.reload")}
      </Button>
    </div>
  );
}
