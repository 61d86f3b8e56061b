// Wishes without a place: why, the cheapest repair, and the two ways to bring them in.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { answered, api, type Schemas } from "../api/client";
import { askUnplaced } from "../api/asks";
import { ActButton } from "../parts/ActButton";
import { Ask } from "../parts/Ask";
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
  const { t, of } = useSpeech();
  const [open, setOpen] = useState(false);
  const unplaced = useQuery({ ...askUnplaced(workshop, version), enabled: open });
  return (
    <details className="unplaced" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("board.unplaced", { count: unplaced.data?.length ?? count })}</summary>
      {open && unplaced.isPending && <Loading />}
      {unplaced.error && <Failed error={unplaced.error} again={() => unplaced.refetch()} />}
      <ul className="list">
        {unplaced.data?.map((one) => (
          <li key={one.item} className="item">
            <p>
              <strong>{of(one.title)}</strong>
            </p>
            <p>{of(one.reason)}</p>
            <p className="tags">
              {one.causes.map((cause) => (
                <span key={cause.label.en} className="tag">
                  {of(cause.label)} {cause.options}
                </span>
              ))}
            </p>
            {one.repair && (
              <Repair {...{ workshop, version, wish: one, repair: one.repair, venue, onMade }} />
            )}
            <div>
              <Button className="quiet" onPress={() => take(one.item)}>
                {t("repair.choose")}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </details>
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
