// Who stands on many lists of suggestions, and who on none.
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../api/client";
import { askExposure } from "../api/asks";
import { ReadProfile } from "../parts/ReadProfile";
import { Empty, Failed, Loading } from "../parts/states";
import { useSpeech } from "../words";

/** So many of those suggested most are shown. */
const SHOWN = 10;

export function Exposure({ workshop }: { workshop: string }) {
  const { t } = useSpeech();
  const exposure = useQuery(askExposure(workshop));
  const seen = exposure.data;
  if (seen?.profiles === 0) return null;
  return (
    <section aria-labelledby="exposure">
      <h2 id="exposure">{t("exposure.title")}</h2>
      {exposure.isPending && <Loading />}
      {exposure.error && <Failed error={exposure.error} again={() => exposure.refetch()} />}
      {seen && (
        <>
          <p className="lead">
            {t("exposure.lead", {
              places: seen.places,
              profiles: seen.profiles,
              mean: Math.round(10 * seen.mean) / 10,
            })}
          </p>
          <div className="columns">
            <section aria-labelledby="exposure-most">
              <h3 id="exposure-most">{t("exposure.most")}</h3>
              <Most workshop={workshop} list={seen.most.slice(0, SHOWN)} />
            </section>
            <section aria-labelledby="exposure-never">
              <h3 id="exposure-never">{t("exposure.never", { count: seen.never_count })}</h3>
              {seen.never_count === 0 && <Empty>{t("exposure.none")}</Empty>}
              <ul className="plain scroller short" tabIndex={seen.never_count > 0 ? 0 : undefined}>
                {seen.never.map(({ profile }) => (
                  <Profile key={profile.id} workshop={workshop} profile={profile} as="li" />
                ))}
              </ul>
              {seen.never_count > seen.never.length && (
                <p className="quiet-text">
                  {t("overview.more", { count: seen.never_count - seen.never.length })}
                </p>
              )}
            </section>
          </div>
        </>
      )}
    </section>
  );
}

type MostProps = { workshop: string; list: Schemas["ExposedView"][] };

function Most({ workshop, list }: MostProps) {
  const { t } = useSpeech();
  const most = Math.max(1, ...list.map((one) => one.times));
  return (
    <table className="numbers">
      <tbody>
        {list.map(({ profile, times }) => (
          <tr key={profile.id}>
            <Profile workshop={workshop} profile={profile} as="th" />
            <td className="number">{t("exposure.lists", { count: times })}</td>
            <td>
              <svg className="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
                <rect width={(100 * times) / most} height="6" />
              </svg>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type ProfileProps = { workshop: string; profile: Schemas["ProfileRef"]; as: "li" | "th" };

function Profile({ workshop, profile, as: As }: ProfileProps) {
  const { of } = useSpeech();
  return (
    <As scope={As === "th" ? "row" : undefined}>
      <strong>{of(profile.organisation.name)}</strong>
      <span className="kana">{profile.title}</span>
      <ReadProfile workshop={workshop} id={profile.id} title={profile.title} />
    </As>
  );
}
