// The head of a sheet of paper: what it is, of which workshop.
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { askWorkshop } from "../api/asks";
import { useSpeech } from "../words";

type HeadProps = { workshop: string; title: string; children?: ReactNode };

export function Head({ workshop, title, children }: HeadProps) {
  const { of, list, day } = useSpeech();
  const about = useQuery(askWorkshop(workshop));
  return (
    <header className="paper-head">
      <p className="of-what">
        {about.data && `${of(about.data.name)}　${list(about.data.days.map(day))}`}
      </p>
      <h2>{title}</h2>
      {children && <p>{children}</p>}
    </header>
  );
}
