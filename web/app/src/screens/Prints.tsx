// What is handed out or hung up on paper: seen as it will be printed.
import { type ComponentType, useState } from "react";
import { Button } from "react-aria-components/Button";
import type { ScreenProps } from "../App";
import { DeskCards } from "../print/DeskCards";
import { NameTags } from "../print/NameTags";
import { PersonalSheets } from "../print/PersonalSheets";
import { ReceptionList } from "../print/ReceptionList";
import { Slips } from "../print/Slips";
import { Timetable } from "../print/Timetable";
import { useSpeech } from "../words";
import "../print/print.css";

type Role = ScreenProps["me"]["memberships"][number]["role"];
type Kind = { name: string; roles: Role[]; show: ComponentType<{ workshop: string }> };

const STAFF: Role[] = ["organizer", "coordinator"];
const KINDS = [
  { name: "reception", roles: STAFF, show: ReceptionList },
  { name: "tags", roles: STAFF, show: NameTags },
  { name: "desks", roles: STAFF, show: DeskCards },
  { name: "timetable-a3", roles: ["organizer"], show: Timetable },
  { name: "timetable-a4", roles: ["organizer"], show: Timetable },
  { name: "people", roles: ["organizer"], show: PersonalSheets },
  { name: "slips", roles: ["organizer"], show: Slips },
] as const satisfies Kind[];
type Name = (typeof KINDS)[number]["name"];

export default function Prints({ workshop, me }: ScreenProps) {
  const { t } = useSpeech();
  const roles = me.memberships.filter((m) => m.workshop === workshop).map((m) => m.role);
  const mine = KINDS.filter((kind) => kind.roles.some((role) => roles.includes(role)));
  const [chosen, choose] = useState<Name>("reception");
  const { show: Show } = KINDS.find((kind) => kind.name === chosen)!;
  return (
    <>
      <h1 className="screen-only">{t("screen.prints")}</h1>
      <div className="row tools">
        <label className="field">
          {t("print.what")}
          <select value={chosen} onChange={(event) => choose(event.target.value as Name)}>
            {mine.map(({ name }) => (
              <option key={name} value={name}>
                {t(`print.of-${name}`)}
              </option>
            ))}
          </select>
        </label>
        <Button className="button" onPress={() => window.print()}>
          {t("print.print")}
        </Button>
      </div>
      <p className="quiet-text screen-only">{t(`print.note-${chosen}`)}</p>
      <div className={`papers ${chosen}`} tabIndex={0} role="region" aria-label={t(`print.of-${chosen}`)}>
        <Show key={chosen} workshop={workshop} />
      </div>
    </>
  );
}
