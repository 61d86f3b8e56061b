// A profile as a reader sees it.
import type { Schemas } from "../api/client";
import { useSpeech } from "../words";
import { Marked } from "./Marked";
import { posterAddress } from "./Poster";

const FIELDS = ["text", "seeks", "offers"] as const;

type ProfileSheetProps = { workshop: string; profile: Schemas["ProfileView"] };

export function ProfileSheet({ workshop, profile }: ProfileSheetProps) {
  const { t, of, list, facts } = useSpeech();
  const tags = profile.tags.filter((tag) => tag.state !== "removed");
  return (
    <article className="sheet" lang={profile.lang}>
      <p className="slot-kind">{t(`kind-of-profile.${profile.kind}`)}</p>
      <h3 className="item-title">
        <Marked field="title" text={profile.title} tags={tags} />
      </h3>
      <p>{facts(of(profile.organisation.name), list(profile.people.map((p) => of(p.name))))}</p>
      <p className="tags">
        {profile.phase && <span className="tag strong">{t(`phase.${profile.phase}`)}</span>}
        {tags.map((tag) => (
          <span key={tag.concept} className="tag">
            {of(tag.label)}
          </span>
        ))}
      </p>
      {FIELDS.filter((field) => profile[field].trim()).map((field) => (
        <section key={field}>
          <h4>{t(`profile.${field}`)}</h4>
          <p className="prose">
            <Marked field={field} text={profile[field]} tags={tags} />
          </p>
        </section>
      ))}
      {profile.poster && (
        <p>
          <a href={posterAddress(workshop, profile.id)}>{t("poster.download")}</a>{" "}
          <span className="quiet-text">{profile.poster.name}</span>
        </p>
      )}
      {profile.confidential && (
        <section className="private">
          <h4>{t("profile.confidential")}</h4>
          <p className="prose">{profile.confidential}</p>
        </section>
      )}
    </article>
  );
}
