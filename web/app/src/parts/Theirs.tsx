// Somebody else saved first: what they saved stands under what is typed here, which is kept.
import { ApiError } from "../api/client";
import { useSpeech } from "../words";

/** Whether the answer says that somebody else was faster. */
export const isChanged = (error: unknown) => error instanceof ApiError && error.status === 412;

type TheirsProps = { error: unknown; mine: string; theirs: string };

export function Theirs({ error, mine, theirs }: TheirsProps) {
  const { t } = useSpeech();
  if (!isChanged(error) || mine === theirs) return null;
  return (
    <p className="quiet-text">
      {t("profile.theirs")} {theirs || t("profile.empty")}
    </p>
  );
}
