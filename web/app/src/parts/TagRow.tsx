// One tag: the words that gave it, and a person's word on it.
import { Button } from "react-aria-components/Button";
import type { Schemas } from "../api/client";
import { useSpeech } from "../words";

type TagRowProps = { tag: Schemas["TagView"]; decide: (keep: boolean) => void };

export function TagRow({ tag, decide }: TagRowProps) {
  const { t, of } = useSpeech();
  const words = [...new Set(tag.evidence.map((one) => one.words))];
  return (
    <li className={tag.state}>
      <div>
        <strong>{of(tag.label)}</strong> <span className="quiet-text">{of(tag.facet_label)}</span>
        <p className="why-tag">
          {words.length === 0
            ? t("tags.by-hand")
            : words.slice(0, 4).map((word) => <mark key={word}>{word}</mark>)}
        </p>
      </div>
      <div className="row">
        {tag.state === "suggested" && (
          <Button className="quiet" onPress={() => decide(true)}>
            {t("tags.confirm")}
            <span className="visually-hidden"> {of(tag.label)}</span>
          </Button>
        )}
        {tag.state === "confirmed" && <span className="badge agreed">{t("tags.confirmed")}</span>}
        <Button className="quiet" onPress={() => decide(false)}>
          {t("tags.remove")}
          <span className="visually-hidden"> {of(tag.label)}</span>
        </Button>
      </div>
    </li>
  );
}
