// A table whose rows are edited in place: a column says how its value is read and written.
import type { ReactNode } from "react";
import { Button } from "react-aria-components/Button";
import type { Schemas } from "../api/client";
import { useSpeech } from "../words";
import { without } from "./draft";

export type Column<T> = {
  name: string;
  cell: (row: T, change: (part: Partial<T>) => void, label: string) => ReactNode;
};

type EditorProps<T> = {
  title: string;
  /** The list's name in faults. */
  sheet: string;
  rows: T[];
  columns: Column<T>[];
  faults: Schemas["FaultOfFile"][];
  change: (rows: T[]) => void;
  make: () => T;
  add: string;
  children?: ReactNode;
};

export function Editor<T extends object>(props: EditorProps<T>) {
  const { title, sheet, rows, columns, faults, change, make, add, children } = props;
  const { t, lang } = useSpeech();
  const said = (fault: Schemas["FaultOfFile"]) => (lang === "ja" ? fault.what_ja : fault.what);
  const here = faults.filter((fault) => fault.sheet === sheet);
  return (
    <section aria-labelledby={`setup-${sheet}`}>
      <h2 id={`setup-${sheet}`}>{title}</h2>
      {children}
      {here
        .filter((fault) => fault.entry == null)
        .map((fault) => (
          <p key={fault.message} className="may-not">
            {said(fault)}
          </p>
        ))}
      {rows.length > 0 && (
        <div className="scroller editor">
          <table>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column.name} scope="col">
                    {column.name}
                  </th>
                ))}
                <td />
              </tr>
            </thead>
            <tbody>
              {rows.map((row, i) => {
                const wrong = here.filter((fault) => fault.entry === i);
                return (
                  <RowOf key={i} wrong={wrong.map(said)} columns={columns.length + 1}>
                    {columns.map((column) => (
                      <td key={column.name}>
                        {column.cell(
                          row,
                          (part) => change(rows.map((one, at) => (at === i ? { ...one, ...part } : one))),
                          `${column.name} ${i + 1}`,
                        )}
                      </td>
                    ))}
                    <td>
                      <Button
                        className="quiet"
                        aria-label={t("setup.remove-row", { row: i + 1 })}
                        onPress={() => change(without(rows, i))}
                      >
                        {t("setup.remove")}
                      </Button>
                    </td>
                  </RowOf>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
      <div>
        <Button className="button second" onPress={() => change([...rows, make()])}>
          {add}
        </Button>
      </div>
    </section>
  );
}

type RowOfProps = { wrong: string[]; columns: number; children: ReactNode };

function RowOf({ wrong, columns, children }: RowOfProps) {
  return (
    <>
      <tr className={wrong.length > 0 ? "wrong" : undefined}>{children}</tr>
      {wrong.length > 0 && (
        <tr className="wrong">
          <td colSpan={columns}>
            {wrong.map((one) => (
              <p key={one} className="may-not">
                {one}
              </p>
            ))}
          </td>
        </tr>
      )}
    </>
  );
}
