// People chosen by name.
import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { useSpeech } from "../words";
import type { PartProps } from "./part";

/** The names to choose from stand once on the page, however many inputs offer them. */
const NAMES = "setup-people-names";

export function PeopleNames({ people }: { people: PartProps["people"] }) {
  const { of } = useSpeech();
  return (
    <datalist id={NAMES}>
      {people.map((one) => (
        <option key={one.id} value={of(one.name)} />
      ))}
    </datalist>
  );
}

type PeopleInputProps = {
  label: string;
  value: string[];
  people: PartProps["people"];
  change: (ids: string[]) => void;
};

export function PeopleInput({ label, value, people, change }: PeopleInputProps) {
  const { t, of } = useSpeech();
  const [typed, setTyped] = useState("");
  const nameOf = (id: string) => {
    const person = people.find((one) => one.id === id);
    return person ? of(person.name) : id;
  };
  return (
    <span className="people-input">
      {value.map((id) => (
        <span key={id} className="tag">
          {nameOf(id)}
          <Button
            className="quiet"
            aria-label={t("setup.remove-person", { name: nameOf(id) })}
            onPress={() => change(value.filter((one) => one !== id))}
          >
            ×
          </Button>
        </span>
      ))}
      <input
        aria-label={label}
        list={NAMES}
        value={typed}
        placeholder={t("setup.person")}
        onChange={(event) => {
          const name = event.target.value;
          const found = people.filter((one) => of(one.name) === name);
          if (found.length > 0) change([...new Set([...value, found[0]!.id])]);
          setTyped(found.length > 0 ? "" : name);
        }}
      />
    </span>
  );
}
