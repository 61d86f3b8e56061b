// Signs out; nothing of the person stays in this browser.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "react-aria-components/Button";
import { actFor } from "../acting";
import { answered, api } from "../api/client";
import { forgetDay } from "../kept/day";
import { go } from "../route";
import { useSpeech } from "../words";
import { forgetDrafts } from "./draft";

export function SignOutButton() {
  const { t } = useSpeech();
  const client = useQueryClient();
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
  return (
    <Button className="quiet" onPress={() => signOut.mutate()}>
      {t("frame.sign-out")}
    </Button>
  );
}
