// What stands around every screen: where we are, who we are, in which language.
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef } from "react";
import { Button } from "react-aria-components/Button";
import type { Acting } from "./acting";
import type { Screen } from "./App";
import { ApiError, type Schemas } from "./api/client";
import { askWorkshop } from "./api/asks";
import { ActingBar } from "./parts/ActingBar";
import { Boundary } from "./parts/Boundary";
import { LanguageButton } from "./parts/LanguageButton";
import { Mark } from "./parts/Mark";
import { SignOutButton } from "./parts/SignOutButton";
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
  const about = useQuery(askWorkshop(workshop));
  // On a phone the menu is wider than the screen: where we are must be in sight.
  const menu = useRef<HTMLElement>(null);
  useEffect(() => {
    const here = menu.current?.querySelector("[aria-current]");
    here?.scrollIntoView({ inline: "center", block: "nearest" });
  }, [screen]);
  const here = screens.find(([name]) => name === screen)?.[1];
  const role = me.memberships.find((m) => m.workshop === workshop)?.role;
  const ended = !!acting?.standIn && about.error instanceof ApiError && about.error.status === 404;
  const several = me.memberships.some((m) => m.workshop !== workshop);
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
            {me.demo ? (
              <Button className="quiet" onPress={() => go("/")}>
                {t("frame.change-role")}
              </Button>
            ) : (
              <SignOutButton />
            )}
          </div>
        </div>
        {screens.length > 0 && (
          <nav ref={menu} aria-label={t("frame.menu")}>
            {screens.map(([name, one]) => (
              <Link key={name} to={addressOf(workshop, name)} current={name === screen}>
                {t(one.name)}
              </Link>
            ))}
          </nav>
        )}
      </header>
      {acting && <ActingBar acting={acting} ended={ended} />}
      <main id="content" className={here?.wide ? "page wide" : "page"} tabIndex={-1}>
        {ended ? (
          <h1>{t("acting.label")}</h1>
        ) : (
          <Boundary key={screen}>{children}</Boundary>
        )}
      </main>
      <footer className="foot">
        {about.data && (
          <>
            <p>{of(about.data.name)}</p>
            {several && (
              <p>
                <Link to="/">{t("frame.other-workshops")}</Link>
              </p>
            )}
            {of(about.data.synthetic_note) && <p>{of(about.data.synthetic_note)}</p>}
          </>
        )}
        <ThemeChoice />
      </footer>
    </>
  );
}
