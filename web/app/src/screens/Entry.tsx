// The first page: one click into the demonstration, or signing in by mail.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Form } from "react-aria-components/Form";
import { Input, Label, TextField } from "react-aria-components/TextField";
import { Places } from "../account/Places";
import { actFor } from "../acting";
import { screensOf } from "../App";
import { ApiError, answered, api, type Schemas, setCsrfToken } from "../api/client";
import { askDemo, askMe, askOffers } from "../api/asks";
import { forgetDay } from "../kept/day";
import { ActButton } from "../parts/ActButton";
import { LanguageButton } from "../parts/LanguageButton";
import { Mark } from "../parts/Mark";
import { NewWorkshop } from "../parts/NewWorkshop";
import { SignOutButton } from "../parts/SignOutButton";
import { Empty, Failed, Loading } from "../parts/states";
import { ThemeChoice } from "../parts/Theme";
import { addressOf, go, Link, type Place } from "../route";
import { useSpeech } from "../words";

/** Where somebody who is signed in begins, in each of their workshops. */
function beginnings(me: Schemas["Me"]) {
  const names = new Map(me.memberships.map((one) => [one.workshop, one.workshop_name]));
  return [...names].flatMap(([workshop, name]) =>
    screensOf(me, workshop)
      .slice(0, 1)
      .map(([screen]) => ({ name, to: addressOf(workshop, screen) })),
  );
}

function useEntering(then: Place) {
  const client = useQueryClient();
  return async (signedIn: Schemas["SignedIn"]) => {
    // Who we are is asked anew; whatever else is known was somebody else's.
    const stays = ["demo", "me"];
    client.removeQueries({ predicate: (query) => !stays.includes(String(query.queryKey[0])) });
    actFor(null);
    setCsrfToken(signedIn.csrf_token);
    await forgetDay();
    const me = await client.fetchQuery({ ...askMe, staleTime: 0 });
    const there = then && screensOf(me, then.workshop).some(([name]) => name === then.screen);
    if (there) return;
    const [first] = beginnings(me);
    go(me.demo && first ? first.to : "/");
  };
}

type EntryProps = {
  me?: Schemas["Me"];
  /** Where one was going when the session was found to have ended. */
  then: Place;
};

export function Entry({ me, then }: EntryProps) {
  const { t } = useSpeech();
  const demo = useQuery(askDemo);
  // The demonstration's accounts are nobody's own.
  const known = me?.demo ? undefined : me;
  return (
    <>
      <header className="top">
        <div className="top-row">
          <Mark />
          <div className="top-who">
            <LanguageButton />
            {known && <SignOutButton />}
          </div>
        </div>
      </header>
      <main className="page entry">
        <h1>{t("entry.title")}</h1>
        {!known && <p className="lead">{t("entry.lead")}</p>}
        {then && (
          <p className="notice" role="status">
            {t("entry.ended")}
          </p>
        )}
        {known && <Mine me={known} />}
        {demo.isPending && <Loading />}
        {demo.error && <Failed error={demo.error} again={() => demo.refetch()} />}
        {demo.data?.demo && <Roles demo={demo.data} then={then} />}
        {demo.data && !demo.data.demo && !known && <SignIn then={then} />}
        {me?.demo && <GoOn me={me} />}
        {demo.data?.workshop && (
          <p>
            <a href={`/programme/${demo.data.workshop}`}>{t("entry.programme")}</a>
          </p>
        )}
      </main>
      <footer className="foot">
        <ThemeChoice />
      </footer>
    </>
  );
}

function GoOn({ me }: { me: Schemas["Me"] }) {
  const { t } = useSpeech();
  const [first] = beginnings(me);
  return (
    first && (
      <p>
        <Link to={first.to}>{t("entry.go-on")}</Link>
      </p>
    )
  );
}

