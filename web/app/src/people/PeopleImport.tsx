// A file looked at before it is taken in: what its headings stand for, what it would add and change,
// and every fault by row and column. All of it comes in, or all rows without faults, or nothing.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { ApiError, answered, api, type Schemas } from "../api/client";
import { ActButton } from "../parts/ActButton";
import { Failed } from "../parts/states";
import { saveSheet } from "../parts/sheet";
import { useSpeech, type Word } from "../words";
import { guessed, Headings, type Mapping, useSheetName } from "./Headings";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** What is brought most, with headings that are read as they are. */
const TEMPLATES: { sheet: string; columns: Word[] }[] = [
  {
    sheet: "people",
    columns: [
      "person.family",
      "person.given",
      "person.family_kana",
      "person.given_kana",
      "import.affiliation",
      "person.department",
      "person.position",
      "import.side",
    ],
  },
  { sheet: "meeting_wishes", columns: ["import.from", "import.to", "import.rank"] },
];

function kindOf(file: File): string {
  const name = file.name.toLowerCase();
  if (name.endsWith(".xlsx")) return XLSX;
  return name.endsWith(".json") ? "application/json" : "text/csv";
}

export function PeopleImport({ workshop }: { workshop: string }) {
  const { t } = useSpeech();
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [agreed, setAgreed] = useState(false);
  const [byRow, setByRow] = useState(false);
  const [newOnes, setNewOnes] = useState(true);
  const [mapping, setMapping] = useState<Mapping | null>(null);
  const sent = (of: File) => ({
    headers: { "Content-Type": kindOf(of) },
    body: of as never,
    bodySerializer: (body: unknown) => body as never,
  });
  const peek = useMutation({
    mutationFn: ({ file, sheets }: { file: File; sheets?: Record<string, string> }) => {
      const said = sheets && JSON.stringify({ sheets });
      return answered(
        api.POST("/api/workshops/{workshop}/people/import/contents", {
          params: { path: { workshop }, query: { name: file.name, mapping: said } },
          ...sent(file),
        }),
      );
    },
    onSuccess: (contents) => setMapping(guessed(contents)),
  });
  const send = (dry: boolean) =>
    answered(
      api.POST("/api/workshops/{workshop}/people/import", {
        params: {
          path: { workshop },
          query: {
            dry_run: dry,
            agreed,
            by_row: byRow,
            name: file!.name,
            mapping: mapping ? JSON.stringify({ ...mapping, new_organisations: newOnes }) : undefined,
          },
        },
        ...sent(file!),
      }),
    );
  const look = useMutation({ mutationFn: () => send(true) });
  const take = useMutation({
    mutationFn: () => send(false),
    onSuccess: () => client.invalidateQueries({ queryKey: [workshop] }),
  });
  const sheetName = useSheetName();
  const seen = take.data ?? look.data;
  const error = take.error ?? look.error ?? peek.error;
  const anew = () => {
    look.reset();
    take.reset();
  };
  /** The heading of the file that stands for a column, for whoever has the file before them. */
  const headingOf = (sheet: string, column: string) =>
    Object.entries(mapping?.columns[sheet] ?? {}).find(([, name]) => name === column)?.[0] ?? column;
  return (
    <details className="notice">
      <summary>{t("import.open")}</summary>
      <div className="inside">
        <p>{t("import.note")}</p>
        <p className="row">
          {t("import.templates")}
          {TEMPLATES.map(({ sheet, columns }) => (
            <Button
              key={sheet}
              className="quiet"
              onPress={() => saveSheet(sheetName(sheet), [columns.map((column) => t(column))])}
            >
              {sheetName(sheet)}
            </Button>
          ))}
        </p>
        <div className="row tools">
          <label className="field">
            {t("import.file")}
            <input
              type="file"
              accept=".csv,.xlsx,.json"
              onChange={(event) => {
                const chosen = event.target.files?.[0] ?? null;
                setFile(chosen);
                setMapping(null);
                peek.reset();
                anew();
                if (chosen && kindOf(chosen) !== "application/json") peek.mutate({ file: chosen });
              }}
            />
          </label>
        </div>
        <div className="row">
          <Check checked={newOnes} change={setNewOnes} said={t("import.new-organisations")} anew={anew} />
          <Check checked={byRow} change={setByRow} said={t("import.by-row")} anew={anew} />
          <Check checked={agreed} change={setAgreed} said={t("import.agreed")} />
        </div>
        {file && mapping && peek.data && (
          <Headings
            file={peek.data}
            mapping={mapping}
            change={(next) => {
              anew();
              setMapping(next);
            }}
            choose={(name, sheet) => {
              anew();
              const sheets = Object.fromEntries(
                peek.data.contents.map((one) => [one.name, one.name === name ? sheet : (one.sheet ?? "")]),
              );
              peek.mutate({ file, sheets });
            }}
          />
        )}
        <div className="row">
          <ActButton
            className="button second"
            isDisabled={!file || peek.isPending}
            isPending={look.isPending}
            onPress={() => {
              take.reset();
              look.mutate();
            }}
          >
            {t("import.look")}
          </ActButton>
        </div>
        <div role="status">{take.data && <p className="may">{t("import.taken")}</p>}</div>
        {error && <Faults error={error} headingOf={headingOf} />}
        {!error && seen && <Seen seen={seen} headingOf={headingOf} />}
        {!error && look.data && !take.data && look.data.lists.length > 0 && (
          <ActButton className="button" isPending={take.isPending} onPress={() => take.mutate()}>
            {t("import.take")}
          </ActButton>
        )}
      </div>
    </details>
  );
}

