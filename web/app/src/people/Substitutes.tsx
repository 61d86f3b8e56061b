// Who is to come in whose place: the organizer lets them in once they have agreed.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { answered, api, type Schemas } from "../api/client";
import { askSubstitutes } from "../api/asks";
import { Ask } from "../parts/Ask";
import { Failed } from "../parts/states";
import { useSpeech } from "../words";

export function Substitutes({ workshop }: { workshop: string }) {
  const { t } = useSpeech();
  const all = useQuery(askSubstitutes(workshop));
  if (all.error) return <Failed error={all.error} again={() => all.refetch()} />;
  if (!all.data?.length) return null;
  return (
    <section aria-labelledby="substitutes">
      <h2 id="substitutes">{t("substitute.list")}</h2>
      <ul className="list">
        {all.data.map((one) => (
          <li key={one.person.id} className="item">
            <One workshop={workshop} one={one} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function One({ workshop, one }: { workshop: string; one: Schemas["SubstituteView"] }) {
  const { t, of, named, facts, moment } = useSpeech();
  const client = useQueryClient();
  const name = `${one.who.family} ${one.who.given}`.trim();
  const who = named({ ja: name, en: name });
  const params = { path: { workshop, person: one.person.id } };
  const changed = () => client.invalidateQueries({ queryKey: [workshop] });
  return (
    <>
      <div className="item-head">
        <div>
          <h3 className="item-title">{t("substitute.for", { who, person: named(one.person.name) })}</h3>
          <p className="quiet-text">
            {facts(of(one.person.organisation.name), one.who.department, one.who.position)}
          </p>
          <p className="quiet-text">{one.who.email}</p>
        </div>
        <span className={one.agreed_at ? "badge accepted" : "badge"}>
          {t(one.agreed_at ? "substitute.is-agreed" : "substitute.is-asked")}
        </span>
      </div>
      {one.agreed_at && (
        <p className="quiet-text">{t("substitute.agreed-at", { at: moment(one.agreed_at) })}</p>
      )}
      <div className="row">
        <Ask
          open={t("substitute.let-in")}
          disabled={!one.agreed_at}
          title={t("substitute.let-in-title", { who, person: named(one.person.name) })}
          yes={t("substitute.let-in")}
          act={async () => {
            await answered(
              api.POST("/api/workshops/{workshop}/substitutes/{person}/let-in", { params }),
            );
            await changed();
          }}
        >
          <p>{t("substitute.let-in-note")}</p>
        </Ask>
        <Ask
          open={t("substitute.refuse")}
          look="button second"
          title={t("substitute.withdraw-title", { name: who })}
          yes={t("substitute.refuse")}
          act={async () => {
            await answered(api.DELETE("/api/workshops/{workshop}/substitutes/{person}", { params }));
            await changed();
          }}
        />
      </div>
    </>
  );
}