/** What waits for somebody who is signed in. With one workshop and nothing to answer, that is where they go. */
function Mine({ me }: { me: Schemas["Me"] }) {
  const { t, of } = useSpeech();
  const offers = useQuery(askOffers);
  const all = beginnings(me);
  const only = offers.data?.length === 0 && all.length === 1 ? all[0]?.to : undefined;
  useEffect(() => {
    if (only) go(only, true);
  }, [only]);
  if (offers.isPending || only) return <Loading />;
  return (
    <>
      <Places />
      {all.length > 0 && (
        <section aria-labelledby="mine">
          <h2 id="mine">{t("entry.workshops")}</h2>
          <ul className="plain">
            {all.map(({ name, to }) => (
              <li key={to}>
                <Link to={to}>{of(name)}</Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      {all.length === 0 && me.administrator && (
        <section aria-labelledby="new">
          <h2 id="new">{t("new.title")}</h2>
          <NewWorkshop others={[]} />
        </section>
      )}
      {all.length === 0 && !me.administrator && offers.data?.length === 0 && (
        <Empty>{t("entry.no-workshop", { email: me.email })}</Empty>
      )}
    </>
  );
}

function Roles({ demo, then }: { demo: Schemas["DemoInfo"]; then: Place }) {
  const { t } = useSpeech();
  const enter = useEntering(then);
  const signIn = useMutation({
    mutationFn: async (role: Schemas["RoleName"]) =>
      enter(await answered(api.POST("/api/demo/sign-in", { body: { role } }))),
  });
  return (
    <section aria-labelledby="roles">
      <div className="notice">
        <p>
          <strong>{t("entry.demo")}</strong>
        </p>
        <p>{t("entry.demo-note")}</p>
      </div>
      <h2 id="roles">{t("entry.choose")}</h2>
      {signIn.error && <Failed error={signIn.error} />}
      <ul className="roles">
        {demo.roles.map((role) => (
          <li key={role}>
            <ActButton
              className={`card role-${role}`}
              isPending={signIn.isPending && signIn.variables === role}
              onPress={() => signIn.mutate(role)}
            >
              <span className="card-title">{t(`role.${role}`)}</span>
              <span>{t(`entry.${role}`)}</span>
            </ActButton>
          </li>
        ))}
      </ul>
    </section>
  );
}

function SignIn({ then }: { then: Place }) {
  const { t, of } = useSpeech();
  const enter = useEntering(then);
  const [email, setEmail] = useState("");
  const [code, setCode] = useState("");
  const [password, setPassword] = useState("");
  const [oneTime, setOneTime] = useState("");
  const ask = useMutation({
    mutationFn: () => answered(api.POST("/api/sign-in/link", { body: { email } })),
  });
  const one_time = oneTime || null;
  const redeem = useMutation({
    mutationFn: async () =>
      enter(await answered(api.POST("/api/sign-in/redeem", { body: { email, code, one_time } }))),
  });
  const byPassword = useMutation({
    mutationFn: async () =>
      enter(
        await answered(api.POST("/api/sign-in/password", { body: { email, password, one_time } })),
      ),
  });
  const needed = [redeem, byPassword].some(({ error }) => wantsOneTime(error));
  const second = needed && (
    <TextField isRequired value={oneTime} onChange={setOneTime} maxLength={40} autoComplete="one-time-code">
      <Label>{t("entry.one-time")}</Label>
      <Input />
    </TextField>
  );
  return (
    <section aria-labelledby="sign-in" className="narrow">
      <h2 id="sign-in">{t("entry.sign-in")}</h2>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          ask.mutate();
        }}
      >
        <TextField type="email" isRequired value={email} onChange={setEmail} autoComplete="email">
          <Label>{t("entry.email")}</Label>
          <Input />
        </TextField>
        <ActButton type="submit" className="button" isPending={ask.isPending}>
          {t("entry.ask-link")}
        </ActButton>
      </Form>
      {ask.error && <Failed error={ask.error} />}
      {ask.data && (
        <Form
          onSubmit={(event) => {
            event.preventDefault();
            redeem.mutate();
          }}
        >
          <p role="status">{of(ask.data.message)}</p>
          <TextField
            isRequired
            value={code}
            onChange={setCode}
            maxLength={6}
            inputMode="numeric"
            autoComplete="one-time-code"
          >
            <Label>{t("entry.code")}</Label>
            <Input />
          </TextField>
          {second}
          <ActButton type="submit" className="button" isPending={redeem.isPending}>
            {t("entry.sign-in")}
          </ActButton>
        </Form>
      )}
      {redeem.error && <Refused error={redeem.error} />}
      {!ask.data && (
        <details>
          <summary>{t("entry.by-password")}</summary>
          <Form
            onSubmit={(event) => {
              event.preventDefault();
              byPassword.mutate();
            }}
          >
            <TextField type="email" isRequired value={email} onChange={setEmail} autoComplete="username">
              <Label>{t("entry.email")}</Label>
              <Input />
            </TextField>
            <TextField
              type="password"
              isRequired
              value={password}
              onChange={setPassword}
              autoComplete="current-password"
            >
              <Label>{t("account.password")}</Label>
              <Input />
            </TextField>
            {second}
            <ActButton type="submit" className="button second" isPending={byPassword.isPending}>
              {t("entry.sign-in")}
            </ActButton>
          </Form>
          {byPassword.error && <Refused error={byPassword.error} />}
        </details>
      )}
    </section>
  );
}

const wantsOneTime = (error: unknown) => error instanceof ApiError && error.status === 401;

/** A one-time code that is still to be given is no failure. */
function Refused({ error }: { error: Error }) {
  const { of } = useSpeech();
  if (!(error instanceof ApiError) || !wantsOneTime(error)) return <Failed error={error} />;
  return (
    <p className="notice" role="status">
      {of(error.detail)}
    </p>
  );
}
