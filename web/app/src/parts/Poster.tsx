// The file of my poster: put there, replaced, taken away; read by those who agreed to meet me.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { answered, api, type Schemas } from "../api/client";
import { askProfile } from "../api/asks";
import { useSpeech } from "../words";
import { ActButton } from "./ActButton";
import { Failed } from "./states";

const KINDS = ["application/pdf", "image/png", "image/jpeg"];

type PosterProps = { workshop: string; profile: Schemas["ProfileView"] };

const path = "/api/workshops/{workshop}/profiles/{profile}/poster" as const;

export const posterAddress = (workshop: string, profile: string) =>
  `/api/workshops/${encodeURIComponent(workshop)}/profiles/${encodeURIComponent(profile)}/poster`;

export function Poster({ workshop, profile }: PosterProps) {
  const { t } = useSpeech();
  const client = useQueryClient();
  const params = { path: { workshop, profile: profile.id } };
  const changed = () =>
    client.invalidateQueries({ queryKey: askProfile(workshop, profile.id).queryKey });
  const put = useMutation({
    mutationFn: (file: File) =>
      answered(
        api.PUT(path, {
          params: {
            ...params,
            query: { name: file.name },
            header: profile.poster
              ? { "If-Match": profile.poster.etag }
              : { "If-None-Match": "*" },
          },
          headers: { "Content-Type": file.type },
          // The document speaks of bytes; the browser sends the file as it is.
          body: file as unknown as number[],
          bodySerializer: (body) => body as unknown as BodyInit,
        }),
      ),
    onSuccess: changed,
  });
  const remove = useMutation({
    mutationFn: () => answered(api.DELETE(path, { params })),
    onSuccess: changed,
  });
  return (
    <section className="part-of-form private" aria-labelledby="poster">
      <h2 id="poster">{t("poster.title")}</h2>
      <p className="quiet-text">{t("poster.note")}</p>
      {profile.poster && (
        <p className="row">
          <a href={posterAddress(workshop, profile.id)}>{profile.poster.name}</a>
          <ActButton
            className="button second"
            isPending={remove.isPending}
            onPress={() => remove.mutate()}
          >
            {t("poster.remove")}
          </ActButton>
        </p>
      )}
      <label className="field">
        {t(profile.poster ? "poster.replace" : "poster.choose")}
        <input
          type="file"
          accept={KINDS.join(",")}
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) put.mutate(file);
            event.target.value = "";
          }}
        />
      </label>
      <p role="status">{put.isPending ? t("state.busy") : put.isSuccess ? t("profile.saved") : ""}</p>
      {(put.error ?? remove.error) && <Failed error={put.error ?? remove.error} />}
    </section>
  );
}
