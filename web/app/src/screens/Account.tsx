// My account: how I sign in, and where I am signed in.
import { useQuery } from "@tanstack/react-query";
import { MailChoice } from "../account/MailChoice";
import { OneTime } from "../account/OneTime";
import { Password } from "../account/Password";
import { Places } from "../account/Places";
import { SignedInAt } from "../account/SignedInAt";
import { StandIns } from "../account/StandIns";
import { rolesOf, type ScreenProps } from "../App";
import { askSignInWays } from "../api/asks";
import { Failed, Loading } from "../parts/states";
import { useSpeech } from "../words";

export default function Account({ workshop, me }: ScreenProps) {
  const { t } = useSpeech();
  const roles = rolesOf(me, workshop, null);
  const seeks = roles.includes("company") || roles.includes("academic");
  const ways = useQuery(askSignInWays);
  return (
    <>
      <h1>{t("screen.account")}</h1>
      <p>
        {me.name} <span className="quiet-text">{me.email}</span>
      </p>
      {ways.isPending && <Loading />}
      {ways.error && <Failed error={ways.error} again={() => ways.refetch()} />}
      {ways.data && (
        <>
          <p className="lead">{t("account.by-mail")}</p>
          {!ways.data.fresh && <p className="notice narrow">{t("account.stale")}</p>}
          <Password ways={ways.data} />
          <OneTime ways={ways.data} />
        </>
      )}
      <Places />
      {seeks && <StandIns workshop={workshop} />}
      <MailChoice />
      <SignedInAt />
    </>
  );
}
