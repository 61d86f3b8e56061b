// My day, and what I wish of it: talks, times away, a consultation.
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components/Tabs";
import { useActing } from "../acting";
import { rolesOf, type ScreenProps } from "../App";
import { useKept } from "../kept/day";
import { Absences } from "../my-day/Absences";
import { Consultations } from "../my-day/Consultations";
import { Day } from "../my-day/Day";
import { Talks } from "../my-day/Talks";
import { useSpeech } from "../words";

const TABS = [
  ["day", Day],
  ["talks", Talks],
  ["absences", Absences],
  ["consultations", Consultations],
] as const;

export default function MyDay({ workshop, me }: ScreenProps) {
  const { t, moment } = useSpeech();
  const acting = useActing(workshop);
  const seenAt = useKept(workshop, "my-day", !acting);
  const seeks = rolesOf(me, workshop, acting).some((role) => role === "company" || role === "academic");
  const tabs = TABS.filter(([name]) => name !== "consultations" || seeks);
  return (
    <>
      <h1>{t("screen.my-day")}</h1>
      {seenAt && (
        <p role="status" className="notice warm">
          {t("day.seen", { at: moment(seenAt) })}
        </p>
      )}
      <Tabs>
        <TabList aria-label={t("screen.my-day")} className="tabs">
          {tabs.map(([name]) => (
            <Tab key={name} id={name}>
              {t(`day.tab-${name}`)}
            </Tab>
          ))}
        </TabList>
        {tabs.map(([name, Show]) => (
          <TabPanel key={name} id={name} className="stack">
            <Show workshop={workshop} seeks={seeks} />
          </TabPanel>
        ))}
      </Tabs>
    </>
  );
}
