// Editing a version by hand: every edit makes a new version of it, so that each can be undone.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { answered, api, type Schemas } from "../api/client";
import { askPlan, askPlans } from "../api/asks";
import { putAnswer } from "../api/put";
import { useSpeech, type Word } from "../words";

export type Edit = Schemas["EditedPlan"]["edits"][number];
export type PlanRef = Schemas["PlanRef"];

/** Makes a version by edits of another; `onMade` hears of its number. */
export function useEdit(workshop: string, from: number, onMade: (version: number) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name, edits }: { name: string; edits: Edit[] }) =>
      answered(
        api.POST("/api/workshops/{workshop}/plans", {
          params: { path: { workshop } },
          body: { from, name: name.slice(0, 200), edits, dry_run: false },
        }),
      ),
    onSuccess: async (made) => {
      await putAnswer(client, askPlan(workshop, made.version).queryKey, made);
      await putAnswer(client, askPlans(workshop).queryKey, (list) => list && [made, ...list]);
      client.invalidateQueries({ queryKey: [workshop, "overview"] });
      onMade(made.version);
    },
  });
}

/** What the program itself calls a version; people call theirs as they like. */
const OWN_NAMES: Record<string, Word> = {
  "printed-2022": "plan.name-as-printed",
  planned: "plan.name-free",
};

/** What a version is called in a list. */
export function useVersionName() {
  const { t } = useSpeech();
  return ({ version, name, published }: PlanRef) => {
    const own = OWN_NAMES[name];
    const called = own ? t(own) : name;
    return t(published ? "board.version-published" : "board.version-of", { version, name: called });
  };
}

const isEdited = (plan: PlanRef) => plan.status === "edited";

/** The version before the last edit. */
export const undoOf = (plan: PlanRef) => (isEdited(plan) ? (plan.made_from ?? null) : null);

/** The newest version that was made of this one by an edit. */
export const redoOf = (plan: PlanRef, list: PlanRef[]) =>
  list.find((one) => isEdited(one) && one.made_from === plan.version)?.version ?? null;

/** The versions worth choosing from: not each step on the way of editing by hand. */
export const headsOf = (list: PlanRef[], shown: PlanRef) =>
  list.filter(
    (one) => one === shown || one.published || !isEdited(one) || redoOf(one, list) === null,
  );
