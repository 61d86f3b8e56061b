// A person's details: names as lists need them, where they belong, the languages they speak.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Form } from "react-aria-components/Form";
import { Input, Label, TextField } from "react-aria-components/TextField";
import { answered, api, type Schemas } from "../api/client";
import { askPerson } from "../api/asks";
import { ActButton } from "../parts/ActButton";
import { useDraft } from "../parts/draft";
import { Failed, Loading } from "../parts/states";
import { isChanged, Theirs } from "../parts/Theirs";
import { useSpeech } from "../words";

const FIELDS = [
  "family",
  "given",
  "family_kana",
  "given_kana",
  "family_romaji",
  "given_romaji",
  "department",
  "position",
] as const;
const LANGUAGES = ["ja", "ja,en", "en", "en,ja"] as const;

type PersonFormProps = {
  workshop: string;
  id: string;
  /** Organisations to choose from, for the organizer; others ask the organizer. */
  organisations?: Schemas["OrganisationRef"][];
};

export function PersonForm({ workshop, id, organisations }: PersonFormProps) {
  const { t, of } = useSpeech();
  const client = useQueryClient();
  const person = useQuery(askPerson(workshop, id));
  // Only what differs is kept and sent, so that others may change the rest meanwhile.
  const [draft, keep] = useDraft<Schemas["PersonChange"]>(`${workshop} person ${id}`);
  const save = useMutation({
    mutationFn: () =>
      answered(
        api.PATCH("/api/workshops/{workshop}/people/{person}", {
          params: { path: { workshop, person: id }, header: { "If-Match": person.data!.tag } },
          body: draft ?? {},
        }),
      ),
    onSuccess: async () => {
      keep(null);
      await client.invalidateQueries({ queryKey: [workshop] });
    },
    onError: () => person.refetch(),
  });
  if (person.error) return <Failed error={person.error} again={() => person.refetch()} />;
  if (!person.data) return <Loading />;
  const known = person.data.person;
  const changed = isChanged(save.error);
  const write = (part: Schemas["PersonChange"]) => {
    save.reset();
    keep({ ...draft, ...part });
  };
  const languages = (draft?.languages ?? known.languages).join(",");
  return (
    <Form
      className="person-form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      {changed && (
        <p role="alert" className="notice warm">
          {t("person.changed")}
        </p>
      )}
      <div className="fields">
        {FIELDS.map((field) => {
          const mine = draft?.[field];
          return (
            <div key={field}>
              <TextField
                isRequired={field === "family"}
                value={mine ?? known[field]}
                onChange={(text) => write({ [field]: text })}
                maxLength={200}
              >
                <Label>{t(`person.${field}`)}</Label>
                <Input />
              </TextField>
              {mine != null && <Theirs error={save.error} mine={mine} theirs={known[field]} />}
            </div>
          );
        })}
        <label className="field">
          {t("person.languages")}
          <select
            value={languages}
            onChange={(event) =>
              write({ languages: event.target.value.split(",") as Schemas["Language"][] })
            }
          >
            {LANGUAGES.map((one) => (
              <option key={one} value={one}>
                {t(`person.languages-${one}`)}
              </option>
            ))}
          </select>
        </label>
        {organisations ? (
          <label className="field">
            {t("person.organisation")}
            <select
              value={draft?.organisation ?? known.organisation.id}
              onChange={(event) => write({ organisation: event.target.value })}
            >
              {organisations.map((one) => (
                <option key={one.id} value={one.id}>
                  {of(one.name)}
                </option>
              ))}
            </select>
          </label>
        ) : (
          <div className="field">
            <span>{t("person.organisation")}</span>
            <p>{of(known.organisation.name)}</p>
            <p className="quiet-text">{t("person.ask-organizer")}</p>
          </div>
        )}
      </div>
      <div className="row">
        <ActButton
          type="submit"
          className="button"
          isDisabled={draft === null}
          isPending={save.isPending}
        >
          {t("profile.save")}
        </ActButton>
        <span role="status" className="quiet-text">
          {t(draft ? "profile.unsaved" : save.isSuccess ? "profile.saved" : "profile.as-saved")}
        </span>
      </div>
      {save.error && !changed && <Failed error={save.error} />}
    </Form>
  );
}
