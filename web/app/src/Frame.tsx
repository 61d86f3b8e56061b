// What stands around every screen: where we are, who we are, in which language.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef } from "react";
import { Button } from "react-aria-components/Button";
import { type Acting, actFor } from "./acting";
import type { Screen } from "./App";
import { answered, api, type Schemas } from "./api/client";
import { askWorkshop } from "./api/asks";
import { forgetDay } from "./kept/day";
import { ActingBar } from "./parts/ActingBar";
import { forgetDrafts } from "./parts/draft";
import { LanguageButton } from "./parts/LanguageButton";
import { Mark } from "./parts/Mark";
import { ThemeChoice } from "./parts/Theme";
import { addressOf, go, Link } from "./route";
import { useSpeech } from "./words";

type FrameProps = {
  me: Schemas["Me"];
  workshop: string;
  screen: string;
  screens: [string, Screen][];
  acting: Acting | null;
  children: ReactNode;
};

export function Frame({ me, workshop, screen, screens, acting, children }: FrameProps) {
  const { t, of } = useSpeech();
  const client = useQueryClient();
  const about = useQuery(askWorkshop(workshop));
  const signOut = useMutation({
    mutationFn: () => answered(api.POST("/api/sign-out")),
    onSettled: () => {
      client.clear();
      forgetDrafts();
      actFor(null);
      void forgetDay();
      go("/");
    },
  });
  // On a phone the menu is wider than the screen: where we are must be in sight.
  const menu = useRef<HTMLElement>(null);
  useEffect(() => {
    const here = menu.current?.querySelector("[aria-current]");
    here?.scrollIntoView({ inline: "center", block: "nearest" });
  }, [screen]);
  const here = screens.find(([name]) => name === screen)?.[1];
  const role = me.memberships.find((m) => m.workshop === workshop)?.role;
  return (
    <>
      <a className="skip" href="#content">
        {t("frame.skip")}
      </a>
      <header className="top">
        <div className="top-row">
          <Mark />
          <div className="top-who">
            {role && <span className="role">{t(`role.${role}`)}</span>}
            <LanguageButton />
            <Button className="quiet" onPress={() => (me.demo ? go("/") : signOut.mutate())}>
              {t(me.demo ? "frame.change-role" : "frame.sign-out")}
            </Button>
          </div>
        </div>
        <nav ref={menu} aria-label={t("frame.menu")}>
          {screens.map(([name, one]) => (
            <Link key={name} to={addressOf(workshop, name)} current={name === screen}>
              {t(one.name)}
            </Link>
          ))}
        </nav>
      </header>
      {acting && <ActingBar acting={acting} />}
      <main id="content" className={here?.wide ? "page wide" : "page"} tabIndex={-1}>
        {children}
      </main>
      <footer className="foot">
        {about.data && (
          <>
            <p>{of(about.data.name)}</p>
            {of(about.data.synthetic_note) && <p>{of(about.data.synthetic_note)}</p>}
          </>
        )}
        <ThemeChoice />
      </footer>
    </>
  );
}
