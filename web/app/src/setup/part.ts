// What each part of the set-up's screen is given.
import type { Schemas } from "../api/client";
import type { Setup } from "./draft";

export type PartProps = {
  setup: Setup;
  change: (part: Partial<Setup>) => void;
  faults: Schemas["FaultOfFile"][];
  people: { id: string; name: { ja: string; en: string } }[];
};
