// The headings of a file and what each stands for: guessed, and corrected by whoever knows the file.
import type { Schemas } from "../api/client";
import { useSpeech, type Word } from "../words";

/** What the names in a file stand for, where somebody or a guess says so. */
export type Mapping = {
  sheets: Record<string, string>;
  columns: Record<string, Record<string, string>>;
};
type File = Schemas["FileContents"];

const SHEETS: [string, Word][] = [
  ["people", "sheet.people"],
  ["organisations", "sheet.organisations"],
  ["profiles", "sheet.profiles"],
  ["meeting_wishes", "sheet.meeting_wishes"],
  ["consultations", "sheet.consultations"],
  ["talk_wishes", "sheet.talk_wishes"],
  ["unavailable", "sheet.unavailable"],
];

/** A sheet as people call it. */
export function useSheetName() {
  const { t } = useSpeech();
  return (sheet: string) => {
    const word = SHEETS.find(([one]) => one === sheet)?.[1];
    return word ? t(word) : sheet;
  };
}

/** What was guessed, to begin with. What is called as we call it needs no word. */
export function guessed(file: File): Mapping {
  const mapping: Mapping = { sheets: {}, columns: {} };
  for (const { name, sheet, headings } of file.contents) {
    if (name !== sheet) mapping.sheets[name] = sheet ?? "";
    if (!sheet) continue;
    for (const { heading, column, exact } of headings) {
      if (!exact) (mapping.columns[sheet] ??= {})[heading] = column ?? "";
    }
  }
  return mapping;
}

type HeadingsProps = {
  file: File;
  mapping: Mapping;
  change: (mapping: Mapping) => void;
  /** Another sheet is another set of columns: the file is looked into anew. */
  choose: (name: string, sheet: string) => void;
};

export function Headings({ file, mapping, change, choose }: HeadingsProps) {
  const { t, of, list } = useSpeech();
  return (
    <>
      {file.contents.map(({ name, sheet, rows, headings }) => {
        const columns = sheet ? (file.columns[sheet] ?? []) : [];
        const said = (sheet && mapping.columns[sheet]) || {};
        const columnOf = (one: Schemas["HeadingView"]) =>
          said[one.heading] ?? (one.exact ? (one.column ?? "") : "");
        const used = headings.map(columnOf);
        const missing = columns.filter((c) => c.required && !used.includes(c.name));
        const known = SHEETS.some(([one]) => one === sheet);
        return (
          <section key={name} className="headings" aria-label={name}>
            <div className="row tools">
              <label className="field">
                {t("import.what-is", { name })}
                <select value={sheet ?? ""} onChange={(event) => choose(name, event.target.value)}>
                  <option value="">{t("import.leave-out")}</option>
                  {SHEETS.map(([one, word]) => (
                    <option key={one} value={one}>
                      {t(word)}
                    </option>
                  ))}
                  {sheet && !known && <option value={sheet}>{sheet}</option>}
                </select>
              </label>
              <p className="quiet-text">{t("import.rows", { count: rows })}</p>
            </div>
            {sheet && (
              <div className="scroller" tabIndex={0} role="region" aria-label={t("import.headings")}>
                <table className="people stacked">
                  <thead>
                    <tr>
                      <th scope="col">{t("import.heading")}</th>
                      <th scope="col">{t("import.stands-for")}</th>
                      <th scope="col">{t("import.samples")}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {headings.map((one) => (
                      <tr key={one.heading}>
                        <th scope="row">{one.heading}</th>
                        <td>
                          <div className="field">
                            <select
                              aria-label={t("import.stands-for-of", { heading: one.heading })}
                              value={columnOf(one)}
                              onChange={(event) =>
                                change({
                                  ...mapping,
                                  columns: {
                                    ...mapping.columns,
                                    [sheet]: { ...said, [one.heading]: event.target.value },
                                  },
                                })
                              }
                            >
                              <option value="">{t("import.leave-out")}</option>
                              {columns.map((column) => (
                                <option
                                  key={column.name}
                                  value={column.name}
                                  disabled={used.includes(column.name) && columnOf(one) !== column.name}
                                >
                                  {of(column.label)}
                                  {column.required ? ` ${t("import.required")}` : ""}
                                </option>
                              ))}
                            </select>
                          </div>
                        </td>
                        <td className="quiet-text" data-label={t("import.samples")}>
                          {list(one.samples)}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
            {missing.length > 0 && (
              <p role="status" className="may-not">
                {t("import.missing", { columns: list(missing.map((column) => of(column.label))) })}
              </p>
            )}
          </section>
        );
      })}
    </>
  );
}
