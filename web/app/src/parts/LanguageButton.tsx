import { Button } from "react-aria-components/Button";
import { useSpeech } from "../words";

/** Names the other language in that language. */
export function LanguageButton() {
  const { lang, setLang } = useSpeech();
  const other = lang === "ja" ? "en" : "ja";
  return (
    <Button className="quiet" onPress={() => setLang(other)}>
      <span lang={other}>{other === "en" ? "English" : "日本語"}</span>
    </Button>
  );
}
