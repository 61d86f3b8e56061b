// A profile as a reader sees it.
import type { Schemas } from "../api/client";
import { useSpeech } from "../words";
import { Marked } from "./Marked";
import { posterAddress } from "./Poster";

const FIELDS = ["text", "seeks", "offers"] as const;

type ProfileSheetProps = {
  workshop: string;
  profile: Schemas["ProfileView"];
  /** Of its heading; those of its parts stand below. */
  level?: 2 | 3;
};

export function ProfileSheet({ workshop, profile, level = 3 }: ProfileSheetProps) {
  const { t, of, list, facts } = useSpeech();
  const [Title, Part] = level === 2 ? (["h2", "h3"] as const) : (["h3", "h4"] as const);
  const tags = profile.tags.filter((tag) => tag.state !== "removed");
  return (
    <article className="sheet" lang={profile.lang}>
      <p className="slot-kind">{t(`kind-of-profile.${profile.kind}`)}</p>
      <Title className="item-title">
        <Marked field="title" text={profile.title} tags={tags} />
      </Title>
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
          <Part className="sheet-part">{t(`profile.${field}`)}</Part>
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
          <Part className="sheet-part">{t("profile.confidential")}</Part>
          <p className="prose">{profile.confidential}</p>
        </section>
      )}
    </article>
  );
}
