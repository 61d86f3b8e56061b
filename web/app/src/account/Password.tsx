// A password by choice; the mailed link stays.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Form } from "react-aria-components/Form";
import { Input, Label, TextField } from "react-aria-components/TextField";
import { answered, api, type Schemas } from "../api/client";
import { askSignInWays } from "../api/asks";
import { putAnswer } from "../api/put";
import { ActButton } from "../parts/ActButton";
import { Ask } from "../parts/Ask";
import { Failed } from "../parts/states";
import { useSpeech } from "../words";

export function Password({ ways }: { ways: Schemas["SignInWays"] }) {
  const { t } = useSpeech();
  const client = useQueryClient();
  const [password, setPassword] = useState("");
  const told = async (now: Schemas["SignInWays"]) => {
    await putAnswer(client, askSignInWays.queryKey, now);
    await client.invalidateQueries({ queryKey: ["credentials"] });
  };
  const set = useMutation({
    mutationFn: async () => {
      await told(await answered(api.PUT("/api/me/password", { body: { password } })));
      setPassword("");
    },
  });
  return (
    <section className="narrow" aria-labelledby="password">
      <h2 id="password">{t("account.password")}</h2>
      <p>{t(ways.password ? "account.password-set" : "account.password-none")}</p>
      <p className="quiet-text">{t("account.password-rule")}</p>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          set.mutate();
        }}
      >
        <TextField
          type="password"
          isRequired
          minLength={12}
          maxLength={128}
          isDisabled={!ways.fresh}
          value={password}
          onChange={setPassword}
          autoComplete="new-password"
        >
          <Label>{t("account.new-password")}</Label>
          <Input />
        </TextField>
        <ActButton type="submit" className="button" isDisabled={!ways.fresh} isPending={set.isPending}>
          {t(ways.password ? "account.password-change" : "account.password-add")}
        </ActButton>
      </Form>
      {set.error && <Failed error={set.error} />}
      <p role="status">{set.isSuccess && t("account.changed")}</p>
      {ways.password && (
        <Ask
          open={t("account.password-remove")}
          look="button second"
          title={t("account.password-remove")}
          yes={t("account.password-remove")}
          disabled={!ways.fresh}
          act={async () => {
            set.reset();
            await told(await answered(api.DELETE("/api/me/password")));
          }}
        >
          <p>{t("account.password-remove-note")}</p>
        </Ask>
      )}
    </section>
  );
}
