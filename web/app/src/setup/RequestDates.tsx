// From when and until when participants ask for meetings, talks and consultations.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "react-aria-components/Button";
import { Form } from "react-aria-components/Form";
import { api, type Schemas, versioned } from "../api/client";
import { askRequestDates, askWorkshop } from "../api/asks";
import { putAnswer } from "../api/put";
import { ActButton } from "../parts/ActButton";
import { useDraft } from "../parts/draft";
import { MomentInput } from "../parts/MomentInput";
import { Failed } from "../parts/states";
import { Theirs } from "../parts/Theirs";
import { isOpen } from "../parts/WhenToAsk";
import { clockIn } from "../parts/zone";
import { useSpeech } from "../words";

type Dates = Schemas["AskingDates"];

export function RequestDates({ workshop }: { workshop: string }) {
  const { t } = useSpeech();
  const client = useQueryClient();
  const about = useQuery(askWorkshop(workshop));
  const kept = useQuery(askRequestDates(workshop));
  const [written, write] = useDraft<Dates>(`${workshop} request-dates`);
  const save = useMutation({
    mutationFn: (body: Dates) =>
      versioned(
        api.PUT("/api/workshops/{workshop}/request-dates", {
          params: { path: { workshop }, header: { "If-Match": kept.data!.etag } },
          body,
        }),
      ),
    onSuccess: async (next) => {
      await putAnswer(client, askRequestDates(workshop).queryKey, next);
      write(null);
    },
  });
  const error = about.error ?? kept.error;
  if (error) return <Failed error={error} again={() => kept.refetch()} />;
  if (!about.data || !kept.data) return null;
  const { zone } = about.data;
  const { opens_at, closes_at } = kept.data;
  const dates = written ?? { opens_at, closes_at };
  const shown = (one: Dates) =>
    [one.opens_at, one.closes_at]
      .map((at) => (at ? clockIn(zone, Date.parse(at)).replace("T", " ") : ""))
      .join(" – ");
  const change = (part: Dates) => {
    save.reset();
    write({ ...dates, ...part });
  };
  const open = isOpen(kept.data);
  return (
    <Form
      className="part-of-form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(dates);
      }}
    >
      <h2>
        {t("request-dates.title")}{" "}
        <span className={open ? "badge accepted" : "badge"}>
          {t(open ? "registration.open" : "registration.closed")}
        </span>
      </h2>
      <p className="quiet-text">{t("request-dates.note", { zone })}</p>
      <div className="fields">
        <MomentInput
          label={t("registration.opens")}
          zone={zone}
          value={dates.opens_at}
          change={(opens_at) => change({ opens_at })}
        />
        <MomentInput
          label={t("registration.closes")}
          zone={zone}
          value={dates.closes_at}
          change={(closes_at) => change({ closes_at })}
        />
      </div>
      <Theirs
        error={save.error}
        mine={shown(dates)}
        theirs={shown(kept.data)}
      />
      <div className="row">
        <ActButton type="submit" className="button" isDisabled={!written} isPending={save.isPending}>
          {t("request-dates.save")}
        </ActButton>
        {written && (
          <Button className="button second" onPress={() => write(null)}>
            {t("setup.discard")}
          </Button>
        )}
        <span role="status">{save.isSuccess && t("profile.saved")}</span>
      </div>
      {save.error && <Failed error={save.error} />}
    </Form>
  );
}