type CheckProps = { checked: boolean; change: (on: boolean) => void; said: string; anew?: () => void };

function Check({ checked, change, said, anew }: CheckProps) {
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={checked}
        onChange={(event) => {
          change(event.target.checked);
          anew?.();
        }}
      />
      {said}
    </label>
  );
}

type HeadingOf = (sheet: string, column: string) => string;
type SeenProps = { seen: Schemas["ImportedMore"]; headingOf: HeadingOf };

function Seen({ seen, headingOf }: SeenProps) {
  const { t, list } = useSpeech();
  const sheetName = useSheetName();
  const leftOut = seen.left_out.length > 0 && (
    <div className="faults">
      <p className="may-not">{t("import.left-out", { count: seen.rows_left_out })}</p>
      <FaultTable faults={seen.left_out} headingOf={headingOf} />
    </div>
  );
  if (seen.lists.length === 0) {
    return (
      <>
        <p>{t("import.nothing")}</p>
        {leftOut}
      </>
    );
  }
  return (
    <>
      {leftOut}
      <table className="numbers">
        <thead>
          <tr>
            <th scope="col">{t("import.sheet")}</th>
            <th scope="col" className="number">
              {t("import.added")}
            </th>
            <th scope="col" className="number">
              {t("import.changed")}
            </th>
            <th scope="col">{t("import.names")}</th>
          </tr>
        </thead>
        <tbody>
          {seen.lists.map((one) => (
            <tr key={one.sheet}>
              <th scope="row">{sheetName(one.sheet)}</th>
              <td className="number">{one.added}</td>
              <td className="number">{one.changed}</td>
              <td>
                {list(one.names.slice(0, 8))}
                {one.names.length > 8 && " …"}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {seen.doubles.length > 0 && <p>{t("import.doubles", { names: list(seen.doubles) })}</p>}
    </>
  );
}

/** Every fault of the file, at its place. */
function Faults({ error, headingOf }: { error: Error; headingOf: HeadingOf }) {
  const { t } = useSpeech();
  const faults = error instanceof ApiError ? error.faults : [];
  if (faults.length === 0) return <Failed error={error} />;
  return (
    <div className="faults">
      <p className="may-not">{t("import.faults", { count: faults.length })}</p>
      <FaultTable faults={faults} headingOf={headingOf} />
    </div>
  );
}

function FaultTable({ faults, headingOf }: { faults: Schemas["FaultOfFile"][]; headingOf: HeadingOf }) {
  const { t, lang } = useSpeech();
  const sheetName = useSheetName();
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t("import.sheet")}</th>
          <th scope="col">{t("import.row")}</th>
          <th scope="col">{t("import.column")}</th>
          <th scope="col">{t("import.what")}</th>
        </tr>
      </thead>
      <tbody>
        {faults.map((fault, i) => (
          <tr key={i}>
            <td>{sheetName(fault.sheet)}</td>
            <td className="number">{fault.row ?? "–"}</td>
            <td>{fault.column ? headingOf(fault.sheet, fault.column) : "–"}</td>
            <td>{lang === "ja" ? fault.what_ja : fault.what}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
