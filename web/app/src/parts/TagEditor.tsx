// The tags of what is being written: each with the words that gave it, confirmed, taken off, added.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { Input, Label, SearchField } from "react-aria-components/SearchField";
import type { Schemas } from "../api/client";
import { askConcepts } from "../api/asks";
import { useSpeech } from "../words";
import { useLater } from "./later";
import { TagRow } from "./TagRow";

type Tag = Schemas["TagView"];
type TagEditorProps = {
  tags: Tag[];
  /** The person's word on a concept; `null` takes it back. */
  decide: (tag: Pick<Tag, "concept" | "label" | "facet" | "facet_label">, keep: boolean) => void;
};

export function TagEditor({ tags, decide }: TagEditorProps) {
  const { t, of } = useSpeech();
  const shown = tags.filter((tag) => tag.state !== "removed");
  const removed = tags.filter((tag) => tag.state === "removed");
  return (
    <section aria-labelledby="tags">
      <h2 id="tags">{t("tags.title")}</h2>
      <p className="quiet-text">{t("tags.note")}</p>
      {shown.length === 0 && <p className="quiet-text">{t("tags.none")}</p>}
      <ul className="tag-list" aria-live="polite">
        {shown.map((tag) => (
          <TagRow key={tag.concept} tag={tag} decide={(keep) => decide(tag, keep)} />
        ))}
      </ul>
      <AddTag has={new Set(shown.map((tag) => tag.concept))} add={(found) => decide(found, true)} />
      {removed.length > 0 && (
        <div>
          <p className="quiet-text">{t("tags.removed")}</p>
          <p className="tags">
            {removed.map((tag) => (
              <Button key={tag.concept} className="tag" onPress={() => decide(tag, true)}>
                {t("tags.restore", { label: of(tag.label) })}
              </Button>
            ))}
          </p>
        </div>
      )}
    </section>
  );
}

type AddTagProps = { has: Set<string>; add: (found: Schemas["ConceptView"]) => void };

function AddTag({ has, add }: AddTagProps) {
  const { t, of } = useSpeech();
  const [typed, setTyped] = useState("");
  const found = useQuery(askConcepts(useLater(typed, 250)));
  const offered = (found.data ?? []).filter((one) => !has.has(one.concept)).slice(0, 8);
  return (
    <div className="add-tag">
      <SearchField value={typed} onChange={setTyped} className="field">
        <Label>{t("tags.add")}</Label>
        <Input />
      </SearchField>
      <p role="status" className="visually-hidden">
        {typed && t("tags.found", { count: offered.length })}
      </p>
      {typed && (
        <ul className="tags">
          {offered.map((one) => (
            <li key={one.concept}>
              <Button
                className="tag"
                onPress={() => {
                  add(one);
                  setTyped("");
                }}
              >
                ＋ {of(one.label)}
                {one.synonym && `（${one.synonym}）`}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
