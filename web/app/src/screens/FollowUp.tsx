// After the day: what became of meetings, and what people say. Participants tell it, the organizer
// sees it.
import { useActing } from "../acting";
import { rolesOf, type ScreenProps } from "../App";
import { Outcomes } from "../follow-up/Outcomes";
import { Survey } from "../follow-up/Survey";
import { SurveyResults } from "../follow-up/SurveyResults";
import { useSpeech } from "../words";

export default function FollowUp({ workshop, me }: ScreenProps) {
  const { t } = useSpeech();
  const acting = useActing(workshop);
  const roles = rolesOf(me, workshop, acting);
  const organizes = roles.includes("organizer");
  const own = me.memberships.find((m) => m.workshop === workshop && m.person)?.person ?? null;
  const person = acting?.person.id ?? own;
  return (
    <>
      <h1>{t("screen.follow-up")}</h1>
      {organizes && <SurveyResults workshop={workshop} />}
      {(organizes || !roles.includes("coordinator")) && (
        <Outcomes workshop={workshop} me={organizes ? null : person} />
      )}
      {!organizes && !acting && <Survey workshop={workshop} />}
    </>
  );
}
