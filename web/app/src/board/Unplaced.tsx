// Wishes without a place: why, the cheapest repair, and the two ways to bring them in.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { answered, api, type Schemas } from "../api/client";
import { askReason, askUnplaced, PAGE } from "../api/asks";
import { ActButton } from "../parts/ActButton";
import { Ask } from "../parts/Ask";
import { Pages, useSlices } from "../parts/pages";
import { Failed, Loading } from "../parts/states";
import { span } from "../parts/time";
import { useSpeech } from "../words";
import { useWhere } from "./Moving";

type UnplacedProps = {
  workshop: string;
  version: number;
  count: number;
  venue: Schemas["VenueView"];
  take: (item: string) => void;
  onMade: (version: number) => void;
};

/** Opened on demand, for the reasons take a moment to find. */
export function Unplaced({ workshop, version, count, venue, take, onMade }: UnplacedProps) {
  const { t } = useSpeech();
  const [open, setOpen] = useState(false);
  const unplaced = useQuery({ ...askUnplaced(workshop, version), enabled: open });
  const seen = useSlices(String(version), unplaced.data ?? [], PAGE);
  return (
    <details className="unplaced" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("board.unplaced", { count: unplaced.data?.length ?? count })}</summary>
      {open && unplaced.isPending && <Loading />}
      {unplaced.error && <Failed error={unplaced.error} again={() => unplaced.refetch()} />}
      <Pages seen={seen} label={t("board.unplaced", { count: unplaced.data?.length ?? count })}>
        <ul className="list">
          {seen.items.map((one) => (
            <Wish key={one.item} {...{ workshop, version, wish: one, venue, take, onMade }} />
          ))}
        </ul>
      </Pages>
    </details>
  );
}

type WishProps = {
  workshop: string;
  version: number;
  wish: Schemas["UnplacedView"];
  venue: Schemas["VenueView"];
  take: (item: string) => void;
  onMade: (version: number) => void;
};

function Wish({ workshop, version, wish, venue, take, onMade }: WishProps) {
  const { t, of } = useSpeech();
  const [asked, setAsked] = useState(false);
  const found = useQuery({ ...askReason(workshop, version, wish.item), enabled: asked });
  const one = found.data ?? wish;
  return (
    <li className="item">
      <p>
        <strong>{of(one.title)}</strong>
      </p>
      {one.reason && <p>{of(one.reason)}</p>}
      <p className="tags">
        {one.causes.map((cause) => (
          <span key={cause.label.en} className="tag">
            {of(cause.label)} {cause.options}
          </span>
        ))}
      </p>
      {one.repair && <Repair {...{ workshop, version, wish: one, repair: one.repair, venue, onMade }} />}
      {found.data && <Force found={found.data} venue={venue} />}
      {asked && found.isPending && <Loading />}
      {found.error && <Failed error={found.error} again={() => found.refetch()} />}
      <div className="row">
        {!asked && (
          <Button className="quiet" onPress={() => setAsked(true)}>
            {t(wish.reason ? "force.ask" : "force.ask-why")}
          </Button>
        )}
        <Button className="quiet" onPress={() => take(one.item)}>
          {t("repair.choose")}
        </Button>
      </div>
    </li>
  );
}

/** What others lose where the wish is held all the same. */
function Force({ found, venue }: { found: Schemas["WishExplainedView"]; venue: Schemas["VenueView"] }) {
  const { t, of } = useSpeech();
  const where = useWhere(venue);
  const { price } = found;
  if (!price) return <p>{t(found.by_force === "impossible" ? "force.impossible" : "force.unknown")}</p>;
  const proof =
    price.at_least == null
      ? t("force.unproved")
      : price.at_least === price.cost
        ? t("force.proved")
        : t("force.at-least", { points: price.at_least });
  const place = (p: Schemas["PlacementView"]) => `${span(p)} ${where(p)}`;
  return (
    <>
      <p>
        {t("force.price", {
          at: place(price.placement),
          points: price.cost,
          people: price.affected.length,
        })}{" "}
        <span className="quiet-text">{proof}</span>
      </p>
      {price.changes.length > 0 && (
        <ul className="reasons">
          {price.changes.map(({ before, after }) => (
            <li key={(before ?? after)?.item}>
              {of((before ?? after)?.title ?? { ja: "", en: "" })}
              {" → "}
              {after ? place(after) : t("force.given-up")}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

type RepairProps = {
  workshop: string;
  version: number;
  wish: Schemas["UnplacedView"];
  repair: Schemas["RepairView"];
  venue: Schemas["VenueView"];
  onMade: (version: number) => void;
};

function Repair({ workshop, version, wish, repair, venue, onMade }: RepairProps) {
  const { t, of } = useSpeech();
  const client = useQueryClient();
  const where = useWhere(venue);
  const { placement } = repair;
  const apply = useMutation({
    mutationFn: () =>
      answered(
        api.POST("/api/workshops/{workshop}/plans/{version}/repairs", {
          params: { path: { workshop, version } },
          body: { item: wish.item, name: t("repair.name", { title: of(wish.title) }).slice(0, 200) },
        }),
      ),
    onSuccess: async (made) => {
      await client.invalidateQueries({ queryKey: [workshop] });
      onMade(made.version);
    },
  });
  const there = t("repair.there", { at: span(placement), where: where(placement) });
  return (
    <>
      <p>
        <span className="quiet-text">{t("board.repair")}</span>{" "}
        {[...repair.steps.map(of), there].join(" → ")}
      </p>
      <div className="row">
        {repair.changes_day ? (
          <Ask
            open={t("repair.apply")}
            title={t("repair.title")}
            yes={t("repair.apply")}
            act={() => apply.mutateAsync()}
          >
            <ul className="reasons">
              {repair.steps.map((step) => (
                <li key={step.en}>{of(step)}</li>
              ))}
              <li>{there}</li>
            </ul>
            <p>{t("repair.changes-day")}</p>
          </Ask>
        ) : (
          <ActButton className="button" isPending={apply.isPending} onPress={() => apply.mutate()}>
            {t("repair.apply")}
          </ActButton>
        )}
      </div>
      {apply.error && !repair.changes_day && <Failed error={apply.error} />}
    </>
  );
}
