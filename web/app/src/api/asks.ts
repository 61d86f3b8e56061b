// What the screens ask of the API, each with the key it is remembered under.
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answered, api, type Schemas, setCsrfToken, tagged, versioned } from "./client";

export const askDemo = queryOptions({
  queryKey: ["demo"],
  queryFn: () => answered(api.GET("/api/demo")),
  staleTime: Infinity,
});

export const askMe = queryOptions({
  queryKey: ["me"],
  queryFn: async () => {
    const me = await versioned(api.GET("/api/me"));
    setCsrfToken(me.csrf_token ?? null);
    return me;
  },
  staleTime: 60_000,
});

export const askSignInWays = queryOptions({
  queryKey: ["sign-in-ways"],
  queryFn: () => answered(api.GET("/api/me/sign-in")),
});

export const askCredentials = queryOptions({
  queryKey: ["credentials"],
  queryFn: () => answered(api.GET("/api/me/credentials")),
});

const at = (workshop: string) => ({ params: { path: { workshop } } });

export const askWorkshops = queryOptions({
  queryKey: ["workshops"],
  queryFn: () => answered(api.GET("/api/workshops")),
});

export const askWorkshop = (workshop: string) =>
  queryOptions({
    queryKey: [workshop, "workshop"],
    queryFn: () => answered(api.GET("/api/workshops/{workshop}", at(workshop))),
  });

/** Who is to come in whose place: in mine, or all for the organizer. */
export const askSubstitutes = (workshop: string) =>
  queryOptions({
    queryKey: [workshop, "substitutes"],
    queryFn: () => answered(api.GET("/api/workshops/{workshop}/substitutes", at(workshop))),
  });

/** The places in which I am asked to come. */
export const askOffers = queryOptions({
  queryKey: ["offers"],
  queryFn: () => answered(api.GET("/api/me/places")),
});

/** Which colleagues stand in for me, and for whom I do. */
export const askStandIns = (workshop: string) =>
  queryOptions({
    queryKey: [workshop, "stand-ins"],
    queryFn: () => answered(api.GET("/api/workshops/{workshop}/stand-ins", at(workshop))),
  });

export const askOverview = (workshop: string) =>
  queryOptions({
    queryKey: [workshop, "overview"],
    queryFn: () => answered(api.GET("/api/workshops/{workshop}/overview", at(workshop))),
  });

export const askVenue = (workshop: string) =>
  queryOptions({
    queryKey: [workshop, "venue"],
    queryFn: () => answered(api.GET("/api/workshops/{workshop}/venue", at(workshop))),
    staleTime: 60_000,
  });

/** From when and until when participants ask for meetings, talks and consultations. */
export const askRequestDates = (workshop: string) =>
  queryOptions({
    queryKey: [workshop, "request-dates"],
    queryFn: () => versioned(api.GET("/api/workshops/{workshop}/request-dates", at(workshop))),
    staleTime: 60_000,
  });

export const askSetup = (workshop: string) =>
  queryOptions({
    queryKey: [workshop, "setup"],
    queryFn: async () => {
      const { data, tag } = await tagged(api.GET("/api/workshops/{workshop}/setup", at(workshop)));
      return { setup: data, tag };
    },
  });

/** Who was asked about a version, and what they said. */
export const askProposals = (workshop: string, version: number) =>
  queryOptions({
    queryKey: [workshop, "proposals", version],
    queryFn: () =>
      answered(
        api.GET("/api/workshops/{workshop}/plans/{version}/proposals", {
          params: { path: { workshop, version } },
        }),
      ),
  });

/** Changes of my day that I am asked about. */
export const askMyProposals = (workshop: string) =>
  queryOptions({
    queryKey: [workshop, "my-proposals"],
    queryFn: () => answered(api.GET("/api/workshops/{workshop}/proposals", at(workshop))),
  });

export const askOutcomes = (workshop: string) =>
  queryOptions({
    queryKey: [workshop, "outcomes"],
    queryFn: () => answered(api.GET("/api/workshops/{workshop}/outcomes", at(workshop))),
  });

export const askSurvey = (workshop: string) =>
  queryOptions({
    queryKey: [workshop, "survey"],
    queryFn: () => tagged(api.GET("/api/workshops/{workshop}/survey", at(workshop))),
  });

export const askSurveyResults = (workshop: string) =>
  queryOptions({
    queryKey: [workshop, "survey-results"],
    queryFn: () => answered(api.GET("/api/workshops/{workshop}/survey/results", at(workshop))),
  });

export const askDuplicates = (workshop: string) =>
  queryOptions({
    queryKey: [workshop, "duplicates"],
    queryFn: () => answered(api.GET("/api/workshops/{workshop}/duplicates", at(workshop))),
  });

