// Inviting people: names and addresses pasted from a sheet, each held against who is known, then a mail
// with a link to each.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api, type Schemas } from "../api/client";
import { askEveryone, askMembers } from "../api/asks";
import { ActButton } from "../parts/ActButton";
import { useDraft } from "../parts/draft";
import { Failed, Loading } from "../parts/states";
import { useSpeech } from "../words";

type Person = Schemas["PersonView"];
type Role = Schemas["RoleName"];
const WHO = ["participant", "coordinator", "organizer"] as const;
type Who = (typeof WHO)[number];

type Line = {
  /** As it was pasted. */
  text: string;
  name: string;
  email: string;
  person?: Person;
  state: "new" | "invited" | "nobody" | "several" | "no-address";
};

/** How a name is compared: width, letter case and spaces aside. */
const plain = (text: string) => text.normalize("NFKC").toLowerCase().replace(/\s/g, "");

/** The lines of what was pasted, in any order of name and address. */
function linesOf(text: string, who: Who, everyone: Person[], known: Set<string>): Line[] {
  const read = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  return read.map((line) => {
    const email = /[^\s,;<>"]+@[^\s,;<>"]+/.exec(line)?.[0] ?? "";
    const name = line.replace(email, "").replace(/[\t,;<>"]/g, " ").trim();
    const called = everyone.filter(({ name: { ja, en } }) => [ja, en].some((one) => plain(one) === plain(name)));
    const person = called.length === 1 ? called[0] : undefined;
    const state = !email
      ? "no-address"
      : known.has(email.toLowerCase())
        ? "invited"
        : called.length > 1
          ? "several"
          : !person && who === "participant"
            ? "nobody"
            : "new";
    return { text: line, name, email, person, state };
  });
}

const roleOf = (who: Who, person?: Person): Role =>
  who !== "participant" ? who : person?.sector === "industry" ? "company" : "academic";

export function Invite({ workshop }: { workshop: string }) {
  const { t } = useSpeech();
  const [open, setOpen] = useState(false);
  return (
    <details className="notice" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("invite.open")}</summary>
      {open && <Inviting workshop={workshop} />}
    </details>
  );
}

function Inviting({ workshop }: { workshop: string }) {
  const { t, lang } = useSpeech();
  const client = useQueryClient();
  const everyone = useQuery(askEveryone(workshop));
  const members = useQuery(askMembers(workshop));
  const [pasted, setPasted] = useDraft<string>(`${workshop} invite`);
  const [who, setWho] = useState<Who>("participant");
  const known = new Set(members.data?.map(({ email }) => email.toLowerCase()));
  // Before it is known who is there, nobody is.
  const looked = everyone.data && members.data;
  const lines = looked ? linesOf(pasted ?? "", who, everyone.data, known) : [];
  const ready = lines.filter(({ state }) => state === "new");
  const rest = lines.filter(({ state }) => state !== "new");
  const invite = useMutation({
    mutationFn: async (those: Line[]) => {
      // One after the other: what was sent before a failure is known, and is not sent again.
      for (const { name, email, person } of those) {
        await answered(
          api.POST("/api/workshops/{workshop}/members", {
            params: { path: { workshop } },
            body: { name: name || email, email, person: person?.id ?? null, role: roleOf(who, person), lang },
          }),
        );
      }
      return those.length;
    },
    // What could not be sent stays to be put right.
    onSuccess: () => setPasted(rest.map(({ text }) => text).join("\n") || null),
    onSettled: () => client.invalidateQueries({ queryKey: [workshop, "members"] }),
  });
  const error = everyone.error ?? members.error ?? invite.error;
  return (
    <div className="inside">
      <p>{t("invite.note")}</p>
      <label className="field">
        {t("invite.as")}
        <select value={who} onChange={(event) => setWho(event.target.value as Who)}>
          {WHO.map((one) => (
            <option key={one} value={one}>
              {one === "participant" ? t("invite.participant") : t(`role.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <label className="field pasted">
        {t("invite.lines")}
        <textarea
          rows={6}
          maxLength={200_000}
          placeholder={t("invite.example")}
          value={pasted ?? ""}
          onChange={(event) => {
            invite.reset();
            setPasted(event.target.value || null);
          }}
        />
      </label>
      {lines.length > 0 && (
        <div className="scroller short" tabIndex={0} role="region" aria-label={t("invite.state")}>
          <table className="people stacked">
            <thead>
              <tr>
                <th scope="col">{t("people.name")}</th>
                <th scope="col">{t("entry.email")}</th>
                <th scope="col">{t("invite.state")}</th>
              </tr>
            </thead>
            <tbody>
              {lines.map(({ name, email, state }, i) => (
                <tr key={i}>
                  <th scope="row">{name}</th>
                  <td>{email}</td>
                  <td className={state === "new" ? "may" : "may-not"}>{t(`invite.${state}`)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {!looked && !error && <Loading />}
      {error && <Failed error={error} />}
      <ActButton
        className="button"
        isDisabled={ready.length === 0}
        isPending={invite.isPending}
        onPress={() => invite.mutate(ready)}
      >
        {t("invite.send", { count: ready.length })}
      </ActButton>
      <p role="status">{invite.data !== undefined && t("invite.sent", { count: invite.data })}</p>
    </div>
  );
}
