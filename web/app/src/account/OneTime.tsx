// One-time codes of an authenticator app, by choice: set up, confirmed by a first code, turned off.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Form } from "react-aria-components/Form";
import { Input, Label, TextField } from "react-aria-components/TextField";
import { answered, api, type Schemas } from "../api/client";
import { askSignInWays } from "../api/asks";
import { ActButton } from "../parts/ActButton";
import { Ask } from "../parts/Ask";
import { Failed } from "../parts/states";
import { useSpeech } from "../words";

export function OneTime({ ways }: { ways: Schemas["SignInWays"] }) {
  const { t } = useSpeech();
  const client = useQueryClient();
  const changed = async () => {
    await client.invalidateQueries({ queryKey: askSignInWays.queryKey });
    await client.invalidateQueries({ queryKey: ["credentials"] });
  };
  const begin = useMutation({ mutationFn: () => answered(api.POST("/api/me/one-time")) });
  const [code, setCode] = useState("");
  const confirm = useMutation({
    mutationFn: async () => {
      const made = await answered(api.PUT("/api/me/one-time", { body: { code } }));
      setCode("");
      begin.reset();
      await changed();
      return made;
    },
  });
  return (
    <section className="narrow" aria-labelledby="one-time">
      <h2 id="one-time">{t("account.one-time")}</h2>
      <p>{t(ways.one_time ? "account.one-time-set" : "account.one-time-none")}</p>
      {!ways.one_time && !begin.data && (
        <ActButton
          className="button second"
          isDisabled={!ways.fresh}
          isPending={begin.isPending}
          onPress={() => begin.mutate()}
        >
          {t("account.one-time-begin")}
        </ActButton>
      )}
      {begin.error && <Failed error={begin.error} />}
      {begin.data && (
        <Form
          onSubmit={(event) => {
            event.preventDefault();
            confirm.mutate();
          }}
        >
          <p>{t("account.one-time-scan")}</p>
          <img
            className="qr"
            alt={t("account.one-time-picture")}
            src={`data:image/svg+xml,${encodeURIComponent(begin.data.picture)}`}
          />
          <TextField isReadOnly value={begin.data.secret.replace(/(.{4})(?=.)/g, "$1 ")}>
            <Label>{t("account.one-time-secret")}</Label>
            <Input onFocus={(event) => event.currentTarget.select()} />
          </TextField>
          <TextField
            isRequired
            value={code}
            onChange={setCode}
            maxLength={7}
            inputMode="numeric"
            autoComplete="one-time-code"
          >
            <Label>{t("account.one-time-first")}</Label>
            <Input />
          </TextField>
          <ActButton type="submit" className="button" isPending={confirm.isPending}>
            {t("account.one-time-confirm")}
          </ActButton>
        </Form>
      )}
      {confirm.error && <Failed error={confirm.error} />}
      {confirm.data && (
        <div className="notice good" role="status">
          <p>
            <strong>{t("account.recovery")}</strong>
          </p>
          <p>{t("account.recovery-note")}</p>
          <ul className="codes">
            {confirm.data.codes.map((one) => (
              <li key={one}>
                <code>{one}</code>
              </li>
            ))}
          </ul>
        </div>
      )}
      {ways.one_time && (
        <>
          <p>{t("account.recovery-left", { n: ways.recovery_codes })}</p>
          <Ask
            open={t("account.one-time-remove")}
            look="button second"
            title={t("account.one-time-remove")}
            yes={t("account.one-time-remove")}
            disabled={!ways.fresh}
            act={async () => {
              await answered(api.DELETE("/api/me/one-time"));
              confirm.reset();
              await changed();
            }}
          >
            <p>{t("account.one-time-remove-note")}</p>
          </Ask>
        </>
      )}
    </section>
  );
}
