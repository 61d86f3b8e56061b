// Organisations that I do not want to be brought together with.
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { Input, Label, SearchField } from "react-aria-components/SearchField";
import { answered, api } from "../api/client";
import { askAvoided, askProfiles } from "../api/asks";
import { ActButton } from "../parts/ActButton";
import { useAvoidedChanged } from "../parts/avoided";
import { useLater } from "../parts/later";
import { Empty, Failed, Loading } from "../parts/states";
import { useSpeech } from "../words";

export function Avoided({ workshop }: { workshop: string }) {
  const { t, of } = useSpeech();
  const avoids = useAvoidedChanged(workshop);
  const avoided = useQuery(askAvoided(workshop));
  const [typed, setTyped] = useState("");
  const asked = useLater(typed.trim(), 300);
  const found = useQuery({ ...askProfiles(workshop, asked), enabled: asked !== "" });
  const changed = async () => {
    setTyped("");
    await avoids();
  };
  const params = { path: { workshop } };
  const add = useMutation({
    mutationFn: (organisation: string) =>
      answered(
        api.POST("/api/workshops/{workshop}/avoided", { params, body: { organisation } }),
      ),
    onSuccess: changed,
  });
  const remove = useMutation({
    mutationFn: (organisation: string) =>
      answered(
        api.DELETE("/api/workshops/{workshop}/avoided/{organisation}", {
          params: { path: { workshop, organisation } },
        }),
      ),
    onSuccess: changed,
  });
  if (avoided.error) return <Failed error={avoided.error} again={() => avoided.refetch()} />;
  if (!avoided.data) return <Loading />;
  const has = new Set(avoided.data.map((one) => one.id));
  const offered = new Map(found.data?.items.map((one) => [one.organisation.id, one.organisation]));
  return (
    <section aria-labelledby="avoided">
      <h2 id="avoided">{t("avoided.title")}</h2>
      <p className="lead">{t("avoided.note")}</p>
      {avoided.data.length === 0 && <Empty>{t("avoided.none")}</Empty>}
      <ul className="list">
        {avoided.data.map((one) => (
          <li key={one.id} className="item beside">
            <p className="item-title">{of(one.name)}</p>
            <ActButton
              className="button second"
              isPending={remove.isPending && remove.variables === one.id}
              onPress={() => remove.mutate(one.id)}
            >
              {t("away.take-back")}
              <span className="visually-hidden"> {of(one.name)}</span>
            </ActButton>
          </li>
        ))}
      </ul>
      <div className="add-tag">
        <SearchField value={typed} onChange={setTyped} className="field">
          <Label>{t("avoided.find")}</Label>
          <Input />
        </SearchField>
        <p role="status" className="visually-hidden">
          {typed && t("tags.found", { count: offered.size })}
        </p>
        {typed && (
          <ul className="offers">
            {[...offered.values()]
              .filter((one) => !has.has(one.id))
              .map((one) => (
                <li key={one.id}>
                  <Button className="offer" onPress={() => add.mutate(one.id)}>
                    <strong>{t("avoided.add", { name: of(one.name) })}</strong>
                  </Button>
                </li>
              ))}
          </ul>
        )}
      </div>
      {(add.error ?? remove.error) && <Failed error={add.error ?? remove.error} />}
    </section>
  );
}
