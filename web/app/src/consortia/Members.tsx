// Who is in a draft, in which role; others found and added, and asked to take part.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { Input, Label, SearchField } from "react-aria-components/SearchField";
import { ToggleButton } from "react-aria-components/ToggleButton";
import { answered, api, type Schemas } from "../api/client";
import { askDrafts, askProfile, askProfiles } from "../api/asks";
import { ActButton } from "../parts/ActButton";
import { useLater } from "../parts/later";
import { Failed } from "../parts/states";
import { useSpeech } from "../words";
import { type Draft, type Member, rolesOf, withMember, without } from "./draft";

type MembersProps = {
  workshop: string;
  draft: Draft;
  /** Organisations of the one who drafts. */
  own: Set<string>;
  change: (next: Draft) => void;
};

export function Members({ workshop, draft, own, change }: MembersProps) {
  const { t, of } = useSpeech();
  const replace = (next: Member) =>
    change({
      ...draft,
      members: draft.members.map((m) => (m.organisation.id === next.organisation.id ? next : m)),
    });
  return (
    <fieldset className="part-of-form">
      <legend>{t("consortia.members")}</legend>
      <ul className="members">
        {draft.members.map((member) => (
          <li key={member.organisation.id}>
            <div className="item-head">
              <div>
                <h2 className="item-title">{of(member.organisation.name)}</h2>
                {member.profiles.map((profile) => (
                  <p key={profile.id} className="quiet-text">
                    {profile.title}
                  </p>
                ))}
              </div>
              <Button className="quiet" onPress={() => change(without(draft, member.organisation.id))}>
                {t("consortia.leave-out")}
                <span className="visually-hidden"> {of(member.organisation.name)}</span>
              </Button>
            </div>
            <div className="tags" role="group" aria-label={t("consortia.roles")}>
              {rolesOf(member).map((role) => (
                <ToggleButton
                  key={role}
                  className="tag"
                  isSelected={member.roles.includes(role)}
                  onChange={(on) =>
                    replace({
                      ...member,
                      roles: on ? [...member.roles, role] : member.roles.filter((r) => r !== role),
                    })
                  }
                >
                  {t(`role-in.${role}`)}
                </ToggleButton>
              ))}
            </div>
            {draft.kept && !own.has(member.organisation.id) && member.profiles[0] && (
              <Invite workshop={workshop} draft={draft.kept.id} profile={member.profiles[0].id} />
            )}
          </li>
        ))}
      </ul>
      {!draft.kept && draft.members.length > 1 && (
        <p className="quiet-text">{t("consortia.keep-first")}</p>
      )}
      <AddMember workshop={workshop} draft={draft} add={(found) => change(withMember(draft, found))} />
    </fieldset>
  );
}

type AddMemberProps = {
  workshop: string;
  draft: Draft;
  add: (found: Schemas["ProfileRef"]) => void;
};

function AddMember({ workshop, draft, add }: AddMemberProps) {
  const { t, of } = useSpeech();
  const [typed, setTyped] = useState("");
  const asked = useLater(typed.trim(), 300);
  const found = useQuery({ ...askProfiles(workshop, asked), enabled: asked !== "" });
  const has = new Set(draft.members.flatMap((m) => m.profiles.map((p) => p.id)));
  const offered = found.data?.items.filter((one) => !has.has(one.id)) ?? [];
  return (
    <div className="add-tag">
      <SearchField value={typed} onChange={setTyped} className="field">
        <Label>{t("consortia.add")}</Label>
        <Input />
      </SearchField>
      {found.error && <Failed error={found.error} again={() => found.refetch()} />}
      <p role="status" className="visually-hidden">
        {typed && t("tags.found", { count: offered.length })}
      </p>
      {typed && (
        <ul className="offers">
          {offered.map((one) => (
            <li key={one.id}>
              <Button
                className="offer"
                onPress={() => {
                  add(one);
                  setTyped("");
                }}
              >
                <strong>＋ {of(one.organisation.name)}</strong>
                <span>{one.title}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Asks the one who speaks for a profile to take part. */
function Invite({ workshop, draft, profile }: { workshop: string; draft: string; profile: string }) {
  const { t, named } = useSpeech();
  const client = useQueryClient();
  const drafts = useQuery(askDrafts(workshop));
  const about = useQuery(askProfile(workshop, profile));
  const kept = drafts.data?.find((one) => one.id === draft);
  const person = about.data?.people[0];
  const asked = kept?.invitations.find((one) => one.person.id === person?.id);
  const ask = useMutation({
    mutationFn: (id: string) =>
      answered(
        api.POST("/api/workshops/{workshop}/consortium-drafts/{draft}/invitations", {
          params: { path: { workshop, draft } },
          body: { person: id },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: [workshop, "drafts"] }),
  });
  if (!kept || !person || kept.by.id === person.id) return null;
  const name = named(person.name);
  if (asked) {
    return (
      <p className="quiet-text">
        {t(asked.state === "accepted" ? "consortia.joined" : "consortia.asked", { name })}
      </p>
    );
  }
  return (
    <>
      <div>
        <ActButton
          className="button second"
          isPending={ask.isPending}
          onPress={() => ask.mutate(person.id)}
        >
          {t("consortia.invite", { name })}
        </ActButton>
      </div>
      {ask.error && <Failed error={ask.error} />}
    </>
  );
}
