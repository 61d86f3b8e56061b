import { useQuery } from "@tanstack/react-query";
import { type ComponentType, lazy, Suspense, useEffect } from "react";
import { type Acting, useActing } from "./acting";
import { ApiError, type Schemas } from "./api/client";
import { askMe } from "./api/asks";
import { Frame } from "./Frame";
import { Failed, Loading } from "./parts/states";
import { Link, placeOf, usePath } from "./route";
import { Entry } from "./screens/Entry";
import { OneTimeFirst } from "./screens/OneTimeFirst";
import { useSpeech, type Word } from "./words";

export type ScreenProps = { workshop: string; me: Schemas["Me"] };
type Role = Schemas["RoleName"];
export type Screen = {
  name: Word;
  roles: Role[];
  show: ComponentType<ScreenProps>;
  /** Takes the whole width of the window. */
  wide?: boolean;
  /** One's own, not the person's for whom one acts. */
  own?: boolean;
  /** Not for whoever stands in for a colleague. */
  personal?: boolean;
};

/** The screens in the order of the menu. Each is fetched when it is first opened. */
export const SCREENS: Record<string, Screen> = {
  overview: {
    name: "screen.overview",
    roles: ["organizer"],
    show: lazy(() => import("./screens/Overview")),
  },
  board: {
    name: "screen.board",
    roles: ["organizer"],
    show: lazy(() => import("./screens/Board")),
    wide: true,
  },
  people: {
    name: "screen.people",
    roles: ["organizer"],
    show: lazy(() => import("./screens/People")),
  },
  tags: {
    name: "screen.tags",
    roles: ["organizer"],
    show: lazy(() => import("./screens/Tags")),
  },
  groups: {
    name: "screen.consortia",
    roles: ["organizer"],
    show: lazy(() => import("./screens/Groups")),
  },
  results: {
    name: "screen.results",
    roles: ["organizer"],
    show: lazy(() => import("./screens/Results")),
  },
  outbox: {
    name: "screen.outbox",
    roles: ["organizer"],
    show: lazy(() => import("./screens/Outbox")),
  },
  history: {
    name: "screen.history",
    roles: ["organizer"],
    show: lazy(() => import("./screens/History")),
  },
  setup: {
    name: "screen.setup",
    roles: ["organizer"],
    show: lazy(() => import("./screens/Setup")),
  },
  data: {
    name: "screen.data",
    roles: ["organizer"],
    show: lazy(() => import("./screens/Data")),
  },
  registrations: {
    name: "screen.registrations",
    roles: ["organizer"],
    show: lazy(() => import("./screens/Registrations")),
  },
  desk: {
    name: "screen.desk",
    roles: ["coordinator"],
    show: lazy(() => import("./screens/Desk")),
  },
  reception: {
    name: "screen.reception",
    roles: ["organizer", "coordinator"],
    show: lazy(() => import("./screens/Reception")),
  },
  prints: {
    name: "screen.prints",
    roles: ["organizer", "coordinator"],
    show: lazy(() => import("./screens/Prints")),
    wide: true,
  },
  profile: {
    name: "screen.profile",
    roles: ["company", "academic"],
    show: lazy(() => import("./screens/Profile")),
  },
  partners: {
    name: "screen.partners",
    roles: ["company", "academic"],
    show: lazy(() => import("./screens/Partners")),
  },
  requests: {
    name: "screen.requests",
    roles: ["company", "academic"],
    show: lazy(() => import("./screens/Requests")),
  },
  consortia: {
    name: "screen.consortia",
    roles: ["company", "academic"],
    show: lazy(() => import("./screens/Consortia")),
  },
  "my-day": {
    name: "screen.my-day",
    roles: ["company", "academic", "coordinator"],
    show: lazy(() => import("./screens/MyDay")),
  },
  "follow-up": {
    name: "screen.follow-up",
    roles: ["organizer", "company", "academic", "coordinator"],
    show: lazy(() => import("./screens/FollowUp")),
  },
  registration: {
    name: "screen.registration",
    roles: ["company", "academic", "coordinator"],
    show: lazy(() => import("./screens/Registration")),
    personal: true,
  },
  account: {
    name: "screen.account",
    roles: ["organizer", "company", "academic", "coordinator"],
    show: lazy(() => import("./screens/Account")),
    own: true,
  },
};

/** What somebody is in a workshop; who acts for a participant is one meanwhile. */
export function rolesOf(me: Schemas["Me"], workshop: string, acting: Acting | null): Role[] {
  if (acting) return ["company", "academic"];
  return me.memberships.filter((m) => m.workshop === workshop).map((m) => m.role);
}

/** The screens that somebody may open in a workshop. */
export function screensOf(
  me: Schemas["Me"],
  workshop: string,
  acting: Acting | null = null,
): [string, Screen][] {
  const roles = rolesOf(me, workshop, acting);
  return Object.entries(SCREENS).filter(
    ([, s]) =>
      s.roles.some((role) => roles.includes(role)) &&
      !(acting && s.own) &&
      !(acting?.standIn && s.personal),
  );
}

export function App() {
  const { t, setLang } = useSpeech();
  const place = placeOf(usePath());
  const me = useQuery(askMe);
  const signedOut = me.error instanceof ApiError && me.error.status === 401;
  const acting = useActing(place?.workshop);
  const screens = me.data && place ? screensOf(me.data, place.workshop, acting) : [];
  const here = screens.find(([name]) => name === place?.screen);
  useEffect(() => {
    document.title = here ? `${t(here[1].name)} – Enishi 縁` : "Enishi 縁";
  }, [here, t]);

  // Each reads in the language of their account; the demonstration's accounts are nobody's own.
  const own = me.data?.demo ? undefined : me.data?.lang;
  useEffect(() => {
    if (own) setLang(own);
  }, [own, setLang]);

  if (me.data?.one_time_demanded && !signedOut) return <OneTimeFirst me={me.data} />;
  if (me.isPending) return <Loading />;
  // Where one was going waits until one is in.
  if (!place || signedOut) return <Entry me={signedOut ? undefined : me.data} then={place} />;
  if (!me.data) {
    return (
      <main className="page">
        <Failed error={me.error} again={() => me.refetch()} />
      </main>
    );
  }
  const Show = here?.[1].show;
  return (
    <Frame
      me={me.data}
      workshop={place.workshop}
      screen={place.screen}
      screens={screens}
      acting={acting}
    >
      {screens.length === 0 ? (
        <NoWorkshop />
      ) : Show ? (
        <Suspense fallback={<Loading />}>
          <Show key={`${place.screen} ${acting?.person.id}`} workshop={place.workshop} me={me.data} />
        </Suspense>
      ) : (
        <Failed error={new ApiError(404, {})} />
      )}
    </Frame>
  );
}

/** There is no menu to choose from. */
function NoWorkshop() {
  const { t } = useSpeech();
  return (
    <>
      <h1>{t("error.no-workshop")}</h1>
      <p>
        <Link to="/">{t("frame.to-start")}</Link>
      </p>
    </>
  );
}