export const askRetention = (workshop: string) =>
  queryOptions({
    queryKey: [workshop, "retention"],
    queryFn: () => versioned(api.GET("/api/workshops/{workshop}/retention", at(workshop))),
  });

/** Entries of a long list that are asked for and shown at a time. */
export const PAGE = 50;

/** A page of the people whose name, reading or organisation has this in it. */
export const askPeople = (workshop: string, q: string, cursor?: string) =>
  queryOptions({
    queryKey: [workshop, "people", q, cursor],
    queryFn: () =>
      answered(
        api.GET("/api/workshops/{workshop}/people", {
          params: { path: { workshop }, query: { limit: PAGE, cursor, q: q || undefined } },
        }),
      ),
  });

export const askMails = (workshop: string, state: Schemas["StateOfMail"], cursor?: string) =>
  queryOptions({
    queryKey: [workshop, "mails", state, cursor],
    queryFn: () =>
      answered(
        api.GET("/api/workshops/{workshop}/outbox", {
          params: { path: { workshop }, query: { limit: PAGE, cursor, state } },
        }),
      ),
  });

export const askHistory = (workshop: string, cursor?: number) =>
  queryOptions({
    queryKey: [workshop, "history", cursor],
    queryFn: () =>
      answered(
        api.GET("/api/workshops/{workshop}/history", {
          params: { path: { workshop }, query: { limit: PAGE, cursor } },
        }),
      ),
  });

/** A whole list, page after page. */
async function whole<T>(
  page: (cursor: string | undefined) => Promise<{ items: T[]; next?: string | null }>,
): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | undefined;
  do {
    const { items, next } = await page(cursor);
    all.push(...items);
    cursor = next ?? undefined;
  } while (cursor);
  return all;
}

export const askEveryone = (workshop: string) =>
  queryOptions({
    queryKey: [workshop, "everyone"],
    queryFn: () =>
      whole((cursor) =>
        answered(
          api.GET("/api/workshops/{workshop}/people", {
            params: { path: { workshop }, query: { limit: 200, cursor } },
          }),
        ),
      ),
  });

/** Everyone with a role. */
export const askMembers = (workshop: string) =>
  queryOptions({
    queryKey: [workshop, "members"],
    queryFn: () =>
      whole((cursor) =>
        answered(
          api.GET("/api/workshops/{workshop}/members", {
            params: { path: { workshop }, query: { limit: 200, cursor } },
          }),
        ),
      ),
  });

export const askDay = (workshop: string) =>
  queryOptions({
    queryKey: [workshop, "my-day"],
    queryFn: () => answered(api.GET("/api/workshops/{workshop}/my-day", at(workshop))),
  });

export const askPerson = (workshop: string, person: string) =>
  queryOptions({
    queryKey: [workshop, "person", person],
    queryFn: async () => {
      const params = { path: { workshop, person } };
      const read = await tagged(api.GET("/api/workshops/{workshop}/people/{person}", { params }));
      return { person: read.data, tag: read.tag };
    },
  });

/** The organisations that one does not want to be brought together with. */
export const askAvoided = (workshop: string) =>
  queryOptions({
    queryKey: [workshop, "avoided"],
    queryFn: () => answered(api.GET("/api/workshops/{workshop}/avoided", at(workshop))),
  });

/** Everybody's day as published, in kana order. */
export const askDays = (workshop: string) =>
  queryOptions({
    queryKey: [workshop, "days"],
    queryFn: () => answered(api.GET("/api/workshops/{workshop}/days", at(workshop))),
  });

/** What was published, the newest first. */
export const askPublications = (workshop: string) =>
  queryOptions({
    queryKey: [workshop, "publications"],
    queryFn: () => answered(api.GET("/api/workshops/{workshop}/publications", at(workshop))),
  });

export const askSchemes = queryOptions({
  queryKey: ["schemes"],
  queryFn: () => answered(api.GET("/api/schemes")),
  staleTime: Infinity,
});

/** The best groups: five with a profile in them, or ten of all. */
export const askConsortia = (workshop: string, scheme: string, profile?: string) =>
  queryOptions({
    queryKey: [workshop, "consortia", scheme, profile],
    queryFn: () =>
      answered(
        api.GET("/api/workshops/{workshop}/consortia", {
          params: { path: { workshop }, query: { scheme, with: profile, groups: profile ? 5 : 10 } },
        }),
      ),
    staleTime: 60_000,
  });

