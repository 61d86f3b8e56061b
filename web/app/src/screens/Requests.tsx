import { useQuery } from "@tanstack/react-query";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components/Tabs";
import { useActing } from "../acting";
import type { ScreenProps } from "../App";
import { answered, api, type Schemas } from "../api/client";
import { askRequests, PAGE } from "../api/asks";
import { Answer, useRequestsChanged } from "../parts/Answer";
import { Ask } from "../parts/Ask";
import { Exchange } from "../parts/Exchange";
import { Pages, placeOf, useSlices } from "../parts/pages";
import { ReadProfile } from "../parts/ReadProfile";
import { Empty, Failed, Loading } from "../parts/states";
import { useSpeech } from "../words";

type Request = Schemas["RequestView"];

export default function Requests({ workshop }: ScreenProps) {
  const { t } = useSpeech();
  const received = useQuery(askRequests(workshop, "in"));
  const open = received.data?.filter((r) => r.state === "sent").length ?? 0;
  return (
    <>
      <h1>{t("screen.requests")}</h1>
      <Tabs>
        <TabList aria-label={t("screen.requests")} className="tabs">
          <Tab id="in">{t("requests.in", { count: open })}</Tab>
          <Tab id="out">{t("requests.out")}</Tab>
        </TabList>
        <TabPanel id="in">
          <Box workshop={workshop} box="in" />
        </TabPanel>
        <TabPanel id="out">
          <Box workshop={workshop} box="out" />
        </TabPanel>
      </Tabs>
    </>
  );
}

function Box({ workshop, box }: { workshop: string; box: "in" | "out" }) {
  const { t } = useSpeech();
  const requests = useQuery(askRequests(workshop, box));
  // What waits for an answer comes first.
  const waiting = (r: Request) => (r.state === "sent" ? 0 : 1);
  const sorted = (requests.data ?? []).toSorted((a, b) => waiting(a) - waiting(b));
  const seen = useSlices(box, sorted, PAGE);
  if (requests.isPending) return <Loading />;
  if (requests.error) return <Failed error={requests.error} again={() => requests.refetch()} />;
  if (sorted.length === 0) return <Empty>{t(`requests.none-${box}`)}</Empty>;
  return (
    <Pages seen={seen} label={t("screen.requests")}>
      <ul className="list">
        {seen.items.map((request, i) => (
          <li key={request.id} className="item" {...placeOf(seen, i)}>
            <One workshop={workshop} box={box} request={request} />
          </li>
        ))}
      </ul>
    </Pages>
  );
}

type OneProps = { workshop: string; box: "in" | "out"; request: Request };

function One({ workshop, box, request }: OneProps) {
  const { t, of, moment, named } = useSpeech();
  const changed = useRequestsChanged(workshop);
  // What two tell each other is nobody else's to read.
  const acting = useActing(workshop);
  const other = box === "in" ? request.from : request.to;
  return (
    <>
      <div className="item-head">
        <div>
          <h2 className="item-title">{named(other.name)}</h2>
          <p className="quiet-text">{of(other.organisation.name)}</p>
        </div>
        <span className={`badge ${request.state}`}>{t(`request.state-${request.state}`)}</span>
      </div>
      {request.about_title && (
        <p>
          <span className="quiet-text">{t("request.about")}</span> {request.about_title}{" "}
          {request.about && (
            <ReadProfile workshop={workshop} id={request.about} title={request.about_title} />
          )}
        </p>
      )}
      {request.message && <blockquote>{request.message}</blockquote>}
      {request.state === "sent" && (
        <p className="quiet-text">{t("request.until", { at: moment(request.expires_at) })}</p>
      )}
      {request.state === "accepted" && !acting && (
        <Exchange workshop={workshop} request={request.id} name={named(other.name)} />
      )}
      {request.state === "sent" && box === "in" && <Answer workshop={workshop} request={request} />}
      {request.state === "sent" && box === "out" && (
        <Ask
          open={t("request.withdraw")}
          look="button second"
          title={t("request.withdraw-title", { name: of(other.name) })}
          yes={t("request.withdraw")}
          act={async () => {
            const params = { path: { workshop, request: request.id } };
            await answered(
              api.POST("/api/workshops/{workshop}/requests/{request}/withdraw", { params }),
            );
            await changed();
          }}
        />
      )}
    </>
  );
}
