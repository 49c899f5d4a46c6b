import { type Board, textOf } from "@callcentergrpc/client";

// A cell that begins like a formula would be run as one by a spreadsheet.
const safe = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** A board as CSV: the groups, a column of plain numbers for each KPI, and then what people read. */
export function csvOf(board: Board, groupBy: readonly string[]): string {
  const specs = board.columns.map((column) => column.spec);
  const lines = [[...groupBy, ...specs, ...specs.map((spec) => `${spec} text`)]];
  for (const row of board.rows) {
    const numbers = row.values.map((value) => (value.number === undefined ? "" : String(value.number)));
    lines.push([...row.labels.map(safe), ...numbers, ...row.values.map((value) => textOf(value, board.asOf))]);
  }
  return linesOf(lines);
}

/** A table of texts as CSV. */
export const csvText = (lines: readonly (readonly string[])[]): string => linesOf(lines.map((line) => line.map(safe)));

const linesOf = (lines: readonly (readonly string[])[]): string => lines.map((line) => line.map(cell).join(",")).join("\r\n") + "\r\n";

/** Lets the reader keep a text as a file. */
export function download(name: string, text: string): void {
  const isTable = name.endsWith(".csv");
  // The mark at the start tells spreadsheets that it is UTF-8.
  const address = URL.createObjectURL(new Blob([isTable ? "\ufeff" : "", text], { type: isTable ? "text/csv" : "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
