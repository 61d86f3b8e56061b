// What is known of me, to be corrected, and whom I do not want to be brought together with.
import { useQuery } from "@tanstack/react-query";
import type { ScreenProps } from "../App";
import { askWorkshop } from "../api/asks";
import { Avoided } from "../people/Avoided";
import { MySubstitute } from "../people/MySubstitute";
import { PersonForm } from "../people/PersonForm";
import { Empty, Failed, Loading } from "../parts/states";
import { useSpeech } from "../words";

export default function Registration({ workshop }: ScreenProps) {
  const { t } = useSpeech();
  const about = useQuery(askWorkshop(workshop));
  if (about.error) return <Failed error={about.error} again={() => about.refetch()} />;
  if (!about.data) return <Loading />;
  const { person, profiles } = about.data;
  return (
    <>
      <h1>{t("screen.registration")}</h1>
      {!person && <Empty>{t("registration.nobody")}</Empty>}
      {person && (
        <section className="sheet" aria-label={t("screen.registration")}>
          <p className="lead">{t("registration.mine")}</p>
          <PersonForm workshop={workshop} id={person} />
        </section>
      )}
      {person && <MySubstitute workshop={workshop} person={person} />}
      {profiles.length > 0 && <Avoided workshop={workshop} />}
      <section className="sheet" aria-labelledby="my-data">
        <h2 id="my-data">{t("registration.data")}</h2>
        <p className="lead">{t("registration.data-note")}</p>
        <div>
          <a className="button second" href="/api/me/export" download>
            {t("registration.data-save")}
          </a>
        </div>
      </section>
    </>
  );
}
