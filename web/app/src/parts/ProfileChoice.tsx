// Which of several profiles of mine.
import { useQuery } from "@tanstack/react-query";
import { askProfile } from "../api/asks";
import { useSpeech } from "../words";

type ProfileChoiceProps = {
  workshop: string;
  profiles: string[];
  chosen: string | undefined;
  choose: (id: string) => void;
};

export function ProfileChoice({ workshop, profiles, chosen, choose }: ProfileChoiceProps) {
  const { t } = useSpeech();
  if (profiles.length < 2) return null;
  return (
    <label className="field">
      {t("partners.profile")}
      <select value={chosen} onChange={(event) => choose(event.target.value)}>
        {profiles.map((id) => (
          <ProfileOption key={id} workshop={workshop} id={id} />
        ))}
      </select>
    </label>
  );
}

function ProfileOption({ workshop, id }: { workshop: string; id: string }) {
  const profile = useQuery(askProfile(workshop, id));
  return <option value={id}>{profile.data?.title ?? id}</option>;
}
