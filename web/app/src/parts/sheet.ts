// A sheet to be saved and opened in Excel: CSV in UTF-8 with BOM, lines ended by CRLF.

type Datum = string | number;

/** What begins like a formula is text, and must stay it. */
function cell(datum: Datum): string {
  const text = typeof datum === "string" && /^[=+\-@\t\r]/.test(datum) ? `'${datum}` : String(datum);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const sheetOf = (rows: Datum[][]) =>
  `\ufeff${rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;

/** Lets the browser save it. */
export function saveSheet(name: string, rows: Datum[][]) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([sheetOf(rows)], { type: "text/csv" }));
  link.download = `${name}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}
