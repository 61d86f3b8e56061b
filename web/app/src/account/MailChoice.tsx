// Whether I want other mails than the necessary ones.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api } from "../api/client";
import { askMe } from "../api/asks";
import { Failed } from "../parts/states";
import { useSpeech } from "../words";

export function MailChoice() {
  const { t } = useSpeech();
  const client = useQueryClient();
  const me = useQuery(askMe);
  // What is chosen shows at once.
  const [wanted, setWanted] = useState<boolean | null>(null);
  const choose = useMutation({
    mutationFn: (takes_mails: boolean) =>
      answered(
        api.PATCH("/api/me", {
          params: { header: { "If-Match": me.data!.etag } },
          body: { takes_mails },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: askMe.queryKey }),
    onSettled: () => setWanted(null),
  });
  if (!me.data) return null;
  return (
    <section className="narrow" aria-labelledby="mails">
      <h2 id="mails">{t("account.mails")}</h2>
      <label className="check">
        <input
          type="checkbox"
          checked={wanted ?? me.data.takes_mails}
          onChange={({ target }) => {
            setWanted(target.checked);
            choose.mutate(target.checked);
          }}
        />
        {t("account.mails-take")}
      </label>
      <p className="quiet-text">{t("account.mails-note")}</p>
      <p role="status">{choose.isSuccess && t("profile.saved")}</p>
      {choose.error && <Failed error={choose.error} />}
    </section>
  );
}
