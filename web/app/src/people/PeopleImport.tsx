// A file looked at before it is taken in: what it would add and change, and every fault by file, row
// and column. All of it comes in, or nothing.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError, answered, api, type Schemas } from "../api/client";
import { ActButton } from "../parts/ActButton";
import { Failed } from "../parts/states";
import { useSpeech } from "../words";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

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
  const send = (dry: boolean) =>
    answered(
      api.POST("/api/workshops/{workshop}/people/import", {
        params: { path: { workshop }, query: { dry_run: dry, agreed, name: file!.name } },
        headers: { "Content-Type": kindOf(file!) },
        body: file as never,
        bodySerializer: (body) => body as never,
      }),
    );
  const look = useMutation({ mutationFn: () => send(true) });
  const take = useMutation({
    mutationFn: () => send(false),
    onSuccess: () => client.invalidateQueries({ queryKey: [workshop] }),
  });
  const seen = take.data ?? look.data;
  const error = take.error ?? look.error;
  return (
    <details className="notice">
      <summary>{t("import.open")}</summary>
      <p>{t("import.note")}</p>
      <div className="row tools">
        <label className="field">
          {t("import.file")}
          <input
            type="file"
            accept=".csv,.xlsx,.json"
            onChange={(event) => {
              setFile(event.target.files?.[0] ?? null);
              look.reset();
              take.reset();
            }}
          />
        </label>
        <label className="check">
          <input
            type="checkbox"
            checked={agreed}
            onChange={(event) => setAgreed(event.target.checked)}
          />
          {t("import.agreed")}
        </label>
        <ActButton
          className="button second"
          isDisabled={!file}
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
      {error && <Faults error={error} />}
      {!error && seen && <Seen seen={seen} />}
      {!error && look.data && !take.data && look.data.lists.length > 0 && (
        <ActButton className="button" isPending={take.isPending} onPress={() => take.mutate()}>
          {t("import.take")}
        </ActButton>
      )}
    </details>
  );
}

function Seen({ seen }: { seen: Schemas["ImportedMore"] }) {
  const { t, list } = useSpeech();
  if (seen.lists.length === 0) return <p>{t("import.nothing")}</p>;
  return (
    <>
      <table className="numbers">
        <thead>
          <tr>
            <th scope="col">{t("import.sheet")}</th>
            <th scope="col">{t("import.added")}</th>
            <th scope="col">{t("import.changed")}</th>
            <th scope="col">{t("import.names")}</th>
          </tr>
        </thead>
        <tbody>
          {seen.lists.map((one) => (
            <tr key={one.sheet}>
              <th scope="row">{one.sheet}</th>
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
function Faults({ error }: { error: Error }) {
  const { t, lang } = useSpeech();
  const faults = error instanceof ApiError ? error.faults : [];
  if (faults.length === 0) return <Failed error={error} />;
  return (
    <div className="faults">
      <p className="may-not">{t("import.faults", { count: faults.length })}</p>
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
              <td>{fault.sheet}</td>
              <td className="number">{fault.row ?? "–"}</td>
              <td>{fault.column || "–"}</td>
              <td>{lang === "ja" ? fault.what_ja : fault.what}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
