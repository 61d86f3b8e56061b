// What a screen shows while it has nothing to show.
import type { ReactNode } from "react";
import { Button } from "react-aria-components/Button";
import { ApiError } from "../api/client";
import { useSpeech, type Word } from "../words";

export function Loading() {
  const { t } = useSpeech();
  return (
    <div className="loading" role="status">
      <span className="visually-hidden">{t("state.loading")}</span>
      <span aria-hidden="true" className="bone" />
      <span aria-hidden="true" className="bone" />
      <span aria-hidden="true" className="bone" />
    </div>
  );
}

function wordFor(error: unknown): Word {
  const status = error instanceof ApiError ? error.status : -1;
  if (status === 0) return "error.unreachable";
  if (status === 401) return "error.signed-out";
  if (status === 403) return "error.not-allowed";
  if (status === 404) return "error.not-found";
  if (status === 412) return "profile.changed";
  return "error.other";
}

/** What went wrong, in the server's words where it said any, and a way out. */
export function Failed({ error, again }: { error: unknown; again?: () => void }) {
  const { t, of } = useSpeech();
  const said = error instanceof ApiError && error.status !== 404 ? of(error.detail) : "";
  return (
    <div className="notice bad" role="alert">
      <p>
        <strong>{t(wordFor(error))}</strong>
      </p>
      {said && <p>{said}</p>}
      {again && (
        <Button className="button second" onPress={again}>
          {t("action.again")}
        </Button>
      )}
    </div>
  );
}

export function Empty({ children }: { children: ReactNode }) {
  return <p className="empty">{children}</p>;
}
