// A group as a picture: its members, and between whom there is something to work on together. The
// tables beside it say the same.
import type { Schemas } from "../api/client";
import { fitting, isLonger } from "../parts/letters";
import { useSpeech } from "../words";

const WIDTH = 480;
const HEIGHT = 300;
const MIDDLE = { x: WIDTH / 2, y: 140 };
const REACH = { x: 165, y: 105 };
const NODE = 15;
const THICKEST = 7;

/** Full-width letters that a line takes. The table has the whole name. */
const LINE = 12;

/** What of a line there is room for. */
const cut = (line: string) =>
  isLonger(line, LINE) ? `${[...line].slice(0, fitting(line, LINE)).join("").trimEnd()}…` : line;

/** A name on at most two lines, without the legal forms that many names have in common. */
function lines(name: string, forms: string): string[] {
  const short = name.replace(new RegExp(forms, "g"), "").trim() || name;
  const words = short.split(" ");
  if (words.length > 1 && short.length > 16) {
    // Cut where both lines are about as long.
    const at = words.findIndex((_, i) => words.slice(0, i + 1).join(" ").length >= short.length / 2 - 3) + 1;
    return [words.slice(0, at).join(" "), words.slice(at).join(" ")].filter(Boolean);
  }
  const half = Math.ceil(short.length / 2);
  return words.length === 1 && short.length > 12 ? [short.slice(0, half), short.slice(half)] : [short];
}

export function Graph({ group }: { group: Schemas["ConsortiumView"] }) {
  const { t, of } = useSpeech();
  const { members, ties } = group;
  const places = new Map(
    members.map((member, i) => {
      const angle = (2 * Math.PI * i) / members.length - Math.PI / 2;
      const at = { x: MIDDLE.x + REACH.x * Math.cos(angle), y: MIDDLE.y + REACH.y * Math.sin(angle) };
      return [member.organisation.id, at];
    }),
  );
  const most = Math.max(1, ...ties.map((tie) => tie.points));
  return (
    <figure className="group-graph">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t("groups.drawn")}>
        {ties.map((tie) => {
          const [a, b] = [places.get(tie.one), places.get(tie.other)];
          if (!a || !b) return null;
          const width = Math.max(1, (THICKEST * tie.points) / most);
          return <line key={`${tie.one} ${tie.other}`} x1={a.x} y1={a.y} x2={b.x} y2={b.y} strokeWidth={width} />;
        })}
        {members.map((member, i) => {
          const { x, y } = places.get(member.organisation.id)!;
          const academic = member.organisation.kind === "academia";
          return (
            <g key={member.organisation.id} className={academic ? "academic" : "company"}>
              {academic ? (
                <circle cx={x} cy={y} r={NODE} />
              ) : (
                <rect x={x - NODE} y={y - NODE} width={2 * NODE} height={2 * NODE} rx="3" />
              )}
              <text className="in" x={x} y={y + 5} textAnchor="middle">
                {i + 1}
              </text>
              {lines(of(member.organisation.name), t("groups.legal-forms")).map((line, n) => (
                <text key={line} x={x} y={y + NODE + 16 + n * 17} textAnchor="middle">
                  {cut(line)}
                </text>
              ))}
            </g>
          );
        })}
      </svg>
      <figcaption>
        <span className="dot academic">{t("sector.academia")}</span>
        <span className="dot company">{t("sector.industry")}</span>
        <span>{t("groups.thickness")}</span>
      </figcaption>
    </figure>
  );
}
