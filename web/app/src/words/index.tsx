// What the app says, in the language that the person chose.
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from "react";
import type { Text } from "../api/client";
import en from "./en.json";
import ja from "./ja.json";

export type Lang = "ja" | "en";
export type Word = keyof typeof ja;

const WORDS: Record<Lang, Record<Word, string>> = { ja, en };
const KEPT = "enishi-lang";

function kept(): Lang | null {
  const lang = localStorage.getItem(KEPT);
  return lang === "ja" || lang === "en" ? lang : null;
}

function makeSpeech(lang: Lang, setLang: (lang: Lang) => void) {
  const date = new Intl.DateTimeFormat(lang === "ja" ? "ja-JP" : "en-GB", {
    year: "numeric",
    month: "long",
    day: "numeric",
    weekday: "short",
    timeZone: "UTC",
  });
  const moment = new Intl.DateTimeFormat(lang === "ja" ? "ja-JP" : "en-GB", {
    dateStyle: "medium",
    timeStyle: "short",
  });
  const era = new Intl.DateTimeFormat(`${lang}-u-ca-japanese`, {
    era: "long",
    year: "numeric",
    timeZone: "UTC",
  });
  /** The year as the era counts it, on the first of April. */
  const eraYear = (year: number) => {
    const parts = era.formatToParts(new Date(Date.UTC(year, 3, 1)));
    const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
    return [part("era"), part("year")].join(lang === "ja" ? "" : " ");
  };
  const number = new Intl.NumberFormat(lang === "ja" ? "ja-JP" : "en-GB");
  return {
    lang,
    setLang,
    /** The words of this name, with values in their places. */
    t: (word: Word, values: Record<string, string | number> = {}) =>
      WORDS[lang][word].replace(/\{(\w+)\}/g, (all, name: string) => {
        const value = values[name];
        return value === undefined ? all : typeof value === "number" ? number.format(value) : value;
      }),
    /** A text of the server in the person's language. */
    of: (text: Text) => text[lang],
    /** A person's name as one addresses them. */
    named: (name: Text) => WORDS[lang]["honorific"].replace("{name}", name[lang]),
    /** `2022-05-10` as a person writes it. */
    day: (day: string) => date.format(new Date(`${day}T00:00:00Z`)),
    /** A moment as the reader's own clock tells it. */
    moment: (at: string) => moment.format(new Date(at)),
    number: (n: number) => number.format(n),
    /** Whole yen as an agency writes them. */
    million: (yen: number) =>
      WORDS[lang]["money.million"].replace("{amount}", number.format(yen / 1_000_000)),
    /** The year that begins in April, in Japanese by era as well. */
    fiscalYear: (year: number) =>
      WORDS[lang]["year.fiscal"]
        .replace("{era}", eraYear(year))
        .replace("{year}", String(year)),
    /** Names one after the other. */
    list: (items: Iterable<string>) => [...new Set(items)].join(lang === "ja" ? "、" : ", "),
    /** Facts side by side, without those that are not there. */
    facts: (...items: (string | null | undefined | false)[]) =>
      items.filter(Boolean).join(lang === "ja" ? "・" : " · "),
  };
}

type Speech = ReturnType<typeof makeSpeech>;
const Spoken = createContext<Speech | null>(null);

export function Speaking({ children }: { children: ReactNode }) {
  const [lang, setLang] = useState<Lang>(() => kept() ?? "ja");
  useEffect(() => {
    document.documentElement.lang = lang;
  }, [lang]);
  const speech = useMemo(() => {
    return makeSpeech(lang, (next) => {
      localStorage.setItem(KEPT, next);
      setLang(next);
    });
  }, [lang]);
  return <Spoken value={speech}>{children}</Spoken>;
}

export function useSpeech(): Speech {
  const speech = use(Spoken);
  if (!speech) throw new Error("useSpeech outside of Speaking");
  return speech;
}
