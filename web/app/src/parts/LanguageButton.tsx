// Names the other language in that language. Whoever has an account of their own is written to in it, too.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "react-aria-components/Button";
import { askMe } from "../api/asks";
import { answered, api } from "../api/client";
import { type Lang, useSpeech } from "../words";

export function LanguageButton() {
  const { lang, setLang } = useSpeech();
  const client = useQueryClient();
  const choose = useMutation({
    mutationFn: (lang: Lang) =>
      answered(api.PATCH("/api/me", { params: { header: { "If-Match": "*" } }, body: { lang } })),
    onSuccess: () => client.invalidateQueries({ queryKey: askMe.queryKey }),
  });
  const other = lang === "ja" ? "en" : "ja";
  return (
    <Button
      className="quiet"
      onPress={() => {
        setLang(other);
        const me = client.getQueryData(askMe.queryKey);
        if (me && !me.demo) choose.mutate(other);
      }}
    >
      <span lang={other}>{other === "en" ? "English" : "日本語"}</span>
    </Button>
  );
}