export const askExposure = (workshop: string) =>
  queryOptions({
    queryKey: [workshop, "exposure"],
    queryFn: () => answered(api.GET("/api/workshops/{workshop}/exposure", at(workshop))),
    staleTime: 60_000,
  });

export const askDrafts = (workshop: string) =>
  queryOptions({
    queryKey: [workshop, "drafts"],
    queryFn: () => answered(api.GET("/api/workshops/{workshop}/consortium-drafts", at(workshop))),
  });

/** A draft held against its scheme. */
export const askCheck = (workshop: string, draft: Schemas["ConsortiumDraft"]) =>
  queryOptions({
    queryKey: [workshop, "check", draft],
    queryFn: () =>
      answered(
        api.POST("/api/workshops/{workshop}/consortia/check", { ...at(workshop), body: draft }),
      ),
    staleTime: Infinity,
    gcTime: 10_000,
  });

/** Profiles that are looked through at a time. */
export const PROFILES = 10;

/** A page of the profiles in which words are found. */
export const askProfilePage = (workshop: string, q: string, cursor?: string) =>
  queryOptions({
    queryKey: [workshop, "profile-pages", q, cursor],
    queryFn: () =>
      answered(
        api.GET("/api/workshops/{workshop}/profiles", {
          params: { path: { workshop }, query: { limit: PROFILES, cursor, q: q || undefined } },
        }),
      ),
  });

export const askProfiles = (workshop: string, q: string) =>
  queryOptions({
    queryKey: [workshop, "profiles", q],
    queryFn: () =>
      answered(
        api.GET("/api/workshops/{workshop}/profiles", {
          params: { path: { workshop }, query: { q, limit: 12 } },
        }),
      ),
  });

export const askExchange = (workshop: string, request: string) =>
  queryOptions({
    queryKey: [workshop, "exchange", request],
    queryFn: () =>
      answered(
        api.GET("/api/workshops/{workshop}/requests/{request}/exchange", {
          params: { path: { workshop, request } },
        }),
      ),
  });

export const askReception = (workshop: string, q: string) =>
  queryOptions({
    queryKey: [workshop, "reception", q],
    queryFn: () =>
      answered(
        api.GET("/api/workshops/{workshop}/reception", {
          params: { path: { workshop }, query: { q } },
        }),
      ),
    placeholderData: keepPreviousData,
  });

/** No-shows and late people whom meetings wait for today. */
export const askAway = (workshop: string) =>
  queryOptions({
    queryKey: [workshop, "away"],
    queryFn: () => answered(api.GET("/api/workshops/{workshop}/reception/away", at(workshop))),
  });

export const askRegistrationForm = (workshop: string) =>
  queryOptions({
    queryKey: [workshop, "registration-form"],
    queryFn: () => versioned(api.GET("/api/workshops/{workshop}/registration-form", at(workshop))),
  });

export const askRegistrations = (workshop: string, cursor?: string) =>
  queryOptions({
    queryKey: [workshop, "registrations", cursor],
    queryFn: () =>
      answered(
        api.GET("/api/workshops/{workshop}/registrations", {
          params: { path: { workshop }, query: { limit: PAGE, cursor } },
        }),
      ),
  });

export const askTalkWishes = (workshop: string) =>
  queryOptions({
    queryKey: [workshop, "talk-wishes"],
    queryFn: () => answered(api.GET("/api/workshops/{workshop}/talk-wishes", at(workshop))),
  });

export const askAbsences = (workshop: string) =>
  queryOptions({
    queryKey: [workshop, "absences"],
    queryFn: () => answered(api.GET("/api/workshops/{workshop}/absences", at(workshop))),
  });

export const askConsultations = (workshop: string) =>
  queryOptions({
    queryKey: [workshop, "consultations"],
    queryFn: () => answered(api.GET("/api/workshops/{workshop}/consultations", at(workshop))),
  });

export const askFeeds = (workshop: string) =>
  queryOptions({
    queryKey: [workshop, "feeds"],
    queryFn: () => answered(api.GET("/api/workshops/{workshop}/calendar-feeds", at(workshop))),
  });

export const askDesks = (workshop: string) =>
  queryOptions({
    queryKey: [workshop, "desks"],
    queryFn: () => answered(api.GET("/api/workshops/{workshop}/desks", at(workshop))),
  });

export type Lens = "whole" | "likeness" | "complement";

/** What suggestions are narrowed down by. */
export type Narrowed = {
  lens: Lens;
  q?: string;
  /** Concepts, separated by commas. */
  concept?: string;
  region?: string;
  phase?: Schemas["DevelopmentPhase"];
};

