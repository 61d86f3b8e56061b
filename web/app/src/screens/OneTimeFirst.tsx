// Where one-time codes are demanded of those who hold others' data: they are set up before anything
// else.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "react-aria-components/Button";
import { OneTime } from "../account/OneTime";
import { answered, api, type Schemas } from "../api/client";
import { askSignInWays } from "../api/asks";
import { LanguageButton } from "../parts/LanguageButton";
import { Mark } from "../parts/Mark";
import { Failed, Loading } from "../parts/states";
import { useSpeech } from "../words";

export function OneTimeFirst({ me }: { me: Schemas["Me"] }) {
  const { t } = useSpeech();
  const client = useQueryClient();
  const ways = useQuery(askSignInWays);
  const signOut = useMutation({
    mutationFn: () => answered(api.POST("/api/sign-out")),
    onSettled: () => client.resetQueries(),
  });
  return (
    <>
      <header className="top">
        <div className="top-row">
          <Mark />
          <div className="top-who">
            <LanguageButton />
            <Button className="quiet" onPress={() => signOut.mutate()}>
              {t("frame.sign-out")}
            </Button>
          </div>
        </div>
      </header>
      <main className="page" id="content">
        <h1>{t("one-time-first.title")}</h1>
        <p>
          {me.name} <span className="quiet-text">{me.email}</span>
        </p>
        <p className="lead">{t("one-time-first.lead")}</p>
        {ways.isPending && <Loading />}
        {ways.error && <Failed error={ways.error} again={() => ways.refetch()} />}
        {ways.data && (
          <>
            {!ways.data.fresh && <p className="notice narrow">{t("account.stale")}</p>}
            <OneTime ways={ways.data} />
            {ways.data.one_time && (
              <Button className="button" onPress={() => client.invalidateQueries()}>
                {t("one-time-first.go-on")}
              </Button>
            )}
          </>
        )}
      </main>
    </>
  );
}