export const askSuggestions = (
  workshop: string,
  profile: string,
  narrowed: Narrowed,
  limit: number,
) =>
  queryOptions({
    queryKey: [workshop, "suggestions", profile, narrowed, limit],
    queryFn: () =>
      answered(
        api.GET("/api/workshops/{workshop}/profiles/{profile}/suggestions", {
          params: { path: { workshop, profile }, query: { ...narrowed, limit } },
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const askSuggestionFacets = (workshop: string, profile: string, narrowed: Narrowed) =>
  queryOptions({
    queryKey: [workshop, "suggestion-facets", profile, narrowed],
    queryFn: () =>
      answered(
        api.GET("/api/workshops/{workshop}/profiles/{profile}/suggestions/facets", {
          params: { path: { workshop, profile }, query: narrowed },
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const askConcepts = (typed: string) =>
  queryOptions({
    queryKey: ["concepts", typed],
    queryFn: () => answered(api.GET("/api/concepts", { params: { query: { q: typed } } })),
    enabled: typed.trim() !== "",
    staleTime: Infinity,
  });

/** The concepts in a text, as one types it. */
export const askTags = (workshop: string, text: Schemas["TextToTag"]) =>
  queryOptions({
    queryKey: [workshop, "tags", text],
    queryFn: () =>
      answered(api.POST("/api/workshops/{workshop}/tags", { ...at(workshop), body: text })),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 10_000,
  });

export const askProfile = (workshop: string, profile: string) =>
  queryOptions({
    queryKey: [workshop, "profile", profile],
    queryFn: () =>
      answered(
        api.GET("/api/workshops/{workshop}/profiles/{profile}", {
          params: { path: { workshop, profile } },
        }),
      ),
  });

export const askRequests = (workshop: string, box: "in" | "out") =>
  queryOptions({
    queryKey: [workshop, "requests", box],
    queryFn: () =>
      whole((cursor) =>
        answered(
          api.GET("/api/workshops/{workshop}/requests", {
            params: { path: { workshop }, query: { box, limit: 200, cursor } },
          }),
        ),
      ),
  });

export const askPlans = (workshop: string) =>
  queryOptions({
    queryKey: [workshop, "plans"],
    queryFn: () => answered(api.GET("/api/workshops/{workshop}/plans", at(workshop))),
  });

export const askPlan = (workshop: string, version: number) =>
  queryOptions({
    queryKey: [workshop, "plan", version],
    queryFn: () =>
      answered(
        api.GET("/api/workshops/{workshop}/plans/{version}", {
          params: { path: { workshop, version } },
        }),
      ),
  });

export const askPlaces = (workshop: string, version: number, item: string) =>
  queryOptions({
    queryKey: [workshop, "places", version, item],
    queryFn: () =>
      answered(
        api.GET("/api/workshops/{workshop}/plans/{version}/places", {
          params: { path: { workshop, version }, query: { item } },
        }),
      ),
  });

export const askResults = (workshop: string, version: number) =>
  queryOptions({
    queryKey: [workshop, "results", version],
    queryFn: () =>
      answered(
        api.GET("/api/workshops/{workshop}/plans/{version}/results", {
          params: { path: { workshop, version } },
        }),
      ),
  });

export const askNotices = (workshop: string, version: number) =>
  queryOptions({
    queryKey: [workshop, "notices", version],
    queryFn: () =>
      answered(
        api.GET("/api/workshops/{workshop}/plans/{version}/notices", {
          params: { path: { workshop, version } },
        }),
      ),
  });

export const askUnplaced = (workshop: string, version: number) =>
  queryOptions({
    queryKey: [workshop, "unplaced", version],
    queryFn: () =>
      answered(
        api.GET("/api/workshops/{workshop}/plans/{version}/unplaced", {
          params: { path: { workshop, version } },
        }),
      ),
  });

/** Why one wish has no place, and what forcing it in costs others. */
export const askReason = (workshop: string, version: number, item: string) =>
  queryOptions({
    queryKey: [workshop, "unplaced", version, item],
    queryFn: () =>
      answered(
        api.GET("/api/workshops/{workshop}/plans/{version}/reason", {
          params: { path: { workshop, version }, query: { item } },
        }),
      ),
  });

export const askChanges = (workshop: string, version: number, from: number) =>
  queryOptions({
    queryKey: [workshop, "changes", version, from],
    queryFn: () =>
      answered(
        api.GET("/api/workshops/{workshop}/plans/{version}/changes", {
          params: { path: { workshop, version }, query: { from } },
        }),
      ),
  });

export const askJobs = (workshop: string) =>
  queryOptions({
    queryKey: [workshop, "jobs"],
    queryFn: () => answered(api.GET("/api/workshops/{workshop}/jobs", at(workshop))),
  });
